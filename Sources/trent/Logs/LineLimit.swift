import Gateway
import Synchronization

/// Lets through so many lines a second, and counts those it does not.
final class LineLimit: Sendable {
    private struct State {
        var second: UInt64?
        var lines = 0
        var unsaid = 0
    }

    private let linesPerSecond: Int
    private let ticks: any Ticks
    private let state = Mutex(State())

    init(linesPerSecond: Int, ticks: any Ticks) {
        self.linesPerSecond = linesPerSecond
        self.ticks = ticks
    }

    /// - Returns: how many lines were held back since the last that was not; nil if this one is held back too.
    func admit() -> Int? {
        let second = ticks.nowNanoseconds() / 1_000_000_000
        return state.withLock { state in
            if state.second != second { (state.second, state.lines) = (second, 0) }
            guard state.lines < linesPerSecond else {
                state.unsaid += 1
                return nil
            }
            state.lines += 1
            defer { state.unsaid = 0 }
            return state.unsaid
        }
    }
}
