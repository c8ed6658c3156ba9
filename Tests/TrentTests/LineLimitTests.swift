import Gateway
import Synchronization
import Testing

@testable import trent

private final class FixedTicks: Ticks {
    let seconds = Mutex<UInt64>(0)

    func nowNanoseconds() -> UInt64 { seconds.withLock { $0 } * 1_000_000_000 }
}

@Suite struct LineLimitTests {
    @Test func `so many lines a second, and then how many were held back`() {
        let ticks = FixedTicks()
        let limit = LineLimit(linesPerSecond: 2, ticks: ticks)
        #expect((0..<5).map { _ in limit.admit() } == [0, 0, nil, nil, nil])
        ticks.seconds.withLock { $0 = 1 }
        #expect((0..<3).map { _ in limit.admit() } == [3, 0, nil])
    }
}
