import AWSJSON
import KMSModel
import KeyCrypto

/// On which terms a request imports key material.
struct ImportTerms: Sendable {
    var type: ImportType?
    var materialID: KeyMaterialID?
    var description: String?
    /// Milliseconds since 1970; nil for never.
    var validTo: Int64?

    private static let validityMax = 365 * millisecondsPerDay

    init(_ input: ImportKeyMaterialRequest, for key: Key, at now: Int64) throws(Failure) {
        type = input.importType
        materialID = input.keyMaterialId.flatMap(KeyMaterialID.init(hex:))
        description = input.keyMaterialDescription
        try Self.checkType(input, key)
        validTo = try Self.validTo(input, at: now)
    }

    private static func checkType(_ input: ImportKeyMaterialRequest, _ key: Key) throws(Failure) {
        if key.record.spec != .symmetricDefault {
            let isForSymmetricKeys =
                input.importType != nil || input.keyMaterialId != nil || input.keyMaterialDescription != nil
            guard !isForSymmetricKeys else {
                throw .unsupported(
                    "ImportType, KeyMaterialId and KeyMaterialDescription are for symmetric encryption keys only.")
            }
        }
        guard input.importType == .newKeyMaterial else { return }
        if input.keyMaterialId != nil {
            throw .validation("You cannot specify a KeyMaterialId with the ImportType NEW_KEY_MATERIAL.")
        }
        if key.record.isReplica { throw .notPrimary(key) }
    }

    private static func validTo(_ input: ImportKeyMaterialRequest, at now: Int64) throws(Failure) -> Int64? {
        let end = input.validTo?.milliseconds
        guard input.expirationModel != .keyMaterialDoesNotExpire else {
            if end == nil { return nil }
            throw .validation(
                "A validTo date must not be set if the ExpirationModel is KEY_MATERIAL_DOES_NOT_EXPIRE")
        }
        guard let end else {
            throw .validation("A validTo date must be set if the ExpirationModel is KEY_MATERIAL_EXPIRES")
        }
        guard end > now else { throw .validation("The validTo date must be in the future") }
        guard end <= now + validityMax else {
            throw .validation("The validTo date must be within 365 days of the request")
        }
        return end
    }
}
