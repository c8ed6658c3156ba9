import AWSJSON
import AuditTrail
import IAMPolicy
import KMSModel
import KeyCrypto
import ServiceModel

/// https://docs.aws.amazon.com/kms/latest/APIReference/API_ReEncrypt.html
enum ReEncrypt: Operation {
    typealias Input = ReEncryptRequest
    static let operation = KMSOperation.reEncrypt

    struct Subject: Sendable {
        var source: Decryption
        var destination: Key
    }

    static func resolve(_ input: ReEncryptRequest, in call: Call) async throws(Failure) -> Subject {
        let source = try await Decryption.resolve(request(input), in: call)
        let destination = try await Resolver.key(
            input.destinationKeyId, acceptsAliases: true, for: "ReEncryptTo", in: call)
        return Subject(source: source, destination: destination)
    }

    static func permissions(_ input: ReEncryptRequest, _ subject: Subject) -> [Permission] {
        var source = Permission(
            action: "ReEncryptFrom", on: subject.source.key, isKeyNamed: subject.source.isKeyNamed)
        var destination = Permission(action: "ReEncryptTo", on: subject.destination)
        source.isOnOneKey = subject.source.key.arn == subject.destination.arn
        destination.isOnOneKey = source.isOnOneKey
        return [source, destination]
    }

    static func condition(
        _ condition: RequestCondition, _ input: ReEncryptRequest, _ permission: Permission, in call: Call
    ) -> ConditionValues? {
        switch condition {
        case .encryptionAlgorithm:
            let algorithm =
                isSource(permission) ? input.sourceEncryptionAlgorithm : input.destinationEncryptionAlgorithm
            return .one((algorithm ?? .symmetricDefault).rawValue)
        case .reEncryptOnSameKey: return permission.isOnOneKey.map { .bool($0) }
        default: return nil
        }
    }

    static func encryptionContext(_ input: ReEncryptRequest, _ permission: Permission) -> StringMap? {
        isSource(permission) ? input.sourceEncryptionContext : input.destinationEncryptionContext
    }

    static func requestAlias(_ input: ReEncryptRequest, _ permission: Permission) -> String? {
        (isSource(permission) ? input.sourceKeyId : input.destinationKeyId).flatMap { KeyIdentifier($0).aliasName }
    }

    static func grantTokens(_ input: ReEncryptRequest) -> [String]? { input.grantTokens }

    private static func isSource(_ permission: Permission) -> Bool { permission.action == "ReEncryptFrom" }

    static func check(_ input: ReEncryptRequest, _ subject: Subject, in call: Call) async throws(Failure) {
        try await subject.source.check(request(input), in: call)
        try UsageRules.checkEncryption(operation, subject.destination, input.destinationEncryptionAlgorithm)
        try Cipher.checkContext(input.destinationEncryptionContext, input.destinationEncryptionAlgorithm)
    }

    static func isDryRun(_ input: ReEncryptRequest) -> Bool { input.dryRun == true }

    static func run(_ authorized: Authorized<ReEncrypt>, in call: Call) async throws(Failure) -> ReEncryptResponse {
        let (input, subject) = (authorized.input, authorized.subject)
        let plaintext = try await subject.source.plaintext(request(input), in: call)
        let sealed = try await Cipher.encrypt(
            plaintext, under: subject.destination, input.destinationEncryptionAlgorithm,
            context: input.destinationEncryptionContext, in: call)
        return ReEncryptResponse(
            ciphertextBlob: Blob(sealed.ciphertext), sourceKeyId: subject.source.key.arn,
            keyId: subject.destination.arn,
            sourceEncryptionAlgorithm: input.sourceEncryptionAlgorithm ?? .symmetricDefault,
            destinationEncryptionAlgorithm: input.destinationEncryptionAlgorithm ?? .symmetricDefault,
            sourceKeyMaterialId: subject.source.blob?.materialID.hex,
            destinationKeyMaterialId: sealed.materialID?.hex)
    }

    static func keyARN(_ subject: Subject, _ output: ReEncryptResponse?) -> String? { subject.destination.arn }

    private static func request(_ input: ReEncryptRequest) -> Decryption.Request {
        Decryption.Request(
            ciphertext: input.ciphertextBlob, keyIdentifier: input.sourceKeyId,
            algorithm: input.sourceEncryptionAlgorithm, context: input.sourceEncryptionContext, dryRun: input.dryRun,
            dryRunModifiers: input.dryRunModifiers)
    }

    static func recorded(_ input: ReEncryptRequest) -> ReEncryptRequest {
        var recorded = input
        recorded.sourceEncryptionAlgorithm = input.sourceEncryptionAlgorithm ?? .symmetricDefault
        recorded.destinationEncryptionAlgorithm = input.destinationEncryptionAlgorithm ?? .symmetricDefault
        return recorded
    }

    static func resources(
        _ input: ReEncryptRequest, _ subject: Subject, _ output: ReEncryptResponse?
    ) -> [AuditResource] { [AuditResource(subject.source.key), AuditResource(subject.destination)] }

    static func recordAdditions(
        _ input: ReEncryptRequest, _ subject: Subject, _ output: ReEncryptResponse?, in call: Call,
        to writer: inout JSONWriter
    ) {
        writer.member("destinationKeyMaterialId", output?.destinationKeyMaterialId)
        writer.member("sourceKeyMaterialId", output?.sourceKeyMaterialId)
    }
}
