"""What others than the server say of its keys, signatures and secrets: Python's `cryptography`, and `curves` where that
library has no such algorithm."""

import hashlib

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, mldsa, mlkem, padding, rsa
from cryptography.hazmat.primitives.asymmetric.utils import Prehashed
from cryptography.hazmat.primitives.keywrap import aes_key_wrap_with_padding
from curves import SM2PrivateKey, SM2PublicKey, ed25519ph_verifies

HASHES = {"1": hashes.SHA1, "256": hashes.SHA256, "384": hashes.SHA384, "512": hashes.SHA512}
CURVES = {
    "ECC_NIST_P256": ec.SECP256R1,
    "ECC_NIST_P384": ec.SECP384R1,
    "ECC_NIST_P521": ec.SECP521R1,
    "ECC_SECG_P256K1": ec.SECP256K1,
}
PUBLIC_KEYS = {
    "ECC_NIST_EDWARDS25519": ed25519.Ed25519PublicKey,
    "ML_DSA_44": mldsa.MLDSA44PublicKey,
    "ML_DSA_65": mldsa.MLDSA65PublicKey,
    "ML_DSA_87": mldsa.MLDSA87PublicKey,
    "ML_KEM_768": mlkem.MLKEM768PublicKey,
    "ML_KEM_1024": mlkem.MLKEM1024PublicKey,
}


def hash_of(algorithm):
    """The hash that an algorithm's name ends with."""
    return HASHES[algorithm.rsplit("_", 1)[1]]()


def digest(data, kind):
    """The digest of `data` by one of `cryptography`'s hashes."""
    made = hashes.Hash(kind)
    made.update(data)
    return made.finalize()


def public_key(spec, der):
    """Parses a SubjectPublicKeyInfo and checks that it is one of the key spec."""
    if spec == "SM2":
        return SM2PublicKey.load(der)
    key = serialization.load_der_public_key(der)
    if spec.startswith("RSA_"):
        assert isinstance(key, rsa.RSAPublicKey)
        assert (key.key_size, key.public_numbers().e) == (int(spec[4:]), 65537)
    elif spec in CURVES:
        assert isinstance(key.curve, CURVES[spec])
    else:
        assert isinstance(key, PUBLIC_KEYS[spec])
    return key


def private_key(spec, pkcs8, public_der):
    """Parses a PKCS #8 and checks that the public key is its own."""
    if spec == "SM2":
        key = SM2PrivateKey.load(pkcs8, public_der)
        assert key.is_pair()
        return key
    key = serialization.load_der_private_key(pkcs8, None)
    assert spki(key.public_key()) == public_der
    return key


def generate(spec):
    """A key pair of `cryptography`."""
    if spec.startswith("RSA_"):
        return rsa.generate_private_key(65537, int(spec[4:]))
    return ec.generate_private_key(CURVES[spec]())


def spki(key):
    return key.public_bytes(serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)


def pkcs8(key):
    form = serialization.PrivateFormat.PKCS8
    return key.private_bytes(serialization.Encoding.DER, form, serialization.NoEncryption())


# Signatures


def signature_parameters(algorithm, is_digest):
    """What `cryptography`'s sign and verify take after the message."""
    kind = hash_of(algorithm)
    asked = Prehashed(kind) if is_digest else kind
    if algorithm.startswith("ECDSA"):
        return (ec.ECDSA(asked),)
    if "PSS" in algorithm:
        return padding.PSS(padding.MGF1(kind), padding.PSS.DIGEST_LENGTH), asked
    return padding.PKCS1v15(), asked


def external_mu(public, message):
    """FIPS 204, algorithm 7, line 6, with an empty context."""
    hashed = hashlib.shake_256(public.public_bytes_raw()).digest(64)
    return hashlib.shake_256(hashed + bytes(2) + message).digest(64)


def is_valid(public, algorithm, signature, message, form):
    """Whether a signature is one of a message in the given MessageType."""
    if algorithm == "SM2DSA":
        return public.verifies(signature, message if form == "DIGEST" else public.digest(message))
    if algorithm == "ED25519_PH_SHA_512":
        return ed25519ph_verifies(public.public_bytes_raw(), signature, message)
    try:
        if form == "EXTERNAL_MU":
            public.verify_mu(signature, message)
        elif algorithm in ("ED25519_SHA_512", "ML_DSA_SHAKE_256"):
            public.verify(signature, message)
        else:
            public.verify(signature, message, *signature_parameters(algorithm, form == "DIGEST"))
    except InvalidSignature:
        return False
    return True


# Encryption and wrapping


def oaep(algorithm):
    """`algorithm` ends with its hash, as RSAES_OAEP_SHA_256 does."""
    kind = hash_of(algorithm)
    return padding.OAEP(padding.MGF1(kind), kind, None)


def encrypt(spec, der, algorithm, plaintext):
    public = public_key(spec, der)
    return public.encrypt(plaintext) if algorithm == "SM2PKE" else public.encrypt(plaintext, oaep(algorithm))


def wrap(wrapping_spec, der, algorithm, material):
    """Key material as ImportKeyMaterial takes it
    (https://docs.aws.amazon.com/kms/latest/developerguide/importing-keys-encrypt-key-material.html)."""
    if not algorithm.startswith("RSA_AES_KEY_WRAP"):
        return encrypt(wrapping_spec, der, algorithm, material)
    wrapping_key = bytes(range(32))
    wrapped = public_key(wrapping_spec, der).encrypt(wrapping_key, oaep(algorithm))
    return wrapped + aes_key_wrap_with_padding(wrapping_key, material)
