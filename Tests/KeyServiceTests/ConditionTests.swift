import AWSJSON
import IAMPolicy
import KMSModel
import KeyService
import Testing

/// Every condition key of KMS, each as what a request is allowed by and is not.
@Suite struct ConditionTests {
    struct Case: Sendable, CustomTestStringConvertible {
        var key: String
        /// A value that the request below has, and one that it has not.
        var values: (fitting: String, other: String)
        var operation: KMSOperation
        var members: [String: JSONValue] = [:]
        var newKey: [String: JSONValue] = [:]
        var test = "StringEquals"
        /// The action, if it isn't the operation's name.
        var action: String?

        var testDescription: String { "\(key) of \(operation.rawValue)" }

        func policy(_ value: String) -> String {
            World.identityPolicy(
                "Allow", "kms:\(action ?? operation.rawValue)", when: #"{"\#(test)":{"\#(key)":"\#(value)"}}"#)
        }
    }

    static let plain: [String: JSONValue] = ["Plaintext": .blob("x"), "EncryptionContext": .map(["team": "red"])]
    static let signing: [String: JSONValue] = [
        "Message": .blob("x"), "SigningAlgorithm": .string("ECDSA_SHA_256"), "MessageType": .string("RAW"),
    ]
    static let signer: [String: JSONValue] = ["KeySpec": .string("ECC_NIST_P256"), "KeyUsage": .string("SIGN_VERIFY")]
    static let hmac: [String: JSONValue] = ["KeySpec": .string("HMAC_256"), "KeyUsage": .string("GENERATE_VERIFY_MAC")]
    static let agreement: [String: JSONValue] = [
        "KeySpec": .string("ECC_NIST_P256"), "KeyUsage": .string("KEY_AGREEMENT"),
    ]
    static let external: [String: JSONValue] = ["Origin": .string("EXTERNAL")]
    static let grant: [String: JSONValue] = [
        "GranteePrincipal": .string(World.bob), "RetiringPrincipal": .string(World.role),
        "Operations": .strings("Encrypt"),
        "Constraints": .members([
            "EncryptionContextSubset": .map(["team": "red"]),
            "SourceArn": .string("arn:aws:rds:eu-central-1:111122223333:db:orders"),
        ]),
    ]

