import AWSJSON
import KMSModel
import KeyService
import Testing

/// Many imports at once: one of them is first.
@Suite struct ImportConcurrencyTests {
    private func codes(
        _ world: World, _ key: String, _ materials: [[UInt8]], _ more: [String: JSONValue] = [:]
    ) async throws -> [KMSErrorCode?] {
        let parameters = try await world.parameters(key)
        let requests = try materials.map { try world.importRequest($0, into: key, with: parameters, more) }
        return try await withThrowingTaskGroup(of: KMSErrorCode?.self) { group in
            for request in requests {
                group.addTask { try await world.answer(.importKeyMaterial, request).error?.code }
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }
    }

    @Test func ofDifferentFirstMaterialsOneBecomesTheKeys() async throws {
        let world = try await World()
        let key = try await world.newExternalKey()
        let codes = try await codes(world, key, (1...8).map { material($0) })
        #expect(codes.count { $0 == nil } == 1)
        #expect(codes.count { $0 == .incorrectKeyMaterialException } == 7)
        #expect(try await world.storedMaterials() == 1)
        #expect(try await world.decrypted(world.encrypt("x", key)) == "x")
    }

    @Test func theSameMaterialManyTimesIsOneMaterial() async throws {
        let world = try await World()
        let key = try await world.newExternalKey()
        #expect(try await codes(world, key, (1...8).map { _ in material(1) }).allSatisfy { $0 == nil })
        #expect(try await world.materials(key).count == 1)
    }

    @Test func ofDifferentNewMaterialsOneWaits() async throws {
        let world = try await World()
        let key = try await world.importedKey(material(0))
        let codes = try await codes(world, key, (1...8).map { material($0) }, isNewMaterial)
        #expect(codes.count { $0 == nil } == 1)
        #expect(codes.count { $0 == .kmsInvalidStateException } == 7)
        #expect(try await world.materials(key).count == 2)
    }

    @Test func whoMeetsADeletionIsToldThatTheMaterialIsMissing() async throws {
        let world = try await World(cacheCapacity: 2)
        let key = try await world.newExternalKey()
        let request = try world.importRequest(material(1), into: key, with: await world.parameters(key))
        try await world.ok(.importKeyMaterial, request)
        let errors = try await withThrowingTaskGroup(of: [KMSError?].self) { group in
            for _ in 0..<4 {
                group.addTask {
                    var errors: [KMSError?] = []
                    for _ in 0..<50 {
                        let members: [String: JSONValue] = ["KeyId": .string(key), "Plaintext": .blob("x")]
                        errors.append(try await world.answer(.encrypt, members).error)
                    }
                    return errors
                }
            }
            group.addTask {
                for _ in 0..<20 {
                    try await world.ok(.deleteImportedKeyMaterial, ["KeyId": .string(key)])
                    try await world.ok(.importKeyMaterial, request)
                }
                return []
            }
            return try await group.reduce(into: []) { $0 += $1 }
        }
        let pending = KMSError(.kmsInvalidStateException, "\(world.arn(key)) is pending import.")
        #expect(errors.count == 200)
        #expect(errors.allSatisfy { $0 == nil || $0 == pending })
    }
}
