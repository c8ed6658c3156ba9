/// Dates as policies write them: seconds since 1970, or a form of https://www.w3.org/TR/NOTE-datetime.
enum Moment {
    /// Four digits are a year; other digits are seconds since 1970.
    /// - Returns: milliseconds since 1970; nil if the text is no date.
    static func milliseconds(_ text: String) -> Int64? {
        let bytes = text.bytes
        if bytes.count != 4, let seconds = epochSeconds(bytes[...]) {
            let (milliseconds, overflow) = seconds.multipliedReportingOverflow(by: 1000)
            return overflow ? nil : milliseconds
        }
        var scanner = DateScanner(bytes)
        return scanner.milliseconds()
    }

    private static func epochSeconds(_ bytes: ArraySlice<UInt8>) -> Int64? {
        let isNegative = bytes.first == UInt8(ascii: "-")
        var digits = isNegative ? bytes.dropFirst() : bytes
        // Fractions of a second are cut off, as milliseconds are no matter of policies.
        if let point = digits.firstIndex(of: UInt8(ascii: ".")) {
            guard point + 1 < digits.endIndex, digits[(point + 1)...].allSatisfy(\.isDigit) else { return nil }
            digits = digits[..<point]
        }
        guard !digits.isEmpty, digits.count <= 18, digits.allSatisfy(\.isDigit) else { return nil }
        let value = digits.reduce(Int64(0)) { $0 * 10 + Int64($1 - 0x30) }
        return isNegative ? -value : value
    }
}

private struct DateScanner {
    private let bytes: [UInt8]
    private var position = 0

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    /// YYYY, YYYY-MM, YYYY-MM-DD, and with Thh:mm, Thh:mm:ss or Thh:mm:ss.s followed by Z or ±hh:mm.
    mutating func milliseconds() -> Int64? {
        guard let year = digits(4) else { return nil }
        var month = 1
        var day = 1
        var ofDay: Int64 = 0
        if skip("-") {
            guard let read = digits(2) else { return nil }
            month = read
            if skip("-") {
                guard let read = digits(2) else { return nil }
                day = read
                if skip("T") {
                    guard let read = timeOfDay() else { return nil }
                    ofDay = read
                }
            }
        }
        guard position == bytes.count, (1...12).contains(month), (1...Self.days(in: month, of: year)).contains(day)
        else { return nil }
        return Self.days(since1970: year, month, day) * 86_400_000 + ofDay
    }

    /// Milliseconds since midnight, less the zone's offset.
    private mutating func timeOfDay() -> Int64? {
        guard let hour = digits(2), hour < 24, skip(":"), let minute = digits(2), minute < 60 else { return nil }
        var milliseconds = Int64(hour * 3600 + minute * 60) * 1000
        if skip(":") {
            guard let second = digits(2), second < 60 else { return nil }
            milliseconds += Int64(second) * 1000
            if skip(".") {
                guard let fraction = fraction() else { return nil }
                milliseconds += fraction
            }
        }
        if skip("Z") { return milliseconds }
        let isEast = skip("+")
        guard isEast || skip("-"), let hours = digits(2), hours < 24, skip(":"), let minutes = digits(2), minutes < 60
        else { return nil }
        let offset = Int64(hours * 60 + minutes) * 60_000
        return isEast ? milliseconds - offset : milliseconds + offset
    }

    private mutating func fraction() -> Int64? {
        var value: Int64 = 0
        var scale: Int64 = 100
        let start = position
        while position < bytes.count, bytes[position].isDigit {
            value += scale * Int64(bytes[position] - 0x30)
            scale /= 10
            position += 1
        }
        return position > start ? value : nil
    }

    private mutating func digits(_ count: Int) -> Int? {
        guard position + count <= bytes.count else { return nil }
        let digits = bytes[position..<position + count]
        guard digits.allSatisfy(\.isDigit) else { return nil }
        position += count
        return digits.reduce(0) { $0 * 10 + Int($1 - 0x30) }
    }

    private mutating func skip(_ character: Character) -> Bool {
        guard position < bytes.count, bytes[position] == character.asciiValue else { return false }
        position += 1
        return true
    }

    private static func days(in month: Int, of year: Int) -> Int {
        switch month {
        case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }

    /// In the Gregorian calendar. Years begin in March here, so that the leap day is a year's last.
    private static func days(since1970 year: Int, _ month: Int, _ day: Int) -> Int64 {
        let shifted = month > 2 ? year : year - 1
        let ofYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        let leapDays = shifted >= 0 ? shifted / 4 - shifted / 100 + shifted / 400 : -1
        return Int64(365 * shifted + leapDays + ofYear - 719_468)
    }
}
