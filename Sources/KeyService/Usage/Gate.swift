import Synchronization

/// Lets through who comes, and while it is closed lets him wait. Open at first.
final class Gate: Sendable {
    private let state = Mutex((isOpen: true, waiting: [CheckedContinuation<Void, Never>]()))

    func close() { state.withLock { $0.isOpen = false } }

    func open() {
        let waiting = state.withLock { state in
            defer { state = (true, []) }
            return state.waiting
        }
        for each in waiting { each.resume() }
    }

    func pass() async {
        guard state.withLock({ !$0.isOpen }) else { return }
        await withCheckedContinuation { (waiting: CheckedContinuation<Void, Never>) in
            let isOpen = state.withLock { state in
                if !state.isOpen { state.waiting.append(waiting) }
                return state.isOpen
            }
            if isOpen { waiting.resume() }
        }
    }

    var isOpen: Bool { state.withLock(\.isOpen) }
}
