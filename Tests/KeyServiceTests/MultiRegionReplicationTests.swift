import AWSJSON
import KMSModel
import KeyService
import Testing

@Suite struct MultiRegionReplicationTests {
    private let home = KeySet.home

    @Test func aReplicaIsAKeyOfItsOwnThatSharesIdAndMaterial() async throws {
        let set = try await KeySet(try await World(), ["Description": .string("primary"), "Tags": .tags([("a", "1")])])
        set.world.clock.advance(days: 1)
        let answer = try await set.replicate(
            to: "us-east-1", ["Description": .string("replica"), "Tags": .tags([("b", "2")])])
        let metadata = try #require(answer["ReplicaKeyMetadata"])
        #expect(set.id.hasPrefix("mrk-"))
        #expect(metadata["KeyId"]?.string == set.id)
        #expect(metadata["Arn"]?.string == set.arn("us-east-1"))
        #expect(metadata["KeyState"]?.string == "Creating")
        #expect(metadata["Enabled"]?.bool == false)
        #expect(metadata["MultiRegion"]?.bool == true)
        #expect(metadata["Description"]?.string == "replica")
        #expect(metadata["CreationDate"]?.double == 1_700_086_401)
        #expect(metadata["CurrentKeyMaterialId"]?.string == (try await set.materialID(home)))
        #expect(answer["ReplicaTags"]?.elements?.count == 1)
        #expect(answer["ReplicaTags"] == (try await set.tags("us-east-1")))
        #expect(try await set.metadata("us-east-1") == metadata)
        #expect(answer["ReplicaPolicy"]?.string == (try await set.policy("us-east-1")))
        #expect(try await set.policy("us-east-1") == (try await set.policy(home)))
        #expect(try await tagKeys(set, home) == ["a"])
        #expect(try await tagKeys(set, "us-east-1") == ["b"])
        #expect(try await set.metadata(home)["Description"]?.string == "primary")
        let listed = try await set.world.ok(.listKeys, in: "us-east-1")["Keys"]?.elements
        #expect(listed?.map { $0["KeyArn"]?.string } == [set.arn("us-east-1")])
    }

    private func tagKeys(_ set: KeySet, _ region: String) async throws -> [String] {
        try #require(try await set.tags(region).elements).compactMap { $0["TagKey"]?.string }
    }

    @Test func aReplicaMayHaveAPolicyOfItsOwn() async throws {
        let set = try await KeySet(try await World())
        let answer = try await set.replicate(to: "us-east-1", ["Policy": .string(PolicyTests.policy)])
        #expect(answer["ReplicaPolicy"]?.string == PolicyTests.policy)
        #expect(answer["ReplicaTags"] == .array([]))
        #expect(answer["ReplicaKeyMetadata"]?["Description"]?.string == "")
        #expect(try await set.policy("us-east-1") == PolicyTests.policy)
        #expect(try await set.policy(home) != PolicyTests.policy)
    }

    @Test func everyKeyOfASetTellsOfAllOthers() async throws {
        let set = try await KeySet(try await World())
        #expect(try await set.configuration(home) == ["PRIMARY", home])
        try await set.replicate(to: "us-east-1")
        try await set.replicate(to: "ap-south-1")
        #expect(try await set.configuration(home) == ["PRIMARY", home, "ap-south-1", "us-east-1"])
        #expect(try await set.configuration("us-east-1") == ["REPLICA", home, "ap-south-1", "us-east-1"])
        #expect(try await set.configuration("ap-south-1") == ["REPLICA", home, "ap-south-1", "us-east-1"])
    }

    @Test func aNewReplicaIsCreatingForAMomentAndThenEnabled() async throws {
        let set = try await KeySet(try await World())
        try await set.replicate(to: "us-east-1")
        _ = try await set.world.service.housekeep()
        #expect(try await set.state("us-east-1") == "Creating")
        #expect(try await set.state(home) == "Enabled")
        try await set.world.expect(
            .kmsInvalidStateException, "\(set.arn("us-east-1")) is creating.", .encrypt,
            set.keyID.with(["Plaintext": .blob("x")]), in: "us-east-1")
        try await set.settle()
        #expect(try await set.state("us-east-1") == "Enabled")
        #expect(try await set.metadata("us-east-1")["Enabled"]?.bool == true)
    }

