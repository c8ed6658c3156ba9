import AWSJSON
import Testing

@testable import ServiceModel

@Suite struct RecordedTextTests {
    @Test(
        arguments: [
            (0, "Jan 1, 1970, 12:00:00 AM"), (1_660_171_107_000, "Aug 10, 2022, 10:38:27 PM"),
            (1_605_662_958_999, "Nov 18, 2020, 1:29:18 AM"), (1_709_208_000_000, "Feb 29, 2024, 12:00:00 PM"),
            (1_735_689_599_000, "Dec 31, 2024, 11:59:59 PM"), (-1, "Dec 31, 1969, 11:59:59 PM"),
        ] as [(Int64, String)])
    func `a moment is recorded with the month's name and twelve hours`(_ milliseconds: Int64, text: String) {
        #expect(Timestamp(milliseconds: milliseconds).recordedText == text)
    }

    @Test func `any moment has a date`() {
        #expect(CivilTime(Timestamp(milliseconds: .max)).year == 292_278_994)
        #expect(CivilTime(Timestamp(milliseconds: .min)).year == -292_275_055)
    }
}
