import Synchronization

#if canImport(Glibc)
    import Glibc
#endif

/// Where secrets live: pages that are locked into memory (`mlock`) and kept out of core dumps (`MADV_DONTDUMP`),
/// cut into slots of one size a page run, since a page of its own for each 32-byte key would use up the lock limit.
final class LockedMemory: Sendable {
    static let shared = LockedMemory()

    struct Slot: @unchecked Sendable {
        let address: UnsafeMutableRawPointer
        let sizeClass: Int
    }

    private struct State: @unchecked Sendable {
        var free: [Int: [UnsafeMutableRawPointer]] = [:]
        var inUse: Set<UnsafeMutableRawPointer> = []
        var lockedBytes = 0
        var unlockedBytes = 0
    }

    private let state = Mutex(State())
    private static let chunkBytes = 64 * 1024

    /// How many bytes are set aside for secrets, and how many of them the system refused to lock (its limit on locked
    /// memory, `RLIMIT_MEMLOCK`, is too low).
    var usage: (locked: Int, unlocked: Int) { state.withLock { ($0.lockedBytes, $0.unlockedBytes) } }

    func allocate(_ count: Int) -> Slot {
        let size = Self.sizeClass(count)
        return state.withLock { state in
            if let address = state.free[size]?.popLast() {
                state.inUse.insert(address)
                return Slot(address: address, sizeClass: size)
            }
            let chunk = Self.map(&state)
            state.inUse.insert(chunk)
            for offset in stride(from: size, to: Self.chunkBytes, by: size) {
                state.free[size, default: []].append(chunk + offset)
            }
            return Slot(address: chunk, sizeClass: size)
        }
    }

    /// The slot's bytes must have been overwritten with zeros.
    func free(_ slot: Slot) {
        state.withLock { state in
            // Two secrets in one place would be worse than an end.
            precondition(state.inUse.remove(slot.address) != nil, "a secret's memory was freed twice")
            state.free[slot.sizeClass, default: []].append(slot.address)
        }
    }

    private static func sizeClass(_ count: Int) -> Int {
        var size = 32
        while size < count { size *= 2 }
        return size
    }

    private static func map(_ state: inout State) -> UnsafeMutableRawPointer {
        guard let chunk = mmap(nil, chunkBytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0),
            chunk != MAP_FAILED
        else { fatalError("no memory for key material") }
        madvise(chunk, chunkBytes, MADV_DONTDUMP)
        if mlock(chunk, chunkBytes) == 0 {
            state.lockedBytes += chunkBytes
        } else {
            state.unlockedBytes += chunkBytes
        }
        return chunk
    }
}

/// What a server tells its operator about the memory its secrets are in.
public enum SecretMemory {
    /// Bytes set aside in memory that the system agreed to lock, and bytes it refused to lock.
    public static var usage: (locked: Int, unlocked: Int) { LockedMemory.shared.usage }
}
