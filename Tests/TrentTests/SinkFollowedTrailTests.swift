import AuditTrail
import Synchronization
import Testing

@testable import trent

private final class Steps: Sendable {
    let all = Mutex<[String]>([])
    func add(_ step: String) { all.withLock { $0.append(step) } }
}

private struct Files: AuditSink {
    let steps: Steps
    var isAccepting = true
    var failure: AuditFailure?

    func append(_ entries: [AuditEntry]) async throws(AuditFailure) {
        steps.add("append \(entries.count)")
        if let failure { throw failure }
    }
}

private struct Follower: RecordFollower {
    let name: String
    let steps: Steps

    func follow(_ entries: [AuditEntry]) { steps.add("\(name) \(entries.count)") }
}

@Suite struct SinkFollowedTrailTests {
    private let steps = Steps()
    private let two = (0..<2).map { AuditEntry(account: "1", region: "r", json: Array("\($0)".utf8)) }

    private func trail(_ files: Files) -> FollowedTrail {
        FollowedTrail(trail: files, followers: [Follower(name: "a", steps: steps), Follower(name: "b", steps: steps)])
    }

    @Test func followersHearOfWhatWasAppended() async throws {
        try await trail(Files(steps: steps)).append(two)
        #expect(steps.all.withLock { $0 } == ["append 2", "a 2", "b 2"])
    }

    @Test func aTrailThatCannotBeWrittenFailsAndFollowersHearOfItAllTheSame() async {
        await #expect(throws: AuditFailure("full")) {
            try await trail(Files(steps: steps, failure: AuditFailure("full"))).append(two)
        }
        #expect(steps.all.withLock { $0 } == ["append 2", "a 2", "b 2"])
    }

    @Test(arguments: [true, false])
    func itAcceptsWhatTheTrailAccepts(isAccepting: Bool) {
        #expect(trail(Files(steps: steps, isAccepting: isAccepting)).isAccepting == isAccepting)
    }
}
