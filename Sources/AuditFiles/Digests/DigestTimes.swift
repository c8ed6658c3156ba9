/// Which ends the digests of one target, account and Region have. A digest is named by its end: none is given twice.
///
/// They are one period that grows by an hour each hour. After more than a day without a digest another begins: the
/// server did not run, or the clock has gone ahead. If that is set right, digests go on in the gap before.
struct DigestTimes: Hashable, Sendable {
    /// Rising, with gaps between them.
    private(set) var periods: [ClosedRange<Int64>] = []

    static let hour: Int64 = 3_600_000
    /// By how much clocks may go back without anything being made of it: digests wait until they have come there again.
    private static let gapMin = 24 * hour
    /// Of more, the oldest are taken for one.
    private static let periodsMax = 8

    /// Takes note of a digest's end.
    mutating func take(end: Int64) {
        guard let index = periods.lastIndex(where: { $0.lowerBound <= end }) else {
            periods.insert(end...end, at: 0)
            return limit()
        }
        let period = periods[index]
        if end <= period.upperBound { return }
        if end - period.upperBound <= Self.gapMin {
            periods[index] = period.lowerBound...end
        } else {
            periods.insert(end...end, at: index + 1)
            limit()
        }
    }

    /// Where a digest begins that ends at a full hour; nil if none can end there, or none is due.
    ///
    /// `end`: in milliseconds since 1970. `oldest`: the time of the oldest record that is in no digest yet. `follows`:
    /// whether it follows another digest; else it begins a chain.
    func start(end: Int64, oldest: Int64?, follows: Bool) -> Int64? {
        guard end >= Self.hour else { return nil }
        let below = periods.last { $0.lowerBound <= end }
        if let below, end <= below.upperBound { return nil }
        let above = periods.first { $0.lowerBound > end }
        if let above, above.lowerBound - end <= Self.gapMin { return nil }
        if follows { return below?.upperBound ?? firstStart(end: end, oldest: oldest) ?? end - Self.hour }
        return firstStart(end: end, oldest: oldest).map { max($0, below?.upperBound ?? 0) }
    }

    /// The hour of the oldest record: its digest is due when that is over. A record far ahead is one of a clock that was
    /// set back since.
    private func firstStart(end: Int64, oldest: Int64?) -> Int64? {
        guard let oldest else { return nil }
        let start = max(0, oldest - oldest % Self.hour)
        if start < end { return start }
        return start - end > Self.gapMin ? end - Self.hour : nil
    }

    private mutating func limit() {
        guard periods.count > Self.periodsMax else { return }
        periods[1] = periods[0].lowerBound...periods[1].upperBound
        periods.removeFirst()
    }
}
