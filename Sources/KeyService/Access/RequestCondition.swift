import IAMPolicy
import KMSModel

/// The condition keys of KMS that speak of a request's own members
/// (https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html). Those that speak of the key, of the caller
/// and of the encryption context are the same for every operation: `KeyContext` answers them.
enum RequestCondition: String, CaseIterable {
    case bypassPolicyLockoutSafetyCheck = "kms:bypasspolicylockoutsafetycheck"
    case dataKeyPairSpec = "kms:datakeypairspec"
    case encryptionAlgorithm = "kms:encryptionalgorithm"
    case expirationModel = "kms:expirationmodel"
    case grantConstraintSourceARN = "kms:grantconstraintsourcearn"
    case grantConstraintType = "kms:grantconstrainttype"
    case grantIsForAWSResource = "kms:grantisforawsresource"
    case grantOperations = "kms:grantoperations"
    case granteePrincipal = "kms:granteeprincipal"
    case granteeServicePrincipal = "kms:granteeserviceprincipal"
    case keyAgreementAlgorithm = "kms:keyagreementalgorithm"
    case keyOrigin = "kms:keyorigin"
    case keySpec = "kms:keyspec"
    case keyUsage = "kms:keyusage"
    case macAlgorithm = "kms:macalgorithm"
    case messageType = "kms:messagetype"
    case multiRegion = "kms:multiregion"
    case multiRegionKeyType = "kms:multiregionkeytype"
    case policyName = "kms:policyname"
    case primaryRegion = "kms:primaryregion"
    case reEncryptOnSameKey = "kms:reencryptonsamekey"
    case replicaRegion = "kms:replicaregion"
    case retiringPrincipal = "kms:retiringprincipal"
    case retiringServicePrincipal = "kms:retiringserviceprincipal"
    case rotationPeriodInDays = "kms:rotationperiodindays"
    case scheduleKeyDeletionPendingWindowInDays = "kms:schedulekeydeletionpendingwindowindays"
    case signingAlgorithm = "kms:signingalgorithm"
    case validTo = "kms:validto"
    case wrappingAlgorithm = "kms:wrappingalgorithm"
    case wrappingKeySpec = "kms:wrappingkeyspec"

    /// The names that `CustomerMasterKeySpec` and its like gave two of them in policies of old.
    init?(name: String) {
        switch name {
        case "kms:customermasterkeyspec": self = .keySpec
        case "kms:customermasterkeyusage": self = .keyUsage
        default: self.init(rawValue: name)
        }
    }
}

extension ConditionValues {
    static func optional(_ text: String?) -> ConditionValues? { text.map { .one($0) } }

    static func bool(_ value: Bool) -> ConditionValues { .one(value ? "true" : "false") }

    static func number(_ value: Int) -> ConditionValues { .one(String(value)) }
}
