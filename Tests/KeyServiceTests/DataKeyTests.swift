import AWSJSON
import KMSModel
import Testing

@Suite struct DataKeyTests {
    @Test(arguments: [
        (["KeySpec": JSONValue.string("AES_256")], 32), (["KeySpec": .string("AES_128")], 16),
        (["NumberOfBytes": .int(1)], 1), (["NumberOfBytes": .int(1024)], 1024),
    ])
    func aDataKeyHasTheAskedLengthAndItsCiphertextOpensToIt(size: [String: JSONValue], count: Int) async throws {
        let world = try await World()
        let key = try await world.newKey()
        let request = size.merging([
            "KeyId": .string(key), "EncryptionContext": .map(["table": "orders"]),
        ]) { own, _ in own }
        let made = try await world.ok(.generateDataKey, request)
        let plaintext = try #require(made["Plaintext"]?.bytes)
        #expect(plaintext.count == count)
        #expect(made["KeyId"]?.string == world.arn(key))
        let opened = try await world.ok(
            .decrypt,
            [
                "CiphertextBlob": try #require(made["CiphertextBlob"]),
                "EncryptionContext": .map(["table": "orders"]),
            ])
        #expect(opened["Plaintext"]?.bytes == plaintext)
        let hidden = try await world.ok(.generateDataKeyWithoutPlaintext, request)
        #expect(hidden["Plaintext"] == nil)
        #expect(hidden["KeyMaterialId"] == made["KeyMaterialId"])
    }

    @Test func exactlyOneOfSpecAndLengthIsAskedForBeforeTheState() async throws {
        let world = try await World()
        let key = try await world.newKey()
        try await world.ok(.disableKey, ["KeyId": .string(key)])
        let both: [String: JSONValue] = ["KeySpec": .string("AES_256"), "NumberOfBytes": .int(32)]
        for size in [[:], both] {
            for operation in [KMSOperation.generateDataKey, .generateDataKeyWithoutPlaintext] {
                try await world.expect(
                    .validationException, "Please specify either number of bytes or key spec.", operation,
                    size.merging(["KeyId": .string(key)]) { own, _ in own })
            }
        }
    }

    @Test func dataKeysDiffer() async throws {
        let world = try await World()
        let request: [String: JSONValue] = ["KeyId": .string(try await world.newKey()), "KeySpec": .string("AES_256")]
        let (one, other) = (
            try await world.ok(.generateDataKey, request), try await world.ok(.generateDataKey, request)
        )
        #expect(one["Plaintext"] != other["Plaintext"])
    }

    @Test func generateRandomGivesWhatIsAskedFor() async throws {
        let world = try await World()
        let bytes = try await world.ok(.generateRandom, ["NumberOfBytes": .int(1024)])["Plaintext"]?.bytes
        #expect(bytes?.count == 1024)
        try await world.expect(.validationException, "NumberOfBytes is required.", .generateRandom)
        try await world.expect(
            .validationException,
            "1 validation error detected: Value '1025' at 'numberOfBytes' failed to satisfy constraint: "
                + "Member must have value less than or equal to 1024", .generateRandom, ["NumberOfBytes": .int(1025)])
        try await world.expect(
            .customKeyStoreNotFoundException, nil, .generateRandom,
            ["NumberOfBytes": .int(1), "CustomKeyStoreId": .string("cks-1")])
    }
}
