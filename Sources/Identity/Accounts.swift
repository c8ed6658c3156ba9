public import Records

/// An account that is known here.
public struct Account: Hashable, Sendable {
    /// 12 digits.
    public var id: String
    /// Nil if it has none.
    public var alias: String?
    /// Milliseconds since 1970.
    public var created: Int64
    /// How many users it has, the administrator among them.
    public var userCount: Int
}

extension Identity {
    /// All accounts, in order of their ids.
    public func accounts() async throws(RecordError) -> [Account] {
        var accounts: [Account] = []
        while true {
            let page = try await store.scan(
                AccountRecord.self, account: "", region: "", after: accounts.last?.id, limit: Self.accountsPerPage)
            accounts += page.map { found in
                Account(
                    id: found.value.account, alias: found.value.alias, created: found.value.created,
                    userCount: found.value.userCount)
            }
            if page.count < Self.accountsPerPage { return accounts }
        }
    }

    private static let accountsPerPage = 100
}
