import AWSJSON
import IAMModel
import Records

/// https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetAccessKeyLastUsed.html
enum GetAccessKeyLastUsed: IAMCommand {
    typealias Input = GetAccessKeyLastUsedRequest
    typealias Output = GetAccessKeyLastUsedResponse

    static let operation = IAMOperation.getAccessKeyLastUsed

    /// The user of the access key; nil if it is none of the account.
    static func find(_ input: GetAccessKeyLastUsedRequest, in call: IAMCall) async throws(IAMFailure) -> UserRecord? {
        let key = try await call.read(AccessKeyRecord.self, AccessKeyRecord.recordID(input.accessKeyId))
        guard let principal = key?.value.principal, principal.account == call.account,
            let arn = EntityARN(principal.arn)
        else { return nil }
        let user = try await call.read(UserRecord.self, UserRecord.recordID(arn.name, account: call.account))
        return user?.value.uniqueID == principal.userID ? user?.value : nil
    }

    static func permissions(
        _ input: GetAccessKeyLastUsedRequest, _ user: UserRecord?, in call: IAMCall
    ) -> [IAMPermission] {
        let subject = Named(name: user?.name ?? "*", found: user.map { Versioned($0, version: 0) })
        return [IAMPermission(operation, on: subject, in: call)]
    }

    static func run(
        _ request: Authorized<Self>, in call: IAMCall
    ) async throws(IAMFailure) -> GetAccessKeyLastUsedResponse {
        let id = request.input.accessKeyId
        guard let user = request.subject else { throw .accessKeyNotFound(id) }
        let use = try await stored { () throws(RecordError) in
            try await call.identity.lastUses.lastUse(of: id, in: call.store)
        }
        return GetAccessKeyLastUsedResponse(
            userName: user.name,
            accessKeyLastUsed: AccessKeyLastUsed(
                lastUsedDate: use.map { Timestamp(milliseconds: $0.time) }, serviceName: use?.service ?? "N/A",
                region: use?.region ?? "N/A"))
    }
}
