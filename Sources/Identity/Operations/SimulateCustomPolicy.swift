import IAMModel
import IAMPolicy
import Records

/// https://docs.aws.amazon.com/IAM/latest/APIReference/API_SimulateCustomPolicy.html
enum SimulateCustomPolicy: AccountCommand {
    typealias Input = SimulateCustomPolicyRequest
    typealias Output = SimulatePolicyResponse

    static let operation = IAMOperation.simulateCustomPolicy

    static func run(
        _ request: Authorized<Self>, in call: IAMCall
    ) async throws(IAMFailure) -> SimulatePolicyResponse {
        let input = request.input
        guard input.orderedOrganizationPolicyInputList?.isEmpty != false else {
            throw .notBuilt("OrderedOrganizationPolicyInputList")
        }
        var policies = PrincipalPolicies(identity: try PolicySource.given(input.policyInputList, "PolicyInputList"))
        policies.boundary = try PolicySource.given(
            input.permissionsBoundaryPolicyInputList ?? [], "PermissionsBoundaryPolicyInputList"
        ).first
        let simulator = Simulator(
            requester: try Simulator.requester(input.callerArn, policies, in: call),
            resourcePolicy: try Simulator.resourcePolicy(input.resourcePolicy),
            resourceOwner: try Simulator.account(input.resourceOwner, in: call),
            context: SimulatedContext(input.contextEntries ?? [], at: call.request.time))
        return try simulator.page(
            input.actionNames, input.resourceArns ?? ["*"], marker: input.marker, limit: input.maxItems)
    }
}
