import AWSJSON
import Records

/// A customer managed policy with its versions. It knows how often it is attached: it can't be deleted while it is.
struct ManagedPolicyRecord: Entity, Tagged {
    static let kind = EntityKind.policy

    var name: String
    var path: String
    var account: String
    var uniqueID: String
    var created: Int64
    /// Milliseconds since 1970: when it last got a version or another default version.
    var updated: Int64
    var description: String?
    /// In the order in which they were made.
    var versions: [Version]
    /// The number of one of the versions.
    var defaultVersion: Int
    /// The greatest number that a version ever had.
    var latestVersion: Int
    /// To how many users, groups and roles it is attached.
    var attachmentCount = 0
    /// Of how many users and roles it is the boundary.
    var boundaryCount = 0
    var tags: [IAMTag] = []

    struct Version: Hashable, Sendable {
        /// From 1; never given twice.
        var number: Int
        var created: Int64
        /// As it was put, in JSON.
        var document: String

        /// For example `v1`.
        var id: String { "v\(number)" }
    }

    /// What is in force. A record without its default version does not decode.
    var document: String { versions.first { $0.number == defaultVersion }?.document ?? "" }
}

extension ManagedPolicyRecord: RecordContent {
    static let collection = Collection(rawValue: "managed-policy")

    var indexes: [IndexEntry] { [idEntry] }

    func encoded() -> [UInt8] {
        let versions = versions.map {
            JSONValue.array([.int(Int64($0.number)), .int($0.created), .string($0.document)])
        }
        var members: [JSONValue.Member] = [
            .init("name", .string(name)), .init("path", .string(path)), .init("account", .string(account)),
            .init("id", .string(uniqueID)), .init("created", .int(created)), .init("updated", .int(updated)),
            .init("versions", .array(versions)), .init("default", .int(Int64(defaultVersion))),
            .init("latest", .int(Int64(latestVersion))), .init("attachments", .int(Int64(attachmentCount))),
            .init("boundaries", .int(Int64(boundaryCount))), .init("tags", tags.json),
        ]
        if let description { members.append(.init("description", .string(description))) }
        return JSONValue.object(members).encoded
    }

    init?(decoding bytes: [UInt8]) {
        guard let json = try? JSONValue(parsing: bytes), json.hasNoMembers(besides: Self.names),
            let name = json["name"]?.string, let path = json["path"]?.string, let account = json["account"]?.string,
            let id = json["id"]?.string, let created = json["created"]?.int64, let updated = json["updated"]?.int64,
            let elements = json["versions"]?.elements, let defaultVersion = json["default"]?.int64,
            let latestVersion = json["latest"]?.int64, let attachments = json["attachments"]?.int64,
            let boundaries = json["boundaries"]?.int64, let tags = [IAMTag](json: json["tags"]),
            let description = json.optional("description", \.string)
        else { return nil }
        let versions = elements.compactMap(Version.init(json:))
        guard versions.count == elements.count, versions.contains(where: { $0.number == Int(defaultVersion) }) else {
            return nil
        }
        self.init(
            name: name, path: path, account: account, uniqueID: id, created: created, updated: updated,
            description: description, versions: versions, defaultVersion: Int(defaultVersion),
            latestVersion: Int(latestVersion), attachmentCount: Int(attachments), boundaryCount: Int(boundaries),
            tags: tags)
    }

    private static let names: Set<String> = [
        "name", "path", "account", "id", "created", "updated", "versions", "default", "latest", "attachments",
        "boundaries", "tags", "description",
    ]
}

extension ManagedPolicyRecord.Version {
    fileprivate init?(json: JSONValue) {
        guard let parts = json.elements, parts.count == 3, let number = parts[0].int64, let created = parts[1].int64,
            let document = parts[2].string
        else { return nil }
        self.init(number: Int(number), created: created, document: document)
    }
}