    @Test func whatOneRegionEncryptsAllOthersDecrypt() async throws {
        let regions = [home, "us-east-1", "ap-south-1"]
        let set = try await KeySet(try await World(), replicas: Array(regions.dropFirst()))
        for source in regions {
            let blob = try await set.encrypt("from \(source)", in: source)
            for target in regions { #expect(try await set.decrypt(blob, in: target) == "from \(source)") }
            let error = try await set.world.refusal(.decrypt, ["CiphertextBlob": blob], in: "eu-west-1")
            #expect(error?.code == .accessDeniedException)
        }
    }

    @Test(arguments: [
        KeyKind(spec: "ECC_NIST_P256", usage: "SIGN_VERIFY"), KeyKind(spec: "RSA_2048", usage: "ENCRYPT_DECRYPT"),
        KeyKind(spec: "HMAC_256", usage: "GENERATE_VERIFY_MAC"), KeyKind(spec: "ML_DSA_44", usage: "SIGN_VERIFY"),
    ])
    func keysOfAnyKindAreReplicated(kind: KeyKind) async throws {
        let set = try await KeySet(try await World(), kind.members, replicas: ["us-east-1"])
        let (primary, replica) = (try await set.metadata(home), try await set.metadata("us-east-1"))
        for member in ["KeySpec", "KeyUsage", "Origin", kind.algorithms.member] {
            #expect(replica[member] == primary[member])
        }
        guard kind.usage != "GENERATE_VERIFY_MAC" else {
            let request = set.keyID.with(["Message": .blob("m"), "MacAlgorithm": .string("HMAC_SHA_256")])
            let mac = try #require(try await set.world.ok(.generateMac, request)["Mac"])
            try await set.world.ok(.verifyMac, request.with(["Mac": mac]), in: "us-east-1")
            return
        }
        let key = try await set.world.ok(.getPublicKey, set.keyID)["PublicKey"]
        #expect(try await set.world.ok(.getPublicKey, set.keyID, in: "us-east-1")["PublicKey"] == key)
        guard kind.usage == "SIGN_VERIFY" else { return }
        let request = set.keyID.with([
            "Message": .blob("m"), "SigningAlgorithm": .string(kind.algorithms.names[0]),
        ])
        let signature = try #require(try await set.world.ok(.sign, request, in: "us-east-1")["Signature"])
        try await set.world.ok(.verify, request.with(["Signature": signature]))
    }

    @Test func aReplicaGetsAllFormerKeyMaterialToo() async throws {
        let set = try await KeySet(try await World())
        let old = try await set.encrypt("old", in: home)
        try await set.world.ok(.rotateKeyOnDemand, set.keyID)
        try await set.replicate(to: "us-east-1")
        try await set.settle()
        #expect(try await set.decrypt(old, in: "us-east-1") == "old")
        let rotations = try await set.world.ok(.listKeyRotations, set.keyID)
        #expect(try await set.world.ok(.listKeyRotations, set.keyID, in: "us-east-1") == rotations)
    }

    @Test func whatIsNotSharedChangesInOneRegionOnly() async throws {
        let set = try await KeySet(try await World(), replicas: ["us-east-1"])
        let world = set.world
        try await world.ok(.disableKey, set.keyID, in: "us-east-1")
        try await world.ok(.updateKeyDescription, set.keyID.with(["Description": .string("d")]), in: "us-east-1")
        try await world.ok(.tagResource, set.keyID.with(["Tags": .tags([("a", "b")])]), in: "us-east-1")
        try await world.ok(
            .putKeyPolicy, set.keyID.with(["Policy": .string(PolicyTests.policy)]), in: "us-east-1")
        try await world.ok(
            .createAlias, ["AliasName": .string("alias/a"), "TargetKeyId": .string(set.id)], in: "us-east-1")
        #expect(try await set.state("us-east-1") == "Disabled")
        #expect(try await set.state(home) == "Enabled")
        #expect(try await set.metadata(home)["Description"]?.string == "")
        #expect(try await tagKeys(set, "us-east-1") == ["a"])
        #expect(try await tagKeys(set, home) == [])
        let policies = [try await set.policy("us-east-1"), try await set.policy(home)]
        #expect(policies.map { $0 == PolicyTests.policy } == [true, false])
        #expect(try await world.refusal(.describeKey, ["KeyId": .string("alias/a")])?.code == .notFoundException)
        let found = try await world.ok(.describeKey, ["KeyId": .string("alias/a")], in: "us-east-1")
        #expect(found["KeyMetadata"]?["Arn"]?.string == set.arn("us-east-1"))
    }
}
