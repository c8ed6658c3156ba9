import Gateway
import KeyService
import Records
import Synchronization

/// Stands still, so that signatures that were made at the start stay valid.
struct StandingClock: Clock, Ticks {
    static let epochSeconds: Int64 = 1_767_323_045

    func nowMilliseconds() -> Int64 { Self.epochSeconds * 1000 }
    func nowNanoseconds() -> UInt64 { 0 }
}

/// The same bytes in every run (SplitMix64): for counting, never for keys that anybody uses.
final class RepeatableRandomness: Randomness {
    private let state = Mutex<UInt64>(1)

    func fill(_ buffer: UnsafeMutableRawBufferPointer) {
        state.withLock { state in
            for index in buffer.indices {
                if index % 8 == 0 { state &+= 0x9E37_79B9_7F4A_7C15 }
                var word = state
                word = (word ^ (word >> 30)) &* 0xBF58_476D_1CE4_E5B9
                word = (word ^ (word >> 27)) &* 0x94D0_49BB_1331_11EB
                buffer[index] = UInt8(truncatingIfNeeded: (word ^ (word >> 31)) >> (8 * UInt64(index % 8)))
            }
        }
    }
}

struct Unobserved: CallObserver {
    func observe(_ call: CallRecord) {}
}
