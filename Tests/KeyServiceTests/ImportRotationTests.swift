import AWSJSON
import KMSModel
import KeyService
import Testing

/// New material for keys that have one.
@Suite struct ImportRotationTests {
    @Test func newMaterialWaitsUntilTheKeyIsRotatedToIt() async throws {
        let world = try await World()
        let key = try await world.importedKey(material(1))
        let old = try await world.encrypt("old", key)
        let id = try await world.importMaterial(
            material(2), into: key, isNewMaterial.with(["KeyMaterialDescription": .string("Q2")]))["KeyMaterialId"]
        let before = try await world.encrypt("before", key)
        var entries = try await world.materials(key)
        #expect(entries.map { $0["KeyMaterialState"]?.string } == ["CURRENT", "PENDING_ROTATION"])
        #expect(entries.map { $0["ImportState"]?.string } == ["IMPORTED", "IMPORTED"])
        #expect(entries[1]["KeyMaterialDescription"]?.string == "Q2")
        #expect(entries[1]["RotationDate"] == nil)
        #expect(try await rotations(world, key).isEmpty)
        world.clock.advance(days: 1)
        #expect(try await world.ok(.rotateKeyOnDemand, ["KeyId": .string(key)])["KeyId"]?.string == key)
        entries = try await world.materials(key)
        #expect(entries.map { $0["KeyMaterialState"]?.string } == ["NON_CURRENT", "CURRENT"])
        #expect(entries[1]["RotationType"]?.string == "ON_DEMAND")
        #expect(entries[1]["RotationDate"]?.double == 1_700_086_400)
        #expect(try await rotations(world, key).map { $0["KeyMaterialId"] } == [id])
        #expect(try await world.metadata(key)["CurrentKeyMaterialId"] == id)
        let new = try await world.encrypt("new", key)
        #expect(try await world.ok(.decrypt, ["CiphertextBlob": new])["KeyMaterialId"] == id)
        for (blob, text) in [(old, "old"), (before, "before"), (new, "new")] {
            #expect(try await world.decrypted(blob) == text)
        }
    }

