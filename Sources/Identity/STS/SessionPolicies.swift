import IAMModel
import IAMPolicy
import Records

/// The policies that a request passes for the session that it asks for
/// (https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies.html#policies_session).
struct SessionPolicies: Sendable {
    /// JSON without white space.
    var inline: String?
    /// As partition `aws` names them.
    var arns: [String] = []

    var isEmpty: Bool { inline == nil && arns.isEmpty }
}

extension STSService {
    /// `account` is that of the role or user, which has the managed policies if they are not AWS's own.
    func sessionPolicies(
        _ inline: String?, _ managed: [PolicyDescriptorType]?, account: String, _ partition: String
    ) async throws(STSFailure) -> SessionPolicies {
        var policies = SessionPolicies()
        if let inline { policies.inline = try checked(inline) }
        let managed = managed ?? []
        guard managed.count <= SessionLimits.policyARNsMax else {
            throw .validation("The number of session policy ARNs must not exceed \(SessionLimits.policyARNsMax).")
        }
        for descriptor in managed {
            guard let arn = descriptor.arn else { throw .validation("Policy ARN must not be null.") }
            let own = arn.named(in: .recordPartition)
            guard arn.isNamed(in: partition), let name = EntityARN(own), name.kind == .policy,
                name.account == account || name.account == EntityARN.awsAccount,
                try await recorded({ () throws(RecordError) in try await identity.entities.managedPolicy(own) }) != nil
            else { throw .invalidParameter("Policy \(arn) does not exist or is not attachable.") }
            policies.arns.append(own)
        }
        let length = (inline ?? "").unicodeScalars.count + policies.arns.reduce(0) { $0 + $1.unicodeScalars.count }
        guard length <= SessionLimits.policyLengthMax else {
            let percent = (length * 100 + SessionLimits.policyLengthMax - 1) / SessionLimits.policyLengthMax
            throw .sts(
                .packedPolicyTooLarge,
                "Packed policy consumes \(percent)% of allotted space, please use smaller policy.")
        }
        return policies
    }

    private func checked(_ policy: String) throws(STSFailure) -> String {
        do throws(PolicyError) {
            _ = try PolicyDocument(parsing: policy, as: .identity)
        } catch {
            throw .sts(.malformedPolicyDocument, error.reason)
        }
        guard let minified = PolicyPacking.minified(policy) else {
            throw .sts(.malformedPolicyDocument, PolicyError.notJSON(offset: 0).reason)
        }
        return minified
    }
}
