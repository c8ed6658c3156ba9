/// Which fields, of which types, AWS's example records have, as far as an operation tells them of itself. Made from the
/// pages at https://docs.aws.amazon.com/kms/latest/developerguide/understanding-kms-entries.html (each operation's page
/// stands beside its name); operations without a page follow the rules of the others.
///
/// The first line of an operation: its name, the page, whether the example is `readOnly` or not, what `resources` names.
/// Then `requestParameters` (`?`), `responseElements` (`=`) and `additionalEventData` (`+`): the field and its type. `*`
/// stands for members whose names the caller chooses, `[]` for an array's elements. A field after `~` need not be there:
/// AWS's API has got it since the example was made. One after `-` is not told here, since custom key stores are not built.
let auditExamples = """
    CancelKeyDeletion ct-cancel-key-deletion write key
    ? keyId string
    = keyId string

    ConnectCustomKeyStore ct-connect-keystore write
    ? customKeyStoreId string
    - customKeyStoreName string
    - clusterId string

    CreateAlias ct-createalias write key alias
    ? aliasName string
    ? targetKeyId string
    = keyId string

    CreateCustomKeyStore ct-create-keystore write
    ? customKeyStoreName string
    - clusterId string
    - customKeyStoreId string

    CreateGrant ct-creategrant write key
    ? keyId string
    ? constraints.encryptionContextSubset.* string
    ? operations[] string
    ? granteePrincipal string
    = grantId string
    = keyId string

    CreateKey ct-createkey write key
    ? description string
    ? origin string
    ? bypassPolicyLockoutSafetyCheck bool
    ? customerMasterKeySpec string
    ? keySpec string
    ? keyUsage string
    = keyMetadata.aWSAccountId string
    = keyMetadata.keyId string
    = keyMetadata.arn string
    = keyMetadata.creationDate string
    = keyMetadata.enabled bool
    = keyMetadata.description string
    = keyMetadata.keyUsage string
    = keyMetadata.keyState string
    = keyMetadata.origin string
    = keyMetadata.keyManager string
    = keyMetadata.customerMasterKeySpec string
    = keyMetadata.keySpec string
    = keyMetadata.encryptionAlgorithms[] string
    = keyMetadata.multiRegion bool

    Decapsulate ct-decapsulate readOnly key
    ? keyId string
    ? encapsulationAlgorithm string

    Decrypt ct-decrypt readOnly key
    ? encryptionAlgorithm string
    ? keyId string
    ? encryptionContext.* string
    + keyMaterialId string

    DeleteAlias ct-deletealias write alias key
    ? aliasName string
    = keyId string

    DeleteCustomKeyStore ct-delete-keystore write
    ? customKeyStoreId string

    DeleteImportedKeyMaterial ct-deleteimportedkeymaterial write key
    ? keyId string
    ? keyMaterialId string
    = keyId string
    = keyMaterialId string

    DeriveSharedSecret none readOnly key
    ? keyId string
    ? keyAgreementAlgorithm string

    DescribeCustomKeyStores ct-describe-keystores readOnly
    ? customKeyStoreId string

    DescribeKey ct-describekey readOnly key
    ? keyId string

    DisableKey ct-disablekey write key
    ? keyId string
    = keyId string

    DisableKeyRotation ct-disable-key-rotation write key
    ? keyId string

    DisconnectCustomKeyStore ct-disconnect-keystore write
    ? customKeyStoreId string

    EnableKey ct-enablekey write key
    ? keyId string
    = keyId string

    EnableKeyRotation ct-enablekeyrotation write key
    ? keyId string
    ? rotationPeriodInDays number
    = keyId string

    Encapsulate ct-encapsulate readOnly key
    ? keyId string
    ? encapsulationAlgorithm string

    Encrypt ct-encrypt readOnly key
    ? encryptionContext.* string
    ? keyId string
    ? encryptionAlgorithm string
    + keyMaterialId string

    GenerateDataKey ct-generatedatakey readOnly key
    ? keyId string
    ? keySpec string
    ? encryptionContext.* string
    + keyMaterialId string

    GenerateDataKeyPair ct-generatedatakeypair readOnly key
    ? keyPairSpec string
    ? encryptionContext.* string
    ? keyId string
    + keyMaterialId string

    GenerateDataKeyPairWithoutPlaintext ct-generatedatakeypairwithoutplaintext readOnly key
    ? keyPairSpec string
    ? encryptionContext.* string
    ? keyId string
    + keyMaterialId string

    GenerateDataKeyWithoutPlaintext ct-generatedatakeyplaintext readOnly key
    ? keyId string
    ? numberOfBytes number
    + keyMaterialId string

    GenerateMac ct-generatemac readOnly key
    ? macAlgorithm string
    ? keyId string

    GenerateRandom ct-generaterandom readOnly

    GetKeyLastUsage none readOnly key
    ? keyId string

    GetKeyPolicy ct-getkeypolicy readOnly key
    ? keyId string
    ? policyName string

    GetKeyRotationStatus ct-getkeyrotationstatus readOnly key
    ? keyId string

    GetParametersForImport ct-getparametersforimport readOnly key
    ? keyId string
    ? wrappingAlgorithm string
    ? wrappingKeySpec string

    GetPublicKey none readOnly key
    ? keyId string

    ImportKeyMaterial ct-importkeymaterial write key
    ? keyId string
    ? validTo string
    ? expirationModel string
    ? importType string
    ? keyMaterialDescription string
    = keyId string
    = keyMaterialId string

    ListAliases ct-listaliases readOnly
    ? limit number
    ? marker string

    ListGrants ct-listgrants readOnly key
    ? keyId string
    ? marker string
    ? limit number

    ListKeyPolicies none readOnly key
    ? keyId string

    ListKeyRotations ct-listkeyrotations readOnly key
    ? keyId string
    ? includeKeyMaterial string

    ListKeys none readOnly
    ? limit number

    ListResourceTags none readOnly key
    ? keyId string

    ListRetirableGrants none readOnly
    ? retiringPrincipal string

    PutKeyPolicy ct-put-key-policy write key
    ? keyId string
    ? policyName string
    ? policy string
    ? bypassPolicyLockoutSafetyCheck bool

    ReEncrypt ct-reencrypt readOnly key key
    ? sourceEncryptionAlgorithm string
    ? sourceEncryptionContext.* string
    ? destinationKeyId string
    ? destinationEncryptionAlgorithm string
    ? destinationEncryptionContext.* string
    + destinationKeyMaterialId string
    + sourceKeyMaterialId string

    ReplicateKey ct-replicate-key write key
    ? keyId string
    ? replicaRegion string
    ? bypassPolicyLockoutSafetyCheck bool
    ? description string
    = replicaKeyMetadata.aWSAccountId string
    = replicaKeyMetadata.keyId string
    = replicaKeyMetadata.arn string
    = replicaKeyMetadata.creationDate string
    = replicaKeyMetadata.enabled bool
    = replicaKeyMetadata.description string
    = replicaKeyMetadata.keyUsage string
    = replicaKeyMetadata.keyState string
    = replicaKeyMetadata.origin string
    = replicaKeyMetadata.keyManager string
    = replicaKeyMetadata.customerMasterKeySpec string
    = replicaKeyMetadata.encryptionAlgorithms[] string
    = replicaKeyMetadata.multiRegion bool
    = replicaKeyMetadata.multiRegionConfiguration.multiRegionKeyType string
    = replicaKeyMetadata.multiRegionConfiguration.primaryKey.arn string
    = replicaKeyMetadata.multiRegionConfiguration.primaryKey.region string
    = replicaKeyMetadata.multiRegionConfiguration.replicaKeys[].arn string
    = replicaKeyMetadata.multiRegionConfiguration.replicaKeys[].region string
    = replicaPolicy string
    ~ replicaKeyMetadata.keySpec string
    ~ replicaKeyMetadata.currentKeyMaterialId string

    RetireGrant ct-retire-grant write key
    + grantId string

    RevokeGrant ct-revoke-grant write key
    ? keyId string
    ? grantId string

    RotateKeyOnDemand ct-rotatekeyondemand write key
    ? keyId string
    = keyId string

    ScheduleKeyDeletion ct-schedule-key-deletion write key
    ? pendingWindowInDays number
    ? keyId string
    = keyId string
    = keyState string
    = deletionDate string

    Sign ct-sign readOnly key
    ? messageType string
    ? keyId string
    ? signingAlgorithm string

    TagResource ct-tagresource write key
    ? keyId string
    ? tags[].tagKey string
    ? tags[].tagValue string

    UntagResource ct-untagresource write key
    ? keyId string
    ? tagKeys[] string
    = keyId string

    UpdateAlias ct-updatealias write alias key
    ? aliasName string
    ? targetKeyId string
    = keyId string

    UpdateCustomKeyStore ct-update-keystore write
    ? customKeyStoreId string
    - clusterId string
    - customKeyStoreName string

    UpdateKeyDescription ct-update-key-description write key
    ? keyId string
    ? description string

    UpdatePrimaryRegion ct-update-primary-region write key
    ? keyId string
    ? primaryRegion string
    = keyId string

    Verify ct-verify readOnly key
    ? signingAlgorithm string
    ? keyId string
    ? messageType string

    VerifyMac ct-verifymac readOnly key
    ? macAlgorithm string
    ? keyId string
    """
