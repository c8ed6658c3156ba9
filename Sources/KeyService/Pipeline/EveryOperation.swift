/// The operations that are built, each in a file of its name in Operations/.
let everyOperation: [any Operation.Type] = [
    CancelKeyDeletion.self, ConnectCustomKeyStore.self, CreateAlias.self, CreateCustomKeyStore.self, CreateGrant.self,
    CreateKey.self, Decapsulate.self, Decrypt.self, DeleteAlias.self, DeleteCustomKeyStore.self,
    DeleteImportedKeyMaterial.self, DeriveSharedSecret.self, DescribeCustomKeyStores.self, DescribeKey.self,
    DisableKey.self, DisableKeyRotation.self, DisconnectCustomKeyStore.self, EnableKey.self, EnableKeyRotation.self,
    Encapsulate.self, Encrypt.self, GenerateDataKey.self, GenerateDataKeyPair.self,
    GenerateDataKeyPairWithoutPlaintext.self, GenerateDataKeyWithoutPlaintext.self, GenerateMac.self,
    GenerateRandom.self, GetKeyLastUsage.self, GetKeyPolicy.self, GetKeyRotationStatus.self,
    GetParametersForImport.self, GetPublicKey.self, ImportKeyMaterial.self, ListAliases.self, ListGrants.self,
    ListKeyPolicies.self, ListKeyRotations.self, ListKeys.self, ListResourceTags.self, ListRetirableGrants.self,
    PutKeyPolicy.self, ReEncrypt.self, ReplicateKey.self, RetireGrant.self, RevokeGrant.self, RotateKeyOnDemand.self,
    ScheduleKeyDeletion.self, Sign.self, TagResource.self, UntagResource.self, UpdateAlias.self,
    UpdateCustomKeyStore.self, UpdateKeyDescription.self, UpdatePrimaryRegion.self, Verify.self, VerifyMac.self,
]
