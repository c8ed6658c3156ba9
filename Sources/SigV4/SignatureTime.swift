/// The moment a signature was made, to the second, as SigV4 writes it.
public struct SignatureTime: Hashable, Sendable, CustomStringConvertible {
    /// Since 1970-01-01T00:00:00Z, without leap seconds.
    public let epochSeconds: Int64
    /// ISO 8601 in basic format, `yyyyMMdd'T'HHmmss'Z'`.
    public let description: String

    /// - Parameter epochSeconds: since 1970; what is before 1970 or after 9999 is taken for the nearest moment within.
    public init(epochSeconds: Int64) {
        let seconds = min(max(epochSeconds, 0), SignatureTime.epochSecondsMax)
        self.epochSeconds = seconds
        description = SignatureTime.format(Int(seconds))
    }

    /// Nil if the text has any other form, or names no moment of the years 1970 to 9999.
    /// - Parameter text: in the form `yyyyMMdd'T'HHmmss'Z'`.
    public init?(iso8601Basic text: String) {
        let bytes = Array(text.utf8)
        guard bytes.count == 16, bytes[8] == UInt8(ascii: "T"), bytes[15] == UInt8(ascii: "Z"),
            let year = decimal(bytes[0..<4]), let month = decimal(bytes[4..<6]), let day = decimal(bytes[6..<8]),
            let hour = decimal(bytes[9..<11]), let minute = decimal(bytes[11..<13]),
            let second = decimal(bytes[13..<15]),
            let date = CalendarDate(year: year, month: month, day: day),
            let seconds = SignatureTime.seconds(date, hour: hour, minute: minute, second: second)
        else { return nil }
        epochSeconds = seconds
        // There is one spelling of it only.
        description = text
    }

    /// Nil if the text has any other form, or the day of the week is wrong, or it names no moment of the years 1970 to
    /// 9999.
    /// - Parameter text: as in `Sun, 06 Nov 1994 08:49:37 GMT` (RFC 1123, section 5.2.14); the zone may also be
    ///   written `+0000` or, as botocore does, `-0000`.
    public init?(rfc1123 text: String) {
        let words = Array(text.utf8).split(separator: UInt8(ascii: " "), omittingEmptySubsequences: false)
        guard words.count == 6, words[1].count == 2, words[3].count == 4,
            ["GMT", "+0000", "-0000"].contains(String(decoding: words[5], as: UTF8.self)),
            let weekday = SignatureTime.weekdays.firstIndex(of: String(decoding: words[0], as: UTF8.self)),
            let month = SignatureTime.months.firstIndex(of: String(decoding: words[2], as: UTF8.self)),
            let day = decimal(words[1]), let year = decimal(words[3]),
            let date = CalendarDate(year: year, month: month + 1, day: day), date.weekday == weekday
        else { return nil }
        let clock = words[4].split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false)
        guard clock.count == 3, clock.allSatisfy({ $0.count == 2 }),
            let hour = decimal(clock[0]), let minute = decimal(clock[1]), let second = decimal(clock[2]),
            let seconds = SignatureTime.seconds(date, hour: hour, minute: minute, second: second)
        else { return nil }
        self.init(epochSeconds: seconds)
    }

    /// The day in UTC, as `yyyymmdd`.
    public var day: String { String(description.prefix(8)) }

    /// Whether this is the day, as `yyyymmdd`, in UTC.
    func isOf(day: String) -> Bool {
        var (time, day) = (description, day)
        return time.withUTF8 { time in
            day.withUTF8 { day in day.count == 8 && (0..<8).allSatisfy { time[$0] == day[$0] } }
        }
    }

    /// - Returns: since 1970; nil if there is no such time of day.
    private static func seconds(_ date: CalendarDate, hour: Int, minute: Int, second: Int) -> Int64? {
        guard (0..<24).contains(hour), (0..<60).contains(minute), (0..<60).contains(second) else { return nil }
        return Int64(86_400 * date.daysSince1970 + 3600 * hour + 60 * minute + second)
    }

    private static func format(_ seconds: Int) -> String {
        let date = CalendarDate(daysSince1970: seconds / 86_400)
        var text: [UInt8] = []
        text.reserveCapacity(16)
        append(date.year, digits: 4, to: &text)
        append(date.month, digits: 2, to: &text)
        append(date.day, digits: 2, to: &text)
        text.append(ascii: "T")
        append(seconds / 3600 % 24, digits: 2, to: &text)
        append(seconds / 60 % 60, digits: 2, to: &text)
        append(seconds % 60, digits: 2, to: &text)
        text.append(ascii: "Z")
        return String(decoding: text, as: UTF8.self)
    }

    private static func append(_ number: Int, digits: Int, to text: inout [UInt8]) {
        if digits > 1 { append(number / 10, digits: digits - 1, to: &text) }
        text.append(UInt8(ascii: "0") + UInt8(number % 10))
    }

    private static let epochSecondsMax = Int64(86_400 * (CalendarDate.daysMax + 1) - 1)
    private static let weekdays = ["Sun,", "Mon,", "Tue,", "Wed,", "Thu,", "Fri,", "Sat,"]
    private static let months = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]
}

/// - Returns: nil if there is anything but digits. At most four are ever asked for, so nothing overflows.
private func decimal(_ digits: ArraySlice<UInt8>) -> Int? {
    var number = 0
    for digit in digits {
        guard let value = digit.decimalValue else { return nil }
        number = 10 * number + value
    }
    return number
}
