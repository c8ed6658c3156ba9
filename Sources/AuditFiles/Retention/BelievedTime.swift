/// The time that retention goes by.
///
/// A clock that is wrong by a year would have a year too much removed. So one that goes ahead of the trail's digests,
/// which come each hour, by more than a day is not believed until the trail has gone on for a day with it: the server may
/// have been away for so long. One that is set back is believed at once: it only removes less.
struct BelievedTime: Hashable, Sendable {
    /// The end of the last digest that is believed, in milliseconds since 1970.
    private var believed: Int64?
    /// The end of the first one that is not.
    private var doubted: Int64?

    private static let day: Int64 = 86_400_000

    /// Takes note of a digest's end, in milliseconds since 1970.
    mutating func take(digestEnd end: Int64) {
        let isAhead = believed.map { end - $0 > Self.day } ?? false
        let isConfirmed = doubted.map { end - $0 >= Self.day } ?? false
        if !isAhead || isConfirmed {
            (believed, doubted) = (end, nil)
        } else {
            doubted = min(doubted ?? end, end)
        }
    }

    /// What is believed of the clock; nil as long as there is no digest.
    func time(clock: Int64) -> Int64? {
        guard let believed else { return nil }
        return doubted != nil || clock - believed > Self.day ? min(clock, believed) : clock
    }
}
