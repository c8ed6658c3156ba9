public import AWSJSON

extension Timestamp {
    /// In UTC with whole seconds, as `2026-11-25T03:00:00Z`; what is beyond them is cut off.
    public var iso8601: String {
        let seconds = floored(milliseconds, by: 1000)
        let days = floored(seconds, by: 86_400)
        let second = seconds - days * 86_400
        let (year, month, day) = Self.civil(days)
        let date = "\(Self.padded(year, 4))-\(Self.padded(month))-\(Self.padded(day))"
        return date + "T\(Self.padded(second / 3600)):\(Self.padded(second / 60 % 60)):\(Self.padded(second % 60))Z"
    }

    /// Year, month and day of a number of days since 1970-01-01, in the Gregorian calendar. Years begin in March here,
    /// so that the leap day is the last of them.
    private static func civil(_ days: Int64) -> (Int64, Int64, Int64) {
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

    private static func padded(_ number: Int64, _ count: Int = 2) -> String {
        let digits = String(number.magnitude)
        let zeros = String(repeating: "0", count: max(0, count - digits.utf8.count))
        return (number < 0 ? "-" : "") + zeros + digits
    }
}

private func floored(_ number: Int64, by divisor: Int64) -> Int64 {
    let quotient = number / divisor
    return number % divisor < 0 ? quotient - 1 : quotient
}
