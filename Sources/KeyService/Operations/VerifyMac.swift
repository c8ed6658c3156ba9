import AWSJSON
import IAMPolicy
import KMSModel
import KeyCrypto

/// https://docs.aws.amazon.com/kms/latest/APIReference/API_VerifyMac.html
enum VerifyMac: KeyOperation {
    typealias Input = VerifyMacRequest
    static let operation = KMSOperation.verifyMac
    static let acceptsAliases = true

    static func keyIdentifier(_ input: VerifyMacRequest) -> String { input.keyId }

    static func condition(
        _ condition: RequestCondition, _ input: VerifyMacRequest, _ permission: Permission, in call: Call
    ) -> ConditionValues? {
        condition == .macAlgorithm ? .one(input.macAlgorithm.rawValue) : nil
    }

    static func grantTokens(_ input: VerifyMacRequest) -> [String]? { input.grantTokens }

    static func check(_ input: VerifyMacRequest, _ key: Key, in call: Call) async throws(Failure) {
        try UsageRules.checkMAC(operation, key, input.macAlgorithm)
    }

    static func isDryRun(_ input: VerifyMacRequest) -> Bool { input.dryRun == true }

    static func run(_ request: Authorized<VerifyMac>, in call: Call) async throws(Failure) -> VerifyMacResponse {
        let (input, key) = (request.input, request.subject)
        let secret = try await call.keys.currentMaterial(of: key).secret
        let isValid = try computed { () throws(CryptoError) in
            MAC.isValid(
                input.mac.bytes, try MACAlgorithm(input.macAlgorithm), input.message.bytes, with: secret.bytes)
        }
        guard isValid else { throw .refused(.kmsInvalidMacException) }
        return VerifyMacResponse(keyId: key.arn, macValid: true, macAlgorithm: input.macAlgorithm)
    }
}
