import AWSJSON
import IAMPolicy
import KMSModel
import KeyCrypto

/// https://docs.aws.amazon.com/kms/latest/APIReference/API_Verify.html
enum Verify: KeyOperation {
    typealias Input = VerifyRequest
    static let operation = KMSOperation.verify
    static let acceptsAliases = true

    static func keyIdentifier(_ input: VerifyRequest) -> String { input.keyId }

    static func condition(
        _ condition: RequestCondition, _ input: VerifyRequest, _ permission: Permission, in call: Call
    ) -> ConditionValues? {
        switch condition {
        case .signingAlgorithm: .one(input.signingAlgorithm.rawValue)
        case .messageType: .one((input.messageType ?? .raw).rawValue)
        default: nil
        }
    }

    static func grantTokens(_ input: VerifyRequest) -> [String]? { input.grantTokens }

    static func check(_ input: VerifyRequest, _ key: Key, in call: Call) async throws(Failure) {
        try UsageRules.checkSigning(operation, key, input.signingAlgorithm)
        _ = try form(input)
    }

    static func isDryRun(_ input: VerifyRequest) -> Bool { input.dryRun == true }

    static func run(_ request: Authorized<Verify>, in call: Call) async throws(Failure) -> VerifyResponse {
        let (input, key) = (request.input, request.subject)
        let publicKey = try call.keys.publicKey(of: key)
        let form = try form(input)
        let algorithm = try computed { () throws(CryptoError) in try SigningAlgorithm(input.signingAlgorithm) }
        let isLong = publicKey.spec.verifiesLong
        let verified = try await LongComputation.run(ifLong: isLong, in: call) { () throws(CryptoError) in
            try publicKey.verify(input.signature.bytes, of: input.message.bytes, form, algorithm)
        }
        let isValid = try computed { () throws(CryptoError) in try verified.get() }
        guard isValid else { throw .refused(.kmsInvalidSignatureException) }
        return VerifyResponse(keyId: key.arn, signatureValid: true, signingAlgorithm: input.signingAlgorithm)
    }

    private static func form(_ input: VerifyRequest) throws(Failure) -> MessageForm {
        try MessageRules.form(input.messageType, input.signingAlgorithm, byteCount: input.message.bytes.count)
    }
}
