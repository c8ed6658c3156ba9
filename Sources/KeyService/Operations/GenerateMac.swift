import AWSJSON
import IAMPolicy
import KMSModel
import KeyCrypto

/// https://docs.aws.amazon.com/kms/latest/APIReference/API_GenerateMac.html
enum GenerateMac: KeyOperation {
    typealias Input = GenerateMacRequest
    static let operation = KMSOperation.generateMac
    static let acceptsAliases = true

    static func keyIdentifier(_ input: GenerateMacRequest) -> String { input.keyId }

    static func condition(
        _ condition: RequestCondition, _ input: GenerateMacRequest, _ permission: Permission, in call: Call
    ) -> ConditionValues? {
        condition == .macAlgorithm ? .one(input.macAlgorithm.rawValue) : nil
    }

    static func grantTokens(_ input: GenerateMacRequest) -> [String]? { input.grantTokens }

    static func check(_ input: GenerateMacRequest, _ key: Key, in call: Call) async throws(Failure) {
        try UsageRules.checkMAC(operation, key, input.macAlgorithm)
    }

    static func isDryRun(_ input: GenerateMacRequest) -> Bool { input.dryRun == true }

    static func run(_ request: Authorized<GenerateMac>, in call: Call) async throws(Failure) -> GenerateMacResponse {
        let (input, key) = (request.input, request.subject)
        let secret = try await call.keys.currentMaterial(of: key).secret
        let mac = try computed { () throws(CryptoError) in
            MAC.compute(try MACAlgorithm(input.macAlgorithm), input.message.bytes, with: secret.bytes)
        }
        return GenerateMacResponse(mac: Blob(mac), macAlgorithm: input.macAlgorithm, keyId: key.arn)
    }
}

extension MACAlgorithm {
    /// The two enumerations have the same names.
    init(_ spec: MacAlgorithmSpec) throws(CryptoError) {
        guard let algorithm = MACAlgorithm(rawValue: spec.rawValue) else { throw .notSupported }
        self = algorithm
    }
}
