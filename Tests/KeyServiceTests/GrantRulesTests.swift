import AWSJSON
import KMSModel
import Records
import Testing

@testable import KeyService

@Suite struct GrantRulesTests {
    @Test(arguments: [
        "arn:aws:iam::111122223333:root", "arn:aws:iam::444455556666:user/bob", "arn:aws:iam::444455556666:user/a/b/c",
        "arn:aws:iam::111122223333:role/aws-service-role/s3.amazonaws.com/R",
        "arn:aws:sts::111122223333:assumed-role/R/session", "arn:aws:sts::111122223333:federated-user/f",
    ])
    func principalsOfAnyAccountAreTaken(arn: String) async throws {
        let world = try await World()
        let key = try await world.newKey()
        try await world.newGrant(on: key, ["GranteePrincipal": .string(arn), "RetiringPrincipal": .string(arn)])
        #expect(try await world.grants(of: key, ["GranteePrincipal": .string(arn)]).count == 1)
    }

    @Test(arguments: [
        "bob", "111122223333", "arn:aws:iam::111122223333:group/g", "arn:aws:iam::11112222333:root",
        "arn:aws:iam::111122223333:user/", "arn:aws:iam::111122223333:user", "arn:aws:iam:us-east-1:111122223333:root",
        "arn:aws:sts::111122223333:assumed-role/R", "arn:aws:s3::111122223333:user/bob",
        "arn:aws-cn:iam::111122223333:root", "arn:aws:iam::111122223333:root/x", "arn:aws:iam::111122223333:user//b",
    ])
    func whatCanBeNoPrincipalIsRefused(arn: String) async throws {
        let world = try await World()
        let key = try await world.newKey()
        let message = "ARN does not refer to a valid principal: \(arn)"
        for member in ["GranteePrincipal", "RetiringPrincipal"] {
            try await world.expect(
                .invalidArnException, message, .createGrant, World.grant(on: key, [member: .string(arn)]))
        }
        try await world.expect(
            .invalidArnException, message, .listGrants, ["KeyId": .string(key), "GranteePrincipal": .string(arn)])
        try await world.expect(
            .invalidArnException, message, .listRetirableGrants, ["RetiringPrincipal": .string(arn)])
    }

    private static let service = JSONValue.string("s3.amazonaws.com")
    private static let source = JSONValue.map(["SourceArn": "arn:aws:s3:us-east-1:111122223333:b"])

    @Test(
        arguments: [
            ["GranteePrincipal": .null], ["GranteeServicePrincipal": service],
            ["RetiringPrincipal": .string(World.bob), "RetiringServicePrincipal": service], ["Operations": .array([])],
            ["GranteePrincipal": .null, "GranteeServicePrincipal": service, "Constraints": source],
            ["GranteePrincipal": .null, "GranteeServicePrincipal": service, "RetiringPrincipal": .string(World.bob)],
            ["Operations": .strings("Decrypt", "Sign")], ["Operations": .strings("GetPublicKey")],
            [
                "Constraints": .members([
                    "EncryptionContextSubset": .map(Dictionary(uniqueKeysWithValues: (0...8).map { ("k\($0)", "v") }))
                ])
            ],
            ["Constraints": .members(["EncryptionContextEquals": .map(["k": String(repeating: "v", count: 385)])])],
            ["Operations": .strings("Dance")], ["Constraints": .map(["SourceArn": "somewhere"])],
            ["Name": .string("a name")], ["GrantTokens": .array(Array(repeating: .string("t"), count: 11))],
        ] as [[String: JSONValue]])
    func membersThatDoNotFitAreRefused(members: [String: JSONValue]) async throws {
        let world = try await World()
        let key = try await world.newKey()
        let error = try await world.refusal(.createGrant, World.grant(on: key, members))
        #expect(error?.code == .validationException)
        #expect(error?.message?.isEmpty == false)
        #expect(try await world.grants(of: key).isEmpty)
    }

    @Test func constraintsMayBeAsLongAsTheyMayBe() async throws {
        let world = try await World()
        let key = try await world.newKey()
        let pairs = (1...8).map { ("k\($0)", String(repeating: "v", count: 384)) }
        let context = JSONValue.map(Dictionary(uniqueKeysWithValues: pairs))
        try await world.newGrant(on: key, ["Constraints": .members(["EncryptionContextSubset": context])])
        let listed = try await world.grants(of: key).first?["Constraints"]?["EncryptionContextSubset"]
        #expect(listed?.members?.count == 8)
    }

