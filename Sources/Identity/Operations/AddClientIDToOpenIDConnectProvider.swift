import IAMModel
import Records

/// https://docs.aws.amazon.com/IAM/latest/APIReference/API_AddClientIDToOpenIDConnectProvider.html
enum AddClientIDToOpenIDConnectProvider: ProviderCommand {
    typealias Input = AddClientIDToOpenIDConnectProviderRequest
    typealias Output = Void

    static let operation = IAMOperation.addClientIDToOpenIDConnectProvider

    static func arn(_ input: AddClientIDToOpenIDConnectProviderRequest) -> String { input.openIDConnectProviderArn }

    /// One that is there already is no error.
    static func run(_ request: Authorized<Self>, in call: IAMCall) async throws(IAMFailure) {
        var provider = try request.subject.required()
        if provider.value.clientIDs.contains(request.input.clientID) { return }
        provider.value.clientIDs = try ProviderRules.clientIDs(provider.value.clientIDs + [request.input.clientID])
        try await call.commit([provider.put(in: call.store)])
    }
}
