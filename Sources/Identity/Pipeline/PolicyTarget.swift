import IAMModel
import IAMPolicy
import Records

/// The managed policy that a request names.
enum PolicyTarget: Sendable {
    case aws(AWSManagedPolicy)
    case customer(Versioned<ManagedPolicyRecord>)
    /// Of the caller's account, and not there.
    case missing
    /// Of another account.
    case foreign

    var tags: [IAMTag] { if case .customer(let policy) = self { policy.value.tags } else { [] } }

    /// A policy of the account, which its callers may change.
    func own(_ arn: String) throws(IAMFailure) -> Versioned<ManagedPolicyRecord> {
        switch self {
        case .customer(let policy): return policy
        case .missing: throw .policyNotFound(arn)
        case .aws, .foreign: throw .foreignPolicy
        }
    }
}

extension IAMCall {
    /// `arn`: as the request has it.
    func managedPolicy(_ arn: String) async throws(IAMFailure) -> PolicyTarget {
        guard let name = EntityARN(arn), name.kind == .policy, name.partition == partition else {
            throw .invalidARN(arn)
        }
        if name.account == EntityARN.awsAccount {
            return ManagedPolicyCatalogue.byARN[arn.named(in: .recordPartition)].map { .aws($0) } ?? .missing
        }
        guard name.account == account else { return .foreign }
        let found = try await read(ManagedPolicyRecord.self, ManagedPolicyRecord.recordID(name.name, account: account))
        guard let found, found.value.name == name.name, found.value.path == name.path else { return .missing }
        return .customer(found)
    }

    /// The change that notes in a policy that it is used more or less; none for AWS's own, which nobody can delete.
    func use(
        _ arn: String, _ path: any WritableKeyPath<ManagedPolicyRecord, Int> & Sendable, by difference: Int
    ) async throws(IAMFailure) -> [Change] {
        switch try await managedPolicy(arn) {
        case .aws: return []
        case .customer(var policy):
            policy.value[keyPath: path] = max(0, policy.value[keyPath: path] + difference)
            return [policy.put(in: store)]
        case .missing, .foreign:
            // What has gone can't be used any more; what is to be used must be there.
            guard difference < 0 else { throw .policyNotAttachable(arn) }
            return []
        }
    }
}

/// How often one of AWS's managed policies is used in an account.
struct PolicyUses: Sendable {
    var attachments = 0
    var boundaries = 0
}

/// A command about one managed policy, by its ARN.
protocol PolicyCommand: IAMCommand where Subject == PolicyTarget {
    static func arn(_ input: Input) -> String

    /// The permission with whatever conditions may ask of the request.
    static func permission(_ permission: IAMPermission, _ input: Input) -> IAMPermission
}

extension PolicyCommand {
    static func permission(_ permission: IAMPermission, _ input: Input) -> IAMPermission { permission }

    static func find(_ input: Input, in call: IAMCall) async throws(IAMFailure) -> PolicyTarget {
        try await call.managedPolicy(arn(input))
    }

    static func permissions(_ input: Input, _ subject: PolicyTarget, in call: IAMCall) -> [IAMPermission] {
        let arn = arn(input)
        return [permission(IAMPermission(operation, on: arn, words: "policy \(arn)").tagged(subject.tags), input)]
    }
}
