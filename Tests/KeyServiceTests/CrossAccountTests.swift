import AWSJSON
import KMSModel
import KeyService
import Testing

/// Keys that callers of other accounts use.
@Suite struct CrossAccountTests {
    static let friend = "444455556666"

    private func hidden(_ caller: Caller, _ action: String) -> String {
        "User: \(caller.arn) is not authorized to perform: kms:\(action) on this resource because the resource does "
            + "not exist in this Region, no resource-based policies allow access, or a resource-based policy "
            + "explicitly denies access"
    }

    private func sharedKey(_ world: World, with principal: String) async throws -> JSONValue {
        let policy = World.keyPolicy(World.statement("Allow", ["kms:*"], to: principal))
        return .string(world.arn(try await world.newKey(["Policy": .string(policy)])))
    }

    @Test func bothSidesMustAllow() async throws {
        let world = try await World()
        let request = [
            "KeyId": try await sharedKey(world, with: "arn:aws:iam::\(Self.friend):root"),
            "Plaintext": JSONValue.blob("x"),
        ]
        let key = try #require(request["KeyId"]?.string)
        let allowed = Caller.user(
            "carol", of: Self.friend, policies: [World.identityPolicy("Allow", "kms:Encrypt", on: key)])
        let blob = try #require(try await world.ok(.encrypt, request, as: allowed)["CiphertextBlob"])
        let without = Caller.user("carol", of: Self.friend)
        try await world.expectDenied(
            "because no identity-based policy allows the kms:Encrypt action", .encrypt, request, as: without,
            resource: key)
        let own = JSONValue.string(world.arn(try await world.newKey()))
        try await world.expect(
            .accessDeniedException, hidden(World.stranger, "Encrypt"), .encrypt,
            ["KeyId": own, "Plaintext": .blob("x")], as: World.stranger)
        // The ciphertext leads to the key of the other account.
        let decrypter = Caller.user(
            "carol", of: Self.friend, policies: [World.identityPolicy("Allow", "kms:Decrypt", on: key)])
        #expect(try await world.ok(.decrypt, ["CiphertextBlob": blob], as: decrypter)["KeyId"]?.string == key)
        try await world.expect(
            .accessDeniedException,
            "The ciphertext refers to a customer master key that does not exist, does not exist in this region, "
                + "or you are not allowed to access.",
            .decrypt, ["CiphertextBlob": try await world.encrypt("x", world.id(own))], as: World.stranger)
    }

    @Test func aKeyThatDoesNotExistIsAnsweredAsOneThatIsNotShared() async throws {
        let world = try await World()
        for name in [world.arn("00000000-0000-0000-0000-000000000000"), world.aliasARN("alias/none")] {
            try await world.expect(
                .accessDeniedException, hidden(World.stranger, "DescribeKey"), .describeKey, ["KeyId": .string(name)],
                as: World.stranger)
        }
    }

