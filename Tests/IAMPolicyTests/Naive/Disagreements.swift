import IAMPolicy
import Testing

/// Where the two evaluators differ: each kind of difference with one example and how often it came.
struct Disagreements {
    private var examples: [String: (text: String, count: Int)] = [:]

    mutating func add(_ question: NaiveQuestion, _ decision: Decision, _ verdict: NaiveVerdict) {
        let isHome = question.requester.account == question.request.resourceAccount
        let kind =
            "\(question.requester.kind), \(isHome ? "same account" : "other account"): "
            + "\(NaiveTally.name(decision)), but naively \(verdict.name)"
        let known = examples[kind]
        examples[kind] = (known?.text ?? question.told, (known?.count ?? 0) + 1)
    }

    /// Fails the test once for each kind.
    func record() {
        for (kind, example) in examples.sorted(by: { $0.key < $1.key }) {
            Issue.record("\(kind) (\(example.count) times), for example\n\(example.text)")
        }
    }
}

extension NaiveQuestion {
    /// All that is to be known to decide it by hand.
    fileprivate var told: String {
        var lines = [
            "\(requester.arn) (\(requester.uniqueID)): \(request.action) on \(request.resource) "
                + "of \(request.resourceAccount), grant \(grants?.grantID ?? "none")"
        ]
        if let resourcePolicy {
            lines.append("resource: \(resourcePolicy.text) with \(request.resourcePolicy?.principalIDs ?? [:])")
        }
        lines += policies.identity.map { "identity: \($0.policy.text)" }
        if let boundary = policies.boundary { lines.append("boundary: \(boundary.policy.text)") }
        if let session = policies.session {
            lines.append("session policies: \(session.count)")
            lines += session.map { "session: \($0.policy.text)" }
        }
        if let context = request.context as? RandomContext {
            lines += context.values.map { "\($0.key.name)/\($0.key.part ?? ""): \($0.value)" }.sorted()
        }
        return lines.joined(separator: "\n")
    }
}
