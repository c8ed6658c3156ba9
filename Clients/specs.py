"""What AWS says of key specs: usages, algorithms, lengths, Regions.

https://docs.aws.amazon.com/kms/latest/developerguide/symm-asymm-choose-key-spec.html
"""

from harness import REGION

# SM2 is in the China Regions only, ML-KEM in all others.
CHINA = "cn-north-1"

RSA_SIGNING = [f"RSASSA_{padding}_SHA_{bits}" for padding in ("PKCS1_V1_5", "PSS") for bits in (256, 384, 512)]

SIGNING = {
    "RSA_2048": RSA_SIGNING,
    "RSA_3072": RSA_SIGNING,
    "RSA_4096": RSA_SIGNING,
    "ECC_NIST_P256": ["ECDSA_SHA_256"],
    "ECC_NIST_P384": ["ECDSA_SHA_384"],
    "ECC_NIST_P521": ["ECDSA_SHA_512"],
    "ECC_SECG_P256K1": ["ECDSA_SHA_256"],
    "ECC_NIST_EDWARDS25519": ["ED25519_SHA_512", "ED25519_PH_SHA_512"],
    "ML_DSA_44": ["ML_DSA_SHAKE_256"],
    "ML_DSA_65": ["ML_DSA_SHAKE_256"],
    "ML_DSA_87": ["ML_DSA_SHAKE_256"],
    "SM2": ["SM2DSA"],
}
ENCRYPTION = {
    "SYMMETRIC_DEFAULT": ["SYMMETRIC_DEFAULT"],
    "RSA_2048": ["RSAES_OAEP_SHA_1", "RSAES_OAEP_SHA_256"],
    "RSA_3072": ["RSAES_OAEP_SHA_1", "RSAES_OAEP_SHA_256"],
    "RSA_4096": ["RSAES_OAEP_SHA_1", "RSAES_OAEP_SHA_256"],
    "SM2": ["SM2PKE"],
}
AGREEMENT = {spec: ["ECDH"] for spec in ("ECC_NIST_P256", "ECC_NIST_P384", "ECC_NIST_P521", "SM2")}
ENCAPSULATION = {spec: ["ML_KEM"] for spec in ("ML_KEM_768", "ML_KEM_1024")}
MACS = {f"HMAC_{bits}": [f"HMAC_SHA_{bits}"] for bits in (224, 256, 384, 512)}

# By usage: the specs that have it with their algorithms, and the member that lists the algorithms.
USAGES = {
    "ENCRYPT_DECRYPT": (ENCRYPTION, "EncryptionAlgorithms"),
    "SIGN_VERIFY": (SIGNING, "SigningAlgorithms"),
    "KEY_AGREEMENT": (AGREEMENT, "KeyAgreementAlgorithms"),
    "ENCAPSULATE_DECAPSULATE": (ENCAPSULATION, "EncapsulationAlgorithms"),
    "GENERATE_VERIFY_MAC": (MACS, "MacAlgorithms"),
}
KINDS = [(spec, usage) for usage, (specs, _) in USAGES.items() for spec in specs]
SPECS = list(dict.fromkeys(spec for spec, _ in KINDS))
# Every kind that has a key pair.
ASYMMETRIC = [(spec, usage) for spec, usage in KINDS if spec != "SYMMETRIC_DEFAULT" and spec not in MACS]
DATA_KEY_PAIRS = [spec for spec in dict.fromkeys(spec for spec, _ in ASYMMETRIC) if not spec.startswith("ML_DSA")]

# The key material that can be imported is symmetric, HMAC, RSA and of these curves.
IMPORTABLE_CURVES = ["ECC_NIST_P256", "ECC_NIST_P384", "ECC_NIST_P521", "ECC_SECG_P256K1"]
HMAC_BYTES = {f"HMAC_{bits}": bits // 8 for bits in (224, 256, 384, 512)}
# Longest plaintext, in bytes. RSA: RFC 8017, section 7.1.1. SM2: the API reference's Encrypt.
PLAINTEXT_MAX = {
    (f"RSA_{bits}", f"RSAES_OAEP_SHA_{algorithm}"): bits // 8 - 2 * length - 2
    for bits in (2048, 3072, 4096)
    for algorithm, length in ((1, 20), (256, 32))
} | {("SM2", "SM2PKE"): 1024}
SIGNATURE_BYTES = {"ML_DSA_44": 2420, "ML_DSA_65": 3309, "ML_DSA_87": 4627, "ECC_NIST_EDWARDS25519": 64}
# Of an ML-KEM ciphertext.
ENCAPSULATED_BYTES = {"ML_KEM_768": 1088, "ML_KEM_1024": 1568}


def region_of(spec):
    return CHINA if spec == "SM2" else REGION


def digest_bytes(algorithm):
    """The length of the digest that a signing algorithm takes, None if it takes none."""
    if algorithm in ("ML_DSA_SHAKE_256", "ED25519_SHA_512"):
        return None
    return 32 if algorithm == "SM2DSA" else int(algorithm.rsplit("_", 1)[1]) // 8
