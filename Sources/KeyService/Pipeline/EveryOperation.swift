/// The operations that are built, each in a file of its name in Operations/.
let everyOperation: [any Operation.Type] = [
    CancelKeyDeletion.self, CreateAlias.self, CreateKey.self, Decrypt.self, DeleteAlias.self, DescribeKey.self,
    DisableKey.self, DisableKeyRotation.self, EnableKey.self, EnableKeyRotation.self, Encrypt.self,
    GenerateDataKey.self, GenerateDataKeyWithoutPlaintext.self, GenerateRandom.self, GetKeyPolicy.self,
    GetKeyRotationStatus.self, ListAliases.self, ListKeyPolicies.self, ListKeyRotations.self, ListKeys.self,
    ListResourceTags.self, PutKeyPolicy.self, ReEncrypt.self, RotateKeyOnDemand.self, ScheduleKeyDeletion.self,
    TagResource.self, UntagResource.self, UpdateAlias.self, UpdateKeyDescription.self,
]
