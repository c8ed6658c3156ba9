import AWSJSON

@testable import KMSModel

private let failed = "failed to satisfy constraint: Member must"
private func base64(_ count: Int) -> String { Blob([UInt8](repeating: 7, count: count)).base64 }

extension Violating {
    static let single: [Violating] =
        [
            Violating(.describeKey, "{}", one: "Value null at 'keyId' \(failed) not be null"),
            Violating(.describeKey, #"{"KeyId":null}"#, one: "Value null at 'keyId' \(failed) not be null"),
            Violating(
                .describeKey, #"{"KeyId":""}"#,
                one: "Value '' at 'keyId' \(failed) have length greater than or equal to 1"),
            Violating(
                .describeKey, #"{"KeyId":"\#(String(repeating: "x", count: 2049))"}"#,
                one: "Value '\(String(repeating: "x", count: 2049))' at 'keyId' \(failed) "
                    + "have length less than or equal to 2048"),
            Violating(
                .encrypt, #"{"KeyId":"k","Plaintext":"\#(base64(4097))"}"#,
                one: "Value at 'plaintext' \(failed) have length less than or equal to 4096"),
            Violating(
                .encrypt, #"{"KeyId":"k","Plaintext":""}"#,
                one: "Value at 'plaintext' \(failed) have length greater than or equal to 1"),
            Violating(
                .decrypt, #"{"CiphertextBlob":"\#(base64(6145))"}"#,
                one: "Value at 'ciphertextBlob' \(failed) have length less than or equal to 6144"),
            Violating(
                .generateRandom, #"{"NumberOfBytes":1025}"#,
                one: "Value '1025' at 'numberOfBytes' \(failed) have value less than or equal to 1024"),
            Violating(
                .generateRandom, #"{"NumberOfBytes":0}"#,
                one: "Value '0' at 'numberOfBytes' \(failed) have value greater than or equal to 1"),
            Violating(
                .enableKeyRotation, #"{"KeyId":"k","RotationPeriodInDays":-1}"#,
                one: "Value '-1' at 'rotationPeriodInDays' \(failed) have value greater than or equal to 90"),
            Violating(
                .sign, #"{"KeyId":"k","Message":"AA==","MessageType":"FOO","SigningAlgorithm":"SM2DSA"}"#,
                one: "Value 'FOO' at 'messageType' \(failed) satisfy enum value set: [RAW, DIGEST, EXTERNAL_MU]"),
            Violating(
                .sign, #"{"KeyId":"k","Message":"AA==","MessageType":"","SigningAlgorithm":"SM2DSA"}"#,
                one: "Value '' at 'messageType' \(failed) satisfy enum value set: [RAW, DIGEST, EXTERNAL_MU]"),
            Violating(
                .getKeyPolicy, #"{"KeyId":"k","PolicyName":"invalid-name"}"#,
                one: #"Value 'invalid-name' at 'policyName' \#(failed) satisfy regular expression pattern: [\w]+"#),
            Violating(
                .createAlias, #"{"AliasName":"alias/a!","TargetKeyId":"k"}"#,
                one: "Value 'alias/a!' at 'aliasName' \(failed) satisfy regular expression pattern: ^[a-zA-Z0-9:/_-]+$"),
        ] + observedOrders

    /// The order of an enumeration's values as it was seen in AWS's answers.
    private static let observedOrders: [Violating] = [
        Violating(
            .generateMac, #"{"KeyId":"k","Message":"AA==","MacAlgorithm":"MD5"}"#,
            one: "Value 'MD5' at 'macAlgorithm' \(failed) satisfy enum value set: "
                + "[HMAC_SHA_384, HMAC_SHA_256, HMAC_SHA_224, HMAC_SHA_512]"),
        Violating(
            .encrypt, #"{"KeyId":"k","Plaintext":"AA==","EncryptionAlgorithm":"symmetric_default"}"#,
            one: "Value 'symmetric_default' at 'encryptionAlgorithm' \(failed) satisfy enum value set: "
                + "[RSAES_OAEP_SHA_1, RSAES_OAEP_SHA_256, SM2PKE, SYMMETRIC_DEFAULT]"),
        Violating(
            .sign, #"{"KeyId":"k","Message":"AA==","SigningAlgorithm":"X"}"#,
            one: "Value 'X' at 'signingAlgorithm' \(failed) satisfy enum value set: "
                + "[RSASSA_PSS_SHA_256, RSASSA_PSS_SHA_384, RSASSA_PSS_SHA_512, RSASSA_PKCS1_V1_5_SHA_256, "
                + "RSASSA_PKCS1_V1_5_SHA_384, RSASSA_PKCS1_V1_5_SHA_512, ECDSA_SHA_256, ECDSA_SHA_384, "
                + "ECDSA_SHA_512, ED25519_SHA_512, ED25519_PH_SHA_512, SM2DSA, ML_DSA_SHAKE_256]"),
        Violating(
            .deriveSharedSecret, #"{"KeyId":"k","PublicKey":"AA==","KeyAgreementAlgorithm":"X"}"#,
            one: "Value 'X' at 'keyAgreementAlgorithm' \(failed) satisfy enum value set: [ECDH]"),
        Violating(
            .createKey, #"{"KeyUsage":"X"}"#,
            one: "Value 'X' at 'keyUsage' \(failed) satisfy enum value set: [ENCRYPT_DECRYPT, SIGN_VERIFY, "
                + "GENERATE_VERIFY_MAC, KEY_AGREEMENT, ENCAPSULATE_DECAPSULATE]"),
        Violating(
            .createKey, #"{"KeySpec":"ECC_SECG_P256\u212a1"}"#,
            one: "Value 'ECC_SECG_P256\u{212A}1' at 'keySpec' \(failed) satisfy enum value set: [RSA_2048, "
                + "ECC_NIST_P384, ECC_NIST_P256, ECC_NIST_P521, HMAC_384, RSA_3072, ECC_SECG_P256K1, RSA_4096, "
                + "SYMMETRIC_DEFAULT, HMAC_256, HMAC_224, HMAC_512, SM2, ML_DSA_44, ML_DSA_65, ML_DSA_87, "
                + "ECC_NIST_EDWARDS25519, ML_KEM_512, ML_KEM_768, ML_KEM_1024]"),
    ]

    static let lists: [Violating] = [
        Violating(
            .describeKey, #"{"KeyId":"k","GrantTokens":["a","b","c","d","e","f","g","h","i","j","k"]}"#,
            one: "Value '[a, b, c, d, e, f, g, h, i, j, k]' at 'grantTokens' \(failed) "
                + "have length less than or equal to 10"),
        Violating(
            .listKeys, #"{"ResourceOwners":[]}"#,
            one: "Value '[]' at 'resourceOwners' \(failed) have length greater than or equal to 1"),
        Violating(
            .describeKey, #"{"KeyId":"k","GrantTokens":["a",""]}"#,
            one: "Value '[a, ]' at 'grantTokens' \(failed) satisfy constraint: [Member must have length less than or "
                + "equal to 8192, Member must have length greater than or equal to 1]"),
        Violating(
            .listKeys, #"{"ResourceOwners":["SELF","ME","ME"]}"#,
            "2 validation errors detected: Value '[SELF, ME, ME]' at 'resourceOwners' \(failed) have length less than "
                + "or equal to 2; Value '[SELF, ME, ME]' at 'resourceOwners' \(failed) satisfy constraint: "
                + "[Member must satisfy enum value set: [SELF, OTHER_ACCOUNTS_VIA_RAM]]"),
    ]

    static let nested: [Violating] = [
        Violating(
            .createKey, #"{"Tags":[{"TagKey":"a","TagValue":""},{"TagKey":"","TagValue":"v"}]}"#,
            one: "Value '' at 'tags.2.member.tagKey' \(failed) have length greater than or equal to 1"),
        Violating(
            .tagResource, #"{"KeyId":"k","Tags":[{"TagKey":"a"}]}"#,
            one: "Value null at 'tags.1.member.tagValue' \(failed) not be null"),
        Violating(
            .tagResource, #"{"KeyId":"k","Tags":[{"TagKey":"a","TagValue":"\#(String(repeating: "v", count: 257))"}]}"#,
            one: "Value '\(String(repeating: "v", count: 257))' at 'tags.1.member.tagValue' \(failed) "
                + "have length less than or equal to 256"),
        Violating(
            .decrypt, #"{"Recipient":{"KeyEncryptionAlgorithm":"RSA","AttestationDocument":""}}"#,
            "2 validation errors detected: Value 'RSA' at 'recipient.keyEncryptionAlgorithm' \(failed) satisfy enum "
                + "value set: [RSAES_OAEP_SHA_256]; Value at 'recipient.attestationDocument' \(failed) "
                + "have length greater than or equal to 1"),
        Violating(
            .createGrant, #"{"KeyId":"k","Operations":[],"Constraints":{"SourceArn":"arn:aws:s3:::bucket-of-mine"}}"#,
            one: "Value 'arn:aws:s3:::bucket-of-mine' at 'constraints.sourceArn' \(failed) satisfy regular expression "
                + "pattern: ^arn:aws[a-z0-9-]*:[a-z0-9-]+:[a-z0-9-]*:[0-9]{12}:.+$"),
    ]

    /// In the order of the model's members, whatever the order in which they were sent; of one member length before
    /// pattern.
    static let several: [Violating] = [
        Violating(
            .encrypt, #"{"EncryptionAlgorithm":"SM2","Plaintext":"","GrantTokens":[""],"KeyId":""}"#,
            "4 validation errors detected: Value '' at 'keyId' \(failed) have length greater than or equal to 1; "
                + "Value at 'plaintext' \(failed) have length greater than or equal to 1; "
                + "Value '[]' at 'grantTokens' \(failed) satisfy constraint: [Member must have length less than or "
                + "equal to 8192, Member must have length greater than or equal to 1]; "
                + "Value 'SM2' at 'encryptionAlgorithm' \(failed) satisfy enum value set: "
                + "[RSAES_OAEP_SHA_1, RSAES_OAEP_SHA_256, SM2PKE, SYMMETRIC_DEFAULT]"),
        Violating(
            .deleteAlias, #"{"AliasName":""}"#,
            "2 validation errors detected: Value '' at 'aliasName' \(failed) have length greater than or equal to 1; "
                + "Value '' at 'aliasName' \(failed) satisfy regular expression pattern: ^[a-zA-Z0-9:/_-]+$"),
        Violating(
            .generateMac, #"{"MacAlgorithm":"HMAC_SHA_256"}"#,
            "2 validation errors detected: Value null at 'message' \(failed) not be null; "
                + "Value null at 'keyId' \(failed) not be null"),
    ]
}
