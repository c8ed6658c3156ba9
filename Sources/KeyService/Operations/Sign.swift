import AWSJSON
import IAMPolicy
import KMSModel
import KeyCrypto

/// https://docs.aws.amazon.com/kms/latest/APIReference/API_Sign.html
enum Sign: KeyOperation {
    typealias Input = SignRequest
    static let operation = KMSOperation.sign
    static let acceptsAliases = true

    static func keyIdentifier(_ input: SignRequest) -> String { input.keyId }

    static func condition(
        _ condition: RequestCondition, _ input: SignRequest, _ permission: Permission, in call: Call
    ) -> ConditionValues? {
        switch condition {
        case .signingAlgorithm: .one(input.signingAlgorithm.rawValue)
        case .messageType: .one((input.messageType ?? .raw).rawValue)
        default: nil
        }
    }

    static func grantTokens(_ input: SignRequest) -> [String]? { input.grantTokens }

    static func check(_ input: SignRequest, _ key: Key, in call: Call) async throws(Failure) {
        try UsageRules.checkSigning(operation, key, input.signingAlgorithm)
        _ = try form(input)
    }

    static func isDryRun(_ input: SignRequest) -> Bool { input.dryRun == true }

    static func run(_ request: Authorized<Sign>, in call: Call) async throws(Failure) -> SignResponse {
        let (input, key) = (request.input, request.subject)
        let privateKey = try await call.keys.privateKey(of: key)
        let form = try form(input)
        let algorithm = try computed { () throws(CryptoError) in try SigningAlgorithm(input.signingAlgorithm) }
        let signed = try await LongComputation.run(with: privateKey, in: call) { (key) throws(CryptoError) in
            try key.sign(input.message.bytes, form, algorithm)
        }
        let signature = try computed { () throws(CryptoError) in try signed.get() }
        return SignResponse(keyId: key.arn, signature: Blob(signature), signingAlgorithm: input.signingAlgorithm)
    }

    private static func form(_ input: SignRequest) throws(Failure) -> MessageForm {
        try MessageRules.form(input.messageType, input.signingAlgorithm, byteCount: input.message.bytes.count)
    }
}

extension SigningAlgorithm {
    /// The two enumerations have the same names.
    init(_ spec: SigningAlgorithmSpec) throws(CryptoError) {
        guard let algorithm = SigningAlgorithm(rawValue: spec.rawValue) else { throw .notSupported }
        self = algorithm
    }
}

/// Runs a computation that fails only if something is wrong with the server.
func computed<R>(_ body: () throws(CryptoError) -> R) throws(Failure) -> R {
    do throws(CryptoError) {
        return try body()
    } catch {
        throw .computation(error)
    }
}

extension Failure {
    fileprivate static func computation(_ error: CryptoError) -> Failure {
        .refused(.kmsInternalException, "The computation failed: \(error).")
    }
}
