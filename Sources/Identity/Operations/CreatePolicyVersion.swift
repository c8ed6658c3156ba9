import IAMModel
import Records

/// https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreatePolicyVersion.html
enum CreatePolicyVersion: PolicyCommand {
    typealias Input = CreatePolicyVersionRequest
    typealias Output = CreatePolicyVersionResponse

    static let operation = IAMOperation.createPolicyVersion

    static func arn(_ input: CreatePolicyVersionRequest) -> String { input.policyArn }

    static func run(
        _ request: Authorized<Self>, in call: IAMCall
    ) async throws(IAMFailure) -> CreatePolicyVersionResponse {
        var policy = try request.subject.own(request.input.policyArn)
        try PolicyText.checkManaged(request.input.policyDocument)
        guard policy.value.versions.count < Quotas.versionsPerPolicy else {
            throw .refused(
                .limitExceeded,
                "A managed policy can have up to \(Quotas.versionsPerPolicy) versions. Before you create a new "
                    + "version, you must delete an existing version.")
        }
        policy.value.latestVersion += 1
        let version = ManagedPolicyRecord.Version(
            number: policy.value.latestVersion, created: call.now, document: request.input.policyDocument)
        policy.value.versions.append(version)
        policy.value.updated = call.now
        if request.input.setAsDefault == true { policy.value.defaultVersion = version.number }
        try await call.commit([policy.put(in: call.store)])
        return CreatePolicyVersionResponse(policyVersion: policy.value.model(version, withDocument: false))
    }
}
