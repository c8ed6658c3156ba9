import AWSJSON
import IAMPolicy

/// `Principal` or `NotPrincipal` of a statement
/// (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html).
struct NaivePrincipals: Sendable {
    struct Entry: Sendable {
        /// `AWS`, `Service`, `Federated`, `CanonicalUser`.
        var type: String
        var value: String
    }

    /// How a principal was named, which says what else must allow.
    enum Match: Sendable {
        /// The principal who asks, or everybody: nothing else in the same account.
        case direct
        /// The role or the user behind a session: a boundary and session policies limit it.
        case behindSession
        /// The account: its identity policies decide.
        case account
        /// Somebody who is nobody of an account yet, by a name for everybody: enough to deny, not to allow.
        case anybody
    }

    var isExclusion: Bool
    var entries: [Entry] = []

    init?(_ statement: JSONValue) {
        let plain = statement["Principal"]
        let exclusion = statement["NotPrincipal"]
        guard (plain == nil) != (exclusion == nil), let written = plain ?? exclusion else { return nil }
        isExclusion = exclusion != nil
        if written.string == "*" {
            entries = [Entry(type: "*", value: "*")]
            return
        }
        guard let members = written.members, !members.isEmpty else { return nil }
        for member in members {
            for element in member.value.elements ?? [member.value] {
                guard let text = element.string else { return nil }
                entries.append(Entry(type: member.name, value: text))
            }
        }
    }

    /// All the ways in which a `Principal` names the requester.
    func matches(_ requester: Requester, principalIDs: [String: String]) -> [Match] {
        entries.compactMap { Self.match($0, requester, principalIDs) }
    }

    /// Whether a `NotPrincipal` leaves the requester out: it names him and all that stand behind him, his session's role
    /// and his account, since AWS may look at each of them. It never leaves out one whose boundary is set
    /// (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_notprincipal.html).
    func excludes(_ requester: Requester, principalIDs: [String: String]) -> Bool {
        if requester.policies.boundary != nil { return false }
        if entries.contains(where: { $0.value == "*" }) { return true }
        let found = matches(requester, principalIDs: principalIDs)
        let isDirect = found.contains { $0 == .direct }
        switch requester.kind {
        case .root, .service, .webIdentity: return isDirect
        case .user, .federatedUser: return isDirect && found.contains { $0 == .account }
        case .assumedRole:
            return isDirect && found.contains { $0 == .behindSession } && found.contains { $0 == .account }
        }
    }

    private static func match(_ entry: Entry, _ requester: Requester, _ ids: [String: String]) -> Match? {
        switch entry.type {
        case "*": return everybody(requester)
        case "Service": return requester.kind == .service && requester.arn == entry.value ? .direct : nil
        case "Federated":
            if case .webIdentity(let provider) = requester.kind, provider == entry.value { return .direct }
            return nil
        case "AWS": return matchAWS(entry.value, requester, ids)
        default: return nil
        }
    }

    private static func matchAWS(_ value: String, _ requester: Requester, _ ids: [String: String]) -> Match? {
        if value == "*" { return everybody(requester) }
        switch requester.kind {
        case .service, .webIdentity: return nil
        case .root:
            return isAccount(value, requester.account) ? .direct : nil
        case .user:
            if isAccount(value, requester.account) { return .account }
            return isIdentity(value, requester.arn, requester.uniqueID, ids) ? .direct : nil
        case .assumedRole(let role):
            if isAccount(value, requester.account) { return .account }
            if value == requester.arn { return isStill(value, requester.uniqueID, ids) ? .direct : nil }
            return isIdentity(value, role, requester.uniqueID, ids) ? .behindSession : nil
        case .federatedUser(let user):
            if isAccount(value, requester.account) { return .account }
            if value == requester.arn { return isStill(value, requester.uniqueID, ids) ? .direct : nil }
            return isIdentity(value, user, requester.uniqueID, ids) ? .behindSession : nil
        }
    }

    /// Whoever comes with a web identity must be let in by his provider's name.
    private static func everybody(_ requester: Requester) -> Match {
        if case .webIdentity = requester.kind { return .anybody }
        return .direct
    }

    private static func isAccount(_ value: String, _ account: String) -> Bool {
        value == account || value == "arn:aws:iam::\(account):root"
    }

    /// Whether what had the ARN when the policy was stored has it yet.
    private static func isStill(_ arn: String, _ id: String, _ ids: [String: String]) -> Bool {
        ids[arn].map { $0 == id } ?? true
    }

    /// A unique id, or an ARN: by the unique id that it had when the policy was stored, else as text.
    private static func isIdentity(_ value: String, _ arn: String, _ id: String, _ ids: [String: String]) -> Bool {
        if value == id { return true }
        // A session is named by all of its ARN, whose ever the role's id is.
        if value.hasPrefix("arn:aws:sts:") { return false }
        if let stored = ids[value] { return stored == id }
        return value == arn
    }
}
