import AWSJSON
import KMSModel
import KeyService
import Testing

/// Key material comes in, comes in again, and goes.
@Suite struct ImportTests {
    @Test func aKeyOfOriginExternalWorksOnceItsMaterialIsImported() async throws {
        let world = try await World()
        let key = try await world.newExternalKey()
        #expect(try await world.state(key) == "PendingImport")
        try await world.expect(
            .kmsInvalidStateException, "\(world.arn(key)) is pending import.", .encrypt,
            ["KeyId": .string(key), "Plaintext": .blob("x")])
        let answer = try await world.importMaterial(material(1), into: key)
        #expect(answer["KeyId"]?.string == world.arn(key))
        let metadata = try await world.metadata(key)
        #expect(metadata["KeyState"]?.string == "Enabled")
        #expect(metadata["Origin"]?.string == "EXTERNAL")
        #expect(metadata["ExpirationModel"]?.string == "KEY_MATERIAL_DOES_NOT_EXPIRE")
        #expect(metadata["ValidTo"] == nil)
        #expect(metadata["CurrentKeyMaterialId"]?.string?.utf8.count == 64)
        #expect(metadata["CurrentKeyMaterialId"] == answer["KeyMaterialId"])
        #expect(try await world.decrypted(world.encrypt("x", key)) == "x")
    }

    @Test func twoKeysWithTheSameMaterialDoNotOpenEachOthersCiphertexts() async throws {
        let world = try await World()
        let one = try await world.importedKey(material(1))
        let other = try await world.importedKey(material(1))
        let ids = [try await world.materials(one), try await world.materials(other)].map { $0[0]["KeyMaterialId"] }
        #expect(ids[0] != ids[1])
        try await world.expect(
            .incorrectKeyException,
            "The key ID in the request does not identify a CMK that can perform this operation.", .decrypt,
            ["KeyId": .string(other), "CiphertextBlob": try await world.encrypt("x", one)])
    }

    @Test func theSameMaterialImportedAgainOpensOldCiphertexts() async throws {
        let world = try await World()
        let key = try await world.importedKey(material(1))
        let blob = try await world.encrypt("x", key)
        let id = try await world.materials(key)[0]["KeyMaterialId"]
        let deleted = try await world.ok(.deleteImportedKeyMaterial, ["KeyId": .string(key)])
        #expect(deleted["KeyId"]?.string == world.arn(key))
        #expect(deleted["KeyMaterialId"] == id)
        #expect(try await world.state(key) == "PendingImport")
        #expect(try await world.metadata(key)["ExpirationModel"] == nil)
        try await world.expect(
            .kmsInvalidStateException, "\(world.arn(key)) is pending import.", .decrypt, ["CiphertextBlob": blob])
        try await world.importMaterial(material(1), into: key)
        #expect(try await world.decrypted(blob) == "x")
    }

    @Test(arguments: [true, false])
    func aKeyTakesNoOtherMaterialThanItsOwn(isDeleted: Bool) async throws {
        let world = try await World()
        let key = try await world.importedKey(material(1))
        if isDeleted { try await world.ok(.deleteImportedKeyMaterial, ["KeyId": .string(key)]) }
        let error = try await world.importing(material(2), into: key).error
        #expect(
            error == KMSError(.incorrectKeyMaterialException, "The key material is not associated with the KMS key."))
        #expect(try await world.state(key) == (isDeleted ? "PendingImport" : "Enabled"))
    }

    @Test func reimportChangesTheTermsAndKeepsWhatItDoesNotName() async throws {
        let world = try await World()
        let key = try await world.importedKey(material(1), ["KeyMaterialDescription": .string("safe 1")])
        let end = world.clock.nowMilliseconds() / 1000 + 1000
        try await world.importMaterial(
            material(1), into: key, ["ExpirationModel": .string("KEY_MATERIAL_EXPIRES"), "ValidTo": .int(end)])
        var entry = try await world.materials(key)[0]
        #expect(entry["ValidTo"]?.double == Double(end))
        #expect(entry["ExpirationModel"]?.string == "KEY_MATERIAL_EXPIRES")
        #expect(entry["KeyMaterialDescription"]?.string == "safe 1")
        #expect(try await world.metadata(key)["ValidTo"]?.double == Double(end))
        try await world.importMaterial(material(1), into: key, ["KeyMaterialDescription": .string("safe 2")])
        entry = try await world.materials(key)[0]
        #expect(entry["ValidTo"] == nil)
        #expect(entry["ExpirationModel"]?.string == "KEY_MATERIAL_DOES_NOT_EXPIRE")
        #expect(entry["KeyMaterialDescription"]?.string == "safe 2")
    }

    @Test func aMaterialIDMustBeThatOfTheMaterialAndBeKnown() async throws {
        let world = try await World()
        let key = try await world.newExternalKey()
        let other = try await world.importedKey(material(1))
        let foreignID = try #require(try await world.materials(other)[0]["KeyMaterialId"])
        let unknown = KMSError(
            .incorrectKeyMaterialException, "The key material is not associated with the KMS key.")
        #expect(try await world.importing(material(1), into: key, ["KeyMaterialId": foreignID]).error == unknown)
        let id = try #require(try await world.importMaterial(material(1), into: key)["KeyMaterialId"])
        try await world.ok(.deleteImportedKeyMaterial, ["KeyId": .string(key)])
        #expect(try await world.importing(material(1), into: key, ["KeyMaterialId": foreignID]).error == unknown)
        #expect(try await world.importMaterial(material(1), into: key, ["KeyMaterialId": id])["KeyMaterialId"] == id)
    }

    @Test func theFirstMaterialIsNeverAnExistingOne() async throws {
        let world = try await World()
        let key = try await world.newExternalKey()
        let type: [String: JSONValue] = ["ImportType": .string("EXISTING_KEY_MATERIAL")]
        #expect(try await world.importing(material(1), into: key, type).error?.code == .incorrectKeyMaterialException)
        try await world.importMaterial(material(1), into: key, isNewMaterial)
        #expect(try await world.materials(key)[0]["KeyMaterialState"]?.string == "CURRENT")
        try await world.importMaterial(material(1), into: key, type)
    }

    @Test func whatIsAlreadyThereIsNotNew() async throws {
        let world = try await World()
        let key = try await world.importedKey(material(1))
        let error = try await world.importing(material(1), into: key, isNewMaterial).error
        #expect(
            error
                == KMSError(
                    .incorrectKeyMaterialException, "The key material is already associated with the KMS key."))
    }

    /// A disabled key stays so; one that was without its material is enabled when it comes.
    @Test func importEnablesAKeyThatWaitedForIt() async throws {
        let world = try await World()
        let key = try await world.importedKey(material(1))
        try await world.ok(.disableKey, ["KeyId": .string(key)])
        try await world.importMaterial(material(1), into: key)
        #expect(try await world.state(key) == "Disabled")
        try await world.ok(.deleteImportedKeyMaterial, ["KeyId": .string(key)])
        #expect(try await world.state(key) == "PendingImport")
        try await world.importMaterial(material(1), into: key)
        #expect(try await world.state(key) == "Enabled")
    }
}
