public import AWSJSON

extension AuditDetails {
    /// A JSON object; nil if it has no members.
    public static func object(reserving count: Int = 256, _ members: (inout JSONWriter) -> Void) -> [UInt8]? {
        var writer = JSONWriter(reserving: count)
        writer.beginObject()
        members(&writer)
        writer.endObject()
        return writer.bytes.count > 2 ? writer.bytes : nil
    }
}
