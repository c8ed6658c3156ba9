import KMSModel
import KeyCrypto
import Records

/// https://docs.aws.amazon.com/kms/latest/APIReference/API_CreateKey.html
enum CreateKey: AccountOperation {
    typealias Input = CreateKeyRequest
    static let operation = KMSOperation.createKey

    static func check(_ input: CreateKeyRequest, _ subject: Void, in call: Call) async throws(Failure) {
        let spec = try spec(of: input)
        if let usage = input.keyUsage {
            guard spec != .symmetricDefault || usage == .encryptDecrypt else {
                throw .validation("KeyUsage \(usage.rawValue) is not compatible with KeySpec \(spec.rawValue)")
            }
        } else if spec != .symmetricDefault {
            throw .validation(
                "You must specify a KeyUsage value for all KMS keys except for symmetric encryption keys.")
        }
        if input.customKeyStoreId != nil { throw .refused(.customKeyStoreNotFoundException) }
        guard spec == .symmetricDefault else { throw .notBuilt("the key spec \(spec.rawValue)") }
        let origin = input.origin ?? .awsKms
        guard origin == .awsKms else { throw .notBuilt("the origin \(origin.rawValue)") }
        guard input.multiRegion != true else { throw .notBuilt("multi-Region keys") }
    }

    static func run(_ request: Authorized<CreateKey>, in call: Call) async throws(Failure) -> CreateKeyResponse {
        let input = request.input
        let tags = try TagRules.tags(input.tags ?? [])
        if let policy = input.policy { try KeyPolicy.check(policy) }
        var draft = KeyRecord.symmetric(in: call, policy: input.policy ?? KeyPolicy.byDefault(in: call.place))
        draft.description = input.description ?? ""
        draft.tags = tags
        return CreateKeyResponse(keyMetadata: try await call.keys.create(draft, in: call).metadata)
    }

    static func keyARN(_ subject: Void, _ output: CreateKeyResponse?) -> String? { output?.keyMetadata?.arn }

    private static func spec(of input: CreateKeyRequest) throws(Failure) -> KeySpec {
        guard let old = input.customerMasterKeySpec else { return input.keySpec ?? .symmetricDefault }
        guard input.keySpec == nil else {
            throw .validation(
                "You cannot specify KeySpec and CustomerMasterKeySpec in the same request. "
                    + "CustomerMasterKeySpec is deprecated.")
        }
        return KeySpec(rawValue: old.rawValue) ?? .symmetricDefault
    }
}

extension KeyRecord {
    /// A new symmetric encryption key, still without key material.
    static func symmetric(in call: Call, policy: String, manager: KeyManagerType = .customer) -> KeyRecord {
        KeyRecord(
            id: BinaryKeyID(newUUID: call.randomness.fill).text, account: call.caller.account, region: call.region,
            created: call.now, description: "", spec: .symmetricDefault, usage: .encryptDecrypt, origin: .awsKms,
            manager: manager, policy: policy, tags: [], materials: [])
    }
}
