import AWSJSON
import KMSModel
import KeyService
import Testing

/// AWS managed keys: made when first described, seen by their account, used by nobody directly.
@Suite struct ManagedKeyTests {
    @Test(arguments: ["alias/aws/s3", "arn:aws:kms:eu-central-1:111122223333:alias/aws/s3"])
    func describingAPredefinedAliasMakesItsKeyOnce(name: String) async throws {
        let world = try await World()
        let metadata = try await world.metadata(name)
        #expect(metadata["KeyManager"]?.string == "AWS")
        #expect(metadata["KeyState"]?.string == "Enabled")
        let again = try await world.metadata("alias/aws/s3")
        #expect(again == metadata)
        let aliases = try await world.ok(.listAliases)["Aliases"]?.elements
        #expect(aliases?.map { $0["AliasName"]?.string } == ["alias/aws/s3"])
        let status = try await world.ok(.getKeyRotationStatus, ["KeyId": try #require(metadata["KeyId"])])
        #expect(status["KeyRotationEnabled"]?.bool == true)
        #expect(status["RotationPeriodInDays"]?.int64 == 365)
    }

    @Test func describingByWhoeverMayNotMakesNoKey() async throws {
        let world = try await World()
        #expect(try await !world.allows(.describeKey, ["KeyId": .string("alias/aws/s3")], as: .user("nobody")))
        #expect(try await world.ok(.listKeys)["Keys"]?.elements?.isEmpty == true)
    }

    @Test func manyDescribingAtOnceGetOneKey() async throws {
        let world = try await World()
        let ids = await withTaskGroup(of: String?.self) { group in
            for _ in 0..<20 {
                group.addTask { try? await world.metadata("alias/aws/ebs")["KeyId"]?.string }
            }
            return await group.reduce(into: Set<String?>()) { $0.insert($1) }
        }
        #expect(ids.count == 1)
        #expect(try await world.ok(.listKeys)["Keys"]?.elements?.count == 1)
    }

    @Test func whoMayNotDescribeKeysMakesNone() async throws {
        let world = try await World()
        let nobody = Caller.user("bob", policies: [World.identityPolicy("Allow", "kms:ListKeys")])
        for name in ["alias/aws/s3", world.aliasARN("alias/aws/s3")] {
            #expect(try await !world.allows(.describeKey, ["KeyId": .string(name)], as: nobody))
        }
        #expect(try await world.ok(.listAliases)["Aliases"]?.elements?.isEmpty == true)
    }

    @Test func anAliasThatAWSDidNotPredefineIsNotFound() async throws {
        let world = try await World()
        try await world.expect(
            .notFoundException, "Alias \(world.aliasARN("alias/aws/nothing")) is not found.", .describeKey,
            ["KeyId": .string("alias/aws/nothing")])
    }

    @Test(arguments: [
        (KMSOperation.encrypt, ["Plaintext": JSONValue.blob("x")]), (.generateDataKey, ["KeySpec": .string("AES_256")]),
        (.scheduleKeyDeletion, [:]), (.disableKey, [:]), (.rotateKeyOnDemand, [:]), (.disableKeyRotation, [:]),
        (.putKeyPolicy, ["Policy": .string(PolicyTests.policy)]), (.tagResource, ["Tags": .tags([("a", "b")])]),
    ])
    func nobodyUsesOrChangesItDirectly(operation: KMSOperation, members: [String: JSONValue]) async throws {
        let world = try await World()
        let key = try #require(try await world.metadata("alias/aws/s3")["KeyId"]?.string)
        try await world.expect(
            .accessDeniedException,
            "User: \(World.user.arn) is not authorized to perform: kms:\(operation.rawValue) on resource: "
                + "\(world.arn(key)) because no resource-based policy allows the kms:\(operation.rawValue) action",
            operation, members.merging(["KeyId": .string(key)]) { own, _ in own })
    }

    @Test(arguments: [KMSOperation.describeKey, .getKeyPolicy, .listKeyPolicies, .listResourceTags, .listAliases])
    func itsAccountMayLookAtIt(operation: KMSOperation) async throws {
        let world = try await World()
        let key = try #require(try await world.metadata("alias/aws/s3")["KeyId"])
        try await world.ok(operation, ["KeyId": key])
    }

    @Test func itIsRotatedEveryYear() async throws {
        let world = try await World()
        let arn = try #require(try await world.metadata("alias/aws/s3")["Arn"]?.string)
        world.clock.advance(days: 365)
        #expect(try await world.service.housekeep().rotatedKeys == [arn])
    }
}
