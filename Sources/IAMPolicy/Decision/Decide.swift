/// Whether the requester may do what is asked for, by all policies of both
/// (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html).
///
/// A statement that denies wins over everything, also over a grant and for the root of an account.
/// - Parameters:
///   - request: what is asked for, with the policy of the resource.
///   - requester: who asks, with all policies that belong to him.
///   - grants: what the resource's grants may add; nil if there is none that matches.
/// - Returns: what allowed it, or the type of policy that is to blame.
public func decide(_ request: AccessRequest, by requester: Requester, grants: GrantMatch? = nil) -> Decision {
    Findings(Inquiry(request, by: requester), grants: grants).decision
}