    @Test func aGrantTokenMustBeOneInForm() async throws {
        let world = try await World()
        let key = try await world.newKey()
        let token = try await world.newGrant(on: key).token
        try await world.newGrant(on: key, ["GrantTokens": .strings(token)])
        for made in ["x", String(token.dropLast(4)), "AAAA"] {
            let error = try await world.refusal(
                .createGrant, World.grant(on: key, ["GrantTokens": .strings(token, made)]))
            #expect(error?.code == .invalidGrantTokenException)
        }
    }

    private static let ofAnyKey: Set<GrantOperation> = [.createGrant, .retireGrant, .describeKey]

    @Test(
        arguments: [
            (
                .symmetricDefault, .encryptDecrypt,
                [
                    .encrypt, .decrypt, .reEncryptFrom, .reEncryptTo, .generateDataKey,
                    .generateDataKeyWithoutPlaintext, .generateDataKeyPair, .generateDataKeyPairWithoutPlaintext,
                ]
            ),
            (.rsa2048, .encryptDecrypt, [.encrypt, .decrypt, .reEncryptFrom, .reEncryptTo, .getPublicKey]),
            (.sm2, .encryptDecrypt, [.encrypt, .decrypt, .reEncryptFrom, .reEncryptTo, .getPublicKey]),
            (.eccNistP256, .signVerify, [.sign, .verify, .getPublicKey]),
            (.eccNistP256, .keyAgreement, [.deriveSharedSecret, .getPublicKey]),
            (.mlKem768, .encapsulateDecapsulate, [.encapsulate, .decapsulate, .getPublicKey]),
            (.hmac256, .generateVerifyMac, [.generateMac, .verifyMac]),
        ] as [(KeySpec, KeyUsageType, Set<GrantOperation>)])
    func aGrantPermitsWhatTheKeyCanDo(spec: KeySpec, usage: KeyUsageType, operations: Set<GrantOperation>) {
        #expect(GrantRules.operations(spec, usage) == operations.union(Self.ofAnyKey))
    }

    @Test(arguments: [
        (KeyKind(spec: "ECC_NIST_P256", usage: "SIGN_VERIFY"), "Sign", "Encrypt"),
        (KeyKind(spec: "ECC_NIST_P256", usage: "KEY_AGREEMENT"), "DeriveSharedSecret", "Sign"),
        (KeyKind(spec: "HMAC_256", usage: "GENERATE_VERIFY_MAC"), "VerifyMac", "GetPublicKey"),
        (KeyKind(spec: "RSA_2048", usage: "ENCRYPT_DECRYPT"), "ReEncryptTo", "GenerateDataKey"),
    ])
    func onOtherKeysThereAreNoEncryptionContexts(kind: KeyKind, possible: String, impossible: String) async throws {
        let world = try await World()
        let key = try await world.newKey(kind)
        try await world.newGrant(
            on: key, ["Operations": .strings(possible, "DescribeKey"), "Constraints": Self.source])
        let wrong = try await world.refusal(
            .createGrant, World.grant(on: key, ["Operations": .strings(possible, impossible)]))
        #expect(wrong?.code == .validationException)
        for constraint in ["EncryptionContextSubset", "EncryptionContextEquals"] {
            let members: [String: JSONValue] = [
                "Operations": .strings(possible), "Constraints": .members([constraint: .map(["a": "b"])]),
            ]
            let error = try await world.refusal(.createGrant, World.grant(on: key, members))
            #expect(error?.code == .validationException)
        }
        #expect(try await world.grants(of: key).count == 1)
    }

    @Test func theQuotaIsFiftyThousandAKey() async throws {
        let world = try await World()
        let key = try await world.newKey()
        let members = ["Name": JSONValue.string("n")]
        let grant = try await world.newGrant(on: key, members)
        let found = try #require(
            try await world.sealed.read(
                GrantTally.self, account: World.account, region: World.region, name: key))
        #expect(found.value.count == 1)
        var tally = found.value
        tally.count = 50_000
        try await world.sealed.commit([world.sealed.put(tally, over: found.version)])
        let error = try await world.refusal(.createGrant, World.grant(on: key))
        #expect(error?.code == .limitExceededException)
        #expect(try await world.newGrant(on: key, members).id == grant.id)
        try await world.ok(.revokeGrant, ["KeyId": .string(key), "GrantId": .string(grant.id)])
        try await world.newGrant(on: key)
    }
}
