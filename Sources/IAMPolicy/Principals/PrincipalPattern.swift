/// One entry of `Principal` or `NotPrincipal`
/// (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html).
enum PrincipalPattern: Hashable, Sendable {
    case everyone
    /// An account by its number, or by its root's ARN. Nil is any partition.
    case account(String, partition: String?)
    case user(arn: String)
    case role(arn: String)
    /// A session of a role or of GetFederationToken.
    case session(arn: String)
    /// Of a user or a role, perhaps one that is gone: `AIDA…`, `AROA…`.
    case uniqueID(String)
    case service(String)
    case federated(String)
    /// Of S3; nobody here has one.
    case canonicalUser(String)

    /// `type`: `AWS`, `Service`, `Federated` or `CanonicalUser`; of anything else nobody is.
    init(_ value: String, type: String) throws(PolicyError) {
        let made: PrincipalPattern? =
            switch type {
            case "AWS": Self.aws(value)
            case "Service": Self.isServiceName(value) ? .service(value) : nil
            case "Federated": Self.isProvider(value) ? .federated(value) : nil
            case "CanonicalUser": value.isEmpty ? nil : .canonicalUser(value)
            default: nil
            }
        guard let made else { throw .invalidPrincipal(type: type, value: value) }
        self = made
    }

    /// The ARN or the unique id, if it names a user, a role or a session.
    var name: String? {
        switch self {
        case .user(let name), .role(let name), .session(let name), .uniqueID(let name): name
        case .everyone, .account, .service, .federated, .canonicalUser: nil
        }
    }

    private static func aws(_ value: String) -> PrincipalPattern? {
        if value == "*" { return .everyone }
        if isAccount(value[...]) { return .account(value, partition: nil) }
        if isUniqueID(value) { return .uniqueID(value) }
        return arn(value)
    }

    private static func arn(_ value: String) -> PrincipalPattern? {
        let fields = value.split(separator: ":", maxSplits: 5, omittingEmptySubsequences: false)
        guard fields.count == 6, fields[0] == "arn", !fields[1].isEmpty, fields[3].isEmpty, isAccount(fields[4]),
            !value.utf8.contains(where: { $0 == .star || $0 == .questionMark || $0 == UInt8(ascii: "$") })
        else { return nil }
        let parts = fields[5].split(separator: "/", omittingEmptySubsequences: false)
        guard !parts.dropFirst().contains("") else { return nil }
        switch (fields[2], parts[0], parts.count) {
        case ("iam", "root", 1): return .account(String(fields[4]), partition: String(fields[1]))
        case ("iam", "user", 2...): return .user(arn: value)
        case ("iam", "role", 2...): return .role(arn: value)
        case ("sts", "assumed-role", 3): return .session(arn: value)
        case ("sts", "federated-user", 2): return .session(arn: value)
        default: return nil
        }
    }

    static func isAccount(_ text: Substring) -> Bool { text.utf8.count == 12 && text.utf8.allSatisfy(\.isDigit) }

    private static func isUniqueID(_ text: String) -> Bool {
        (text.hasPrefix("AIDA") || text.hasPrefix("AROA")) && (16...128).contains(text.utf8.count)
            && text.utf8.allSatisfy { $0.isDigit || $0.isUpperCase }
    }

    private static func isServiceName(_ text: String) -> Bool {
        let bytes = text.utf8
        return bytes.contains(UInt8(ascii: "."))
            && bytes.allSatisfy { $0.isDigit || $0.isLetter || [0x2D, 0x2E].contains($0) }
    }

    private static func isProvider(_ text: String) -> Bool {
        !text.isEmpty && text.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F && $0 != .star && $0 != .questionMark }
    }
}
