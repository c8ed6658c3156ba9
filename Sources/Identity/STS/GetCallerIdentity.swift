import IAMModel
import IAMPolicy

extension STSService {
    /// Nobody can be forbidden to ask who he is
    /// (https://docs.aws.amazon.com/STS/latest/APIReference/API_GetCallerIdentity.html).
    func getCallerIdentity(_ caller: KnownCaller) -> GetCallerIdentityResponse {
        GetCallerIdentityResponse(
            arn: caller.requester.arn, userId: caller.facts.userID, account: caller.requester.account)
    }
}
