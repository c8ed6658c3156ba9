import Identity
import KMSModel
import SigV4

/// Believes whatever a request says of itself. What says nothing that can be read is for the default account and Region.
struct DevelopmentAuthenticator: Authenticator {
    let defaultAccount: String
    let defaultRegion: String

    func authenticate(
        _ request: WireRequest, for service: ServiceName, _ call: inout CallRecord
    ) async throws(Refusal) -> Authenticated {
        guard let header = request.header("authorization"), let claim = try? Authorization.parse(header) else {
            call.region = defaultRegion
            return root(of: defaultAccount, AWSRegions.partition(of: defaultRegion) ?? "aws", defaultRegion)
        }
        call.note(accessKeyID: claim.accessKeyID)
        let partition = try claim.scope.partition(for: service, &call)
        let account = isAccount(claim.accessKeyID) ? claim.accessKeyID : defaultAccount
        return root(of: account, partition, claim.scope.region)
    }

    private func root(of account: String, _ partition: String, _ region: String) -> Authenticated {
        let principal = Identity.developmentPrincipal(account: account, partition: partition)
        return Authenticated(principal: principal, region: region)
    }

    private func isAccount(_ text: String) -> Bool { text.utf8.count == 12 && text.utf8.allSatisfy(\.isDigit) }
}
