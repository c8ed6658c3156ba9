import IAMPolicy
import Records

extension KeyPolicy {
    /// A key's policy as GetKeyPolicy shows it: as it was sent, but for the users and roles that are gone.
    static func shown(_ record: KeyRecord, in call: Call) async throws(Failure) -> String {
        var gone: [String: String] = [:]
        for (arn, id) in record.policyPrincipals {
            let standing = try await stored { () throws(RecordError) in
                try await call.environment.principals.standing(ofPrincipal: arn)
            }
            if standing != .exists(uniqueID: id) { gone[arn] = id }
        }
        return PolicyDocument.text(record.policy, replacingPrincipals: gone)
    }
}
