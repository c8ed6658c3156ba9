/// A day of the proleptic Gregorian calendar, in the years 1970 to 9999.
struct CalendarDate: Hashable {
    var year: Int
    /// 1 to 12.
    var month: Int
    /// 1 to 31.
    var day: Int

    /// - Returns: nil if there is no such day.
    init?(year: Int, month: Int, day: Int) {
        guard (1970...9999).contains(year), (1...12).contains(month),
            (1...CalendarDate.days(in: month, of: year)).contains(day)
        else { return nil }
        self.year = year
        self.month = month
        self.day = day
    }

    /// - Parameter days: since 1970-01-01, 0 to `CalendarDate.daysMax`.
    init(daysSince1970 days: Int) {
        // No year is longer than 366 days, so that this guess is never too late.
        year = 1970 + days / 366
        while CalendarDate.days(before: year + 1) <= days { year += 1 }
        var rest = days - CalendarDate.days(before: year)
        month = 1
        while rest >= CalendarDate.days(in: month, of: year) {
            rest -= CalendarDate.days(in: month, of: year)
            month += 1
        }
        day = rest + 1
    }

    var daysSince1970: Int {
        (1..<month).reduce(CalendarDate.days(before: year) + day - 1) { $0 + CalendarDate.days(in: $1, of: year) }
    }

    /// 0 for Sunday.
    var weekday: Int { (daysSince1970 + 4) % 7 }

    /// 9999-12-31.
    static let daysMax = days(before: 10_000) - 1

    /// The days from 1970 to the beginning of a year.
    private static func days(before year: Int) -> Int {
        let past = year - 1
        return 365 * (year - 1970) + past / 4 - past / 100 + past / 400 - leapYearsBefore1970
    }

    private static let leapYearsBefore1970 = 1969 / 4 - 1969 / 100 + 1969 / 400

    private static func days(in month: Int, of year: Int) -> Int {
        switch month {
        case 2: isLeap(year) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }

    private static func isLeap(_ year: Int) -> Bool {
        year.isMultiple(of: 4) && (!year.isMultiple(of: 100) || year.isMultiple(of: 400))
    }
}
