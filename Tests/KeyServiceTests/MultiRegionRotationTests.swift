import AWSJSON
import KMSModel
import KeyService
import Testing

@Suite struct MultiRegionRotationTests {
    private let home = KeySet.home
    private let replicas = ["ap-south-1", "us-east-1"]

    @Test func onDemandRotationGivesAllRegionsTheSameNewMaterial() async throws {
        let set = try await KeySet(try await World(), replicas: replicas)
        let (before, old) = (try await set.materialID(home), try await set.encrypt("old", in: "us-east-1"))
        try await set.world.ok(.rotateKeyOnDemand, set.keyID)
        let after = try await set.materialID(home)
        #expect(after != before)
        for region in replicas { #expect(try await set.materialID(region) == after) }
        let new = try await set.encrypt("new", in: "ap-south-1")
        for region in [home] + replicas {
            #expect(try await set.decrypt(old, in: region) == "old")
            #expect(try await set.decrypt(new, in: region) == "new")
        }
        let rotations = try await set.world.ok(.listKeyRotations, set.keyID)
        #expect(rotations["Rotations"]?.elements?.count == 1)
        for region in replicas {
            #expect(try await set.world.ok(.listKeyRotations, set.keyID, in: region) == rotations)
        }
    }

    @Test func theScheduleIsSetOnThePrimaryKeyForAll() async throws {
        let set = try await KeySet(try await World(), replicas: replicas)
        let world = set.world
        try await world.ok(.enableKeyRotation, set.keyID.with(["RotationPeriodInDays": .int(90)]))
        let status = try await world.ok(.getKeyRotationStatus, set.keyID)
        #expect(status["KeyRotationEnabled"]?.bool == true)
        for region in replicas { #expect(try await world.ok(.getKeyRotationStatus, set.keyID, in: region) == status) }
        try await set.replicate(to: "eu-west-1")
        #expect(try await world.ok(.getKeyRotationStatus, set.keyID, in: "eu-west-1") == status)
        try await world.ok(.disableKeyRotation, set.keyID)
        for region in replicas {
            let status = try await world.ok(.getKeyRotationStatus, set.keyID, in: region)
            #expect(status["KeyRotationEnabled"]?.bool == false)
        }
    }

    @Test func automaticRotationIsOneRotationForAll() async throws {
        let set = try await KeySet(try await World(), replicas: replicas)
        let world = set.world
        try await world.ok(.enableKeyRotation, set.keyID.with(["RotationPeriodInDays": .int(90)]))
        try await world.ok(.disableKey, set.keyID, in: "us-east-1")
        let before = try await set.materialID(home)
        world.clock.advance(days: 90)
        #expect(try await world.service.housekeep().rotatedKeys == [set.arn(home)])
        let after = try await set.materialID(home)
        #expect(after != before)
        for region in replicas { #expect(try await set.materialID(region) == after) }
        let status = try await world.ok(.getKeyRotationStatus, set.keyID)
        for region in replicas { #expect(try await world.ok(.getKeyRotationStatus, set.keyID, in: region) == status) }
        #expect(try await world.service.housekeep().rotatedKeys.isEmpty)
        try await world.ok(.enableKey, set.keyID, in: "us-east-1")
        let blob = try await set.encrypt("x", in: home)
        for region in replicas { #expect(try await set.decrypt(blob, in: region) == "x") }
    }

    @Test(arguments: [KMSOperation.enableKeyRotation, .disableKeyRotation, .rotateKeyOnDemand])
    func replicasAreNotRotatedThemselves(operation: KMSOperation) async throws {
        let set = try await KeySet(try await World(), replicas: replicas)
        let before = try await set.materialID("us-east-1")
        try await set.world.expect(
            .unsupportedOperationException, "\(set.arn("us-east-1")) is not a multi-region primary key.", operation,
            set.keyID, in: "us-east-1")
        #expect(try await set.materialID("us-east-1") == before)
    }

    @Test func aPrimaryKeyThatIsDisabledRotatesNoReplica() async throws {
        let set = try await KeySet(try await World(), replicas: replicas)
        let world = set.world
        try await world.ok(.enableKeyRotation, set.keyID.with(["RotationPeriodInDays": .int(90)]))
        try await world.ok(.disableKey, set.keyID)
        world.clock.advance(days: 400)
        #expect(try await world.service.housekeep().rotatedKeys.isEmpty)
    }
}
