@testable import KMSModel

extension MinimalRequest {
    private static let keyAlone = #"{"KeyId":"k"}"#
    private static let storeAlone = #"{"CustomKeyStoreId":"c"}"#

    static let all: [MinimalRequest] = management + grants + cryptography

    private static let management: [MinimalRequest] = [
        MinimalRequest(.cancelKeyDeletion, CancelKeyDeletionRequest.self, keyAlone, ["keyId"]),
        MinimalRequest(
            .connectCustomKeyStore, ConnectCustomKeyStoreRequest.self, storeAlone, ["customKeyStoreId"]),
        MinimalRequest(
            .createAlias, CreateAliasRequest.self, #"{"AliasName":"alias/a","TargetKeyId":"k"}"#,
            ["aliasName", "targetKeyId"]),
        MinimalRequest(
            .createCustomKeyStore, CreateCustomKeyStoreRequest.self, #"{"CustomKeyStoreName":"c"}"#,
            ["customKeyStoreName"]),
        MinimalRequest(.createKey, CreateKeyRequest.self, "{}", []),
        MinimalRequest(.deleteAlias, DeleteAliasRequest.self, #"{"AliasName":"alias/a"}"#, ["aliasName"]),
        MinimalRequest(.deleteCustomKeyStore, DeleteCustomKeyStoreRequest.self, storeAlone, ["customKeyStoreId"]),
        MinimalRequest(.deleteImportedKeyMaterial, DeleteImportedKeyMaterialRequest.self, keyAlone, ["keyId"]),
        MinimalRequest(.describeCustomKeyStores, DescribeCustomKeyStoresRequest.self, "{}", []),
        MinimalRequest(.describeKey, DescribeKeyRequest.self, keyAlone, ["keyId"]),
        MinimalRequest(.disableKey, DisableKeyRequest.self, keyAlone, ["keyId"]),
        MinimalRequest(.disableKeyRotation, DisableKeyRotationRequest.self, keyAlone, ["keyId"]),
        MinimalRequest(
            .disconnectCustomKeyStore, DisconnectCustomKeyStoreRequest.self, storeAlone, ["customKeyStoreId"]),
        MinimalRequest(.enableKey, EnableKeyRequest.self, keyAlone, ["keyId"]),
        MinimalRequest(.enableKeyRotation, EnableKeyRotationRequest.self, keyAlone, ["keyId"]),
        MinimalRequest(.getKeyLastUsage, GetKeyLastUsageRequest.self, keyAlone, ["keyId"]),
        MinimalRequest(.getKeyPolicy, GetKeyPolicyRequest.self, keyAlone, ["keyId"]),
        MinimalRequest(.getKeyRotationStatus, GetKeyRotationStatusRequest.self, keyAlone, ["keyId"]),
        MinimalRequest(
            .getParametersForImport, GetParametersForImportRequest.self,
            #"{"KeyId":"k","WrappingAlgorithm":"RSAES_OAEP_SHA_256","WrappingKeySpec":"RSA_2048"}"#,
            ["keyId", "wrappingAlgorithm", "wrappingKeySpec"]),
        MinimalRequest(
            .importKeyMaterial, ImportKeyMaterialRequest.self,
            #"{"KeyId":"k","ImportToken":"AA==","EncryptedKeyMaterial":"AA=="}"#,
            ["keyId", "importToken", "encryptedKeyMaterial"]),
        MinimalRequest(.listAliases, ListAliasesRequest.self, "{}", []),
        MinimalRequest(.listKeyPolicies, ListKeyPoliciesRequest.self, keyAlone, ["keyId"]),
        MinimalRequest(.listKeyRotations, ListKeyRotationsRequest.self, keyAlone, ["keyId"]),
        MinimalRequest(.listKeys, ListKeysRequest.self, "{}", []),
        MinimalRequest(.listResourceTags, ListResourceTagsRequest.self, keyAlone, ["keyId"]),
        MinimalRequest(.putKeyPolicy, PutKeyPolicyRequest.self, #"{"KeyId":"k","Policy":"{}"}"#, ["keyId", "policy"]),
        MinimalRequest(
            .replicateKey, ReplicateKeyRequest.self, #"{"KeyId":"k","ReplicaRegion":"eu-west-1"}"#,
            ["keyId", "replicaRegion"]),
        MinimalRequest(.rotateKeyOnDemand, RotateKeyOnDemandRequest.self, keyAlone, ["keyId"]),
        MinimalRequest(.scheduleKeyDeletion, ScheduleKeyDeletionRequest.self, keyAlone, ["keyId"]),
        MinimalRequest(.tagResource, TagResourceRequest.self, #"{"KeyId":"k","Tags":[]}"#, ["keyId", "tags"]),
        MinimalRequest(
            .untagResource, UntagResourceRequest.self, #"{"KeyId":"k","TagKeys":[]}"#, ["keyId", "tagKeys"]),
        MinimalRequest(
            .updateAlias, UpdateAliasRequest.self, #"{"AliasName":"alias/a","TargetKeyId":"k"}"#,
            ["aliasName", "targetKeyId"]),
        MinimalRequest(.updateCustomKeyStore, UpdateCustomKeyStoreRequest.self, storeAlone, ["customKeyStoreId"]),
        MinimalRequest(
            .updateKeyDescription, UpdateKeyDescriptionRequest.self, #"{"KeyId":"k","Description":""}"#,
            ["keyId", "description"]),
        MinimalRequest(
            .updatePrimaryRegion, UpdatePrimaryRegionRequest.self, #"{"KeyId":"k","PrimaryRegion":"us-gov-west-1"}"#,
            ["keyId", "primaryRegion"]),
    ]

    private static let grants: [MinimalRequest] = [
        MinimalRequest(
            .createGrant, CreateGrantRequest.self, #"{"KeyId":"k","Operations":["Decrypt"]}"#, ["keyId", "operations"]),
        MinimalRequest(.listGrants, ListGrantsRequest.self, keyAlone, ["keyId"]),
        MinimalRequest(.listRetirableGrants, ListRetirableGrantsRequest.self, "{}", []),
        MinimalRequest(.retireGrant, RetireGrantRequest.self, "{}", []),
        MinimalRequest(
            .revokeGrant, RevokeGrantRequest.self, #"{"KeyId":"k","GrantId":"g"}"#, ["keyId", "grantId"]),
    ]

    private static let cryptography: [MinimalRequest] = [
        MinimalRequest(
            .decapsulate, DecapsulateRequest.self,
            #"{"KeyId":"k","SharedSecretCiphertextBlob":"AA==","EncapsulationAlgorithm":"ML_KEM"}"#,
            ["keyId", "sharedSecretCiphertextBlob", "encapsulationAlgorithm"]),
        MinimalRequest(.decrypt, DecryptRequest.self, "{}", []),
        MinimalRequest(
            .deriveSharedSecret, DeriveSharedSecretRequest.self,
            #"{"KeyId":"k","KeyAgreementAlgorithm":"ECDH","PublicKey":"AA=="}"#,
            ["keyId", "keyAgreementAlgorithm", "publicKey"]),
        MinimalRequest(
            .encapsulate, EncapsulateRequest.self, #"{"KeyId":"k","EncapsulationAlgorithm":"ML_KEM"}"#,
            ["keyId", "encapsulationAlgorithm"]),
        MinimalRequest(
            .encrypt, EncryptRequest.self, #"{"KeyId":"k","Plaintext":"AA=="}"#, ["keyId", "plaintext"]),
        MinimalRequest(.generateDataKey, GenerateDataKeyRequest.self, keyAlone, ["keyId"]),
        MinimalRequest(
            .generateDataKeyPair, GenerateDataKeyPairRequest.self, #"{"KeyId":"k","KeyPairSpec":"RSA_2048"}"#,
            ["keyId", "keyPairSpec"]),
        MinimalRequest(
            .generateDataKeyPairWithoutPlaintext, GenerateDataKeyPairWithoutPlaintextRequest.self,
            #"{"KeyId":"k","KeyPairSpec":"ECC_NIST_P256"}"#, ["keyId", "keyPairSpec"]),
        MinimalRequest(
            .generateDataKeyWithoutPlaintext, GenerateDataKeyWithoutPlaintextRequest.self, keyAlone, ["keyId"]),
        MinimalRequest(
            .generateMac, GenerateMacRequest.self,
            #"{"KeyId":"k","Message":"AA==","MacAlgorithm":"HMAC_SHA_256"}"#, ["message", "keyId", "macAlgorithm"]),
        MinimalRequest(.generateRandom, GenerateRandomRequest.self, "{}", []),
        MinimalRequest(.getPublicKey, GetPublicKeyRequest.self, keyAlone, ["keyId"]),
        MinimalRequest(.reEncrypt, ReEncryptRequest.self, #"{"DestinationKeyId":"k"}"#, ["destinationKeyId"]),
        MinimalRequest(
            .sign, SignRequest.self, #"{"KeyId":"k","Message":"AA==","SigningAlgorithm":"ECDSA_SHA_256"}"#,
            ["keyId", "message", "signingAlgorithm"]),
        MinimalRequest(
            .verify, VerifyRequest.self,
            #"{"KeyId":"k","Message":"AA==","Signature":"AA==","SigningAlgorithm":"ED25519_SHA_512"}"#,
            ["keyId", "message", "signature", "signingAlgorithm"]),
        MinimalRequest(
            .verifyMac, VerifyMacRequest.self,
            #"{"KeyId":"k","Message":"AA==","MacAlgorithm":"HMAC_SHA_512","Mac":"AA=="}"#,
            ["message", "keyId", "macAlgorithm", "mac"]),
    ]
}
