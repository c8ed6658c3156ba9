import IAMModel
import Records

/// One that is not there is no error. Roles go on naming it, and nobody can assume them through it.
/// https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeleteOpenIDConnectProvider.html
enum DeleteOpenIDConnectProvider: ProviderCommand {
    typealias Input = DeleteOpenIDConnectProviderRequest
    typealias Output = Void

    static let operation = IAMOperation.deleteOpenIDConnectProvider

    static func arn(_ input: DeleteOpenIDConnectProviderRequest) -> String { input.openIDConnectProviderArn }

    static func run(_ request: Authorized<Self>, in call: IAMCall) async throws(IAMFailure) {
        guard let provider = request.subject.found else { return }
        let count = try await call.count(\.providerCount, by: -1, quota: "", most: Quotas.providers)
        try await call.commit([provider.delete(), count])
    }
}
