/// A moment in UTC, cut to whole seconds, in the ways that CloudTrail writes it. Years 1970 to 9999; what lies outside
/// is moved to the nearest moment inside.
public struct UTCTime: Hashable, Sendable {
    /// Since 1970.
    public let seconds: Int64

    /// `milliseconds`: since 1970.
    public init(milliseconds: Int64) {
        let floored = milliseconds >= 0 ? milliseconds / 1000 : -1
        seconds = min(max(floored, 0), Self.secondsMax)
    }

    /// `2015-08-17T14:01:31Z`
    public var iso8601: String { text("YYYY-MM-DDThh:mm:ssZ") }
    /// `20150817T140131Z`, as names of digest files have it.
    public var basic: String { text("YYYYMMDDThhmmssZ") }
    /// `20150817T1401Z`, as names of log files have it.
    public var basicMinutes: String { text("YYYYMMDDThhmmZ") }
    /// `2015/08/17`, as folders of days are named.
    public var folders: String { text("YYYY/MM/DD") }

    public var milliseconds: Int64 { seconds * 1000 }

    /// Reads `2015-08-17T14:01:31Z`, and nothing else.
    public init?(iso8601 text: String) { self.init(Array(text.utf8).span, format: "YYYY-MM-DDThh:mm:ssZ") }

    public init?(iso8601 text: Span<UInt8>) { self.init(text, format: "YYYY-MM-DDThh:mm:ssZ") }

    /// Reads `20150817T140131Z`, and nothing else.
    public init?(basic: String) { self.init(Array(basic.utf8).span, format: "YYYYMMDDThhmmssZ") }

    private init?(_ text: Span<UInt8>, format: StaticString) {
        guard text.count == format.utf8CodeUnitCount else { return nil }
        var (year, month, day, hour, minute, second): (Int64, Int64, Int64, Int64, Int64, Int64) = (0, 0, 0, 0, 0, 0)
        for index in 0..<text.count {
            let digit = Int64(text[index]) - 0x30
            let isDigit = (0..<10).contains(digit)
            switch format.utf8Start[index] {
            case UInt8(ascii: "Y") where isDigit: year = year * 10 + digit
            case UInt8(ascii: "M") where isDigit: month = month * 10 + digit
            case UInt8(ascii: "D") where isDigit: day = day * 10 + digit
            case UInt8(ascii: "h") where isDigit: hour = hour * 10 + digit
            case UInt8(ascii: "m") where isDigit: minute = minute * 10 + digit
            case UInt8(ascii: "s") where isDigit: second = second * 10 + digit
            case text[index] where !Self.letters.contains(text[index]): continue
            default: return nil
            }
        }
        guard year >= 1970, (1...12).contains(month), (1...31).contains(day), hour < 24, minute < 60, second < 60
        else { return nil }
        let days = Self.days(year: year, month: month, day: day)
        guard Self.date(days: days) == (year, month, day) else { return nil }
        seconds = days * 86_400 + hour * 3600 + minute * 60 + second
    }

    /// 9999-12-31T23:59:59Z
    private static let secondsMax: Int64 = 253_402_300_799
    private static let letters = Array("YMDhms".utf8)

    private func text(_ format: StaticString) -> String {
        String(unsafeUninitializedCapacity: format.utf8CodeUnitCount) { target in
            format.withUTF8Buffer { write($0, to: target) }
            return format.utf8CodeUnitCount
        }
    }

    /// Fills in the letters from the right, so that each takes the last digit of what is left of its field.
    private func write(_ format: UnsafeBufferPointer<UInt8>, to target: UnsafeMutableBufferPointer<UInt8>) {
        let ofDay = seconds % 86_400
        var (year, month, day) = Self.date(days: seconds / 86_400)
        var (hour, minute, second) = (ofDay / 3600, ofDay / 60 % 60, ofDay % 60)
        for index in format.indices.reversed() {
            switch format[index] {
            case UInt8(ascii: "Y"): target[index] = Self.takeDigit(&year)
            case UInt8(ascii: "M"): target[index] = Self.takeDigit(&month)
            case UInt8(ascii: "D"): target[index] = Self.takeDigit(&day)
            case UInt8(ascii: "h"): target[index] = Self.takeDigit(&hour)
            case UInt8(ascii: "m"): target[index] = Self.takeDigit(&minute)
            case UInt8(ascii: "s"): target[index] = Self.takeDigit(&second)
            default: target[index] = format[index]
            }
        }
    }

    private static func takeDigit(_ value: inout Int64) -> UInt8 {
        let digit = UInt8(truncatingIfNeeded: value % 10) + 0x30
        value /= 10
        return digit
    }

    /// The date of a day counted from 1970-01-01: years are taken to begin in March, so that the leap day is their last.
    private static func date(days: Int64) -> (year: Int64, month: Int64, day: Int64) {
        let shifted = days + 719_468
        let era = shifted / 146_097
        let ofEra = shifted % 146_097
        let yearOfEra = (ofEra - ofEra / 1460 + ofEra / 36_524 - ofEra / 146_096) / 365
        let ofYear = ofEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let month = (5 * ofYear + 2) / 153
        let day = ofYear - (153 * month + 2) / 5 + 1
        let isNextYear = month >= 10
        return (era * 400 + yearOfEra + (isNextYear ? 1 : 0), isNextYear ? month - 9 : month + 3, day)
    }

    private static func days(year: Int64, month: Int64, day: Int64) -> Int64 {
        let shifted = month <= 2 ? year - 1 : year
        let (era, yearOfEra) = (shifted / 400, shifted % 400)
        let ofYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + ofYear - 719_468
    }
}
