import IAMModel
import Records

/// https://docs.aws.amazon.com/IAM/latest/APIReference/API_UpdateOpenIDConnectProviderThumbprint.html
enum UpdateOpenIDConnectProviderThumbprint: ProviderCommand {
    typealias Input = UpdateOpenIDConnectProviderThumbprintRequest
    typealias Output = Void

    static let operation = IAMOperation.updateOpenIDConnectProviderThumbprint

    static func arn(_ input: UpdateOpenIDConnectProviderThumbprintRequest) -> String {
        input.openIDConnectProviderArn
    }

    static func run(_ request: Authorized<Self>, in call: IAMCall) async throws(IAMFailure) {
        var provider = try request.subject.required()
        provider.value.thumbprints = try ProviderRules.thumbprints(request.input.thumbprintList)
        try await call.commit([provider.put(in: call.store)])
    }
}
