/// Whether the requester may do what is asked for, by all policies of both
/// (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html).
///
/// - Parameter grants: what the resource's grants may add; nil if there is none that matches.
public func decide(_ request: AccessRequest, by requester: Requester, grants: GrantMatch? = nil) -> Decision {
    .denied(.implicit(.identityBased))
}
