import AWSJSON
import KMSModel
import KeyService
import Testing

@Suite struct KeyLifecycleTests {
    @Test func createKeyAnswersWithWhatDescribeKeyTells() async throws {
        let world = try await World()
        let made = try await world.ok(.createKey, ["Description": .string("of the data pipeline")])
        let metadata = try #require(made["KeyMetadata"])
        let id = try #require(metadata["KeyId"]?.string)
        #expect(KeyIdentifier.isKeyID(id))
        #expect(metadata["Arn"]?.string == world.arn(id))
        #expect(metadata["AWSAccountId"]?.string == World.account)
        #expect(metadata["CreationDate"]?.double == 1_700_000_000)
        #expect(metadata["Description"]?.string == "of the data pipeline")
        #expect(metadata["Enabled"]?.bool == true)
        let texts = [
            "KeyState": "Enabled", "KeyUsage": "ENCRYPT_DECRYPT", "KeySpec": "SYMMETRIC_DEFAULT",
            "CustomerMasterKeySpec": "SYMMETRIC_DEFAULT", "Origin": "AWS_KMS", "KeyManager": "CUSTOMER",
        ]
        for (name, text) in texts { #expect(metadata[name]?.string == text) }
        #expect(metadata["EncryptionAlgorithms"] == .array([.string("SYMMETRIC_DEFAULT")]))
        #expect(metadata["MultiRegion"]?.bool == false)
        #expect(metadata["CurrentKeyMaterialId"]?.string?.utf8.count == 64)
        #expect(metadata["DeletionDate"] == nil)
        #expect(try await world.metadata(id) == metadata)
    }

    @Test func createKeyRefusesWhatDoesNotFitTogether() async throws {
        let world = try await World()
        try await world.expect(
            .validationException,
            "You must specify a KeyUsage value for all KMS keys except for symmetric encryption keys.", .createKey,
            ["KeySpec": .string("RSA_2048")])
        try await world.expect(
            .validationException, "KeyUsage SIGN_VERIFY is not compatible with KeySpec SYMMETRIC_DEFAULT", .createKey,
            ["KeyUsage": .string("SIGN_VERIFY")])
        try await world.expect(
            .validationException,
            "You cannot specify KeySpec and CustomerMasterKeySpec in the same request. "
                + "CustomerMasterKeySpec is deprecated.", .createKey,
            ["KeySpec": .string("SYMMETRIC_DEFAULT"), "CustomerMasterKeySpec": .string("SYMMETRIC_DEFAULT")])
        try await world.expect(
            .customKeyStoreNotFoundException, nil, .createKey, ["CustomKeyStoreId": .string("cks-1234")])
    }

    @Test(arguments: [
        ["KeySpec": JSONValue.string("ML_KEM_512"), "KeyUsage": .string("ENCAPSULATE_DECAPSULATE")],
        ["Origin": .string("AWS_CLOUDHSM")], ["Origin": .string("EXTERNAL_KEY_STORE")],
    ])
    func createKeySaysWhatIsNotBuilt(members: [String: JSONValue]) async throws {
        let world = try await World()
        let error = try await world.refusal(.createKey, members)
        #expect(error?.code == .unsupportedOperationException)
        #expect(error?.message?.hasSuffix("yet.") == true)
    }

    @Test(arguments: [("SM2", "SIGN_VERIFY", "us-east-1"), ("ML_KEM_768", "ENCAPSULATE_DECAPSULATE", "cn-north-1")])
    func someSpecsAreForSomeRegionsOnly(spec: String, usage: String, region: String) async throws {
        let world = try await World()
        try await world.expect(
            .unsupportedOperationException, "\(spec) is not supported in the Region \(region).", .createKey,
            ["KeySpec": .string(spec), "KeyUsage": .string(usage)], in: region)
    }

    @Test func aDisabledKeyIsOfNoUseUntilItIsEnabled() async throws {
        let world = try await World()
        let key = try await world.newKey()
        let blob = try await world.encrypt("x", key)
        try await world.ok(.disableKey, ["KeyId": .string(key)])
        #expect(try await world.metadata(key)["KeyState"]?.string == "Disabled")
        #expect(try await world.metadata(key)["Enabled"]?.bool == false)
        try await world.expect(
            .disabledException, "\(world.arn(key)) is disabled.", .decrypt, ["CiphertextBlob": blob])
        try await world.ok(.enableKey, ["KeyId": .string(key)])
        try await world.ok(.decrypt, ["CiphertextBlob": blob])
    }

    @Test func updateKeyDescriptionReplacesIt() async throws {
        let world = try await World()
        let key = try await world.newKey(["Description": .string("old")])
        try await world.ok(.updateKeyDescription, ["KeyId": .string(key), "Description": .string("")])
        #expect(try await world.metadata(key)["Description"]?.string == "")
    }

    @Test func operationsWithoutOutputAnswerWithNothing() async throws {
        let world = try await World()
        let key = try await world.newKey()
        let outcome = await world.outcome(.enableKey, ["KeyId": .string(key)])
        #expect(try outcome.result.get().isEmpty)
        #expect(outcome.keyARN == world.arn(key))
    }

    @Test func theOutcomeNamesTheKeyAlsoOfAMadeOneAndOfARefusal() async throws {
        let world = try await World()
        let made = await world.outcome(.createKey, [:])
        let arn = try #require(made.keyARN)
        let id = try #require(arn.split(separator: "/").last.map(String.init))
        try await world.ok(.disableKey, ["KeyId": .string(id)])
        let refused = await world.outcome(.encrypt, ["KeyId": .string(id), "Plaintext": .blob("x")])
        #expect(refused.keyARN == arn)
    }

    @Test func keysOfOtherRegionsAndPartitionsHaveTheirARNs() async throws {
        let world = try await World()
        let china = try await world.ok(.createKey, in: "cn-north-1")["KeyMetadata"]
        #expect(china?["Arn"]?.string?.hasPrefix("arn:aws-cn:kms:cn-north-1:") == true)
        let gov = try await world.ok(.createKey, in: "us-gov-west-1")["KeyMetadata"]
        #expect(gov?["Arn"]?.string?.hasPrefix("arn:aws-us-gov:kms:us-gov-west-1:") == true)
    }
}
