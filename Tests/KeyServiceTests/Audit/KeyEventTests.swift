import AWSJSON
import AuditTrail
import KMSModel
import KeyService
import Records
import Testing

/// What no call tells of: that each change has its event, and that the trail gets it.
@Suite struct KeyEventTests {
    /// The members of a record that no call has, as AWS's pages show them
    /// (https://docs.aws.amazon.com/kms/latest/developerguide/ct-delete-key.html and its like).
    private static let common: Set<String> = [
        "eventVersion", "userIdentity", "eventTime", "eventSource", "eventName", "awsRegion", "sourceIPAddress",
        "userAgent", "requestParameters", "responseElements", "eventID", "readOnly", "resources", "eventType",
        "managementEvent", "recipientAccountId", "eventCategory",
    ]

    private func expect(
        _ record: JSONValue, _ name: String, _ details: [String: String?], in world: World, key: String,
        _ place: SourceLocation = #_sourceLocation
    ) {
        let members = record.members ?? []
        #expect(
            Set(members.map(\.name)) == Self.common.union(details.isEmpty ? [] : ["serviceEventDetails"]),
            sourceLocation: place)
        #expect(record["eventName"]?.string == name, sourceLocation: place)
        #expect(record["eventType"]?.string == "AwsServiceEvent", sourceLocation: place)
        #expect(record["eventSource"]?.string == "kms.amazonaws.com", sourceLocation: place)
        #expect(record["awsRegion"]?.string == World.region, sourceLocation: place)
        #expect(record["recipientAccountId"]?.string == World.account, sourceLocation: place)
        #expect(record["readOnly"]?.bool == false, sourceLocation: place)
        let resource = record["resources"]?.elements?.first
        #expect(resource?["ARN"]?.string == world.arn(key), sourceLocation: place)
        #expect(resource?["type"]?.string == "AWS::KMS::Key", sourceLocation: place)
        let told = record["serviceEventDetails"]?.members ?? []
        #expect(Set(told.map(\.name)) == Set(details.keys), sourceLocation: place)
        for (name, value) in details {
            guard let value else { continue }
            #expect(record["serviceEventDetails"]?[name]?.string == value, sourceLocation: place)
        }
    }

    @Test func aRotationTellsBothKeyMaterials() async throws {
        let world = try await World()
        let key = try await world.newKey()
        let former = try await world.metadata(key)["CurrentKeyMaterialId"]?.string
        try await world.ok(.rotateKeyOnDemand, ["KeyId": .string(key)])
        let current = try await world.metadata(key)["CurrentKeyMaterialId"]?.string
        try await world.ok(.enableKeyRotation, ["KeyId": .string(key)])
        world.clock.advance(days: 366)
        _ = try await world.service.housekeep()
        let last = try await world.metadata(key)["CurrentKeyMaterialId"]?.string
        let events = try await world.drained()
        #expect(events.count == 2)
        var details = ["rotationType": "ON_DEMAND", "keyOrigin": "AWS_KMS", "keyId": key]
        details["previousKeyMaterialId"] = former
        details["currentKeyMaterialId"] = current
        expect(try #require(events.first), "RotateKey", details, in: world, key: key)
        details["rotationType"] = "AUTOMATIC"
        details["previousKeyMaterialId"] = current
        details["currentKeyMaterialId"] = last
        expect(try #require(events.last), "RotateKey", details, in: world, key: key)
    }

    @Test func theEndOfAKeyIsTold() async throws {
        let world = try await World()
        let key = try await world.newKey()
        try await world.ok(.scheduleKeyDeletion, ["KeyId": .string(key), "PendingWindowInDays": .int(7)])
        #expect(try await world.drained().isEmpty)
        world.clock.advance(days: 8)
        _ = try await world.service.housekeep()
        let events = try await world.drained()
        #expect(events.count == 1)
        expect(try #require(events.first), "DeleteKey", [:], in: world, key: key)
        #expect(events.first?["responseElements"]?["keyId"]?.string == world.arn(key))
        #expect(events.first?["userIdentity"]?["invokedBy"]?.string == "AWS Internal")
    }

    @Test func keyMaterialThatExpiresIsTold() async throws {
        let world = try await World()
        let end = JSONValue.int(world.clock.nowMilliseconds() / 1000 + 3600)
        let terms: [String: JSONValue] = ["ExpirationModel": .string("KEY_MATERIAL_EXPIRES"), "ValidTo": end]
        let key = try await world.newExternalKey()
        let material = try await world.importMaterial(material(1), into: key, terms)["KeyMaterialId"]?.string
        world.clock.advance(seconds: 3601)
        _ = try await world.service.housekeep()
        let events = try await world.drained()
        #expect(events.count == 1)
        expect(
            try #require(events.first), "DeleteExpiredKeyMaterial", ["keyId": key, "keyMaterialId": material],
            in: world, key: key)
    }

    @Test func whatIsCopiedToReplicasIsToldInThePrimaryRegion() async throws {
        let world = try await World()
        let set = try await KeySet(world, replicas: ["us-west-2"])
        let copied = try #require(try await world.drained().first)
        #expect(Set((copied.members ?? []).map(\.name)) == Self.common.union(["requestID"]))
        #expect(copied["eventName"]?.string == "SynchronizeMultiRegionKey")
        #expect(copied["eventType"]?.string == "AwsApiCall")
        #expect(copied["awsRegion"]?.string == World.region)
        #expect(copied["responseElements"]?["keyId"]?.string == world.arn(set.id))
        #expect(copied["resources"]?.elements?.compactMap { $0["ARN"]?.string } == [world.arn(set.id)])
        try await world.ok(.rotateKeyOnDemand, set.keyID)
        try await world.ok(.enableKeyRotation, set.keyID)
        let names = try await world.drained().compactMap { $0["eventName"]?.string }.sorted()
        #expect(names == ["RotateKey", "SynchronizeMultiRegionKey", "SynchronizeMultiRegionKey"])
    }

    @Test func whatAnOperatorDidIsNotMistakenForAWS() async throws {
        let world = try await World()
        let key = try await world.newKey()
        let former = try await world.service.recover(keyARN: world.arn(key))
        let events = try await world.drained()
        #expect(events.count == 1)
        let record = try #require(events.first)
        expect(record, "RecoverKey", ["keyId": key, "formerPolicy": former], in: world, key: key)
        #expect(record["userIdentity"]?["invokedBy"]?.string == "trent recover key")
    }

    @Test func eachEventHasItsTimeAndItsOwnID() async throws {
        let world = try await World()
        let key = try await world.newKey()
        for _ in 0..<3 {
            _ = try await world.service.recover(keyARN: world.arn(key))
            world.clock.advance(seconds: 1)
        }
        let ids = try await world.drained().compactMap { $0["eventID"]?.string }
        #expect(Set(ids).count == 3)
        #expect(ids.map(EventID.time(of:)) == ids.indices.map { 1_700_000_000_000 + 1000 * Int64($0) })
    }

    @Test func aChangeThatFailsHasNoEvent() async throws {
        let world = try await World()
        let key = try await world.newKey()
        try await world.ok(.disableKey, ["KeyId": .string(key)])
        try await world.refusal(.rotateKeyOnDemand, ["KeyId": .string(key)])
        #expect(try await world.drained().isEmpty)
    }
}
