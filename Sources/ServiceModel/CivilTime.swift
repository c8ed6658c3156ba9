public import AWSJSON

/// A moment in UTC by the Gregorian calendar, with whole seconds; what is beyond them is cut off.
public struct CivilTime: Hashable, Sendable {
    public let year: Int
    /// From 1.
    public let month: Int
    /// From 1.
    public let day: Int
    public let hour: Int
    public let minute: Int
    public let second: Int

    public init(_ moment: Timestamp) {
        let seconds = floored(Int(moment.milliseconds), by: 1000)
        let days = floored(seconds, by: 86_400)
        let secondOfDay = seconds - days * 86_400
        hour = secondOfDay / 3600
        minute = secondOfDay / 60 % 60
        second = secondOfDay % 60
        (year, month, day) = Self.date(days)
    }

    /// Year, month and day of a number of days since 1970-01-01. Years begin in March here, so that the leap day is the
    /// last of them.
    private static func date(_ days: Int) -> (Int, Int, Int) {
        // Since 0000-03-01; 146,097 days are 400 years.
        let shifted = days + 719_468
        let era = floored(shifted, by: 146_097)
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let month = (5 * dayOfYear + 2) / 153
        let day = dayOfYear - (153 * month + 2) / 5 + 1
        let year = yearOfEra + era * 400
        return month < 10 ? (year, month + 3, day) : (year + 1, month - 9, day)
    }
}

private func floored(_ number: Int, by divisor: Int) -> Int {
    let quotient = number / divisor
    return number % divisor < 0 ? quotient - 1 : quotient
}
