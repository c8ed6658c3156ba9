"""Encapsulate and Decapsulate: ML-KEM (FIPS 203) with another library on the other side."""

import outside
import pytest
import specs
from harness import key_arn, refused

SPECS = list(specs.ENCAPSULATION)
DRY_RUN = "The request would have succeeded, but the DryRun option is set."
SECRET_BYTES = 32


@pytest.fixture
def kem(shared_key):
    """`kem(spec)`: a client, a key's id, and its public key as another library has it."""

    def make(spec):
        kms, key = shared_key(spec, "ENCAPSULATE_DECAPSULATE")
        return kms, key, outside.public_key(spec, kms.get_public_key(KeyId=key)["PublicKey"])

    return make


def decapsulate(kms, key, ciphertext):
    return kms.decapsulate(KeyId=key, EncapsulationAlgorithm="ML_KEM", SharedSecretCiphertextBlob=ciphertext)


@pytest.mark.parametrize("spec", SPECS)
def test_what_is_encapsulated_here_is_decapsulated_here(kem, spec):
    kms, key, _ = kem(spec)
    made = kms.encapsulate(KeyId=key, EncapsulationAlgorithm="ML_KEM")
    assert (made["KeyId"], made["EncapsulationAlgorithm"]) == (key_arn(key), "ML_KEM")
    assert len(made["SharedSecret"]) == SECRET_BYTES
    assert len(made["SharedSecretCiphertextBlob"]) == specs.ENCAPSULATED_BYTES[spec]
    answer = decapsulate(kms, key, made["SharedSecretCiphertextBlob"])
    assert answer["SharedSecret"] == made["SharedSecret"]
    assert (answer["KeyId"], answer["EncapsulationAlgorithm"]) == (key_arn(key), "ML_KEM")
    assert kms.encapsulate(KeyId=key, EncapsulationAlgorithm="ML_KEM")["SharedSecret"] != made["SharedSecret"]


@pytest.mark.parametrize("spec", SPECS)
def test_what_is_encapsulated_elsewhere_is_decapsulated_here(kem, spec):
    kms, key, public = kem(spec)
    secret, ciphertext = public.encapsulate()
    assert decapsulate(kms, key, ciphertext)["SharedSecret"] == secret


@pytest.mark.parametrize("spec", SPECS)
def test_the_private_key_of_a_data_key_pair_decapsulates_elsewhere_what_its_public_key_encapsulated(kms, key, spec):
    pair = kms.generate_data_key_pair(KeyId=key, KeyPairSpec=spec)
    private = outside.private_key(spec, pair["PrivateKeyPlaintext"], pair["PublicKey"])
    secret, ciphertext = outside.public_key(spec, pair["PublicKey"]).encapsulate()
    assert private.decapsulate(ciphertext) == secret


@pytest.mark.parametrize("spec", SPECS)
def test_an_altered_ciphertext_gives_another_secret_always_the_same(kem, spec):
    """Implicit rejection: FIPS 203, section 6.3."""
    kms, key, public = kem(spec)
    secret, ciphertext = public.encapsulate()
    altered = bytes([ciphertext[0] ^ 1]) + ciphertext[1:]
    secrets = {decapsulate(kms, key, altered)["SharedSecret"] for _ in range(3)}
    assert len(secrets) == 1 and secret not in secrets
    other = kms.create_key(KeySpec=spec, KeyUsage="ENCAPSULATE_DECAPSULATE")["KeyMetadata"]["KeyId"]
    elsewhere = decapsulate(kms, other, ciphertext)["SharedSecret"]
    assert len(elsewhere) == SECRET_BYTES and elsewhere not in {secret, *secrets}


@pytest.mark.parametrize("spec", SPECS)
def test_a_ciphertext_of_another_length_is_refused(kem, spec):
    kms, key, public = kem(spec)
    _, ciphertext = public.encapsulate()
    others = [bytes(length) for length in {768, *specs.ENCAPSULATED_BYTES.values()} - {len(ciphertext)}]
    for wrong in (b"x", ciphertext[:-1], ciphertext + b"\0", bytes(6144), *others):
        with refused("InvalidCiphertextException"):
            decapsulate(kms, key, wrong)


def test_keys_of_another_usage_do_not_encapsulate(shared_key):
    kms, key = shared_key("RSA_2048", "ENCRYPT_DECRYPT")
    said = f"{key_arn(key)} key usage is ENCRYPT_DECRYPT which is not valid for "
    with refused("InvalidKeyUsageException", said + "Encapsulate."):
        kms.encapsulate(KeyId=key, EncapsulationAlgorithm="ML_KEM")
    with refused("InvalidKeyUsageException", said + "Decapsulate."):
        decapsulate(kms, key, b"x")


def test_a_dry_run_makes_no_secret(kem):
    kms, key, public = kem("ML_KEM_768")
    _, ciphertext = public.encapsulate()
    with refused("DryRunOperationException", DRY_RUN):
        kms.encapsulate(KeyId=key, EncapsulationAlgorithm="ML_KEM", DryRun=True)
    with refused("DryRunOperationException", DRY_RUN):
        kms.decapsulate(
            KeyId=key, EncapsulationAlgorithm="ML_KEM", SharedSecretCiphertextBlob=ciphertext, DryRun=True
        )


def test_china_has_no_ml_kem(server):
    kms = server.client(region=specs.CHINA)
    with refused("UnsupportedOperationException"):
        kms.create_key(KeySpec="ML_KEM_768", KeyUsage="ENCAPSULATE_DECAPSULATE")
    key = kms.create_key()["KeyMetadata"]["KeyId"]
    with refused("UnsupportedOperationException"):
        kms.generate_data_key_pair(KeyId=key, KeyPairSpec="ML_KEM_768")


def test_ml_kem_512_is_a_gap_that_says_so(kms, key):
    for call in (
        lambda: kms.create_key(KeySpec="ML_KEM_512", KeyUsage="ENCAPSULATE_DECAPSULATE"),
        lambda: kms.generate_data_key_pair(KeyId=key, KeyPairSpec="ML_KEM_512"),
    ):
        with refused("UnsupportedOperationException") as caught:
            call()
        assert "ML_KEM_512" in caught.value.response["Error"]["Message"]
