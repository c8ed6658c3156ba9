import IAMModel
import Records

/// https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListAccessKeys.html
enum ListAccessKeys: SelfCommand {
    typealias Input = ListAccessKeysRequest
    typealias Output = ListAccessKeysResponse

    static let operation = IAMOperation.listAccessKeys

    static func name(_ input: ListAccessKeysRequest) -> String? { input.userName }

    static func run(
        _ request: Authorized<Self>, in call: IAMCall
    ) async throws(IAMFailure) -> ListAccessKeysResponse {
        // The root has none.
        if request.input.userName == nil, call.isRoot {
            return ListAccessKeysResponse(accessKeyMetadata: [], isTruncated: false)
        }
        let user = try request.subject.required().value
        let page = try Page(of: user.accessKeyIDs, marker: request.input.marker, limit: request.input.maxItems) { $0 }
        var keys: [AccessKeyMetadata] = []
        for id in page.elements { keys.append(try await call.accessKey(id, of: user).value.metadata(user.name)) }
        return ListAccessKeysResponse(accessKeyMetadata: keys, isTruncated: page.isTruncated, marker: page.marker)
    }
}
