import AWSJSON
import AuditTrail
import IAMPolicy
import KMSModel
import KeyCrypto

/// https://docs.aws.amazon.com/kms/latest/APIReference/API_Decrypt.html
enum Decrypt: Operation {
    typealias Input = DecryptRequest
    typealias Subject = Decryption
    static let operation = KMSOperation.decrypt

    static func resolve(_ input: DecryptRequest, in call: Call) async throws(Failure) -> Decryption {
        try await Decryption.resolve(request(input), in: call)
    }

    static func permissions(_ input: DecryptRequest, _ subject: Decryption) -> [Permission] {
        [Permission(operation, on: subject.key, isKeyNamed: subject.isKeyNamed)]
    }

    static func condition(
        _ condition: RequestCondition, _ input: DecryptRequest, _ permission: Permission, in call: Call
    ) -> ConditionValues? {
        condition == .encryptionAlgorithm ? .one((input.encryptionAlgorithm ?? .symmetricDefault).rawValue) : nil
    }

    static func encryptionContext(_ input: DecryptRequest, _ permission: Permission) -> StringMap? {
        input.encryptionContext
    }

    static func requestAlias(_ input: DecryptRequest, _ permission: Permission) -> String? {
        input.keyId.flatMap { KeyIdentifier($0).aliasName }
    }

    static func recipient(_ input: DecryptRequest) -> RecipientInfo? { input.recipient }

    static func grantTokens(_ input: DecryptRequest) -> [String]? { input.grantTokens }

    static func check(_ input: DecryptRequest, _ subject: Decryption, in call: Call) async throws(Failure) {
        if let recipient = input.recipient { _ = try Recipient.verify(recipient, in: call) }
        try await subject.check(request(input), in: call)
    }

    static func isDryRun(_ input: DecryptRequest) -> Bool { input.dryRun == true }

    static func run(_ authorized: Authorized<Decrypt>, in call: Call) async throws(Failure) -> DecryptResponse {
        let subject = authorized.subject
        let plaintext = try await subject.plaintext(request(authorized.input), in: call)
        let answer = try Recipient.answer(plaintext, to: authorized.input.recipient, in: call)
        return DecryptResponse(
            keyId: subject.key.arn, plaintext: answer.plaintext,
            encryptionAlgorithm: authorized.input.encryptionAlgorithm ?? .symmetricDefault,
            ciphertextForRecipient: answer.ciphertextForRecipient, keyMaterialId: subject.blob?.materialID.hex)
    }

    static func keyARN(_ subject: Decryption, _ output: DecryptResponse?) -> String? { subject.key.arn }

    private static func request(_ input: DecryptRequest) -> Decryption.Request {
        Decryption.Request(
            ciphertext: input.ciphertextBlob, keyIdentifier: input.keyId, algorithm: input.encryptionAlgorithm,
            context: input.encryptionContext, dryRun: input.dryRun, dryRunModifiers: input.dryRunModifiers)
    }

    static func recorded(_ input: DecryptRequest) -> DecryptRequest {
        var recorded = input
        recorded.encryptionAlgorithm = input.encryptionAlgorithm ?? .symmetricDefault
        recorded.recipient = nil
        return recorded
    }

    static func resources(
        _ input: DecryptRequest, _ subject: Decryption, _ output: DecryptResponse?
    ) -> [AuditResource] { [AuditResource(subject.key)] }

    static func keyMaterialID(_ output: DecryptResponse) -> String? { output.keyMaterialId }
}
