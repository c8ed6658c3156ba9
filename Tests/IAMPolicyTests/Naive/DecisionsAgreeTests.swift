import IAMPolicy
import Testing

/// The evaluator of the room and the naive one, asked the same.
@Suite struct DecisionsAgreeTests {
    /// Together they make a million pairs of policies and request.
    static let seeds: [UInt64] = [1, 2, 3, 4]
    static let scenes = 125
    static let requestsPerScene = 2_000

    @Test("A quick evaluator and a naive one decide alike, and for the same reason", arguments: seeds)
    func decideAlike(seed: UInt64) throws {
        var dice = Dice(seed: seed)
        let tally = NaiveTally()
        var disagreements = Disagreements()
        for scene in 0..<Self.scenes {
            let casts = try dice.some(10...10, of: World.requesters).map { try dice.cast($0) }
            let stages = try (0..<6).map { _ in try dice.stage() }
            let contexts = (0..<12).map { _ in dice.context() }
            for _ in 0..<Self.requestsPerScene {
                let cast = dice.pick(casts)
                let stage = dice.pick(stages)
                let isGranted = dice.percent(15)
                let grant = GrantMatch(grantID: "g\(scene)", namesRole: dice.percent(40))
                let question = NaiveQuestion(
                    request: AccessRequest(
                        action: dice.pick(stage.actions), resource: stage.resource, resourceAccount: stage.account,
                        resourcePolicy: stage.policy, context: dice.pick(contexts)),
                    requester: cast.requester, grants: isGranted ? grant : nil,
                    policies: cast.naive, resourcePolicy: stage.naive, tally: tally)
                let decision = decide(question.request, by: cast.requester, grants: question.grants)
                tally.count(decision)
                let verdict = question.answer()
                if !verdict.agrees(with: decision) { disagreements.add(question, decision, verdict) }
            }
        }
        disagreements.record()
        expectNothingLeftOut(tally)
    }

    /// Of each seed at least a quarter of what a million pairs must have.
    private func expectNothingLeftOut(_ tally: NaiveTally) {
        #expect(tally.pairs >= 250_000)
        #expect(tally.allowed * 100 >= tally.pairs * 30)
        for reason in NaiveTally.everyReason {
            #expect(tally.reasons[reason, default: 0] >= 250, "\(reason)")
        }
        for (index, name) in NaiveCondition.operatorNames.enumerated() {
            #expect(tally.held[index] + tally.failed[index] >= 250, "\(name)")
        }
    }
}
