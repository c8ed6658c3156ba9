import AWSJSON
import KMSModel
import KeyService
import Testing

@Suite struct RotationTests {
    private static let day: Double = 86_400

    @Test func everyFormerMaterialStillDecrypts() async throws {
        let world = try await World()
        let key = try await world.newKey()
        var blobs = [try await world.encrypt("0", key)]
        for turn in 1...5 {
            let answer = try await world.ok(.rotateKeyOnDemand, ["KeyId": .string(key)])
            #expect(answer["KeyId"]?.string == key)
            blobs.append(try await world.encrypt("\(turn)", key))
        }
        var materials: Set<String> = []
        for (turn, blob) in blobs.enumerated() {
            let opened = try await world.ok(.decrypt, ["CiphertextBlob": blob])
            #expect(opened["Plaintext"]?.bytes == Array("\(turn)".utf8))
            materials.insert(try #require(opened["KeyMaterialId"]?.string))
        }
        #expect(materials.count == 6)
    }

    @Test func automaticRotationKeepsItsPeriod() async throws {
        let world = try await World()
        let key = try await world.newKey()
        #expect(
            try await world.ok(.getKeyRotationStatus, ["KeyId": .string(key)])
                == .object([.init("KeyRotationEnabled", .bool(false)), .init("KeyId", .string(key))]))
        try await world.ok(.enableKeyRotation, ["KeyId": .string(key), "RotationPeriodInDays": .int(90)])
        let status = try await world.ok(.getKeyRotationStatus, ["KeyId": .string(key)])
        #expect(status["KeyRotationEnabled"]?.bool == true)
        #expect(status["RotationPeriodInDays"]?.int64 == 90)
        #expect(status["NextRotationDate"]?.double == 1_700_000_000 + 90 * Self.day)
        let before = try await world.metadata(key)["CurrentKeyMaterialId"]
        world.clock.advance(days: 89)
        #expect(try await world.service.housekeep().rotatedKeys.isEmpty)
        world.clock.advance(days: 1, seconds: 60)
        #expect(try await world.service.housekeep().rotatedKeys == [world.arn(key)])
        #expect(try await world.metadata(key)["CurrentKeyMaterialId"] != before)
        let after = try await world.ok(.getKeyRotationStatus, ["KeyId": .string(key)])
        #expect(after["NextRotationDate"]?.double == 1_700_000_000 + 180 * Self.day)
        #expect(try await world.service.housekeep().rotatedKeys.isEmpty)
    }

    @Test func aDisabledKeyIsRotatedOnceItIsEnabled() async throws {
        let world = try await World()
        let key = try await world.newKey()
        try await world.ok(.enableKeyRotation, ["KeyId": .string(key)])
        try await world.ok(.disableKey, ["KeyId": .string(key)])
        world.clock.advance(days: 400)
        #expect(try await world.service.housekeep().rotatedKeys.isEmpty)
        #expect(try await world.ok(.getKeyRotationStatus, ["KeyId": .string(key)])["KeyRotationEnabled"]?.bool == true)
        try await world.ok(.enableKey, ["KeyId": .string(key)])
        #expect(try await world.service.housekeep().rotatedKeys == [world.arn(key)])
        let status = try await world.ok(.getKeyRotationStatus, ["KeyId": .string(key)])
        #expect(status["NextRotationDate"]?.double == 1_700_000_000 + 765 * Self.day)
    }

    @Test func aKeyPendingDeletionIsNotRotatedAndSaysSo() async throws {
        let world = try await World()
        let key = try await world.newKey()
        try await world.ok(.enableKeyRotation, ["KeyId": .string(key), "RotationPeriodInDays": .int(90)])
        world.clock.advance(days: 80)
        try await world.ok(.scheduleKeyDeletion, ["KeyId": .string(key)])
        #expect(try await world.ok(.getKeyRotationStatus, ["KeyId": .string(key)])["KeyRotationEnabled"]?.bool == false)
        world.clock.advance(days: 15)
        #expect(try await world.service.housekeep().rotatedKeys.isEmpty)
        try await world.ok(.cancelKeyDeletion, ["KeyId": .string(key)])
        #expect(try await world.ok(.getKeyRotationStatus, ["KeyId": .string(key)])["KeyRotationEnabled"]?.bool == true)
    }

