import AWSJSON
import AuditTrail

extension AuditDetails {
    /// A JSON object; nil if it has no members.
    static func object(_ members: (inout JSONWriter) -> Void) -> [UInt8]? {
        var writer = JSONWriter(reserving: 512)
        writer.beginObject()
        members(&writer)
        writer.endObject()
        return writer.bytes.count > 2 ? writer.bytes : nil
    }
}

extension JSONWriter {
    /// Nil is left out.
    mutating func member(_ name: String, _ value: String?) {
        guard let value else { return }
        self.name(name)
        string(value)
    }

    /// An object with a member for each tag; none is left out.
    mutating func member(_ name: String, _ tags: [IAMTag]) {
        if tags.isEmpty { return }
        self.name(name)
        beginObject()
        for tag in tags { member(tag.key, tag.value) }
        endObject()
    }

    /// An empty list is left out.
    mutating func member(_ name: String, _ texts: [String]) {
        if texts.isEmpty { return }
        self.name(name)
        beginArray()
        for text in texts { string(text) }
        endArray()
    }
}
