import AWSJSON
import KMSModel
import KeyService
import Testing

/// UpdatePrimaryRegion.
@Suite struct MultiRegionPrimaryTests {
    private let home = KeySet.home

    private func move(_ set: KeySet, from: String, to region: String) async throws {
        try await set.world.ok(.updatePrimaryRegion, set.keyID.with(["PrimaryRegion": .string(region)]), in: from)
    }

    @Test func primaryAndReplicaChangePlaces() async throws {
        let set = try await KeySet(try await World(), replicas: ["us-east-1", "ap-south-1"])
        try await move(set, from: home, to: "us-east-1")
        #expect(try await set.configuration(home) == ["REPLICA", "us-east-1", "ap-south-1", home])
        #expect(try await set.configuration("us-east-1") == ["PRIMARY", "us-east-1", "ap-south-1", home])
        #expect(try await set.configuration("ap-south-1") == ["REPLICA", "us-east-1", "ap-south-1", home])
        #expect(try await set.state(home) == "Updating")
        #expect(try await set.state("us-east-1") == "Updating")
        #expect(try await set.state("ap-south-1") == "Enabled")
        try await set.settle()
        for region in [home, "us-east-1", "ap-south-1"] { #expect(try await set.state(region) == "Enabled") }
    }

    @Test func itAnswersWithNothing() async throws {
        let set = try await KeySet(try await World(), replicas: ["us-east-1"])
        let outcome = await set.world.outcome(
            .updatePrimaryRegion, set.keyID.with(["PrimaryRegion": .string("us-east-1")]))
        #expect(try outcome.result.get() == [])
        #expect(outcome.keyARN == set.arn(home))
    }

    @Test func keysAreUsedWhileTheyAreUpdatedAndAfter() async throws {
        let set = try await KeySet(try await World(), replicas: ["us-east-1"])
        let before = try await set.encrypt("before", in: home)
        try await move(set, from: home, to: "us-east-1")
        let during = try await set.encrypt("during", in: "us-east-1")
        for region in [home, "us-east-1"] { #expect(try await set.decrypt(before, in: region) == "before") }
        try await set.settle()
        #expect(try await set.decrypt(during, in: home) == "during")
        let after = try await set.encrypt("after", in: home)
        #expect(try await set.decrypt(after, in: "us-east-1") == "after")
    }

    @Test func theNewPrimaryKeyIsTheOneThatIsReplicated() async throws {
        let set = try await KeySet(try await World(), replicas: ["us-east-1"])
        try await move(set, from: home, to: "us-east-1")
        let request = set.keyID.with(["ReplicaRegion": .string("ap-south-1")])
        try await set.world.expect(
            .kmsInvalidStateException, "\(set.arn("us-east-1")) is updating.", .replicateKey, request,
            in: "us-east-1")
        try await set.settle()
        #expect(try await set.world.refusal(.replicateKey, request)?.code == .unsupportedOperationException)
        let blob = try await set.encrypt("x", in: home)
        try await set.world.ok(.replicateKey, request, in: "us-east-1")
        try await set.settle()
        #expect(try await set.configuration(home) == ["REPLICA", "us-east-1", "ap-south-1", home])
        #expect(try await set.decrypt(blob, in: "ap-south-1") == "x")
    }

    @Test func thePrimaryRegionCanComeBack() async throws {
        let set = try await KeySet(try await World(), replicas: ["us-east-1"])
        try await move(set, from: home, to: "us-east-1")
        try await move(set, from: "us-east-1", to: home)
        #expect(try await set.configuration(home) == ["PRIMARY", home, "us-east-1"])
        try await set.settle()
        #expect(try await set.state(home) == "Enabled")
        #expect(try await set.state("us-east-1") == "Enabled")
    }

    @Test func theRotationScheduleMovesWithThePrimaryKey() async throws {
        let set = try await KeySet(try await World(), replicas: ["us-east-1"])
        let world = set.world
        try await world.ok(.enableKeyRotation, set.keyID.with(["RotationPeriodInDays": .int(90)]))
        let status = try await world.ok(.getKeyRotationStatus, set.keyID)
        try await move(set, from: home, to: "us-east-1")
        try await set.settle()
        #expect(try await world.ok(.getKeyRotationStatus, set.keyID, in: "us-east-1") == status)
        world.clock.advance(days: 90)
        #expect(try await world.service.housekeep().rotatedKeys == [set.arn("us-east-1")])
        #expect(try await set.materialID(home) == (try await set.materialID("us-east-1")))
        #expect(try await world.refusal(.disableKeyRotation, set.keyID)?.code == .unsupportedOperationException)
        try await world.ok(.disableKeyRotation, set.keyID, in: "us-east-1")
        #expect(try await world.ok(.getKeyRotationStatus, set.keyID)["KeyRotationEnabled"]?.bool == false)
    }

    @Test func aFormerPrimaryKeyCanBeDeleted() async throws {
        let set = try await KeySet(try await World(), replicas: ["us-east-1"])
        let blob = try await set.encrypt("x", in: home)
        try await move(set, from: home, to: "us-east-1")
        try await set.settle()
        let answer = try await set.world.ok(.scheduleKeyDeletion, set.keyID.with(["PendingWindowInDays": .int(7)]))
        #expect(answer["KeyState"]?.string == "PendingDeletion")
        set.world.clock.advance(days: 7)
        #expect(try await set.world.service.housekeep().deletedKeys == [set.arn(home)])
        #expect(try await set.configuration("us-east-1") == ["PRIMARY", "us-east-1"])
        #expect(try await set.decrypt(blob, in: "us-east-1") == "x")
    }
}
