import AWSJSON
import KMSModel
import KeyService
import Testing

/// Who may do what, by key policies and identity policies.
@Suite struct AccessTests {
    static let bob = Caller.user("bob")
    static let plaintext = JSONValue.blob("text")

    @Test func underTheDefaultKeyPolicyIdentityPoliciesDecide() async throws {
        let world = try await World()
        let key = try await world.newKey()
        let request: [String: JSONValue] = ["KeyId": .string(key), "Plaintext": Self.plaintext]
        try await world.expectDenied(
            "because no identity-based policy allows the kms:Encrypt action", .encrypt, request, as: Self.bob)
        let reader = Caller.user("bob", policies: [World.identityPolicy("Allow", "kms:Encrypt", on: world.arn(key))])
        try await world.ok(.encrypt, request, as: reader)
        try await world.expectDenied(
            "because no identity-based policy allows the kms:DescribeKey action", .describeKey,
            ["KeyId": .string(key)], as: reader)
    }

    @Test func aKeyPolicyThatNamesAUserNeedsNoIdentityPolicy() async throws {
        let world = try await World()
        let key = try await world.newKey([
            "Policy": .string(World.keyPolicy(World.statement("Allow", ["kms:DescribeKey"], to: World.bob)))
        ])
        try await world.ok(.describeKey, ["KeyId": .string(key)], as: Self.bob)
        #expect(try await !world.allows(.disableKey, ["KeyId": .string(key)], as: Self.bob))
    }

    @Test func withoutDelegationIdentityPoliciesGiveNothing() async throws {
        let world = try await World()
        let policy = World.keyPolicy(World.statement("Allow", ["kms:*"], to: World.user.arn), delegates: false)
        let key = try await world.newKey(["Policy": .string(policy)])
        let admin = Caller.user("bob", policies: [World.everything])
        try await world.expectDenied(
            "because no resource-based policy allows the kms:DescribeKey action", .describeKey,
            ["KeyId": .string(key)], as: admin)
    }

    @Test func anExplicitDenyAlwaysWins() async throws {
        let world = try await World()
        let denial = World.statement("Deny", ["kms:DescribeKey"], to: World.bob)
        let key = try await world.newKey([
            "Policy": .string(World.keyPolicy(World.statement("Allow", ["kms:*"], to: World.bob), denial))
        ])
        try await world.expectDenied(
            "with an explicit deny in a resource-based policy", .describeKey, ["KeyId": .string(key)], as: Self.bob)
        let other = try await world.newKey()
        let denied = Caller.user(
            "bob", policies: [World.everything, World.identityPolicy("Deny", "kms:DescribeKey")])
        try await world.expectDenied(
            "with an explicit deny in an identity-based policy", .describeKey, ["KeyId": .string(other)], as: denied)
    }

    @Test func operationsOnTheAccountAreForIdentityPolicies() async throws {
        let world = try await World()
        try await world.expectDenied(
            "because no identity-based policy allows the kms:CreateKey action", .createKey, [:], as: Self.bob,
            resource: "*")
        #expect(try await !world.allows(.listKeys, [:], as: Self.bob))
        #expect(try await !world.allows(.generateRandom, ["NumberOfBytes": .int(8)], as: Self.bob))
        let creator = Caller.user("bob", policies: [World.identityPolicy("Allow", "kms:CreateKey")])
        try await world.ok(.createKey, as: creator)
        try await world.expectDenied(
            "because no identity-based policy allows the kms:TagResource action", .createKey,
            ["Tags": .tags([("a", "b")])], as: creator, action: "TagResource", resource: "*")
    }

