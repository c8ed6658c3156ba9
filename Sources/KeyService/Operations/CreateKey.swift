import AuditTrail
import IAMPolicy
import KMSModel
import KeyCrypto
import Records

/// https://docs.aws.amazon.com/kms/latest/APIReference/API_CreateKey.html
enum CreateKey: AccountOperation {
    typealias Input = CreateKeyRequest
    static let operation = KMSOperation.createKey

    /// Tags need a permission of their own.
    static func permissions(_ input: CreateKeyRequest, _ subject: Void) -> [Permission] {
        let creation = Permission(operation, on: nil)
        return input.tags?.isEmpty ?? true ? [creation] : [creation, Permission(.tagResource, on: nil)]
    }

    static func condition(
        _ condition: RequestCondition, _ input: CreateKeyRequest, _ permission: Permission, in call: Call
    ) -> ConditionValues? {
        switch condition {
        case .bypassPolicyLockoutSafetyCheck: .bool(input.bypassPolicyLockoutSafetyCheck ?? false)
        case .keySpec: .one(input.customerMasterKeySpec?.rawValue ?? (input.keySpec ?? .symmetricDefault).rawValue)
        case .keyUsage: .one((input.keyUsage ?? .encryptDecrypt).rawValue)
        case .keyOrigin: .one((input.origin ?? .awsKms).rawValue)
        case .multiRegion: .bool(input.multiRegion ?? false)
        case .multiRegionKeyType: input.multiRegion == true ? .one("PRIMARY") : nil
        default: nil
        }
    }

    static func requestTags(_ input: CreateKeyRequest) -> [KeyTag]? { input.tags?.map(KeyTag.init) }

    static func check(_ input: CreateKeyRequest, _ subject: Void, in call: Call) async throws(Failure) {
        let spec = try spec(of: input)
        try checkUsage(input.keyUsage, spec)
        if input.customKeyStoreId != nil { throw .refused(.customKeyStoreNotFoundException) }
        try SpecRules.checkRegion(spec, in: call)
        try checkOrigin(input.origin ?? .awsKms, spec)
        guard !SpecRules.isAsymmetric(spec) || AsymmetricKeySpec(rawValue: spec.rawValue) != nil else {
            throw .notBuilt("the key spec \(spec.rawValue)")
        }
    }

    static func run(_ request: Authorized<CreateKey>, in call: Call) async throws(Failure) -> CreateKeyResponse {
        let input = request.input
        let tags = try TagRules.tags(input.tags ?? [])
        let spec = try spec(of: input)
        var draft = KeyRecord.new(
            spec, input.keyUsage ?? .encryptDecrypt, in: call, policy: KeyPolicy.byDefault(in: call.place))
        if let policy = input.policy {
            let accepted = try await KeyPolicy.accept(
                policy, for: draft.id, in: call.place,
                mayLockOut: input.bypassPolicyLockoutSafetyCheck == true, call)
            draft.set(accepted)
        }
        draft.description = input.description ?? ""
        draft.tags = tags
        draft.origin = input.origin ?? .awsKms
        if input.multiRegion == true { draft.makeMultiRegion() }
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

    private static func checkUsage(_ usage: KeyUsageType?, _ spec: KeySpec) throws(Failure) {
        guard let usage else {
            if spec == .symmetricDefault { return }
            throw .validation(
                "You must specify a KeyUsage value for all KMS keys except for symmetric encryption keys.")
        }
        guard SpecRules.usages(spec).contains(usage) else {
            throw .validation("KeyUsage \(usage.rawValue) is not compatible with KeySpec \(spec.rawValue)")
        }
    }

    private static func checkOrigin(_ origin: OriginType, _ spec: KeySpec) throws(Failure) {
        switch origin {
        case .awsKms: return
        case .external:
            guard SpecRules.isImportable(spec) else {
                throw .refused(
                    .unsupportedOperationException, "KeySpec \(spec.rawValue) is not supported for origin EXTERNAL.")
            }
        default: throw .notBuilt("the origin \(origin.rawValue)")
        }
    }

    /// AWS records what a key gets by default as if it had been asked for.
    static func recorded(_ input: CreateKeyRequest) -> CreateKeyRequest {
        var recorded = input
        recorded.description = input.description ?? ""
        recorded.keyUsage = input.keyUsage ?? .encryptDecrypt
        recorded.origin = input.origin ?? .awsKms
        recorded.bypassPolicyLockoutSafetyCheck = input.bypassPolicyLockoutSafetyCheck ?? false
        let spec = input.keySpec?.rawValue ?? input.customerMasterKeySpec?.rawValue ?? KeySpec.symmetricDefault.rawValue
        recorded.keySpec = KeySpec(rawValue: spec)
        // The deprecated member knows no newer specs.
        recorded.customerMasterKeySpec = CustomerMasterKeySpec(rawValue: spec)
        return recorded
    }

    static func resources(
        _ input: CreateKeyRequest, _ subject: Void, _ output: CreateKeyResponse?
    ) -> [AuditResource] {
        guard let made = output?.keyMetadata, let arn = made.arn, let account = made.awsAccountId else { return [] }
        return [AuditResource(account: account, type: "AWS::KMS::Key", arn: arn)]
    }
}

extension KeyRecord {
    /// A new enabled key of one Region, still without key material.
    static func new(
        _ spec: KeySpec, _ usage: KeyUsageType, in call: Call, policy: String, manager: KeyManagerType = .customer
    ) -> KeyRecord {
        KeyRecord(
            id: BinaryKeyID(newUUID: call.randomness.fill).text, account: call.caller.account, region: call.region,
            created: call.now, description: "", spec: spec, usage: usage, origin: .awsKms, manager: manager,
            policy: policy, tags: [], materials: [])
    }

    /// Makes it the primary key of a set that has no other yet.
    fileprivate mutating func makeMultiRegion() {
        guard let single = BinaryKeyID(id), let id = BinaryKeyID(kind: .multiRegion, bytes: single.bytes) else {
            return
        }
        self.id = id.text
        multiRegion = MultiRegion(primaryRegion: region, replicaRegions: [])
    }
}
