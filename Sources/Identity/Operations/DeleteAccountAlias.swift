import IAMModel
import Records

/// https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeleteAccountAlias.html
enum DeleteAccountAlias: AccountCommand {
    typealias Input = DeleteAccountAliasRequest
    typealias Output = Void

    static let operation = IAMOperation.deleteAccountAlias

    static func run(_ request: Authorized<Self>, in call: IAMCall) async throws(IAMFailure) {
        let alias = request.input.accountAlias
        var account = try await call.accountRecord()
        guard account.value.alias == alias else {
            throw .refused(.noSuchEntity, "The Account Alias \(alias) cannot be found.")
        }
        account.value.alias = nil
        var changes = [account.put(in: call.store)]
        let record = try await call.read(AccountAliasRecord.self, AccountAliasRecord.recordID(alias))
        if let record { changes.append(record.delete()) }
        try await call.commit(changes)
    }
}
