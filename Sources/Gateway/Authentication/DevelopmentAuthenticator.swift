import Identity
import KMSModel
import Records
import SigV4

/// Believes whatever a request says of itself: its caller is the root of an account. But for callers that IAM and STS
/// made here: what they sign is verified, and they are who they are, so that policies can be tried out. What says
/// nothing that can be read is for the default account and Region.
struct DevelopmentAuthenticator: Authenticator {
    let defaultAccount: String
    let defaultRegion: String
    let identity: Identity
    let signatures: SignatureAuthenticator

    func authenticate(
        _ request: WireRequest, for service: ServiceName, _ call: inout CallRecord
    ) async throws(Refusal) -> Authenticated {
        guard let header = request.header("authorization"), let claim = try? Authorization.parse(header) else {
            call.region = defaultRegion
            return root(of: defaultAccount, AWSRegions.partition(of: defaultRegion) ?? "aws", defaultRegion)
        }
        if try await isKnown(claim.accessKeyID, request) {
            return try await signatures.authenticate(request, for: service, &call)
        }
        call.note(accessKeyID: claim.accessKeyID)
        let partition = try claim.scope.partition(for: service, &call)
        let account = isAccount(claim.accessKeyID) ? claim.accessKeyID : defaultAccount
        return root(of: account, partition, claim.scope.region)
    }

    private func root(of account: String, _ partition: String, _ region: String) -> Authenticated {
        let principal = Identity.developmentPrincipal(account: account, partition: partition)
        return Authenticated(principal: principal, region: region, partition: partition)
    }

    private func isKnown(_ accessKeyID: String, _ request: WireRequest) async throws(Refusal) -> Bool {
        if let token = request.header("x-amz-security-token") {
            do throws(SessionRefusal) {
                _ = try await identity.session(token: token, accessKeyID: accessKeyID)
                return true
            } catch {
                return error == .expired
            }
        }
        do throws(RecordError) {
            return try await identity.accessKey(accessKeyID) != nil
        } catch {
            throw .records(error)
        }
    }

    private func isAccount(_ text: String) -> Bool { text.utf8.count == 12 && text.utf8.allSatisfy(\.isDigit) }
}
