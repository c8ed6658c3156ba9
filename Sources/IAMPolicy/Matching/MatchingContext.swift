/// What policies are compared with, and how much comparing one decision may cost. Wildcards can cost the product of the
/// lengths of a policy and a request, and each side can be somebody else's: whoever needs more steps is denied, whatever
/// the policies say.
struct MatchingContext {
    private let context: any ConditionContext
    private let effort: Effort

    private final class Effort {
        var stepsLeft: Int

        init(_ steps: Int) { stepsLeft = steps }
    }

    /// Enough for the longest policies and requests that are not made to be slow; some 20 ms.
    static let stepsMax = 10_000_000

    init(_ context: any ConditionContext, stepsMax: Int = stepsMax) {
        self.context = context
        effort = Effort(stepsMax)
    }

    func values(of key: ConditionKey) -> ConditionValues? { context.values(of: key) }

    /// Whether nothing that was found counts.
    var isExhausted: Bool { effort.stepsLeft < 0 }

    var stepsLeft: Int { effort.stepsLeft }

    /// - Returns: whether there are steps left.
    @discardableResult
    func spend(_ steps: Int) -> Bool {
        effort.stepsLeft -= steps
        return effort.stepsLeft >= 0
    }
}