    @Test func anAliasNeedsItsOwnPermissionAndTheKeys() async throws {
        let world = try await World()
        let key = try await world.newKey()
        let request: [String: JSONValue] = ["AliasName": .string("alias/a"), "TargetKeyId": .string(key)]
        let ofKey = World.identityPolicy("Allow", "kms:CreateAlias", on: world.arn(key))
        let ofAlias = World.identityPolicy("Allow", "kms:CreateAlias", on: world.aliasARN("alias/a"))
        let reason = "because no identity-based policy allows the kms:CreateAlias action"
        try await world.expectDenied(
            reason, .createAlias, request, as: .user("bob", policies: [ofKey]), resource: world.aliasARN("alias/a"))
        try await world.expectDenied(
            reason, .createAlias, request, as: .user("bob", policies: [ofAlias]), resource: world.arn(key))
        try await world.ok(.createAlias, request, as: .user("bob", policies: [ofKey, ofAlias]))
        let other = try await world.newKey()
        let update: [String: JSONValue] = ["AliasName": .string("alias/a"), "TargetKeyId": .string(other)]
        let all = [world.arn(key), world.arn(other), world.aliasARN("alias/a")]
        for missing in all {
            let rest = all.filter { $0 != missing }.map { World.identityPolicy("Allow", "kms:UpdateAlias", on: $0) }
            #expect(try await !world.allows(.updateAlias, update, as: .user("bob", policies: rest)))
        }
        #expect(
            try await world.allows(
                .updateAlias, update,
                as: .user("bob", policies: all.map { World.identityPolicy("Allow", "kms:UpdateAlias", on: $0) })))
    }

    @Test func reEncryptionNeedsBothKeys() async throws {
        let world = try await World()
        let (from, to) = (try await world.newKey(), try await world.newKey())
        let request: [String: JSONValue] = [
            "CiphertextBlob": try await world.encrypt("x", from), "DestinationKeyId": .string(to),
        ]
        let source = World.identityPolicy("Allow", "kms:ReEncryptFrom", on: world.arn(from))
        let destination = World.identityPolicy("Allow", "kms:ReEncryptTo", on: world.arn(to))
        try await world.expectDenied(
            "because no identity-based policy allows the kms:ReEncryptTo action", .reEncrypt, request,
            as: .user("bob", policies: [source]), action: "ReEncryptTo", resource: world.arn(to))
        try await world.expect(
            .accessDeniedException,
            "User: \(World.bob) is not authorized to perform: kms:ReEncryptFrom on the resource associated with this "
                + "ciphertext because no identity-based policy allows the kms:ReEncryptFrom action",
            .reEncrypt, request, as: .user("bob", policies: [destination]))
        try await world.ok(.reEncrypt, request, as: .user("bob", policies: [source, destination]))
    }

    @Test func whatDoesNotExistIsToldOnlyToThoseWhoCouldUseIt() async throws {
        let world = try await World()
        let missing = "00000000-0000-0000-0000-000000000000"
        let hidden =
            "User: \(World.bob) is not authorized to perform: kms:DescribeKey on this resource because the resource "
            + "does not exist in this Region, no resource-based policies allow access, or a resource-based policy "
            + "explicitly denies access"
        for name in [missing, "alias/nothing", world.arn(missing)] {
            let request: [String: JSONValue] = ["KeyId": .string(name)]
            try await world.expect(.accessDeniedException, hidden, .describeKey, request, as: Self.bob)
            #expect(try await world.refusal(.describeKey, request)?.code == .notFoundException)
        }
    }

    @Test func aKeyWhosePolicyCanNotBeReadLetsNobodyIn() async throws {
        let world = try await World()
        let key = try await world.newKey()
        try await world.damagePolicy(of: key)
        let error = try await world.refusal(.describeKey, ["KeyId": .string(key)])
        #expect(error?.code == .kmsInternalException)
    }

    @Test func anAWSManagedKeyIsUsedThroughItsServiceOnly() async throws {
        let world = try await World()
        let key = try #require(try await world.metadata("alias/aws/s3")["KeyId"])
        let request = ["KeyId": key, "KeySpec": .string("AES_256")]
        var service = World.user
        #expect(try await !world.allows(.generateDataKey, request, as: service))
        service.viaService = "s3.eu-central-1.amazonaws.com"
        try await world.ok(.generateDataKey, request, as: service)
        service.viaService = "s3.us-east-1.amazonaws.com"
        #expect(try await !world.allows(.generateDataKey, request, as: service))
        service.viaService = "ec2.eu-central-1.amazonaws.com"
        #expect(try await !world.allows(.generateDataKey, request, as: service))
    }
}