    static let cases: [Case] = [
        Case(key: "kms:CallerAccount", values: (World.account, "444455556666"), operation: .describeKey),
        Case(key: "kms:KeySpec", values: ("SYMMETRIC_DEFAULT", "RSA_2048"), operation: .describeKey),
        Case(key: "kms:CustomerMasterKeySpec", values: ("SYMMETRIC_DEFAULT", "RSA_2048"), operation: .describeKey),
        Case(key: "kms:KeyUsage", values: ("ENCRYPT_DECRYPT", "SIGN_VERIFY"), operation: .describeKey),
        Case(key: "kms:KeyOrigin", values: ("AWS_KMS", "EXTERNAL"), operation: .describeKey),
        Case(key: "kms:MultiRegion", values: ("false", "true"), operation: .describeKey, test: "Bool"),
        Case(
            key: "kms:MultiRegionKeyType", values: ("PRIMARY", "REPLICA"), operation: .describeKey,
            newKey: ["MultiRegion": .bool(true)]),
        Case(
            key: "aws:ResourceTag/team", values: ("red", "blue"), operation: .describeKey,
            newKey: ["Tags": .tags([("team", "red")])]),
        Case(
            key: "kms:EncryptionAlgorithm", values: ("SYMMETRIC_DEFAULT", "RSAES_OAEP_SHA_1"), operation: .encrypt,
            members: plain),
        Case(key: "kms:EncryptionContext:team", values: ("red", "blue"), operation: .encrypt, members: plain),
        Case(key: "kms:EncryptionContext:TEAM", values: ("red", "blue"), operation: .encrypt, members: plain),
        Case(
            key: "kms:EncryptionContextKeys", values: ("team", "Team"), operation: .encrypt, members: plain,
            test: "ForAnyValue:StringEquals"),
        Case(
            key: "kms:EncryptionContext:team", values: ("red", "blue"), operation: .generateDataKey,
            members: ["KeySpec": .string("AES_256"), "EncryptionContext": .map(["team": "red"])]),
        Case(
            key: "kms:DataKeyPairSpec", values: ("ECC_NIST_P256", "RSA_2048"),
            operation: .generateDataKeyPairWithoutPlaintext, members: ["KeyPairSpec": .string("ECC_NIST_P256")]),
        Case(key: "kms:MessageType", values: ("RAW", "DIGEST"), operation: .sign, members: signing, newKey: signer),
        Case(
            key: "kms:SigningAlgorithm", values: ("ECDSA_SHA_256", "ECDSA_SHA_384"), operation: .sign,
            members: signing, newKey: signer),
        Case(
            key: "kms:MacAlgorithm", values: ("HMAC_SHA_256", "HMAC_SHA_512"), operation: .generateMac,
            members: ["Message": .blob("x"), "MacAlgorithm": .string("HMAC_SHA_256")], newKey: hmac),
        Case(
            key: "kms:KeyAgreementAlgorithm", values: ("ECDH", "OTHER"), operation: .deriveSharedSecret,
            members: ["PublicKey": .blob("x"), "KeyAgreementAlgorithm": .string("ECDH")], newKey: agreement),
        Case(
            key: "kms:RotationPeriodInDays", values: ("365", "90"), operation: .enableKeyRotation,
            test: "NumericEquals"),
        Case(
            key: "kms:ScheduleKeyDeletionPendingWindowInDays", values: ("30", "7"), operation: .scheduleKeyDeletion,
            test: "NumericEquals"),
        Case(
            key: "kms:TrailingDaysWithoutKeyUsage", values: ("0", "1"), operation: .disableKey,
            test: "NumericGreaterThanEquals"),
        Case(
            key: "kms:BypassPolicyLockoutSafetyCheck", values: ("false", "true"), operation: .putKeyPolicy,
            members: ["Policy": .string(PolicyTests.policy)], test: "Bool"),
        Case(
            key: "kms:PolicyName", values: ("default", "other"), operation: .putKeyPolicy,
            members: ["Policy": .string(PolicyTests.policy)]),
        Case(key: "kms:PolicyName", values: ("default", "other"), operation: .getKeyPolicy),
        Case(
            key: "kms:WrappingAlgorithm", values: ("RSAES_OAEP_SHA_256", "RSAES_OAEP_SHA_1"),
            operation: .getParametersForImport,
            members: ["WrappingAlgorithm": .string("RSAES_OAEP_SHA_256"), "WrappingKeySpec": .string("RSA_2048")],
            newKey: external),
        Case(
            key: "kms:WrappingKeySpec", values: ("RSA_2048", "RSA_3072"), operation: .getParametersForImport,
            members: ["WrappingAlgorithm": .string("RSAES_OAEP_SHA_256"), "WrappingKeySpec": .string("RSA_2048")],
            newKey: external),
        Case(
            key: "kms:ExpirationModel", values: ("KEY_MATERIAL_DOES_NOT_EXPIRE", "KEY_MATERIAL_EXPIRES"),
            operation: .importKeyMaterial,
            members: [
                "ImportToken": .blob("x"), "EncryptedKeyMaterial": .blob("x"),
                "ExpirationModel": .string("KEY_MATERIAL_DOES_NOT_EXPIRE"),
            ], newKey: external),
        Case(
            key: "kms:ValidTo", values: ("2026-01-01T00:00:00Z", "2023-12-01T00:00:00Z"), operation: .importKeyMaterial,
            members: [
                "ImportToken": .blob("x"), "EncryptedKeyMaterial": .blob("x"), "ValidTo": .int(1_710_000_000),
            ], newKey: external, test: "DateLessThanEquals"),
        Case(
            key: "kms:ReplicaRegion", values: ("eu-west-1", "us-east-1"), operation: .replicateKey,
            members: ["ReplicaRegion": .string("eu-west-1")], newKey: ["MultiRegion": .bool(true)]),
        Case(
            key: "kms:PrimaryRegion", values: ("eu-west-1", "us-east-1"), operation: .updatePrimaryRegion,
            members: ["PrimaryRegion": .string("eu-west-1")], newKey: ["MultiRegion": .bool(true)]),
        Case(
            key: "aws:RequestTag/team", values: ("red", "blue"), operation: .tagResource,
            members: ["Tags": .tags([("team", "red")])]),
        Case(
            key: "aws:TagKeys", values: ("team", "other"), operation: .untagResource,
            members: ["TagKeys": .strings("team")], test: "ForAllValues:StringEquals"),
        Case(key: "kms:GranteePrincipal", values: (World.bob, World.role), operation: .createGrant, members: grant),
        Case(key: "kms:RetiringPrincipal", values: (World.role, World.bob), operation: .createGrant, members: grant),
        Case(
            key: "kms:GrantOperations", values: ("Encrypt", "Decrypt"), operation: .createGrant, members: grant,
            test: "ForAllValues:StringEquals"),
        Case(
            key: "kms:GrantConstraintType", values: ("EncryptionContextSubset", "EncryptionContextEquals"),
            operation: .createGrant, members: grant),
        Case(
            key: "kms:GrantConstraintSourceArn",
            values: (
                "arn:aws:rds:eu-central-1:111122223333:db:orders", "arn:aws:rds:eu-central-1:111122223333:db:other"
            ),
            operation: .createGrant, members: grant, test: "ArnEquals"),
        Case(key: "kms:EncryptionContext:team", values: ("red", "blue"), operation: .createGrant, members: grant),
        Case(
            key: "kms:GrantIsForAWSResource", values: ("false", "true"), operation: .createGrant, members: grant,
            test: "Bool"),
        Case(key: "kms:GrantIsForAWSResource", values: ("false", "true"), operation: .listGrants, test: "Bool"),
    ]

