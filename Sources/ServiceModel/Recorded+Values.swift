public import AWSJSON

extension WireEnumeration {
    public func record(to writer: inout JSONWriter) { writer.string(rawValue) }
}

extension String: RecordedValue {
    public func record(to writer: inout JSONWriter) { writer.string(self) }
}

extension Int: RecordedValue {
    public func record(to writer: inout JSONWriter) { writer.int(Int64(self)) }
}

extension Bool: RecordedValue {
    public func record(to writer: inout JSONWriter) { writer.bool(self) }
}

extension Timestamp: RecordedValue {
    public func record(to writer: inout JSONWriter) { writer.string(recordedText) }
}

extension Array: RecordedValue where Element: RecordedValue {
    public func record(to writer: inout JSONWriter) {
        writer.beginArray()
        for element in self { element.record(to: &writer) }
        writer.endArray()
    }
}

/// What a map's key can be.
public protocol RecordedKey: Hashable {
    /// The member's name.
    var recordedName: String { get }
}

extension String: RecordedKey {
    public var recordedName: String { self }
}

extension WireEnumeration {
    public var recordedName: String { rawValue }
}

/// In the order of the keys' names, so that the same map is always the same JSON.
extension Dictionary: RecordedValue where Key: RecordedKey, Value: RecordedValue {
    public func record(to writer: inout JSONWriter) {
        writer.beginObject()
        for (name, value) in map({ ($0.key.recordedName, $0.value) }).sorted(by: { $0.0 < $1.0 }) {
            writer.record(name, value)
        }
        writer.endObject()
    }
}

extension Timestamp {
    /// In UTC with whole seconds, as `Nov 18, 2020, 1:29:18 AM`: so write AWS's records the moments that requests and
    /// responses hold (https://docs.aws.amazon.com/kms/latest/developerguide/ct-replicate-key.html).
    public var recordedText: String {
        let time = CivilTime(self)
        let hour = time.hour % 12 == 0 ? 12 : time.hour % 12
        let date = "\(Self.months[time.month - 1]) \(time.day), \(time.year)"
        return "\(date), \(hour):\(twoDigits(time.minute)):\(twoDigits(time.second)) \(time.hour < 12 ? "AM" : "PM")"
    }

    private static let months = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]
}

private func twoDigits(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