    @Test func anotherPeriodBeginsWhenItIsSetAndTheSameOneChangesNothing() async throws {
        let world = try await World()
        let key = try await world.newKey()
        try await world.ok(.enableKeyRotation, ["KeyId": .string(key)])
        world.clock.advance(days: 10)
        try await world.ok(.enableKeyRotation, ["KeyId": .string(key), "RotationPeriodInDays": .int(365)])
        var next = try await world.ok(.getKeyRotationStatus, ["KeyId": .string(key)])["NextRotationDate"]
        #expect(next?.double == 1_700_000_000 + 365 * Self.day)
        try await world.ok(.enableKeyRotation, ["KeyId": .string(key), "RotationPeriodInDays": .int(100)])
        next = try await world.ok(.getKeyRotationStatus, ["KeyId": .string(key)])["NextRotationDate"]
        #expect(next?.double == 1_700_000_000 + 110 * Self.day)
        try await world.ok(.disableKeyRotation, ["KeyId": .string(key)])
        world.clock.advance(days: 1000)
        #expect(try await world.service.housekeep().rotatedKeys.isEmpty)
    }

    @Test func onDemandRotationsDoNotMoveTheScheduleAndEndAfterTwentyFive() async throws {
        let world = try await World()
        let key = try await world.newKey()
        try await world.ok(.enableKeyRotation, ["KeyId": .string(key)])
        let before = try await world.ok(.getKeyRotationStatus, ["KeyId": .string(key)])
        for _ in 1...25 { try await world.ok(.rotateKeyOnDemand, ["KeyId": .string(key)]) }
        #expect(try await world.ok(.getKeyRotationStatus, ["KeyId": .string(key)]) == before)
        try await world.expect(
            .limitExceededException,
            "The on-demand rotations limit has been reached for the given keyId. No more on-demand rotations can be "
                + "performed for this key: \(world.arn(key))", .rotateKeyOnDemand, ["KeyId": .string(key)])
    }

    @Test func listKeyRotationsTellsOfEachAndOnRequestOfTheFirstMaterial() async throws {
        let world = try await World()
        let key = try await world.newKey()
        try await world.ok(.enableKeyRotation, ["KeyId": .string(key), "RotationPeriodInDays": .int(90)])
        world.clock.advance(days: 1)
        try await world.ok(.rotateKeyOnDemand, ["KeyId": .string(key)])
        world.clock.advance(days: 89)
        _ = try await world.service.housekeep()
        let rotations = try await world.ok(.listKeyRotations, ["KeyId": .string(key)])
        let entries = try #require(rotations["Rotations"]?.elements)
        #expect(entries.map { $0["RotationType"]?.string } == ["ON_DEMAND", "AUTOMATIC"])
        #expect(
            entries.map { $0["RotationDate"]?.double } == [
                1_700_000_000 + Self.day, 1_700_000_000 + 90 * Self.day,
            ])
        #expect(rotations["Truncated"]?.bool == false)
        let request: [String: JSONValue] = [
            "KeyId": .string(key), "IncludeKeyMaterial": .string("ALL_KEY_MATERIAL"), "Limit": .int(2),
        ]
        let first = try await world.ok(.listKeyRotations, request)
        let marker = try #require(first["NextMarker"])
        let second = try await world.ok(.listKeyRotations, request.merging(["Marker": marker]) { own, _ in own })
        let all = try #require(first["Rotations"]?.elements) + #require(second["Rotations"]?.elements)
        #expect(all.map { $0["KeyMaterialState"]?.string } == ["NON_CURRENT", "NON_CURRENT", "CURRENT"])
        #expect(all.first?["RotationDate"] == nil)
        #expect(all.last?["KeyMaterialId"] == (try await world.metadata(key)["CurrentKeyMaterialId"]))
    }
}
