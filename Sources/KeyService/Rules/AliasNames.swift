import KMSModel

/// What AWS asks of a customer's alias's name, beyond the model's pattern.
enum AliasNames {
    static let prefix = KMSARN.aliasPrefix
    private static let reservedPrefix = "alias/aws/"

    static func check(_ name: String) throws(Failure) {
        guard name.utf8.starts(with: prefix.utf8), name.utf8.count > prefix.utf8.count else {
            throw .validation(
                "Alias must start with the prefix \"alias/\". Please see "
                    + "https://docs.aws.amazon.com/kms/latest/developerguide/kms-alias.html")
        }
        guard !name.utf8.contains(UInt8(ascii: ":")) else {
            throw .validation("\(name) contains invalid characters for an alias")
        }
    }

    /// Only AWS's services have aliases that begin with `alias/aws/`.
    static func checkNotReserved(_ name: String) throws(Failure) {
        guard !name.utf8.starts(with: reservedPrefix.utf8) else { throw .refused(.notAuthorizedException) }
    }

    static func checkTarget(_ identifier: String) throws(Failure) {
        guard !KeyIdentifier(identifier).isAlias else {
            throw .validation("Aliases must refer to keys. Not aliases")
        }
    }
}