    /// Neither the action that is named, nor a bad grant token, nor a denial in the stranger's own policies tells that a key
    /// or an alias is there.
    @Test(arguments: ["alias/there", "alias/none"])
    func aStrangerDoesNotLearnWhetherAnAliasExists(name: String) async throws {
        let world = try await World()
        try await world.ok(
            .createAlias, ["AliasName": .string("alias/there"), "TargetKeyId": .string(try await world.newKey())])
        let alias = JSONValue.string(world.aliasARN(name))
        try await world.expect(
            .accessDeniedException, hidden(World.stranger, "DescribeKey"), .describeKey,
            ["KeyId": alias, "GrantTokens": .strings("token")], as: World.stranger)
        let spy = Caller.user("spy", of: Self.friend, policies: [World.identityPolicy("Deny", "kms:*")])
        try await world.expect(
            .accessDeniedException, hidden(spy, "DescribeKey"), .describeKey, ["KeyId": alias], as: spy)
        let own = try #require(
            try await world.ok(.createKey, as: World.stranger)["KeyMetadata"]?["KeyId"])
        let blob = try #require(
            try await world.ok(.encrypt, ["KeyId": own, "Plaintext": .blob("x")], as: World.stranger)["CiphertextBlob"])
        try await world.expect(
            .accessDeniedException, hidden(World.stranger, "ReEncryptTo"), .reEncrypt,
            ["CiphertextBlob": blob, "DestinationKeyId": alias], as: World.stranger)
        try await world.expect(
            .accessDeniedException, hidden(World.stranger, "ReEncryptFrom"), .reEncrypt,
            ["CiphertextBlob": blob, "SourceKeyId": alias, "DestinationKeyId": own], as: World.stranger)
    }

    @Test func whomAKeyLetsInIsToldOfHisOwnDenial() async throws {
        let world = try await World()
        let key = try await sharedKey(world, with: "arn:aws:iam::\(Self.friend):root")
        let denied = Caller.user("carol", of: Self.friend, policies: [World.identityPolicy("Deny", "kms:*")])
        try await world.expectDenied(
            "with an explicit deny in an identity-based policy", .describeKey, ["KeyId": key], as: denied,
            resource: key.string)
    }

    @Test(arguments: [
        (KMSOperation.disableKey, [:]), (.tagResource, ["Tags": JSONValue.tags([("a", "b")])]),
        (.scheduleKeyDeletion, [:]), (.getKeyPolicy, [:]), (.listKeyRotations, [:]),
    ])
    func someOperationsNeverCrossAccounts(operation: KMSOperation, members: [String: JSONValue]) async throws {
        let world = try await World()
        let key = try await sharedKey(world, with: World.stranger.arn)
        let request = members.merging(["KeyId": key]) { own, _ in own }
        try await world.expect(
            .accessDeniedException, hidden(World.stranger, operation.rawValue), operation, request, as: World.stranger)
        #expect(try await world.allows(.describeKey, ["KeyId": key], as: World.stranger))
    }

    @Test func grantsOfASharedKeyBelongToTheAccountThatMadeThem() async throws {
        let world = try await World()
        let key = try await sharedKey(world, with: World.stranger.arn)
        let request: [String: JSONValue] = [
            "KeyId": key, "GranteePrincipal": .string("arn:aws:iam::\(Self.friend):user/carol"),
            "Operations": .strings("Encrypt"),
        ]
        let grant = try #require(try await world.ok(.createGrant, request, as: World.stranger)["GrantId"])
        let listed = try await world.ok(.listGrants, ["KeyId": key], as: World.stranger)["Grants"]?.elements
        #expect(listed?.first?["IssuingAccount"]?.string == "arn:aws:iam::\(Self.friend):root")
        try await world.ok(.retireGrant, ["KeyId": key, "GrantId": grant], as: World.stranger)
    }

    @Test func theAccountsOfKeyAndRetirerLeaveRetirementToTheirPolicies() async throws {
        let world = try await World()
        let key = try await sharedKey(world, with: World.stranger.arn)
        var request: [String: JSONValue] = [
            "KeyId": key, "GranteePrincipal": .string("arn:aws:iam::\(Self.friend):user/carol"),
            "Operations": .strings("Encrypt"),
        ]
        let made = try #require(try await world.ok(.createGrant, request, as: World.stranger)["GrantId"])
        try await world.ok(.retireGrant, ["KeyId": key, "GrantId": made], as: World.user)
        let own = try #require(try await world.ok(.createGrant, request, as: World.user)["GrantId"])
        #expect(try await !world.allows(.retireGrant, ["KeyId": key, "GrantId": own], as: World.stranger))
        request["RetiringPrincipal"] = .string("arn:aws:iam::\(Self.friend):root")
        let retirable = try #require(try await world.ok(.createGrant, request, as: World.user)["GrantId"])
        let named = ["KeyId": key, "GrantId": retirable]
        #expect(try await !world.allows(.retireGrant, named, as: .user("carol", of: Self.friend)))
        try await world.ok(.retireGrant, named, as: World.stranger)
    }
}

extension World {
    /// The id in a key's ARN.
    func id(_ arn: JSONValue) -> String { arn.string?.split(separator: "/").last.map(String.init) ?? "" }
}
