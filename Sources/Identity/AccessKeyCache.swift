import Synchronization

/// The access keys of late. Two generations, of which the elder is forgotten when the younger is full; what is used
/// moves to the younger.
///
/// An access key read from the store while it is being changed must not get in after that was announced: a reader takes a
/// ticket before it reads, and `insert` refuses one that is older than the last `forgetAll`.
final class AccessKeyCache: Sendable {
    struct Ticket: Sendable {
        fileprivate let epoch: UInt64
    }

    private struct State {
        var younger: [String: AccessKey] = [:]
        var elder: [String: AccessKey] = [:]
        var epoch: UInt64 = 0
    }

    private let generationSizeMax: Int
    private let state = Mutex(State())

    /// - Parameter capacity: the greatest number of access keys held, at least 2.
    init(capacity: Int) {
        precondition(capacity >= 2, "a cache holds at least two access keys")
        generationSizeMax = capacity / 2
    }

    func find(_ id: String) -> AccessKey? {
        state.withLock { state in
            if let key = state.younger[id] { return key }
            guard let key = state.elder.removeValue(forKey: id) else { return nil }
            insert(key, into: &state)
            return key
        }
    }

    func ticket() -> Ticket { Ticket(epoch: state.withLock { $0.epoch }) }

    func insert(_ key: AccessKey, ticket: Ticket) {
        state.withLock { state in
            guard state.epoch == ticket.epoch else { return }
            insert(key, into: &state)
        }
    }

    func forgetAll() {
        state.withLock { state in
            state.younger = [:]
            state.elder = [:]
            state.epoch += 1
        }
    }

    var count: Int { state.withLock { $0.younger.count + $0.elder.count } }

    private func insert(_ key: AccessKey, into state: inout State) {
        if state.younger.count >= generationSizeMax, state.younger[key.id] == nil {
            state.elder = state.younger
            state.younger = [:]
        }
        state.younger[key.id] = key
    }
}
