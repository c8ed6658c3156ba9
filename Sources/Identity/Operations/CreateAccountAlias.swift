import IAMModel
import Records

/// An account has one alias; a new one takes the old one's place.
/// https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateAccountAlias.html
enum CreateAccountAlias: AccountCommand {
    typealias Input = CreateAccountAliasRequest
    typealias Output = Void

    static let operation = IAMOperation.createAccountAlias

    static func run(_ request: Authorized<Self>, in call: IAMCall) async throws(IAMFailure) {
        let alias = request.input.accountAlias
        var account = try await call.accountRecord()
        if account.value.alias == alias { return }
        guard try await call.read(AccountAliasRecord.self, AccountAliasRecord.recordID(alias)) == nil else {
            throw .refused(.entityAlreadyExists, "The account alias \(alias) already exists.")
        }
        var changes = [call.store.put(AccountAliasRecord(alias: alias, account: call.account), over: 0)]
        if let old = account.value.alias {
            let record = try await call.read(AccountAliasRecord.self, AccountAliasRecord.recordID(old))
            if let record { changes.append(record.delete()) }
        }
        account.value.alias = alias
        try await call.commit(changes + [account.put(in: call.store)])
    }
}
