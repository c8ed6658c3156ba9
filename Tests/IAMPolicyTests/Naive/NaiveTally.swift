import IAMPolicy

/// What has occurred in a run, so that a test can show that nothing was left out.
final class NaiveTally {
    /// By the operator's place in `NaiveCondition.operatorNames`.
    private(set) var held = [Int](repeating: 0, count: NaiveCondition.operatorNames.count)
    private(set) var failed = [Int](repeating: 0, count: NaiveCondition.operatorNames.count)
    private(set) var reasons: [String: Int] = [:]
    private(set) var pairs = 0
    private(set) var allowed = 0
    private var scalars: [String: [Unicode.Scalar]] = [:]

    func count(_ condition: NaiveCondition, _ holds: Bool) {
        if holds { held[condition.operatorIndex] += 1 } else { failed[condition.operatorIndex] += 1 }
    }

    func count(_ decision: Decision) {
        pairs += 1
        if decision.isAllowed { allowed += 1 }
        reasons[Self.name(decision), default: 0] += 1
    }

    /// Characters of an action, in lower case.
    func action(_ text: String) -> [Unicode.Scalar] {
        if let known = scalars[text] { return known }
        let made = Array(text.lowercased().unicodeScalars)
        scalars[text] = made
        return made
    }

    func resource(_ text: String) -> [Unicode.Scalar] {
        if let known = scalars[text] { return known }
        let made = Array(text.unicodeScalars)
        scalars[text] = made
        return made
    }

    static func name(_ decision: Decision) -> String {
        switch decision {
        case .allowed(.resourcePolicy): "allowed by a resource policy"
        case .allowed(.identityPolicy): "allowed by an identity policy"
        case .allowed(.grant): "allowed by a grant"
        case .allowed(.root): "allowed to the root"
        case .denied(.explicit(let reference)): "denied by a \(reference.type.rawValue)"
        case .denied(.implicit(let type)): "not allowed by a \(type.rawValue)"
        }
    }

    /// The names of all reasons there are.
    static let everyReason =
        [
            "allowed by a resource policy", "allowed by an identity policy", "allowed by a grant",
            "allowed to the root",
        ]
        + PolicyType.allCases.flatMap { ["denied by a \($0.rawValue)", "not allowed by a \($0.rawValue)"] }
}
