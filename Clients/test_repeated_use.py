"""Every algorithm of every key, again and again with one key, checked by another library each time: key material that
was wiped or changed by its use would show."""

import functools
import hmac
import os

import importing
import outside
import pytest
import specs
from cryptography.hazmat.primitives.asymmetric import ec
from curves import SM2PrivateKey

TIMES = 20
LENGTHS = [1, 4096, *(37 * number for number in range(1, TIMES - 1))]
SIGNING = [(spec, algorithm) for spec, algorithms in specs.SIGNING.items() for algorithm in algorithms]
ASYMMETRIC = list(specs.PLAINTEXT_MAX)
CURVE_PAIRS = [spec for spec in specs.DATA_KEY_PAIRS if not spec.startswith("RSA_")]


@pytest.fixture(scope="module")
def imported(server):
    """`imported(spec)`: a client, the id of an encryption key with imported material, and its private key."""
    return functools.cache(lambda spec: importing.imported_key(server, spec, "ENCRYPT_DECRYPT"))


def form_of(algorithm, message):
    """What the algorithm takes of a message, and as which MessageType."""
    if algorithm == "ED25519_PH_SHA_512":
        return outside.digest(message, outside.hash_of(algorithm)), "DIGEST"
    return message, "RAW"


@pytest.mark.parametrize(("spec", "algorithm"), SIGNING)
def test_one_key_signs_again_and_again(shared_key, spec, algorithm):
    kms, key = shared_key(spec, "SIGN_VERIFY")
    public = outside.public_key(spec, kms.get_public_key(KeyId=key)["PublicKey"])
    for length in LENGTHS:
        message, form = form_of(algorithm, os.urandom(length))
        terms = {"KeyId": key, "Message": message, "MessageType": form, "SigningAlgorithm": algorithm}
        signature = kms.sign(**terms)["Signature"]
        assert outside.is_valid(public, algorithm, signature, message, form), length
        assert kms.verify(Signature=signature, **terms)["SignatureValid"]


@pytest.mark.parametrize(("spec", "algorithm"), ASYMMETRIC)
def test_one_key_pair_encrypts_and_decrypts_again_and_again(imported, spec, algorithm):
    kms, key, private = imported(spec)
    der = kms.get_public_key(KeyId=key)["PublicKey"]
    terms = {"KeyId": key, "EncryptionAlgorithm": algorithm}
    for number in range(TIMES):
        plaintext = os.urandom(1 + number * (specs.PLAINTEXT_MAX[spec, algorithm] - 1) // (TIMES - 1))
        ciphertext = kms.encrypt(Plaintext=plaintext, **terms)["CiphertextBlob"]
        opened = private.decrypt(ciphertext) if spec == "SM2" else private.decrypt(ciphertext, outside.oaep(algorithm))
        assert opened == plaintext
        sealed = outside.encrypt(spec, der, algorithm, plaintext)
        assert kms.decrypt(CiphertextBlob=sealed, **terms)["Plaintext"] == plaintext


def test_one_symmetric_key_encrypts_and_decrypts_again_and_again(kms, key):
    made = []
    for length in LENGTHS:
        plaintext = os.urandom(length)
        made.append((plaintext, kms.encrypt(KeyId=key, Plaintext=plaintext)["CiphertextBlob"]))
    for plaintext, blob in made:
        assert kms.decrypt(CiphertextBlob=blob)["Plaintext"] == plaintext


@pytest.mark.parametrize("spec", specs.MACS)
def test_one_key_makes_macs_again_and_again(kms, spec):
    key = importing.external_key(kms, spec, "GENERATE_VERIFY_MAC")
    material = importing.new_material(kms, spec)
    importing.import_material(kms, key, material)
    for length in LENGTHS:
        message = os.urandom(length)
        terms = {"KeyId": key, "Message": message, "MacAlgorithm": specs.MACS[spec][0]}
        mac = hmac.digest(material, message, f"sha{spec[5:]}")
        assert kms.generate_mac(**terms)["Mac"] == mac
        assert kms.verify_mac(Mac=mac, **terms)["MacValid"]


@pytest.mark.parametrize("spec", specs.AGREEMENT)
def test_one_key_agrees_again_and_again(shared_key, spec):
    kms, key = shared_key(spec, "KEY_AGREEMENT")
    public = outside.public_key(spec, kms.get_public_key(KeyId=key)["PublicKey"])
    for _ in range(TIMES):
        if spec == "SM2":
            private = SM2PrivateKey.generate(like=public.der)
            peer, secret = private.public.der, private.shared_secret(public)
        else:
            private = outside.generate(spec)
            peer, secret = outside.spki(private.public_key()), private.exchange(ec.ECDH(), public)
        terms = {"KeyId": key, "KeyAgreementAlgorithm": "ECDH", "PublicKey": peer}
        assert kms.derive_shared_secret(**terms)["SharedSecret"] == secret


@pytest.mark.parametrize("spec", specs.ENCAPSULATION)
def test_one_key_decapsulates_again_and_again(shared_key, spec):
    kms, key = shared_key(spec, "ENCAPSULATE_DECAPSULATE")
    public = outside.public_key(spec, kms.get_public_key(KeyId=key)["PublicKey"])
    terms = {"KeyId": key, "EncapsulationAlgorithm": "ML_KEM"}
    for _ in range(TIMES):
        secret, ciphertext = public.encapsulate()
        assert kms.decapsulate(SharedSecretCiphertextBlob=ciphertext, **terms)["SharedSecret"] == secret
        made = kms.encapsulate(**terms)
        again = kms.decapsulate(SharedSecretCiphertextBlob=made["SharedSecretCiphertextBlob"], **terms)
        assert again["SharedSecret"] == made["SharedSecret"]


@pytest.mark.parametrize("spec", CURVE_PAIRS)
def test_one_key_makes_pairs_again_and_again(server, spec):
    kms = server.client(region=specs.region_of(spec))
    key = kms.create_key()["KeyMetadata"]["KeyId"]
    for _ in range(TIMES):
        pair = kms.generate_data_key_pair(KeyId=key, KeyPairSpec=spec)
        outside.private_key(spec, pair["PrivateKeyPlaintext"], pair["PublicKey"])
        opened = kms.decrypt(CiphertextBlob=pair["PrivateKeyCiphertextBlob"])
        assert opened["Plaintext"] == pair["PrivateKeyPlaintext"]
