import AWSJSON

/// The operations that can be measured.
public enum LoadOperation: String, CaseIterable, Sendable {
    case encrypt = "Encrypt"
    case decrypt = "Decrypt"
    case reEncrypt = "ReEncrypt"
    case generateDataKey = "GenerateDataKey"
    case generateDataKeyWithoutPlaintext = "GenerateDataKeyWithoutPlaintext"
    case generateRandom = "GenerateRandom"
    case sign = "Sign"
    case generateMac = "GenerateMac"
    case describeKey = "DescribeKey"
    /// Leaves all the keys it makes: for measuring changes, and for filling a database.
    case createKey = "CreateKey"
    case listKeys = "ListKeys"

    var needsKey: Bool { ![.generateRandom, .createKey, .listKeys].contains(self) }
    var needsCiphertext: Bool { self == .decrypt || self == .reEncrypt }

    /// The request in JSON; the ciphertext is for `Decrypt` and `ReEncrypt`, the key for all but `GenerateRandom`.
    func body(plan: LoadPlan, keyID: String, ciphertext: Blob) -> [UInt8] {
        var writer = JSONWriter()
        writer.beginObject()
        switch self {
        case .encrypt:
            writer.member("KeyId", keyID)
            writer.name("Plaintext")
            writer.blob(plan.plaintext)
            writer.context("EncryptionContext", plan)
        case .decrypt:
            writer.name("CiphertextBlob")
            writer.blob(ciphertext)
            writer.context("EncryptionContext", plan)
        case .reEncrypt:
            writer.name("CiphertextBlob")
            writer.blob(ciphertext)
            writer.context("SourceEncryptionContext", plan)
            writer.member("DestinationKeyId", keyID)
            writer.context("DestinationEncryptionContext", plan)
        case .generateDataKey, .generateDataKeyWithoutPlaintext:
            writer.member("KeyId", keyID)
            writer.count(plan)
            writer.context("EncryptionContext", plan)
        case .generateRandom: writer.count(plan)
        case .describeKey: writer.member("KeyId", keyID)
        case .sign, .generateMac:
            writer.member("KeyId", keyID)
            writer.name("Message")
            writer.blob(plan.plaintext)
            writer.member(self == .sign ? "SigningAlgorithm" : "MacAlgorithm", plan.keySpecOrStandard.algorithm)
        case .createKey, .listKeys: break
        }
        writer.endObject()
        return writer.bytes
    }
}

extension LoadPlan {
    fileprivate var plaintext: Blob { Blob((0..<payloadBytes).map { UInt8(truncatingIfNeeded: $0) }) }
}

extension JSONWriter {
    mutating func member(_ name: String, _ text: String) {
        self.name(name)
        string(text)
    }

    fileprivate mutating func count(_ plan: LoadPlan) {
        name("NumberOfBytes")
        int(Int64(plan.payloadBytes))
    }

    fileprivate mutating func context(_ name: String, _ plan: LoadPlan) {
        guard !plan.encryptionContext.isEmpty else { return }
        self.name(name)
        beginObject()
        for pair in plan.encryptionContext { member(pair.key, pair.value) }
        endObject()
    }
}
