"""Encrypt, Decrypt and ReEncrypt with RSA-OAEP and SM2, with others on the other side."""

import outside
import pytest
import specs
from harness import key_arn, refused
from importing import imported_key

CASES = [
    (spec, algorithm)
    for spec, algorithms in specs.ENCRYPTION.items()
    for algorithm in algorithms
    if spec != "SYMMETRIC_DEFAULT"
]
RSA_CASES = [case for case in CASES if case[0] != "SM2"]
DRY_RUN = "The request would have succeeded, but the DryRun option is set."
WRONG_KEY = "The key ID in the request does not identify a CMK that can perform this operation."


@pytest.fixture
def public_of(shared_key):
    """`public_of(spec)`: a client, the id of an encryption key, and its public key in DER."""

    def make(spec):
        kms, key = shared_key(spec, "ENCRYPT_DECRYPT")
        return kms, key, kms.get_public_key(KeyId=key)["PublicKey"]

    return make


@pytest.mark.parametrize(("spec", "algorithm"), CASES)
def test_what_is_encrypted_here_decrypts_here(public_of, spec, algorithm):
    kms, key, _ = public_of(spec)
    terms = {"KeyId": key, "EncryptionAlgorithm": algorithm}
    for plaintext in (b"x", bytes(range(100)), specs.PLAINTEXT_MAX[spec, algorithm] * b"z"):
        encrypted = kms.encrypt(Plaintext=plaintext, **terms)
        assert encrypted["KeyId"].endswith(f"key/{key}")
        assert encrypted["EncryptionAlgorithm"] == algorithm
        decrypted = kms.decrypt(CiphertextBlob=encrypted["CiphertextBlob"], **terms)
        assert (decrypted["Plaintext"], decrypted["KeyId"]) == (plaintext, encrypted["KeyId"])
        assert decrypted["EncryptionAlgorithm"] == algorithm
        # Only symmetric ciphertexts name their key material.
        assert "KeyMaterialId" not in decrypted


@pytest.mark.parametrize(("spec", "algorithm"), CASES)
def test_what_is_encrypted_elsewhere_decrypts_here(public_of, spec, algorithm):
    kms, key, der = public_of(spec)
    for plaintext in (b"x", specs.PLAINTEXT_MAX[spec, algorithm] * b"z"):
        ciphertext = outside.encrypt(spec, der, algorithm, plaintext)
        decrypted = kms.decrypt(CiphertextBlob=ciphertext, KeyId=key, EncryptionAlgorithm=algorithm)
        assert decrypted["Plaintext"] == plaintext


@pytest.mark.parametrize(("spec", "algorithm"), CASES)
def test_what_is_encrypted_under_an_imported_key_decrypts_elsewhere(server, spec, algorithm):
    kms, key, private = imported_key(server, spec, "ENCRYPT_DECRYPT")
    encrypted = kms.encrypt(KeyId=key, Plaintext=b"secret", EncryptionAlgorithm=algorithm)["CiphertextBlob"]
    if spec == "SM2":
        assert private.decrypt(encrypted) == b"secret"
    else:
        assert private.decrypt(encrypted, outside.oaep(algorithm)) == b"secret"


@pytest.mark.parametrize(("spec", "algorithm"), RSA_CASES)
def test_one_byte_more_than_the_key_can_encrypt_is_refused(public_of, spec, algorithm):
    kms, key, _ = public_of(spec)
    longest = specs.PLAINTEXT_MAX[spec, algorithm]
    message = f"Algorithm {algorithm} and key spec {spec} cannot encrypt data larger than {longest} bytes."
    for length in (longest + 1, 4096):
        with refused("ValidationException", message):
            kms.encrypt(KeyId=key, Plaintext=bytes(length), EncryptionAlgorithm=algorithm)


def test_one_byte_more_than_sm2_can_encrypt_is_refused(public_of):
    kms, key, _ = public_of("SM2")
    with refused("ValidationException"):
        kms.encrypt(KeyId=key, Plaintext=bytes(1025), EncryptionAlgorithm="SM2PKE")


@pytest.mark.parametrize(("spec", "algorithm"), CASES)
def test_a_ciphertext_that_does_not_decrypt_is_refused(public_of, spec, algorithm):
    kms, key, _ = public_of(spec)
    terms = {"KeyId": key, "EncryptionAlgorithm": algorithm}
    blob = kms.encrypt(Plaintext=b"secret", **terms)["CiphertextBlob"]
    for wrong in (blob[:-1], blob + b"\0", blob[:-1] + bytes([blob[-1] ^ 1]), b"x", bytes(len(blob)), bytes(6144)):
        with refused("InvalidCiphertextException", ""):
            kms.decrypt(CiphertextBlob=wrong, **terms)


