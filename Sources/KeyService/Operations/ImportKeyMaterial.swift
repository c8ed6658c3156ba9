import AWSJSON
import IAMPolicy
import KMSModel
import KeyCrypto

/// https://docs.aws.amazon.com/kms/latest/APIReference/API_ImportKeyMaterial.html
enum ImportKeyMaterial: KeyOperation {
    typealias Input = ImportKeyMaterialRequest
    static let operation = KMSOperation.importKeyMaterial

    static func keyIdentifier(_ input: ImportKeyMaterialRequest) -> String { input.keyId }

    static func condition(
        _ condition: RequestCondition, _ input: ImportKeyMaterialRequest, _ permission: Permission, in call: Call
    ) -> ConditionValues? {
        switch condition {
        case .expirationModel: .one((input.expirationModel ?? .keyMaterialExpires).rawValue)
        case .validTo: input.validTo.map { .number(Int($0.milliseconds / 1000)) }
        default: nil
        }
    }

    static func check(_ input: ImportKeyMaterialRequest, _ key: Key, in call: Call) async throws(Failure) {
        try ImportRules.check(operation, key)
        _ = try ImportTerms(input, for: key, at: call.now)
    }

    static func run(
        _ request: Authorized<ImportKeyMaterial>, in call: Call
    ) async throws(Failure) -> ImportKeyMaterialResponse {
        let (input, key) = (request.input, request.subject)
        let terms = try ImportTerms(input, for: key, at: call.now)
        let token = try await token(input.importToken.bytes, for: key, in: call)
        let material = try await ImportedMaterial.unwrap(input.encryptedKeyMaterial.bytes, token, for: key)
        try await call.keys.update(key, in: call) { (record) throws(Failure) in
            try await call.keys.importMaterial(material, terms, into: &record)
        }
        return ImportKeyMaterialResponse(
            keyId: key.arn, keyMaterialId: key.record.spec == .symmetricDefault ? material.id.hex : nil)
    }

    private static func token(_ bytes: [UInt8], for key: Key, in call: Call) async throws(Failure) -> ImportToken {
        guard let secret = try await call.keys.importTokenKey(in: call.place) else { throw .invalidImportToken }
        let token: ImportToken
        do throws(CryptoError) {
            token = try ImportToken(opening: bytes, for: key, with: secret.bytes)
        } catch {
            throw .invalidImportToken
        }
        guard call.now < token.validTo else { throw .expiredImportToken }
        return token
    }
}
