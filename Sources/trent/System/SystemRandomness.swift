import Records

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// The kernel's generator (getrandom(2)).
struct SystemRandomness: Randomness {
    func fill(_ buffer: UnsafeMutableRawBufferPointer) {
        var rest = buffer[...]
        while !rest.isEmpty {
            let got = getrandom(UnsafeMutableRawBufferPointer(rebasing: rest).baseAddress, rest.count, 0)
            if got > 0 {
                rest = rest.dropFirst(got)
            } else if errno != EINTR {
                fatalError("the system has no randomness")
            }
        }
    }
}