def test_the_other_hash_does_not_decrypt(public_of):
    kms, key, _ = public_of("RSA_2048")
    blob = kms.encrypt(KeyId=key, Plaintext=b"x", EncryptionAlgorithm="RSAES_OAEP_SHA_1")["CiphertextBlob"]
    with refused("InvalidCiphertextException", ""):
        kms.decrypt(KeyId=key, CiphertextBlob=blob, EncryptionAlgorithm="RSAES_OAEP_SHA_256")


def test_an_rsa_ciphertext_of_another_key_is_refused(kms, public_of):
    _, key, der = public_of("RSA_2048")
    other = kms.create_key(KeySpec="RSA_2048", KeyUsage="ENCRYPT_DECRYPT")["KeyMetadata"]["KeyId"]
    blob = outside.encrypt("RSA_2048", der, "RSAES_OAEP_SHA_256", b"x")
    with refused("InvalidCiphertextException", ""):
        kms.decrypt(KeyId=other, CiphertextBlob=blob, EncryptionAlgorithm="RSAES_OAEP_SHA_256")


def test_without_an_algorithm_a_symmetric_one_is_meant(public_of):
    kms, key, _ = public_of("RSA_2048")
    with refused("InvalidKeyUsageException", "Algorithm SYMMETRIC_DEFAULT is incompatible with key spec RSA_2048."):
        kms.encrypt(KeyId=key, Plaintext=b"x")


def test_a_symmetric_ciphertext_is_none_of_an_rsa_key(public_of, blob):
    kms, key, _ = public_of("RSA_2048")
    with refused("IncorrectKeyException", WRONG_KEY):
        kms.decrypt(KeyId=key, CiphertextBlob=blob)


def test_signing_keys_do_not_encrypt(shared_key):
    kms, key = shared_key("RSA_2048", "SIGN_VERIFY")
    said = f"{key_arn(key)} key usage is SIGN_VERIFY which is not valid for "
    terms = {"KeyId": key, "EncryptionAlgorithm": "RSAES_OAEP_SHA_256"}
    with refused("InvalidKeyUsageException", said + "Encrypt."):
        kms.encrypt(Plaintext=b"x", **terms)
    with refused("InvalidKeyUsageException", said + "Decrypt."):
        kms.decrypt(CiphertextBlob=bytes(256), **terms)
    with refused("InvalidKeyUsageException", said + "GenerateDataKey."):
        kms.generate_data_key(KeyId=key, KeySpec="AES_256")


def test_re_encryption_goes_between_symmetric_and_rsa_keys(kms, key, public_of):
    _, rsa, der = public_of("RSA_2048")
    to_rsa = kms.re_encrypt(
        CiphertextBlob=kms.encrypt(KeyId=key, Plaintext=b"moved")["CiphertextBlob"],
        DestinationKeyId=rsa,
        DestinationEncryptionAlgorithm="RSAES_OAEP_SHA_1",
    )
    assert (to_rsa["SourceKeyId"], to_rsa["KeyId"]) == (key_arn(key), key_arn(rsa))
    assert to_rsa["SourceEncryptionAlgorithm"] == "SYMMETRIC_DEFAULT"
    assert to_rsa["DestinationEncryptionAlgorithm"] == "RSAES_OAEP_SHA_1"
    opened = kms.decrypt(KeyId=rsa, CiphertextBlob=to_rsa["CiphertextBlob"], EncryptionAlgorithm="RSAES_OAEP_SHA_1")
    assert opened["Plaintext"] == b"moved"
    back = kms.re_encrypt(
        CiphertextBlob=outside.encrypt("RSA_2048", der, "RSAES_OAEP_SHA_256", b"back"),
        SourceKeyId=rsa,
        SourceEncryptionAlgorithm="RSAES_OAEP_SHA_256",
        DestinationKeyId=key,
    )
    assert kms.decrypt(CiphertextBlob=back["CiphertextBlob"])["Plaintext"] == b"back"


def test_a_dry_run_encrypts_and_decrypts_nothing(public_of):
    kms, key, der = public_of("RSA_2048")
    terms = {"KeyId": key, "EncryptionAlgorithm": "RSAES_OAEP_SHA_256", "DryRun": True}
    with refused("DryRunOperationException", DRY_RUN):
        kms.encrypt(Plaintext=b"x", **terms)
    with refused("DryRunOperationException", DRY_RUN):
        kms.decrypt(CiphertextBlob=outside.encrypt("RSA_2048", der, "RSAES_OAEP_SHA_256", b"x"), **terms)


def test_sm2_is_in_china_only(kms, key):
    for usage in ("ENCRYPT_DECRYPT", "SIGN_VERIFY", "KEY_AGREEMENT"):
        with refused("UnsupportedOperationException"):
            kms.create_key(KeySpec="SM2", KeyUsage=usage)
    with refused("UnsupportedOperationException"):
        kms.generate_data_key_pair(KeyId=key, KeyPairSpec="SM2")
