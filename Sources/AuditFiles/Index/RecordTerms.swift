internal import AWSJSON
internal import AuditTrail

/// What the index keeps of a record, read from its JSON without making texts of it: every record is closed once, and few
/// are ever looked up. It finds a record where `EventSummary` says the same of it.
public struct RecordTerms: Sendable {
    /// In milliseconds since 1970, whole seconds.
    public private(set) var eventTime: Int64 = 0
    /// `IndexHash` of each attribute and value, but for the event's id. The same may come twice.
    var hashes: [Int64] {
        var hashes = resources
        hashes.append(IndexHash.of(.readOnly, isReadOnly ? "true" : "false"))
        hashes.append(eventName)
        hashes.append(eventSource)
        if let username { hashes.append(username) }
        if let accessKeyID { hashes.append(accessKeyID) }
        return hashes
    }

    private var eventName: Int64
    private var eventSource: Int64
    private var isReadOnly = false
    private var username: Int64?
    private var accessKeyID: Int64?
    private var resources: [Int64] = []

    /// Nil if this is no record.
    public init?(json: [UInt8]) {
        (eventName, eventSource) = (Self.noName, Self.noSource)
        var reader = JSONReader(json)
        var hasID = false
        do {
            try reader.beginObject()
            while let field = try reader.nextMember({ Field($0) }) { try take(field, &reader, &hasID) }
            try reader.finish()
        } catch { return nil }
        guard hasID, eventName != Self.noName else { return nil }
    }

    private static let noName = IndexHash.of(.eventName, "")
    private static let noSource = IndexHash.of(.eventSource, "")

    private enum Field {
        case id, name, source, readOnly, time, identity, resources, text, other

        init(_ name: Span<UInt8>) {
            switch name.count {
            case 7 where name.equals("eventID"): self = .id
            case 9 where name.equals("eventName"): self = .name
            case 11 where name.equals("eventSource"): self = .source
            case 8 where name.equals("readOnly"): self = .readOnly
            case 9 where name.equals("eventTime"): self = .time
            case 12 where name.equals("userIdentity"): self = .identity
            case 9 where name.equals("resources"): self = .resources
            case 9 where name.equals("awsRegion") || name.equals("errorCode") || name.equals("requestID"): self = .text
            case 12 where name.equals("errorMessage"): self = .text
            case 15 where name.equals("sourceIPAddress"): self = .text
            case 18 where name.equals("recipientAccountId"): self = .text
            default: self = .other
            }
        }
    }

    private mutating func take(
        _ field: Field, _ reader: inout JSONReader, _ hasID: inout Bool
    ) throws(JSONError) {
        switch field {
        case .id: hasID = try reader.readString { !$0.isEmpty }
        case .name: eventName = try reader.readString { IndexHash.of(.eventName, $0) }
        case .source: eventSource = try reader.readString { IndexHash.of(.eventSource, $0) }
        case .readOnly: isReadOnly = try reader.readBool()
        case .time:
            guard let time = try reader.readString({ UTCTime(iso8601: $0) }) else { throw .malformed(offset: 0) }
            eventTime = time.milliseconds
        case .identity: try takeIdentity(&reader)
        case .resources: try takeResources(&reader)
        // A record in which they are none is no record.
        case .text: try reader.readString { _ in }
        case .other: try reader.skipValue()
        }
    }

    private enum IdentityField { case type, principalID, userName, accessKeyID, text, other }
    private enum Kind { case root, session, other }

    private mutating func takeIdentity(_ reader: inout JSONReader) throws(JSONError) {
        var (kind, userName, sessionName): (Kind, Int64?, Int64?) = (.other, nil, nil)
        try reader.beginObject()
        while let field = try reader.nextMember(Self.identityField) {
            switch field {
            case .type: kind = try reader.readString(Self.kind)
            case .principalID: sessionName = try reader.readString(Self.sessionName)
            case .userName: userName = try reader.readString { IndexHash.of(.username, $0) }
            case .accessKeyID: accessKeyID = try reader.readString { IndexHash.of(.accessKeyId, $0) }
            case .text: try reader.readString { _ in }
            case .other: try reader.skipValue()
            }
        }
        switch kind {
        case .root: username = IndexHash.of(.username, "root")
        case .session: username = sessionName
        case .other: username = userName
        }
    }

    private static func identityField(_ name: Span<UInt8>) -> IdentityField {
        if name.equals("type") { return .type }
        if name.equals("principalId") { return .principalID }
        if name.equals("userName") { return .userName }
        if name.equals("accessKeyId") { return .accessKeyID }
        return name.equals("arn") || name.equals("invokedBy") ? .text : .other
    }

    private static func kind(_ type: Span<UInt8>) -> Kind {
        if type.equals("Root") { return .root }
        return type.equals("AssumedRole") || type.equals("FederatedUser") ? .session : .other
    }

    /// What follows the colon in a session's principal id.
    private static func sessionName(_ principalID: Span<UInt8>) -> Int64? {
        for index in principalID.indices where principalID[index] == UInt8(ascii: ":") {
            return IndexHash.of(.username, principalID.extracting((index + 1)...))
        }
        return nil
    }

    private enum ResourceField { case type, arn, account, other }

    private static func resourceField(_ name: Span<UInt8>) -> ResourceField {
        if name.equals("type") { return .type }
        if name.equals("ARN") { return .arn }
        return name.equals("accountId") ? .account : .other
    }

    private mutating func takeResources(_ reader: inout JSONReader) throws(JSONError) {
        try reader.beginArray()
        while try reader.nextElement() {
            var (type, name) = (IndexHash.of(.resourceType, ""), IndexHash.of(.resourceName, ""))
            try reader.beginObject()
            while let field = try reader.nextMember(Self.resourceField) {
                switch field {
                case .type: type = try reader.readString { IndexHash.of(.resourceType, $0) }
                case .arn: name = try reader.readString { IndexHash.of(.resourceName, $0) }
                case .account: try reader.readString { _ in }
                case .other: try reader.skipValue()
                }
            }
            resources.append(type)
            resources.append(name)
        }
    }
}

/// What the index knows of an attribute and its value. Others may have the same hash: what is found is looked at again.
enum IndexHash {
    static func of(_ attribute: EventAttribute, _ value: String) -> Int64 {
        var value = value
        return value.withUTF8 { of(attribute, $0.span) }
    }

    /// FNV-1a of 64 bits, its bits then mixed, for all of them to tell values apart.
    static func of(_ attribute: EventAttribute, _ value: Span<UInt8>) -> Int64 {
        var hash = seed(attribute)
        for index in value.indices { hash = (hash ^ UInt64(value[index])) &* prime }
        hash = (hash ^ hash >> 30) &* 0xBF58_476D_1CE4_E5B9
        hash = (hash ^ hash >> 27) &* 0x94D0_49BB_1331_11EB
        return Int64(bitPattern: hash ^ hash >> 31)
    }

    private static let prime: UInt64 = 0x100_0000_01B3
    private static func seed(_ attribute: EventAttribute) -> UInt64 {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for byte in attribute.rawValue.utf8 { hash = (hash ^ UInt64(byte)) &* prime }
        return (hash ^ 0xFF) &* prime
    }
}
