import KMSModel

/// https://docs.aws.amazon.com/kms/latest/APIReference/API_ListResourceTags.html
enum ListResourceTags: KeyOperation {
    typealias Input = ListResourceTagsRequest
    static let operation = KMSOperation.listResourceTags
    private static let limitDefault = 50

    static func keyIdentifier(_ input: ListResourceTagsRequest) -> String { input.keyId }

    static func run(
        _ request: Authorized<ListResourceTags>, in call: Call
    ) async throws(Failure) -> ListResourceTagsResponse {
        let page = try Page(
            of: request.subject.record.tags, marker: request.input.marker, limit: request.input.limit ?? limitDefault)
        return ListResourceTagsResponse(
            tags: page.elements.map(\.model), nextMarker: page.nextMarker, truncated: page.nextMarker != nil)
    }
}
