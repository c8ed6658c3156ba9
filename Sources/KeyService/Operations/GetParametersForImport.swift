import AWSJSON
import IAMPolicy
import KMSModel
import KeyCrypto
import Records

/// https://docs.aws.amazon.com/kms/latest/APIReference/API_GetParametersForImport.html
enum GetParametersForImport: KeyOperation {
    typealias Input = GetParametersForImportRequest
    static let operation = KMSOperation.getParametersForImport

    static func keyIdentifier(_ input: GetParametersForImportRequest) -> String { input.keyId }

    static func condition(
        _ condition: RequestCondition, _ input: GetParametersForImportRequest, _ permission: Permission, in call: Call
    ) -> ConditionValues? {
        switch condition {
        case .wrappingAlgorithm: .one(input.wrappingAlgorithm.rawValue)
        case .wrappingKeySpec: .one(input.wrappingKeySpec.rawValue)
        default: nil
        }
    }

    static func check(_ input: GetParametersForImportRequest, _ key: Key, in call: Call) async throws(Failure) {
        try ImportRules.check(operation, key)
        _ = try wrapping(input, key, in: call)
    }

    static func run(
        _ request: Authorized<GetParametersForImport>, in call: Call
    ) async throws(Failure) -> GetParametersForImportResponse {
        let key = request.subject
        let wrapping = try wrapping(request.input, key, in: call)
        let pair = try await call.environment.pairs.take(wrapping.keySpec)
        let secret = try await call.keys.importTokenKey(in: call.place, makingIt: call.randomness)
        let token = ImportToken(
            algorithm: wrapping.algorithm, wrappingKey: pair, validTo: call.now + millisecondsPerDay)
        let sealed = token.sealed(
            for: key, with: secret.bytes, fresh: call.randomness.bytes(MessageCipher.freshBytes))
        return GetParametersForImportResponse(
            keyId: key.arn, importToken: Blob(sealed), publicKey: Blob(pair.publicKey.der),
            parametersValidTo: Timestamp(milliseconds: token.validTo))
    }

    private static func wrapping(
        _ input: GetParametersForImportRequest, _ key: Key, in call: Call
    ) throws(Failure) -> Wrapping {
        try ImportRules.wrapping(
            input.wrappingAlgorithm, input.wrappingKeySpec, for: key.record.spec,
            isInChina: call.partition == "aws-cn")
    }
}
