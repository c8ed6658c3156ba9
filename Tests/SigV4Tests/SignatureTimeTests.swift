import Foundation
import Testing

@testable import SigV4

@Suite("The time of a signature") struct SignatureTimeTests {
    @Test(
        "is written and read in both of its forms",
        arguments: [
            (0, "19700101T000000Z", "Thu, 01 Jan 1970 00:00:00 GMT"),
            (784_111_777, "19941106T084937Z", "Sun, 06 Nov 1994 08:49:37 GMT"),
            (951_782_399, "20000228T235959Z", "Mon, 28 Feb 2000 23:59:59 GMT"),
            (951_868_799, "20000229T235959Z", "Tue, 29 Feb 2000 23:59:59 GMT"),
            (4_107_542_400, "21000301T000000Z", "Mon, 01 Mar 2100 00:00:00 GMT"),
            (253_402_300_799, "99991231T235959Z", "Fri, 31 Dec 9999 23:59:59 GMT"),
        ] as [(Int64, String, String)])
    func knownTimes(epochSeconds: Int64, basic: String, rfc1123: String) throws {
        let time = SignatureTime(epochSeconds: epochSeconds)
        #expect(time.description == basic)
        #expect(time.day == basic.prefix(8))
        #expect(SignatureTime(iso8601Basic: basic) == time)
        #expect(SignatureTime(rfc1123: rfc1123) == time)
        #expect(SignatureTime(rfc1123: rfc1123.replacingOccurrences(of: "GMT", with: "-0000")) == time)
        #expect(SignatureTime(rfc1123: rfc1123.replacingOccurrences(of: "GMT", with: "+0000")) == time)
    }

    @Test("beyond 1970 and 9999 is taken for the nearest within", arguments: [.min, -1] as [Int64])
    func clamped(epochSeconds: Int64) {
        #expect(SignatureTime(epochSeconds: epochSeconds).epochSeconds == 0)
        #expect(SignatureTime(epochSeconds: .max).description == "99991231T235959Z")
    }

    @Test("agrees with Foundation's calendar on every day of eight centuries")
    func everyDay() {
        let formatter = DateFormatter()
        formatter.calendar = Calendar(identifier: .gregorian)
        formatter.locale = Locale(identifier: "en_US_POSIX")
        formatter.timeZone = TimeZone(secondsFromGMT: 0)
        formatter.dateFormat = "yyyyMMdd"
        let days = 292_194
        for day in 0..<days {
            let date = CalendarDate(daysSince1970: day)
            #expect(date.daysSince1970 == day)
            #expect(CalendarDate(year: date.year, month: date.month, day: date.day) == date)
            guard day.isMultiple(of: 97) else { continue }
            let text = SignatureTime(epochSeconds: Int64(day) * 86_400).day
            #expect(text == formatter.string(from: Date(timeIntervalSince1970: Double(day) * 86_400)))
        }
        #expect(CalendarDate(daysSince1970: days) == CalendarDate(year: 2770, month: 1, day: 1))
    }

    @Test(
        "is refused in any other form",
        arguments: [
            "", "20250101", "20250101T120000", "20250101t120000Z", "20250101T120000z", "20250101T1200000Z",
            "20251301T120000Z", "20250001T120000Z", "20250100T120000Z", "20250132T120000Z", "20250229T120000Z",
            "19000101T000000Z", "19691231T235959Z", "20250101T240000Z", "20250101T126000Z", "20250101T120060Z",
            "+0250101T120000Z", "2025010aT120000Z", " 20250101T120000Z", "20250101T120000Z ", "２0250101T120Z",
            "Sun, 06 Nov 1994 08:49:37 CET", "Mon, 06 Nov 1994 08:49:37 GMT", "Sun, 6 Nov 1994 08:49:37 GMT",
            "Sun, 06 nov 1994 08:49:37 GMT", "Sun, 06 Nov 94 08:49:37 GMT", "Sun, 06 Nov 1994 8:49:37 GMT",
            "Sun, 06 Nov 1994 08:49 GMT", "Sun, 06 Nov 1994 08:49:37", "Sun 06 Nov 1994 08:49:37 GMT",
            "Sun,  06 Nov 1994 08:49:37 GMT", "Sunday, 06-Nov-94 08:49:37 GMT", "Sun Nov  6 08:49:37 1994",
        ])
    func refused(text: String) {
        #expect(SignatureTime(iso8601Basic: text) == nil)
        #expect(SignatureTime(rfc1123: text) == nil)
    }
}
