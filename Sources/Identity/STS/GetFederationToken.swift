import IAMModel
import IAMPolicy

extension STSService {
    /// What the session may do is what both its policies and the user's allow; nothing if none are passed
    /// (https://docs.aws.amazon.com/STS/latest/APIReference/API_GetFederationToken.html).
    func getFederationToken(
        _ request: GetFederationTokenRequest, by caller: KnownCaller, _ call: STSCall
    ) async throws(STSFailure) -> GetFederationTokenResponse {
        guard caller.facts.session == nil else { throw .withSessionCredentials(.getFederationToken) }
        let account = caller.requester.account
        let tags = try SessionTags(request.tags)
        let arn = "arn:\(call.partition):sts::\(account):federated-user/\(request.name)"
        let context = STSContext(caller.facts, call, resource: tags.resource(account: account, tags: []))
        try authorize("sts:GetFederationToken", on: arn, of: account, by: caller.requester, context)
        if !tags.isEmpty { try authorize("sts:TagSession", on: arn, of: account, by: caller.requester, context) }
        let policies = try await sessionPolicies(request.policy, request.policyArns, account: account, call.partition)
        let issued = try await issue(
            session(.federatedUser, askedBy: caller), policies, tags, name: request.name, account: account,
            seconds: Self.longSeconds(asked: request.durationSeconds, by: caller))
        return GetFederationTokenResponse(
            credentials: issued.credentials,
            federatedUser: FederatedUser(federatedUserId: "\(account):\(request.name)", arn: arn),
            packedPolicySize: issued.packedPercent)
    }
}
