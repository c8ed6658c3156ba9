import IAMModel
import IAMPolicy
import Records

/// https://docs.aws.amazon.com/IAM/latest/APIReference/API_SimulatePrincipalPolicy.html
enum SimulatePrincipalPolicy: SourceCommand {
    typealias Input = SimulatePrincipalPolicyRequest
    typealias Output = SimulatePolicyResponse

    static let operation = IAMOperation.simulatePrincipalPolicy

    static func arn(_ input: SimulatePrincipalPolicyRequest) -> String { input.policySourceArn }

    static func run(
        _ request: Authorized<Self>, in call: IAMCall
    ) async throws(IAMFailure) -> SimulatePolicyResponse {
        let input = request.input
        guard input.policyExclusionList?.isEmpty != false else { throw .notBuilt("PolicyExclusionList") }
        var source = try request.subject.required()
        source.policies.identity += try PolicySource.given(input.policyInputList ?? [], "PolicyInputList")
        let boundaries = try PolicySource.given(
            input.permissionsBoundaryPolicyInputList ?? [], "PermissionsBoundaryPolicyInputList")
        if let boundary = boundaries.first { source.policies.boundary = boundary }
        let caller = input.callerArn ?? (source.kind == .user ? source.arn : nil)
        let simulator = Simulator(
            requester: try Simulator.requester(caller, source.policies, in: call),
            resourcePolicy: try Simulator.resourcePolicy(input.resourcePolicy),
            resourceOwner: try Simulator.account(input.resourceOwner, in: call),
            context: SimulatedContext(input.contextEntries ?? [], at: call.request.time))
        return try simulator.page(
            input.actionNames, input.resourceArns ?? ["*"], marker: input.marker, limit: input.maxItems)
    }
}
