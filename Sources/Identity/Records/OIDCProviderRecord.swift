import AWSJSON
import Records

/// An OpenID Connect provider whose tokens roles may trust.
struct OIDCProviderRecord: Tagged, Hashable {
    var account: String
    /// Without `https://`, as its maker spelt it: host, port and path.
    var url: String
    /// Milliseconds since 1970.
    var created: Int64
    /// Also called audiences.
    var clientIDs: [String]
    /// SHA-1 hashes of certificates: 40 hex digits each.
    var thumbprints: [String]
    var tags: [IAMTag] = []

    func arn(in partition: String) -> String { "arn:\(partition):iam::\(account):oidc-provider/\(url)" }

    static func recordID(_ url: String, account: String) -> RecordID {
        RecordID(collection, account: account, region: "", name: url.lowercased())
    }
}

extension OIDCProviderRecord: RecordContent {
    static let collection = Collection(rawValue: "oidc-provider")

    var recordID: RecordID { Self.recordID(url, account: account) }

    var indexes: [IndexEntry] { [] }

    func encoded() -> [UInt8] {
        JSONValue.object([
            .init("account", .string(account)), .init("url", .string(url)), .init("created", .int(created)),
            .init("clients", .strings(clientIDs)), .init("thumbprints", .strings(thumbprints)),
            .init("tags", tags.json),
        ]).encoded
    }

    init?(decoding bytes: [UInt8]) {
        guard let json = try? JSONValue(parsing: bytes), json.hasNoMembers(besides: Self.names),
            let account = json["account"]?.string, let url = json["url"]?.string,
            let created = json["created"]?.int64, let clients = json["clients"]?.strings,
            let thumbprints = json["thumbprints"]?.strings, let tags = [IAMTag](json: json["tags"])
        else { return nil }
        self.init(
            account: account, url: url, created: created, clientIDs: clients, thumbprints: thumbprints, tags: tags)
    }

    private static let names: Set<String> = ["account", "url", "created", "clients", "thumbprints", "tags"]
}
