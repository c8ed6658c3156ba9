import IAMModel
import Records

/// https://docs.aws.amazon.com/IAM/latest/APIReference/API_RemoveClientIDFromOpenIDConnectProvider.html
enum RemoveClientIDFromOpenIDConnectProvider: ProviderCommand {
    typealias Input = RemoveClientIDFromOpenIDConnectProviderRequest
    typealias Output = Void

    static let operation = IAMOperation.removeClientIDFromOpenIDConnectProvider

    static func arn(_ input: RemoveClientIDFromOpenIDConnectProviderRequest) -> String {
        input.openIDConnectProviderArn
    }

    /// One that is not there is no error.
    static func run(_ request: Authorized<Self>, in call: IAMCall) async throws(IAMFailure) {
        var provider = try request.subject.required()
        guard provider.value.clientIDs.contains(request.input.clientID) else { return }
        provider.value.clientIDs.removeAll { $0 == request.input.clientID }
        try await call.commit([provider.put(in: call.store)])
    }
}
