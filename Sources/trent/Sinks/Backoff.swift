/// How long to wait before the next attempt: longer each time, up to a bound.
struct Backoff {
    static let firstMilliseconds: Int32 = 100
    static let lastMilliseconds: Int32 = 30_000
    private let first: Int32
    private var next: Int32

    init(firstMilliseconds: Int32 = Backoff.firstMilliseconds) {
        first = firstMilliseconds
        next = firstMilliseconds
    }

    /// After a failure.
    mutating func milliseconds() -> Int32 {
        defer { next = min(next * 2, Self.lastMilliseconds) }
        return next
    }

    /// After a success.
    mutating func reset() { next = first }
}
