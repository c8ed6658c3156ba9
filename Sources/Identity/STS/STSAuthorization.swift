import IAMPolicy

extension STSService {
    /// `resource` is an ARN or `*`, `policy` the trust policy if it is a role. The refusal names a policy only if it is
    /// one of the caller's own: that of the role may be another account's. Of a role of another account it says what it
    /// says of one that does not exist.
    func authorize(
        _ action: String, on resource: String, of account: String, policy: ResourcePolicy? = nil,
        by requester: Requester, _ context: STSContext
    ) throws(STSFailure) {
        let request = AccessRequest(
            action: action, resource: resource, resourceAccount: account, resourcePolicy: policy, context: context)
        switch decide(request, by: requester) {
        case .allowed: return
        case .denied(let denial):
            guard case .explicit(let statement) = denial, statement.type != .resourceBased,
                account.utf8.elementsEqual(requester.account.utf8)
            else {
                throw .notAuthorized(requester.arn, action, on: resource)
            }
            throw .accessDenied(denial.message(user: requester.arn, action: action, resource: resource))
        }
    }

    /// There are no MFA devices here, so that no code of one can be right.
    func refuseMFA(serialNumber: String?, tokenCode: String?) throws(STSFailure) {
        guard serialNumber != nil || tokenCode != nil else { return }
        guard serialNumber != nil, tokenCode != nil else {
            throw .accessDenied(
                "MultiFactorAuthentication failed, must provide both MFA serial number and one time pass code.")
        }
        throw .accessDenied(
            "MultiFactorAuthentication failed, unable to validate MFA code.  Please verify your MFA serial number is valid"
                + " and associated with this user.")
    }
}
