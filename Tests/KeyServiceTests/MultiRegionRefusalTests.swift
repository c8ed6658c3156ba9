import AWSJSON
import KMSModel
import KeyService
import Testing

/// What ReplicateKey and UpdatePrimaryRegion do not take.
@Suite struct MultiRegionRefusalTests {
    /// The two operations with the member that names the other Region.
    static let operations: [(KMSOperation, String)] = [
        (.replicateKey, "ReplicaRegion"), (.updatePrimaryRegion, "PrimaryRegion"),
    ]

    @Test(arguments: operations)
    func onlyThePrimaryKeyTakesThem(operation: KMSOperation, member: String) async throws {
        let set = try await KeySet(try await World(), replicas: ["us-east-1"])
        try await set.world.expect(
            .unsupportedOperationException, "\(set.arn("us-east-1")) is not a multi-region primary key.", operation,
            set.keyID.with([member: .string("ap-south-1")]), in: "us-east-1")
        let single = try await set.world.newKey()
        try await set.world.expect(
            .unsupportedOperationException, "\(set.world.arn(single)) is not a multi-region primary key.", operation,
            ["KeyId": .string(single), member: .string("ap-south-1")])
    }

    @Test(arguments: operations, ["eu-central-1", "cn-north-1", "us-gov-west-1", "xx-nowhere-1"])
    func theOtherRegionIsAnotherOneOfThePartition(
        operation: (operation: KMSOperation, member: String), region: String
    ) async throws {
        let set = try await KeySet(try await World())
        try await set.world.expect(
            .unsupportedOperationException,
            "The Region \(region) is not supported for this operation on \(set.arn(KeySet.home)).",
            operation.operation, set.keyID.with([operation.member: .string(region)]))
        #expect(try await set.configuration(KeySet.home) == ["PRIMARY", KeySet.home])
    }

    @Test func inOtherPartitionsKeysAreReplicatedWithin() async throws {
        let world = try await World()
        let key = try await world.newKey(
            ["KeySpec": .string("SM2"), "KeyUsage": .string("SIGN_VERIFY"), "MultiRegion": .bool(true)],
            in: "cn-north-1")
        let request: [String: JSONValue] = ["KeyId": .string(key), "ReplicaRegion": .string("cn-northwest-1")]
        let answer = try await world.ok(.replicateKey, request, in: "cn-north-1")
        let arn = "arn:aws-cn:kms:cn-northwest-1:\(World.account):key/\(key)"
        #expect(answer["ReplicaKeyMetadata"]?["Arn"]?.string == arn)
        #expect(answer["ReplicaPolicy"]?.string?.contains("arn:aws-cn:iam::\(World.account):root") == true)
        let error = try await world.refusal(
            .replicateKey, request.with(["ReplicaRegion": .string("eu-central-1")]), in: "cn-north-1")
        #expect(error?.code == .unsupportedOperationException)
    }

    @Test func aRegionThatHasTheKeyIsRefused() async throws {
        let set = try await KeySet(try await World(), replicas: ["us-east-1"])
        let request = set.keyID.with(["ReplicaRegion": .string("us-east-1")])
        try await set.world.expect(
            .alreadyExistsException, "Key '\(set.arn("us-east-1"))' already exists", .replicateKey, request)
        try await set.world.ok(.scheduleKeyDeletion, set.keyID, in: "us-east-1")
        #expect(try await set.world.refusal(.replicateKey, request)?.code == .alreadyExistsException)
    }

    @Test func onlyAReplicaBecomesThePrimaryKey() async throws {
        let set = try await KeySet(try await World(), replicas: ["us-east-1"])
        try await set.world.expect(
            .notFoundException, "Key '\(set.arn("ap-south-1"))' does not exist", .updatePrimaryRegion,
            set.keyID.with(["PrimaryRegion": .string("ap-south-1")]))
    }

