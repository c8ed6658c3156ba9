import Synchronization

/// So many at once, and no more.
final class Places: Sendable {
    private let count: Int
    private let taken = Atomic(0)

    init(_ count: Int) { self.count = count }

    /// - Returns: false if all are taken; else one is, until it is left.
    func enter() -> Bool {
        guard taken.add(1, ordering: .relaxed).newValue <= count else {
            leave()
            return false
        }
        return true
    }

    func leave() { taken.subtract(1, ordering: .relaxed) }
}
