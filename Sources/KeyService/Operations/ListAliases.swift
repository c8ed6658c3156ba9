import AWSJSON
import KMSModel
import Records

/// https://docs.aws.amazon.com/kms/latest/APIReference/API_ListAliases.html
enum ListAliases: Operation {
    typealias Input = ListAliasesRequest
    /// The key whose aliases are asked for; nil for all of the account and Region.
    typealias Subject = Key?
    static let operation = KMSOperation.listAliases
    private static let limitDefault = 50
    private static let limitMax = 100

    static func resolve(_ input: ListAliasesRequest, in call: Call) async throws(Failure) -> Key? {
        guard let identifier = input.keyId else { return nil }
        return try await Resolver.key(identifier, acceptsAliases: false, in: call)
    }

    static func permissions(_ input: ListAliasesRequest, _ key: Key?) -> [Permission] {
        [Permission(operation, on: nil)]
    }

    static func run(_ request: Authorized<ListAliases>, in call: Call) async throws(Failure) -> ListAliasesResponse {
        let limit = min(request.input.limit ?? limitDefault, limitMax)
        let after = try Marker.read(request.input.marker)
        let aliases =
            if let key = request.subject {
                try await aliases(of: key, after: after, limit: limit + 1, in: call)
            } else {
                try await aliases(after: after, limit: limit + 1, in: call)
            }
        let page = Page(aliases, limit: limit, name: \.name)
        return ListAliasesResponse(
            aliases: page.elements.map { entry($0, in: call.place) }, nextMarker: page.nextMarker,
            truncated: page.nextMarker != nil)
    }

    static func keyARN(_ key: Key?, _ output: ListAliasesResponse?) -> String? { key?.arn }

    private static func aliases(after: String?, limit: Int, in call: Call) async throws(Failure) -> [AliasRecord] {
        try await stored { () throws(RecordError) in
            try await call.keys.store.scan(
                AliasRecord.self, account: call.place.account, region: call.region, after: after, limit: limit)
        }.map(\.value)
    }

    /// A key has so few aliases that all are read, and brought into order of name.
    private static func aliases(
        of key: Key, after: String?, limit: Int, in call: Call
    ) async throws(Failure) -> [AliasRecord] {
        let all = try await call.keys.aliases(of: key.record, limit: Limits.aliasesPerKey * 2).map(\.value)
        let rest = all.filter { alias in
            after.map { $0.utf8.lexicographicallyPrecedes(alias.name.utf8) } ?? true
        }
        return Array(rest.sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }.prefix(limit))
    }

    private static func entry(_ alias: AliasRecord, in place: Place) -> AliasListEntry {
        AliasListEntry(
            aliasName: alias.name, aliasArn: place.aliasARN(alias.name), targetKeyId: alias.targetKeyID,
            creationDate: Timestamp(milliseconds: alias.created),
            lastUpdatedDate: Timestamp(milliseconds: alias.updated))
    }
}
