import NIOCore

/// When a connection's requests are due in an open loop, from when it is connected: those of all connections at even
/// distances.
///
/// A request that can't be sent when it is due, because the one before has no answer yet, is not left out, and its latency
/// counts from when it was due: otherwise a server that stalls would keep the requests from being sent that would show
/// it.
struct Pace: Sendable {
    private let offset: TimeAmount
    private let interval: TimeAmount
    /// Nil before the first.
    private var due: NIODeadline?

    /// Nil if the plan has no rate. `connection`: its number, from 0.
    init?(_ plan: LoadPlan, connection: Int) {
        guard let rate = plan.rate else { return nil }
        offset = Self.time(of: connection, at: rate)
        interval = Self.time(of: plan.connections, at: rate)
    }

    /// When the next is due, of which the first may be after a while.
    mutating func next(at now: NIODeadline) -> NIODeadline {
        let next = due.map { $0 + interval } ?? now + offset
        due = next
        return next
    }

    private static func time(of requests: Int, at rate: Int) -> TimeAmount {
        .nanoseconds(Int64(requests) * 1_000_000_000 / Int64(rate))
    }
}
