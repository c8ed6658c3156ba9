import AWSJSON

/// What a record says that a message about it needs outside of the JSON.
struct RecordSummary: Hashable {
    /// As `2026-11-25T07:40:08Z`.
    var eventTime: String?
    var eventSource: String?
    var eventName: String?
    var eventID: String?
    /// The call was refused, or failed.
    var errorCode: String?

    /// What can't be read is nil: a record goes out whether it is understood or not.
    init(_ json: [UInt8]) {
        try? read(json)
    }

    private mutating func read(_ json: [UInt8]) throws(JSONError) {
        var reader = JSONReader(json)
        try reader.beginObject()
        while let name = try reader.nextMember() {
            guard let field = Self.fields[name], try reader.nextKind() == .string else {
                try reader.skipValue()
                continue
            }
            self[keyPath: field] = try reader.readString()
        }
    }

    private static var fields: [String: WritableKeyPath<RecordSummary, String?>] {
        [
            "eventTime": \.eventTime, "eventSource": \.eventSource, "eventName": \.eventName, "eventID": \.eventID,
            "errorCode": \.errorCode,
        ]
    }
}