    @Test(arguments: cases)
    func aConditionFitsOrDoesNot(_ one: Case) async throws {
        let world = try await World()
        let key = try await world.newKey(one.newKey)
        let request = one.members.merging(["KeyId": .string(key)]) { own, _ in own }
        let more = ["kms:CreateKey", "kms:TagResource"].map { World.identityPolicy("Allow", $0, on: "arn:none") }
        let creation = World.identityPolicy("Allow", "kms:CreateKey")
        let other = Caller.user("bob", policies: [one.policy(one.values.other), creation] + more)
        let fitting = Caller.user("bob", policies: [one.policy(one.values.fitting), creation] + more)
        #expect(try await !world.allows(one.operation, request, as: other))
        #expect(try await world.allows(one.operation, request, as: fitting))
    }

    /// What a request of CreateKey says of the key to be.
    @Test(arguments: [
        ("kms:KeySpec", "ECC_NIST_P256", "SYMMETRIC_DEFAULT", "StringEquals"),
        ("kms:KeyUsage", "SIGN_VERIFY", "ENCRYPT_DECRYPT", "StringEquals"),
        ("kms:KeyOrigin", "AWS_KMS", "EXTERNAL", "StringEquals"), ("kms:MultiRegion", "true", "false", "Bool"),
        ("kms:MultiRegionKeyType", "PRIMARY", "REPLICA", "StringEquals"),
        ("kms:BypassPolicyLockoutSafetyCheck", "false", "true", "Bool"),
    ])
    func creationIsConditioned(key: String, fitting: String, other: String, test: String) async throws {
        let world = try await World()
        let request = Self.signer.merging(["MultiRegion": .bool(true)]) { own, _ in own }
        func caller(_ value: String) -> Caller {
            .user(
                "bob",
                policies: [
                    World.identityPolicy("Allow", "kms:CreateKey", when: #"{"\#(test)":{"\#(key)":"\#(value)"}}"#)
                ])
        }
        #expect(try await !world.allows(.createKey, request, as: caller(other)))
        #expect(try await world.allows(.createKey, request, as: caller(fitting)))
    }

    @Test func theAliasInTheRequestAndTheKeysAliasesAreTwoThings() async throws {
        let world = try await World()
        let key = try await world.newKey()
        try await world.ok(.createAlias, ["AliasName": .string("alias/a"), "TargetKeyId": .string(key)])
        let requested = Caller.user(
            "bob",
            policies: [
                World.identityPolicy(
                    "Allow", "kms:DescribeKey", when: #"{"StringEquals":{"kms:RequestAlias":"alias/a"}}"#)
            ])
        #expect(try await world.allows(.describeKey, ["KeyId": .string("alias/a")], as: requested))
        #expect(
            try await world.allows(.describeKey, ["KeyId": .string(world.aliasARN("alias/a"))], as: requested))
        #expect(try await !world.allows(.describeKey, ["KeyId": .string(key)], as: requested))
        let associated = Caller.user(
            "bob",
            policies: [
                World.identityPolicy(
                    "Allow", "kms:DescribeKey",
                    when: #"{"ForAnyValue:StringLike":{"kms:ResourceAliases":"alias/a*"}}"#)
            ])
        #expect(try await world.allows(.describeKey, ["KeyId": .string(key)], as: associated))
        try await world.ok(.deleteAlias, ["AliasName": .string("alias/a")])
        #expect(try await !world.allows(.describeKey, ["KeyId": .string(key)], as: associated))
    }

    @Test func aKeyUsedOfLateIsProtected() async throws {
        let world = try await World()
        let key = try await world.newKey()
        let patient = Caller.user(
            "bob",
            policies: [
                World.identityPolicy(
                    "Allow", "kms:ScheduleKeyDeletion",
                    when: #"{"NumericGreaterThan":{"kms:TrailingDaysWithoutKeyUsage":"30"}}"#)
            ])
        world.clock.advance(days: 40)
        _ = try await world.encrypt("x", key)
        #expect(try await !world.allows(.scheduleKeyDeletion, ["KeyId": .string(key)], as: patient))
        world.clock.advance(days: 31)
        #expect(try await world.allows(.scheduleKeyDeletion, ["KeyId": .string(key)], as: patient))
    }

    @Test func aServiceCallsForSomebody() async throws {
        let world = try await World()
        let key = try await world.newKey()
        let policy = World.identityPolicy(
            "Allow", "kms:DescribeKey",
            when: """
                {"StringEquals":{"kms:ViaService":"s3.eu-central-1.amazonaws.com"},"Bool":{"aws:ViaAWSService":"true"}}
                """)
        var caller = Caller.user("bob", policies: [policy])
        #expect(try await !world.allows(.describeKey, ["KeyId": .string(key)], as: caller))
        caller.viaService = "s3.eu-central-1.amazonaws.com"
        #expect(try await world.allows(.describeKey, ["KeyId": .string(key)], as: caller))
    }

    /// `aws:CalledVia` is for some services only; S3 is none of them.
    @Test(arguments: [("dynamodb", true), ("s3", false)])
    func someServicesShowInCalledVia(service: String, shows: Bool) async throws {
        let world = try await World()
        let key = try await world.newKey()
        let policy = World.identityPolicy(
            "Allow", "kms:DescribeKey",
            when: #"{"ForAnyValue:StringEquals":{"aws:CalledVia":"\#(service).amazonaws.com"}}"#)
        var caller = Caller.user("bob", policies: [policy])
        caller.viaService = "\(service).eu-central-1.amazonaws.com"
        #expect(try await world.allows(.describeKey, ["KeyId": .string(key)], as: caller) == shows)
    }

    @Test func aServiceIsHeldToTheResourceItWorksFor() async throws {
        let world = try await World()
        let condition =
            #"{"StringEquals":{"aws:SourceAccount":"\#(World.account)"},"ArnLike":{"aws:SourceArn":"arn:aws:logs:*:*:*"}}"#
        let statement =
            #"{"Effect":"Allow","Principal":{"Service":"logs.amazonaws.com"},"Action":"kms:Encrypt","Resource":"*","#
            + #""Condition":\#(condition)}"#
        let key = try await world.newKey(["Policy": .string(World.keyPolicy(statement))])
        let requester = Requester(
            kind: .service, arn: "logs.amazonaws.com", account: "", uniqueID: "", policies: .none)
        var service = Caller(requester: requester, userID: "", context: EmptyContext())
        let request: [String: JSONValue] = ["KeyId": .string(world.arn(key)), "Plaintext": .blob("x")]
        #expect(try await !world.allows(.encrypt, request, as: service))
        service.sourceARN = "arn:aws:logs:eu-central-1:\(World.account):log-group:a"
        #expect(try await world.allows(.encrypt, request, as: service))
        service.sourceARN = "arn:aws:logs:eu-central-1:444455556666:log-group:a"
        #expect(try await !world.allows(.encrypt, request, as: service))
    }

    @Test func reEncryptionKnowsWhetherItsKeysAreOne() async throws {
        let world = try await World()
        let (one, two) = (try await world.newKey(), try await world.newKey())
        let policy = World.identityPolicy(
            "Allow", "kms:ReEncrypt*", when: #"{"Bool":{"kms:ReEncryptOnSameKey":"true"}}"#)
        let caller = Caller.user("bob", policies: [policy])
        let blob = try await world.encrypt("x", one)
        func request(_ key: String) -> [String: JSONValue] {
            ["CiphertextBlob": blob, "DestinationKeyId": .string(key)]
        }
        #expect(try await world.allows(.reEncrypt, request(one), as: caller))
        #expect(try await !world.allows(.reEncrypt, request(two), as: caller))
    }

    @Test(arguments: [
        ("Allow", "StringEquals", "red"), ("Allow", "StringNotEquals", "red"), ("Deny", "StringEquals", "red"),
        ("Deny", "StringNotEquals", "red"),
    ])
    func ofTwoKeysOfAContextThatDifferInCaseAloneBothCount(effect: String, test: String, value: String) async throws {
        let world = try await World()
        let key = try await world.newKey()
        let policy = World.identityPolicy(
            effect, "kms:Encrypt", when: #"{"\#(test)":{"kms:EncryptionContext:team":"\#(value)"}}"#)
        let policies = [policy] + (effect == "Deny" ? [World.everything] : [])
        let request: [String: JSONValue] = [
            "KeyId": .string(key), "Plaintext": .blob("x"),
            "EncryptionContext": .map(["team": "red", "Team": "blue"]),
        ]
        #expect(try await !world.allows(.encrypt, request, as: .user("bob", policies: policies)))
    }

    @Test func aTagIsNotHiddenBehindOneThatDiffersInCaseAlone() async throws {
        let world = try await World()
        let key = try await world.newKey()
        let policy = World.identityPolicy(
            "Allow", "kms:TagResource", when: #"{"StringEquals":{"aws:RequestTag/team":"blue"}}"#)
        let caller = Caller.user("bob", policies: [policy])
        func allows(_ tags: [(String, String)]) async throws -> Bool {
            try await world.allows(.tagResource, ["KeyId": .string(key), "Tags": .tags(tags)], as: caller)
        }
        #expect(try await !allows([("team", "red"), ("Team", "blue")]))
        #expect(try await !allows([("Team", "blue"), ("team", "red")]))
        #expect(try await allows([("team", "blue")]))
        try await world.ok(
            .tagResource, ["KeyId": .string(key), "Tags": .tags([("owner", "red"), ("Owner", "blue")])])
        let reader = World.identityPolicy(
            "Allow", "kms:DescribeKey", when: #"{"StringEquals":{"aws:ResourceTag/owner":"red"}}"#)
        #expect(try await !world.allows(.describeKey, ["KeyId": .string(key)], as: .user("bob", policies: [reader])))
    }

    @Test func aReplicaIsMadeInItsOwnRegion() async throws {
        let world = try await World()
        let key = try await world.newKey(["MultiRegion": .bool(true)])
        func caller(_ region: String) -> Caller {
            let creation = World.identityPolicy(
                "Allow", "kms:CreateKey", when: #"{"StringEquals":{"aws:RequestedRegion":"\#(region)"}}"#)
            return .user("bob", policies: [World.identityPolicy("Allow", "kms:ReplicateKey"), creation])
        }
        let request: [String: JSONValue] = ["KeyId": .string(key), "ReplicaRegion": .string("eu-west-1")]
        #expect(try await !world.allows(.replicateKey, request, as: caller(World.region)))
        #expect(try await world.allows(.replicateKey, request, as: caller("eu-west-1")))
    }
}
