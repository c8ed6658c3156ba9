import KMSModel
import KeyCrypto

/// https://docs.aws.amazon.com/kms/latest/APIReference/API_DeleteImportedKeyMaterial.html
enum DeleteImportedKeyMaterial: KeyOperation {
    typealias Input = DeleteImportedKeyMaterialRequest
    static let operation = KMSOperation.deleteImportedKeyMaterial

    static func keyIdentifier(_ input: DeleteImportedKeyMaterialRequest) -> String { input.keyId }

    static func check(_ input: DeleteImportedKeyMaterialRequest, _ key: Key, in call: Call) async throws(Failure) {
        try ImportRules.check(operation, key)
    }

    /// Material that is not here any more stays away.
    static func run(
        _ request: Authorized<DeleteImportedKeyMaterial>, in call: Call
    ) async throws(Failure) -> DeleteImportedKeyMaterialResponse {
        let (input, key) = (request.input, request.subject)
        var deleted: KeyMaterialID?
        try await call.keys.update(key, in: call) { (record) throws(Failure) in
            deleted = try material(input, of: record)
            return try await call.keys.dropMaterials(deleted.map { [$0] } ?? [], of: &record)
        }
        return DeleteImportedKeyMaterialResponse(
            keyId: key.arn, keyMaterialId: key.record.spec == .symmetricDefault ? deleted?.hex : nil)
    }

    private static func material(
        _ input: DeleteImportedKeyMaterialRequest, of record: KeyRecord
    ) throws(Failure) -> KeyMaterialID? {
        guard let id = input.keyMaterialId else { return record.currentMaterial?.id }
        guard let material = record.materials.first(where: { $0.id.hex == id }) else {
            throw .refused(.notFoundException, "Key material '\(id)' does not exist")
        }
        return material.id
    }
}