    @Test func theReplicaThatBecomesThePrimaryKeyMustBeEnabled() async throws {
        let set = try await KeySet(try await World(), replicas: ["us-east-1"])
        let (world, arn) = (set.world, set.arn("us-east-1"))
        let request = set.keyID.with(["PrimaryRegion": .string("us-east-1")])
        try await world.ok(.disableKey, set.keyID, in: "us-east-1")
        try await world.expect(.disabledException, "\(arn) is disabled.", .updatePrimaryRegion, request)
        try await world.ok(.scheduleKeyDeletion, set.keyID, in: "us-east-1")
        try await world.expect(
            .kmsInvalidStateException, "\(arn) is pending deletion.", .updatePrimaryRegion, request)
        try await set.replicate(to: "ap-south-1")
        try await world.expect(
            .kmsInvalidStateException, "\(set.arn("ap-south-1")) is creating.", .updatePrimaryRegion,
            request.with(["PrimaryRegion": .string("ap-south-1")]))
        #expect(try await set.configuration(KeySet.home) == ["PRIMARY", KeySet.home, "ap-south-1", "us-east-1"])
    }

    @Test func badTagsAndPoliciesMakeNoReplica() async throws {
        let set = try await KeySet(try await World())
        let request = set.keyID.with(["ReplicaRegion": .string("us-east-1")])
        try await set.world.expect(
            .tagException, "Duplicate tag keys", .replicateKey,
            request.with(["Tags": .tags([("a", "1"), ("a", "2")])]))
        let error = try await set.world.refusal(.replicateKey, request.with(["Policy": .string("{}")]))
        #expect(error?.code == .malformedPolicyDocumentException)
        #expect(try await set.configuration(KeySet.home) == ["PRIMARY", KeySet.home])
        #expect(try await set.world.refusal(.describeKey, set.keyID, in: "us-east-1")?.code == .notFoundException)
    }

    @Test(arguments: operations)
    func aKeyIsFoundAsByAnyOtherManagementOperation(operation: KMSOperation, member: String) async throws {
        let set = try await KeySet(try await World(), replicas: ["us-east-1"])
        let region: [String: JSONValue] = [member: .string("ap-south-1")]
        let world = set.world
        try await world.expect(
            .invalidArnException, "Key Aliases are not supported for this operation.", operation,
            region.with(["KeyId": .string("alias/a")]))
        let missing = "mrk-00000000000000000000000000000000"
        try await world.expect(
            .notFoundException, "Key '\(world.arn(missing))' does not exist", operation,
            region.with(["KeyId": .string(missing)]))
        try await world.expect(
            .notFoundException, "Invalid arn us-east-1", operation,
            region.with(["KeyId": .string(set.arn("us-east-1"))]))
        let malformed = try await world.refusal(operation, set.keyID.with([member: .string("nowhere")]))
        #expect(malformed?.code == .validationException)
        let absent = try await world.refusal(operation, set.keyID)
        #expect(absent?.code == .validationException)
    }

    @Test(arguments: operations)
    func anotherAccountDoesNotReachTheKey(operation: KMSOperation, member: String) async throws {
        let set = try await KeySet(try await World(), replicas: ["us-east-1"])
        let request = set.keyID.with([member: .string("us-east-1")])
        let byARN = request.with(["KeyId": .string(set.arn(KeySet.home))])
        let denied = try await set.world.refusal(operation, byARN, as: World.stranger)
        #expect(denied?.code == .accessDeniedException)
        let unknown = try await set.world.refusal(operation, request, as: World.stranger)
        #expect(unknown?.code == .notFoundException)
        #expect(try await set.configuration(KeySet.home) == ["PRIMARY", KeySet.home, "us-east-1"])
        let blob = try await set.encrypt("x", in: "us-east-1")
        let foreign = try await set.world.refusal(.decrypt, ["CiphertextBlob": blob], as: World.stranger)
        #expect(foreign?.code == .accessDeniedException)
    }
}
