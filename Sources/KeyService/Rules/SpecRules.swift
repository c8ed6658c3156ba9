import KMSModel

/// Which usages a key spec allows, and which algorithms go with the two
/// (https://docs.aws.amazon.com/kms/latest/developerguide/symm-asymm-choose-key-spec.html).
enum SpecRules {
    struct Algorithms {
        var encryption: [EncryptionAlgorithmSpec]?
        var signing: [SigningAlgorithmSpec]?
        var agreement: [KeyAgreementAlgorithmSpec]?
        var encapsulation: [EncapsulationAlgorithmSpec]?
        var mac: [MacAlgorithmSpec]?
    }

    static func usages(_ spec: KeySpec) -> [KeyUsageType] {
        switch spec {
        case .symmetricDefault: [.encryptDecrypt]
        case .rsa2048, .rsa3072, .rsa4096: [.encryptDecrypt, .signVerify]
        case .eccNistP256, .eccNistP384, .eccNistP521: [.signVerify, .keyAgreement]
        case .eccSecgP256k1, .eccNistEdwards25519, .mlDsa44, .mlDsa65, .mlDsa87: [.signVerify]
        case .sm2: [.encryptDecrypt, .signVerify, .keyAgreement]
        case .hmac224, .hmac256, .hmac384, .hmac512: [.generateVerifyMac]
        case .mlKem512, .mlKem768, .mlKem1024: [.encapsulateDecapsulate]
        }
    }

    /// Those of the given usage; nil for the other kinds.
    static func algorithms(_ spec: KeySpec, _ usage: KeyUsageType) -> Algorithms {
        switch usage {
        case .encryptDecrypt: Algorithms(encryption: encryption(spec))
        case .signVerify: Algorithms(signing: signing(spec))
        case .keyAgreement: Algorithms(agreement: [.ecdh])
        case .encapsulateDecapsulate: Algorithms(encapsulation: [.mlKem])
        case .generateVerifyMac: Algorithms(mac: mac(spec))
        }
    }

    static func isAsymmetric(_ spec: KeySpec) -> Bool {
        spec != .symmetricDefault && !usages(spec).contains(.generateVerifyMac)
    }

    /// SM2 is for the China Regions, ML-KEM for all others.
    static func checkRegion(_ spec: KeySpec, in call: Call) throws(Failure) {
        let isInChina = call.partition == "aws-cn"
        let isForChina = spec == .sm2
        let isForElsewhere = usages(spec) == [.encapsulateDecapsulate]
        guard isInChina ? !isForElsewhere : !isForChina else {
            throw .refused(
                .unsupportedOperationException, "\(spec.rawValue) is not supported in the Region \(call.region).")
        }
    }

    /// Whether key material of the spec can be imported
    /// (https://docs.aws.amazon.com/kms/latest/developerguide/importing-keys-conceptual.html).
    static func isImportable(_ spec: KeySpec) -> Bool {
        switch spec {
        case .eccNistEdwards25519, .mlDsa44, .mlDsa65, .mlDsa87, .mlKem512, .mlKem768, .mlKem1024: false
        default: true
        }
    }

    /// Length of the key material, in bytes, of specs whose material is random bytes.
    static func randomMaterialBytes(_ spec: KeySpec) -> Int? {
        switch spec {
        case .symmetricDefault, .hmac256: 32
        case .hmac224: 28
        case .hmac384: 48
        case .hmac512: 64
        default: nil
        }
    }

    private static func encryption(_ spec: KeySpec) -> [EncryptionAlgorithmSpec] {
        switch spec {
        case .symmetricDefault: [.symmetricDefault]
        case .sm2: [.sm2pke]
        default: [.rsaesOaepSha1, .rsaesOaepSha256]
        }
    }

    private static func signing(_ spec: KeySpec) -> [SigningAlgorithmSpec] {
        switch spec {
        case .rsa2048, .rsa3072, .rsa4096:
            [
                .rsassaPkcs1V15Sha256, .rsassaPkcs1V15Sha384, .rsassaPkcs1V15Sha512, .rsassaPssSha256,
                .rsassaPssSha384, .rsassaPssSha512,
            ]
        case .eccNistP256, .eccSecgP256k1: [.ecdsaSha256]
        case .eccNistP384: [.ecdsaSha384]
        case .eccNistP521: [.ecdsaSha512]
        case .eccNistEdwards25519: [.ed25519Sha512, .ed25519PhSha512]
        case .sm2: [.sm2dsa]
        default: [.mlDsaShake256]
        }
    }

    private static func mac(_ spec: KeySpec) -> [MacAlgorithmSpec] {
        switch spec {
        case .hmac224: [.hmacSha224]
        case .hmac384: [.hmacSha384]
        case .hmac512: [.hmacSha512]
        default: [.hmacSha256]
        }
    }
}
