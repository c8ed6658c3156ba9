import IAMModel
import IAMPolicy
import Records

/// https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreatePolicy.html
enum CreatePolicy: IAMCommand {
    typealias Input = CreatePolicyRequest
    typealias Output = CreatePolicyResponse

    static let operation = IAMOperation.createPolicy

    static func find(
        _ input: CreatePolicyRequest, in call: IAMCall
    ) async throws(IAMFailure) -> Named<ManagedPolicyRecord> {
        try await call.named(ManagedPolicyRecord.self, input.policyName)
    }

    static func permissions(
        _ input: CreatePolicyRequest, _ subject: Named<ManagedPolicyRecord>, in call: IAMCall
    ) -> [IAMPermission] {
        let arn = call.arn("policy\(input.path ?? "/")\(input.policyName)")
        let words = "policy \(input.policyName)"
        let creation = IAMPermission(operation, on: arn, words: words).requesting(input.tags)
        guard let tags = input.tags, !tags.isEmpty else { return [creation] }
        return [creation, IAMPermission(.tagPolicy, on: arn, words: words).requesting(tags)]
    }

    static func run(
        _ request: Authorized<Self>, in call: IAMCall
    ) async throws(IAMFailure) -> CreatePolicyResponse {
        let input = request.input
        guard request.subject.found == nil else { throw .alreadyExists(.policy, input.policyName) }
        try PolicyText.checkManaged(input.policyDocument)
        let now = call.now
        let policy = ManagedPolicyRecord(
            name: input.policyName, path: input.path ?? "/", account: call.account,
            uniqueID: call.identity.randomness.uniqueID(of: .policy), created: now, updated: now,
            description: input.description,
            versions: [.init(number: 1, created: now, document: input.policyDocument)], defaultVersion: 1,
            latestVersion: 1, tags: try TagRules.tags(input.tags))
        let count = try await call.count(
            \.policyCount, by: 1, quota: "PoliciesPerAccount", most: Quotas.policies)
        try await call.commit([call.store.put(policy, over: 0), count])
        // As AWS has it: the description is told by GetPolicy only.
        var model = policy.summary(in: call.partition)
        model.tags = policy.tags.model
        return CreatePolicyResponse(policy: model)
    }
}
