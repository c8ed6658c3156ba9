import AWSJSON
import KMSModel
import KeyService
import Records
import Testing

@Suite struct MultiRegionDeletionTests {
    private let home = KeySet.home
    private let week: [String: JSONValue] = ["PendingWindowInDays": .int(7)]

    @Test func aPrimaryKeyWaitsForItsReplicasBeforeItsOwnPeriodBegins() async throws {
        let set = try await KeySet(try await World(), replicas: ["us-east-1", "ap-south-1"])
        let (world, clock) = (set.world, set.world.clock)
        let answer = try await world.ok(
            .scheduleKeyDeletion, set.keyID.with(["PendingWindowInDays": .int(10)]))
        #expect(answer["KeyState"]?.string == "PendingReplicaDeletion")
        #expect(answer["PendingWindowInDays"]?.int64 == 10)
        #expect(answer["DeletionDate"] == nil)
        let waiting = try await set.metadata(home)
        #expect(waiting["KeyState"]?.string == "PendingReplicaDeletion")
        #expect(waiting["PendingDeletionWindowInDays"]?.int64 == 10)
        #expect(waiting["DeletionDate"] == nil)
        clock.advance(days: 100)
        #expect(try await world.service.housekeep().deletedKeys.isEmpty)
        #expect(try await set.state("us-east-1") == "Enabled")
        for region in ["us-east-1", "ap-south-1"] {
            try await world.ok(.scheduleKeyDeletion, set.keyID.with(week), in: region)
            clock.advance(days: 1)
        }
        clock.advance(days: 6)
        #expect(try await world.service.housekeep().deletedKeys == [set.arn("us-east-1")])
        #expect(try await set.state(home) == "PendingReplicaDeletion")
        clock.advance(days: 1)
        #expect(try await world.service.housekeep().deletedKeys == [set.arn("ap-south-1")])
        let pending = try await set.metadata(home)
        #expect(pending["KeyState"]?.string == "PendingDeletion")
        #expect(pending["PendingDeletionWindowInDays"] == nil)
        #expect(pending["DeletionDate"]?.double == Double(clock.nowMilliseconds()) / 1000 + 10 * 86_400)
        clock.advance(days: 10)
        #expect(try await world.service.housekeep().deletedKeys == [set.arn(home)])
        #expect(try await world.refusal(.describeKey, set.keyID)?.code == .notFoundException)
    }

    @Test func aPrimaryKeyWithoutReplicasIsDeletedAsAnyOther() async throws {
        let set = try await KeySet(try await World())
        let answer = try await set.world.ok(.scheduleKeyDeletion, set.keyID.with(week))
        #expect(answer["KeyState"]?.string == "PendingDeletion")
        #expect(answer["DeletionDate"] != nil)
    }

    @Test func aDeletedReplicaLeavesTheSetAndItsMaterialTheStore() async throws {
        let set = try await KeySet(try await World(), replicas: ["us-east-1", "ap-south-1"])
        let world = set.world
        let blob = try await set.encrypt("x", in: "us-east-1")
        try await world.ok(
            .createAlias, ["AliasName": .string("alias/a"), "TargetKeyId": .string(set.id)], in: "us-east-1")
        let answer = try await world.ok(.scheduleKeyDeletion, set.keyID.with(week), in: "us-east-1")
        #expect(answer["KeyState"]?.string == "PendingDeletion")
        #expect(answer["DeletionDate"] != nil)
        #expect(try await set.configuration(home) == ["PRIMARY", home, "ap-south-1", "us-east-1"])
        world.clock.advance(days: 7)
        #expect(try await world.service.housekeep().deletedKeys == [set.arn("us-east-1")])
        #expect(try await set.configuration(home) == ["PRIMARY", home, "ap-south-1"])
        #expect(try await set.configuration("ap-south-1") == ["REPLICA", home, "ap-south-1"])
        #expect(try await world.refusal(.describeKey, set.keyID, in: "us-east-1")?.code == .notFoundException)
        for collection in ["key", "key-material", "alias"] {
            let left = try await world.store.scan(
                Collection(rawValue: collection), account: World.account, region: "us-east-1", after: nil, limit: 10)
            #expect(left.isEmpty)
        }
        for region in [home, "ap-south-1"] { #expect(try await set.decrypt(blob, in: region) == "x") }
    }

    @Test func aDeletedReplicaCanBeMadeAgain() async throws {
        let set = try await KeySet(try await World(), replicas: ["us-east-1"])
        let blob = try await set.encrypt("x", in: "us-east-1")
        try await set.world.ok(.scheduleKeyDeletion, set.keyID.with(week), in: "us-east-1")
        set.world.clock.advance(days: 7)
        _ = try await set.world.service.housekeep()
        try await set.replicate(to: "us-east-1")
        try await set.settle()
        #expect(try await set.decrypt(blob, in: "us-east-1") == "x")
        #expect(try await set.configuration("us-east-1") == ["REPLICA", home, "us-east-1"])
    }

    @Test func aPrimaryKeyThatWaitsCanBeSaved() async throws {
        let set = try await KeySet(try await World(), replicas: ["us-east-1"])
        let world = set.world
        try await world.ok(.scheduleKeyDeletion, set.keyID)
        #expect(try await world.ok(.cancelKeyDeletion, set.keyID)["KeyId"]?.string == set.arn(home))
        let saved = try await set.metadata(home)
        #expect(saved["KeyState"]?.string == "Disabled")
        #expect(saved["PendingDeletionWindowInDays"] == nil)
        try await world.ok(.scheduleKeyDeletion, set.keyID.with(week), in: "us-east-1")
        world.clock.advance(days: 7)
        #expect(try await world.service.housekeep().deletedKeys == [set.arn("us-east-1")])
        #expect(try await set.state(home) == "Disabled")
    }

    @Test func aSavedReplicaKeepsThePrimaryKeyWaiting() async throws {
        let set = try await KeySet(try await World(), replicas: ["us-east-1"])
        let world = set.world
        try await world.ok(.scheduleKeyDeletion, set.keyID)
        try await world.ok(.scheduleKeyDeletion, set.keyID.with(week), in: "us-east-1")
        try await world.ok(.cancelKeyDeletion, set.keyID, in: "us-east-1")
        world.clock.advance(days: 30)
        #expect(try await world.service.housekeep().deletedKeys.isEmpty)
        #expect(try await set.state(home) == "PendingReplicaDeletion")
        #expect(try await set.state("us-east-1") == "Disabled")
    }
}
