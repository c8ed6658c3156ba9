import IAMModel
import IAMPolicy
import Records

extension STSService {
    /// The user's own rights for a time. No permission is needed
    /// (https://docs.aws.amazon.com/STS/latest/APIReference/API_GetSessionToken.html).
    func getSessionToken(
        _ request: GetSessionTokenRequest, by caller: KnownCaller
    ) async throws(STSFailure) -> GetSessionTokenResponse {
        guard caller.facts.session == nil else { throw .withSessionCredentials(.getSessionToken) }
        try refuseMFA(serialNumber: request.serialNumber, tokenCode: request.tokenCode)
        let issued = try await issue(
            session(.sessionToken, askedBy: caller), name: "", account: caller.requester.account,
            seconds: Self.longSeconds(asked: request.durationSeconds, by: caller))
        return GetSessionTokenResponse(credentials: issued.credentials)
    }

    /// A session of the user, or root, who asks for it.
    func session(_ kind: Session.Kind, askedBy caller: KnownCaller) -> Session {
        Session(
            kind: kind, issuerARN: caller.requester.arn.named(in: .recordPartition),
            issuerID: caller.requester.uniqueID,
            issued: identity.clock.nowMilliseconds())
    }

    /// 12 hours unless asked otherwise; for the root one hour at most, whatever he asks.
    static func longSeconds(asked: Int?, by caller: KnownCaller) -> Int {
        let seconds = asked ?? 43_200
        return caller.requester.kind == .root ? min(seconds, 3600) : seconds
    }
}
