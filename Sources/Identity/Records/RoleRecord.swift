import AWSJSON
import Records

/// A role: who may assume it, and what may be done then.
struct RoleRecord: PolicyHolder, Tagged {
    static let kind = EntityKind.role

    var name: String
    var path: String
    var account: String
    var uniqueID: String
    var created: Int64
    var description: String?
    var maxSessionSeconds = 3600
    var trust: TrustPolicy
    var policies = EntityPolicies()
    var tags: [IAMTag] = []
}

/// A role's trust policy, with the users and roles it names as they were when it was put.
struct TrustPolicy: Hashable, Sendable {
    /// As it was put, in JSON.
    var document: String
    /// ARNs of users and roles, as the document names them → their unique ids. One that is made later under the same
    /// ARN is another one.
    var principalIDs: [String: String]
}

extension RoleRecord: RecordContent {
    static let collection = Collection(rawValue: "role")

    var indexes: [IndexEntry] { [idEntry] + policies.indexes(account: account) }

    func encoded() -> [UInt8] {
        let pinned = trust.principalIDs.sorted { $0.key < $1.key }
        var members: [JSONValue.Member] = [
            .init("name", .string(name)), .init("path", .string(path)), .init("account", .string(account)),
            .init("id", .string(uniqueID)), .init("created", .int(created)),
            .init("max-session", .int(Int64(maxSessionSeconds))), .init("trust", .string(trust.document)),
            .init("principals", .array(pinned.map { .strings([$0.key, $0.value]) })), .init("tags", tags.json),
        ]
        if let description { members.append(.init("description", .string(description))) }
        return JSONValue.object(members + policies.members).encoded
    }

    init?(decoding bytes: [UInt8]) {
        guard let json = try? JSONValue(parsing: bytes), json.hasNoMembers(besides: Self.names),
            let name = json["name"]?.string, let path = json["path"]?.string, let account = json["account"]?.string,
            let id = json["id"]?.string, let created = json["created"]?.int64,
            let seconds = json["max-session"]?.int64, let document = json["trust"]?.string,
            let pinned = json["principals"]?.pairs, let tags = [IAMTag](json: json["tags"]),
            let description = json.optional("description", \.string), let policies = EntityPolicies(json: json)
        else { return nil }
        let trust = TrustPolicy(
            document: document, principalIDs: Dictionary(pinned, uniquingKeysWith: { first, _ in first }))
        self.init(
            name: name, path: path, account: account, uniqueID: id, created: created, description: description,
            maxSessionSeconds: Int(seconds), trust: trust, policies: policies, tags: tags)
    }

    private static let names = EntityPolicies.memberNames.union([
        "name", "path", "account", "id", "created", "max-session", "trust", "principals", "tags", "description",
    ])
}
