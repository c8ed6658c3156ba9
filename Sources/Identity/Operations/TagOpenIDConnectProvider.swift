import IAMModel
import Records

/// https://docs.aws.amazon.com/IAM/latest/APIReference/API_TagOpenIDConnectProvider.html
enum TagOpenIDConnectProvider: ProviderCommand {
    typealias Input = TagOpenIDConnectProviderRequest
    typealias Output = Void

    static let operation = IAMOperation.tagOpenIDConnectProvider

    static func arn(_ input: TagOpenIDConnectProviderRequest) -> String { input.openIDConnectProviderArn }

    static func permission(_ permission: IAMPermission, _ input: TagOpenIDConnectProviderRequest) -> IAMPermission {
        permission.requesting(input.tags)
    }

    static func run(_ request: Authorized<Self>, in call: IAMCall) async throws(IAMFailure) {
        var provider = try request.subject.required()
        try TagRules.set(request.input.tags, in: &provider.value.tags)
        try await call.commit([provider.put(in: call.store)])
    }
}
