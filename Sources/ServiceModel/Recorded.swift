public import AWSJSON

/// A value as CloudTrail's records have it in `requestParameters` and `responseElements`.
public protocol RecordedValue {
    /// Writes one JSON value.
    func record(to writer: inout JSONWriter)
}

/// A structure whose members stand in records by the model's names, the first letter in lower case. Blobs, secrets and
/// tokens are left out.
public protocol RecordedStructure: RecordedValue {
    /// Writes the members that are not nil, without the braces.
    func recordMembers(to writer: inout JSONWriter)
}

extension RecordedStructure {
    public func record(to writer: inout JSONWriter) {
        writer.beginObject()
        recordMembers(to: &writer)
        writer.endObject()
    }

    /// The structure as a record's JSON object; nil if it would have no members.
    public func recordedObject() -> [UInt8]? {
        var writer = JSONWriter()
        record(to: &writer)
        return writer.bytes.count > 2 ? writer.bytes : nil
    }
}

extension JSONWriter {
    /// Writes a member of a record. Writes nothing for nil.
    @inlinable
    public mutating func record(_ name: String, _ value: (some RecordedValue)?) {
        guard let value else { return }
        self.name(name)
        value.record(to: &self)
    }
}
