import AWSJSON
import KMSModel
import KeyService
import Testing

/// Where a key is looked up, and what is answered if it is not there.
@Suite struct KeyIdentifierTests {
    @Test func encryptTakesAllFourForms() async throws {
        let world = try await World()
        let key = try await world.newKey()
        try await world.ok(.createAlias, ["AliasName": .string("alias/orders"), "TargetKeyId": .string(key)])
        for name in [key, world.arn(key), "alias/orders", world.aliasARN("alias/orders")] {
            let answer = try await world.ok(.encrypt, ["KeyId": .string(name), "Plaintext": .blob("x")])
            #expect(answer["KeyId"]?.string == world.arn(key))
        }
    }

    static let keysOnly: [KMSOperation] = [
        .enableKey, .disableKey, .scheduleKeyDeletion, .cancelKeyDeletion, .listResourceTags, .getKeyPolicy,
        .listKeyPolicies, .enableKeyRotation, .disableKeyRotation, .getKeyRotationStatus, .rotateKeyOnDemand,
        .listKeyRotations, .listAliases,
    ]

    @Test(arguments: keysOnly)
    func managementTakesNoAlias(operation: KMSOperation) async throws {
        let world = try await World()
        let key = try await world.newKey()
        try await world.ok(.createAlias, ["AliasName": .string("alias/a"), "TargetKeyId": .string(key)])
        for name in ["alias/a", world.aliasARN("alias/a"), "alias/not-there"] {
            let error = try await world.refusal(operation, ["KeyId": .string(name)])
            #expect(error?.code == .invalidArnException)
        }
    }

    @Test func whatIsNotThereIsNamedInTheAnswer() async throws {
        let world = try await World()
        let missing = "1234abcd-12ab-34cd-56ef-1234567890ab"
        let table: [(String, String)] = [
            ("fake-key-id", "Invalid keyId 'fake-key-id'"),
            ("1234abcd12ab34cd56ef1234567890ab", "Invalid keyId '1234abcd12ab34cd56ef1234567890ab'"),
            ("mrk-fake-key-id", "Invalid keyId 'mrk-fake-key-id'"),
            (missing, "Key '\(world.arn(missing))' does not exist"),
            (world.arn(missing), "Key '\(world.arn(missing))' does not exist"),
            (world.arn(missing, in: "us-west-2"), "Invalid arn us-west-2"),
            (world.aliasARN("alias/a", in: "us-west-2"), "Invalid arn us-west-2"),
            ("alias/a", "Alias \(world.aliasARN("alias/a")) is not found."),
            (world.aliasARN("alias/a"), "Alias \(world.aliasARN("alias/a")) is not found."),
            ("alias/aws/s3", "Alias \(world.aliasARN("alias/aws/s3")) is not found."),
        ]
        for (name, message) in table {
            try await world.expect(
                .notFoundException, message, .encrypt, ["KeyId": .string(name), "Plaintext": .blob("x")])
        }
    }

    @Test func aKeyExistsInItsRegionOnly() async throws {
        let world = try await World()
        let key = try await world.newKey()
        try await world.expect(
            .notFoundException, "Key '\(world.arn(key, in: "us-east-1"))' does not exist", .describeKey,
            ["KeyId": .string(key)], in: "us-east-1")
    }

    @Test func anotherAccountsKeyIsDeniedWhetherItExistsOrNot() async throws {
        let world = try await World()
        let key = try await world.newKey()
        let message =
            "User: \(World.stranger.arn) is not authorized to perform: kms:DescribeKey on this resource because the "
            + "resource does not exist in this Region, no resource-based policies allow access, or a resource-based "
            + "policy explicitly denies access"
        for id in [key, "1234abcd-12ab-34cd-56ef-1234567890ab"] {
            try await world.expect(
                .accessDeniedException, message, .describeKey, ["KeyId": .string(world.arn(id))], as: World.stranger)
        }
        try await world.expect(
            .notFoundException, "Key 'arn:aws:kms:eu-central-1:444455556666:key/\(key)' does not exist", .describeKey,
            ["KeyId": .string(key)], as: World.stranger)
    }

    @Test func anARNOfSomethingElseIsInvalid() async throws {
        let world = try await World()
        for text in ["arn:aws:s3:::bucket", "arn:aws:kms:eu-central-1:111122223333:grant/x", "arn:aws:kms"] {
            let error = try await world.refusal(.describeKey, ["KeyId": .string(text)])
            #expect(error?.code == .invalidArnException)
        }
    }

    @Test func theRequestIsValidatedBeforeTheKeyIsLookedUp() async throws {
        let world = try await World()
        try await world.expect(
            .validationException,
            "1 validation error detected: Value '' at 'keyId' failed to satisfy constraint: "
                + "Member must have length greater than or equal to 1", .describeKey, ["KeyId": .string("")])
        let error = try await world.refusal(
            .encrypt, ["KeyId": .string("no-key"), "Plaintext": .blob(String(repeating: "a", count: 4097))])
        #expect(error?.code == .validationException)
    }
}
