/// A key's grants, so that looking one up takes as long as the encryption context is, however many grants there are.
public struct GrantIndex: Sendable {
    public init(_ grants: [Grant]) {}

    /// - Parameters:
    ///   - operation: as grants name it, for example `ReEncryptFrom`.
    ///   - encryptionContext: the request's; empty if it has none.
    ///   - sourceARN: what a service acts for; nil if that is not known.
    /// - Returns: a grant that gives the operation to the requester; nil if there is none.
    public func match(
        operation: String, requester: Requester, encryptionContext: [Grant.Pair], sourceARN: String?
    ) -> GrantMatch? { nil }
}