    @Test func onlyOneNewMaterialWaits() async throws {
        let world = try await World()
        let key = try await world.importedKey(material(1))
        let waiting = try #require(
            try await world.importMaterial(material(2), into: key, isNewMaterial)["KeyMaterialId"]?.string)
        // Elsewhere the same material would have another id: it is of no other key.
        try await world.ok(.deleteImportedKeyMaterial, ["KeyId": .string(key), "KeyMaterialId": .string(waiting)])
        let new = try #require(
            try await world.importMaterial(material(3), into: key, isNewMaterial)["KeyMaterialId"]?.string)
        let error = try await world.importing(material(2), into: key, isNewMaterial).error
        #expect(
            error
                == KMSError(
                    .kmsInvalidStateException,
                    "New key material (id: \(waiting)) cannot be imported into KMS key \(key), because another key "
                        + "material (id: \(new)) is pending rotation."))
    }

    @Test func withoutNewMaterialThereIsNothingToRotateTo() async throws {
        let world = try await World()
        let key = try await world.importedKey(material(1))
        let message = "No available key material pending rotation for the key: \(world.arn(key))."
        try await world.expect(.kmsInvalidStateException, message, .rotateKeyOnDemand, ["KeyId": .string(key)])
        try await world.importMaterial(material(2), into: key, isNewMaterial)
        try await world.ok(.rotateKeyOnDemand, ["KeyId": .string(key)])
        try await world.expect(.kmsInvalidStateException, message, .rotateKeyOnDemand, ["KeyId": .string(key)])
    }

    @Test func rotationsOfImportedMaterialEndAfterTwentyFive() async throws {
        let world = try await World()
        let key = try await world.importedKey(material(0))
        let parameters = try await world.parameters(key)
        for number in 1...26 {
            let request = try world.importRequest(
                material(UInt8(number)), into: key, with: parameters, isNewMaterial)
            try await world.ok(.importKeyMaterial, request)
            if number <= 25 { try await world.ok(.rotateKeyOnDemand, ["KeyId": .string(key)]) }
        }
        try await world.expect(
            .limitExceededException,
            "The on-demand rotations limit has been reached for the given keyId. No more on-demand rotations can be "
                + "performed for this key: \(world.arn(key))", .rotateKeyOnDemand, ["KeyId": .string(key)])
    }

    @Test func aFormerMaterialIsNeededToo() async throws {
        let world = try await World()
        let key = try await world.importedKey(material(1))
        let blob = try await world.encrypt("x", key)
        try await world.importMaterial(material(2), into: key, isNewMaterial)
        try await world.ok(.rotateKeyOnDemand, ["KeyId": .string(key)])
        let first = try #require(try await world.materials(key)[0]["KeyMaterialId"])
        try await world.ok(.deleteImportedKeyMaterial, ["KeyId": .string(key), "KeyMaterialId": first])
        #expect(try await world.state(key) == "PendingImport")
        let entries = try await world.materials(key)
        #expect(entries.map { $0["ImportState"]?.string } == ["PENDING_IMPORT", "IMPORTED"])
        #expect(entries.map { $0["KeyMaterialState"]?.string } == ["NON_CURRENT", "CURRENT"])
        #expect(entries[0]["ExpirationModel"] == nil)
        try await world.expect(
            .kmsInvalidStateException, "\(world.arn(key)) is pending import.", .rotateKeyOnDemand,
            ["KeyId": .string(key)])
        try await world.importMaterial(material(1), into: key)
        #expect(try await world.decrypted(blob) == "x")
    }

    @Test(arguments: [KMSOperation.enableKeyRotation, .disableKeyRotation, .getKeyRotationStatus])
    func automaticRotationIsNotForImportedMaterial(operation: KMSOperation) async throws {
        let world = try await World()
        let keys = [try await world.newExternalKey(), try await world.importedKey(material(1))]
        for key in keys {
            try await world.expect(
                .unsupportedOperationException,
                "\(world.arn(key)) origin is EXTERNAL which is not valid for this operation.", operation,
                ["KeyId": .string(key)])
        }
    }

    @Test func materialMadeHereIsListedWithoutWordsOfImport() async throws {
        let world = try await World()
        let entry = try await world.materials(world.newKey())[0]
        #expect(entry["KeyMaterialState"]?.string == "CURRENT")
        for member in ["ImportState", "ExpirationModel", "ValidTo", "KeyMaterialDescription"] {
            #expect(entry[member] == nil)
        }
    }

    @Test func newMaterialAndWhatNamesItIsForSymmetricKeysOnly() async throws {
        let world = try await World()
        let key = try await world.newExternalKey(KeyKind.mac[1].members)
        let members: [[String: JSONValue]] = [
            isNewMaterial, ["ImportType": .string("EXISTING_KEY_MATERIAL")],
            ["KeyMaterialId": .string(String(repeating: "a", count: 64))], ["KeyMaterialDescription": .string("d")],
        ]
        for more in members {
            #expect(
                try await world.importing(material(1), into: key, more).error
                    == KMSError(
                        .unsupportedOperationException,
                        "ImportType, KeyMaterialId and KeyMaterialDescription are for symmetric encryption keys only."))
        }
    }

    @Test func newMaterialHasNoIDYet() async throws {
        let world = try await World()
        let key = try await world.importedKey(material(1))
        let id = try #require(try await world.materials(key)[0]["KeyMaterialId"])
        #expect(
            try await world.importing(material(2), into: key, isNewMaterial.with(["KeyMaterialId": id])).error
                == KMSError(
                    .validationException, "You cannot specify a KeyMaterialId with the ImportType NEW_KEY_MATERIAL."))
    }

    private func rotations(_ world: World, _ key: String) async throws -> [JSONValue] {
        try #require(try await world.ok(.listKeyRotations, ["KeyId": .string(key)])["Rotations"]?.elements)
    }
}
