public import AWSJSON
import ServiceModel

extension Timestamp {
    /// In UTC with whole seconds, as `2026-11-25T03:00:00Z`; what is beyond them is cut off.
    public var iso8601: String {
        let time = CivilTime(self)
        let date = "\(Self.padded(time.year, 4))-\(Self.padded(time.month))-\(Self.padded(time.day))"
        return date + "T\(Self.padded(time.hour)):\(Self.padded(time.minute)):\(Self.padded(time.second))Z"
    }

    private static func padded(_ number: Int, _ count: Int = 2) -> String {
        let digits = String(number.magnitude)
        let zeros = String(repeating: "0", count: max(0, count - digits.utf8.count))
        return (number < 0 ? "-" : "") + zeros + digits
    }
}
