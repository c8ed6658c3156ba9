import IAMPolicy
import Records

extension KeyPolicy {
    /// A key's policy as GetKeyPolicy shows it: as it was sent, but with the unique ids of users and roles that are gone in
    /// the place of their ARNs
    /// (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html#Principal_specifying).
    static func shown(_ record: KeyRecord, in call: Call) async throws(Failure) -> String {
        var text = record.policy
        for (arn, id) in record.policyPrincipals {
            let standing = try await stored { () throws(RecordError) in
                try await call.environment.principals.standing(ofPrincipal: arn)
            }
            if standing != .exists(uniqueID: id) { text = replacing("\"\(arn)\"", with: "\"\(id)\"", in: text) }
        }
        return text
    }

    private static func replacing(_ old: String, with new: String, in text: String) -> String {
        var result: [UInt8] = []
        var rest = Array(text.utf8)[...]
        let old = Array(old.utf8)
        while let byte = rest.first {
            if rest.starts(with: old) {
                result += new.utf8
                rest = rest.dropFirst(old.count)
            } else {
                result.append(byte)
                rest = rest.dropFirst()
            }
        }
        return String(decoding: result, as: UTF8.self)
    }
}
