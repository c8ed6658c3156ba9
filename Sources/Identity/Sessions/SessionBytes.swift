/// Writes what is in a session token, as short as it will go.
struct SessionWriter {
    private(set) var bytes: [UInt8] = []

    /// With room enough for a whole session, so that no copy of its secret is left behind.
    init() { bytes.reserveCapacity(SessionToken.charactersMax) }

    mutating func write(_ byte: UInt8) { bytes.append(byte) }

    /// 7 bits a byte, the lowest first; all but the last have the eighth set.
    mutating func write(number: Int) {
        var rest = UInt64(bitPattern: Int64(number))
        while rest > 0x7F {
            bytes.append(UInt8(rest & 0x7F) | 0x80)
            rest >>= 7
        }
        bytes.append(UInt8(rest))
    }

    mutating func write(_ raw: some Swift.Collection<UInt8>) {
        write(number: raw.count)
        bytes.append(contentsOf: raw)
    }

    mutating func write(_ text: String) { write(text.utf8) }

    /// One more than its length, or zero for none.
    mutating func write(optional raw: [UInt8]?) {
        guard let raw else { return write(number: 0) }
        write(number: raw.count + 1)
        bytes.append(contentsOf: raw)
    }
}

/// Reads it again. Whatever does not fit makes the reading nil.
struct SessionReader {
    private var rest: UnsafeRawBufferPointer.SubSequence

    init(_ bytes: UnsafeRawBufferPointer) { rest = bytes[...] }

    var isAtEnd: Bool { rest.isEmpty }

    mutating func byte() -> UInt8? { rest.popFirst() }

    mutating func number() -> Int? {
        var value: UInt64 = 0
        for shift in stride(from: 0, to: 63, by: 7) {
            guard let byte = rest.popFirst() else { return nil }
            value |= UInt64(byte & 0x7F) << UInt64(shift)
            if byte & 0x80 == 0 { return Int(value) }
        }
        return nil
    }

    /// To be used before the memory is gone.
    mutating func raw() -> UnsafeRawBufferPointer.SubSequence? {
        guard let count = number() else { return nil }
        return take(count)
    }

    mutating func text() -> String? { raw().flatMap { String(validating: $0, as: UTF8.self) } }

    mutating func optional() -> UnsafeRawBufferPointer.SubSequence?? {
        guard let count = number() else { return nil }
        if count == 0 { return .some(nil) }
        guard let taken = take(count - 1) else { return nil }
        return .some(taken)
    }

    mutating func optionalText() -> String?? {
        guard let raw = optional() else { return nil }
        guard let raw else { return .some(nil) }
        guard let text = String(validating: raw, as: UTF8.self) else { return nil }
        return .some(text)
    }

    private mutating func take(_ count: Int) -> UnsafeRawBufferPointer.SubSequence? {
        guard count <= rest.count else { return nil }
        defer { rest = rest.dropFirst(count) }
        return rest.prefix(count)
    }
}
