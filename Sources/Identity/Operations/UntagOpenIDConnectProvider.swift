import IAMModel
import Records

/// https://docs.aws.amazon.com/IAM/latest/APIReference/API_UntagOpenIDConnectProvider.html
enum UntagOpenIDConnectProvider: ProviderCommand {
    typealias Input = UntagOpenIDConnectProviderRequest
    typealias Output = Void

    static let operation = IAMOperation.untagOpenIDConnectProvider

    static func arn(_ input: UntagOpenIDConnectProviderRequest) -> String { input.openIDConnectProviderArn }

    static func permission(_ permission: IAMPermission, _ input: UntagOpenIDConnectProviderRequest) -> IAMPermission {
        permission.removing(input.tagKeys)
    }

    static func run(_ request: Authorized<Self>, in call: IAMCall) async throws(IAMFailure) {
        var provider = try request.subject.required()
        TagRules.remove(request.input.tagKeys, from: &provider.value.tags)
        try await call.commit([provider.put(in: call.store)])
    }
}
