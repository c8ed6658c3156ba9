import AWSJSON

/// What LookupEvents and a readable line tell of a record, read from its JSON
/// (https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_Event.html).
public struct EventSummary: Hashable, Sendable {
    public var eventID = ""
    public var eventName = ""
    public var eventSource = ""
    /// In milliseconds since 1970, whole seconds.
    public var eventTime: Int64 = 0
    public var region = ""
    public var account = ""
    public var isReadOnly = false
    public var accessKeyID: String?
    /// The user's name; of a role's session its name; `root`. Nil for services and callers from other accounts.
    public var username: String?
    /// The caller's ARN or, without one, its principal id or the service.
    public var principal: String?
    public var resources: [AuditResource] = []
    public var errorCode: String?
    public var errorMessage: String?
    public var sourceIPAddress: String?
    public var requestID: String?

    /// Reads a record; nil if it is none.
    public init?(json: [UInt8]) {
        do {
            var reader = JSONReader(json)
            try reader.beginObject()
            while let name = try reader.nextMember() { try take(name, &reader) }
            try reader.finish()
        } catch { return nil }
        guard !eventID.isEmpty, !eventName.isEmpty else { return nil }
    }

    /// When it happened, in milliseconds since 1970, as its id tells. Of a record whose id does not: the end of its second,
    /// so that what came after a moment never counts as before it.
    public var moment: Int64 {
        if let told = EventID.time(of: eventID), told / 1000 * 1000 == eventTime { return told }
        return eventTime + 999
    }

    /// ARNs of the keys that were used or changed.
    public var keyARNs: [String] { resources.filter { $0.type == "AWS::KMS::Key" }.map(\.arn) }

    private mutating func take(_ name: String, _ reader: inout JSONReader) throws(JSONError) {
        switch name {
        case "eventID": eventID = try reader.readString()
        case "eventName": eventName = try reader.readString()
        case "eventSource": eventSource = try reader.readString()
        case "awsRegion": region = try reader.readString()
        case "recipientAccountId": account = try reader.readString()
        case "readOnly": isReadOnly = try reader.readBool()
        case "errorCode": errorCode = try reader.readString()
        case "errorMessage": errorMessage = try reader.readString()
        case "sourceIPAddress": sourceIPAddress = try reader.readString()
        case "requestID": requestID = try reader.readString()
        case "eventTime":
            guard let time = UTCTime(iso8601: try reader.readString()) else { throw .malformed(offset: 0) }
            eventTime = time.milliseconds
        case "userIdentity": try takeIdentity(&reader)
        case "resources": try takeResources(&reader)
        default: try reader.skipValue()
        }
    }

    private mutating func takeIdentity(_ reader: inout JSONReader) throws(JSONError) {
        var type: String?
        var (arn, principalID, invokedBy, userName): (String?, String?, String?, String?)
        try reader.beginObject()
        while let name = try reader.nextMember() {
            switch name {
            case "type": type = try reader.readString()
            case "arn": arn = try reader.readString()
            case "principalId": principalID = try reader.readString()
            case "invokedBy": invokedBy = try reader.readString()
            case "userName": userName = try reader.readString()
            case "accessKeyId": accessKeyID = try reader.readString()
            default: try reader.skipValue()
            }
        }
        principal = arn ?? principalID ?? invokedBy
        username =
            switch type {
            case "Root": "root"
            case "AssumedRole", "FederatedUser": principalID.flatMap(Self.sessionName)
            default: userName
            }
    }

    private mutating func takeResources(_ reader: inout JSONReader) throws(JSONError) {
        try reader.beginArray()
        while try reader.nextElement() {
            var resource = AuditResource(account: "", type: "", arn: "")
            try reader.beginObject()
            while let name = try reader.nextMember() {
                switch name {
                case "accountId": resource.account = try reader.readString()
                case "type": resource.type = try reader.readString()
                case "ARN": resource.arn = try reader.readString()
                default: try reader.skipValue()
                }
            }
            resources.append(resource)
        }
    }

    private static func sessionName(_ principalID: String) -> String? {
        principalID.firstIndex(of: ":").map { String(principalID[principalID.index(after: $0)...]) }
    }

    /// The values a record is found under, for one attribute.
    public func values(of attribute: EventAttribute) -> [String] {
        switch attribute {
        case .eventId: [eventID]
        case .eventName: [eventName]
        case .readOnly: [isReadOnly ? "true" : "false"]
        case .username: username.map { [$0] } ?? []
        case .resourceType: resources.map(\.type)
        case .resourceName: resources.map(\.arn)
        case .eventSource: [eventSource]
        case .accessKeyId: accessKeyID.map { [$0] } ?? []
        }
    }
}
