import KMSModel
import Records

/// https://docs.aws.amazon.com/kms/latest/APIReference/API_ListKeys.html
enum ListKeys: AccountOperation {
    typealias Input = ListKeysRequest
    static let operation = KMSOperation.listKeys
    private static let limitDefault = 100

    static func run(_ request: Authorized<ListKeys>, in call: Call) async throws(Failure) -> ListKeysResponse {
        let input = request.input
        let after = try Marker.read(input.marker)
        // Nothing is shared through Resource Access Manager.
        guard input.resourceOwners?.contains(.ownAccount) ?? true else {
            return ListKeysResponse(keys: [], truncated: false)
        }
        let limit = input.limit ?? limitDefault
        let records = try await stored { () throws(RecordError) in
            try await call.keys.store.scan(
                KeyRecord.self, account: call.place.account, region: call.region, after: after, limit: limit + 1)
        }
        let page = Page(records.map(\.value.id), limit: limit) { $0 }
        return ListKeysResponse(
            keys: page.elements.map { KeyListEntry(keyId: $0, keyArn: call.place.keyARN($0)) },
            nextMarker: page.nextMarker, truncated: page.nextMarker != nil)
    }
}
