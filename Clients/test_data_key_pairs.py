"""GenerateDataKeyPair and GenerateDataKeyPairWithoutPlaintext: pairs that work elsewhere."""

import outside
import pytest
import specs
from harness import key_arn, refused

CONTEXT = {"table": "orders"}
DRY_RUN = "The request would have succeeded, but the DryRun option is set."
# RFC 9936 and FIPS 203: a seed of 64 bytes, whatever the parameter set.
ML_KEM_PKCS8_BYTES = 86


@pytest.fixture
def wrapper(shared_key):
    """`wrapper(spec)`: a client of a Region that has the spec, and a symmetric key's id."""

    def make(spec):
        kms, key = shared_key("SYMMETRIC_DEFAULT", "ENCRYPT_DECRYPT")
        if specs.region_of(spec) == specs.CHINA:
            kms, _ = shared_key("SM2", "SIGN_VERIFY")
            key = kms.create_key()["KeyMetadata"]["KeyId"]
        return kms, key

    return make


@pytest.mark.parametrize("spec", specs.DATA_KEY_PAIRS)
def test_the_parts_of_a_pair_belong_together(wrapper, spec):
    kms, key = wrapper(spec)
    pair = kms.generate_data_key_pair(KeyId=key, KeyPairSpec=spec, EncryptionContext=CONTEXT)
    metadata = kms.describe_key(KeyId=key)["KeyMetadata"]
    assert (pair["KeyId"], pair["KeyPairSpec"]) == (metadata["Arn"], spec)
    assert pair["KeyMaterialId"] == metadata["CurrentKeyMaterialId"]
    outside.public_key(spec, pair["PublicKey"])
    outside.private_key(spec, pair["PrivateKeyPlaintext"], pair["PublicKey"])
    blob = pair["PrivateKeyCiphertextBlob"]
    assert len(blob) <= 6144
    assert kms.decrypt(CiphertextBlob=blob, EncryptionContext=CONTEXT)["Plaintext"] == pair["PrivateKeyPlaintext"]
    with refused("InvalidCiphertextException", ""):
        kms.decrypt(CiphertextBlob=blob)


@pytest.mark.parametrize("spec", specs.DATA_KEY_PAIRS)
def test_a_pair_without_plaintext_decrypts_to_its_private_key(wrapper, spec):
    kms, key = wrapper(spec)
    pair = kms.generate_data_key_pair_without_plaintext(KeyId=key, KeyPairSpec=spec)
    assert "PrivateKeyPlaintext" not in pair
    assert pair["KeyPairSpec"] == spec
    decrypted = kms.decrypt(CiphertextBlob=pair["PrivateKeyCiphertextBlob"])
    outside.private_key(spec, decrypted["Plaintext"], pair["PublicKey"])
    assert decrypted["KeyId"] == pair["KeyId"]
    assert decrypted["KeyMaterialId"] == pair["KeyMaterialId"]


@pytest.mark.parametrize("spec", ["RSA_2048", "ECC_NIST_P256", "ECC_NIST_EDWARDS25519", "ML_KEM_768"])
def test_pairs_differ(wrapper, spec):
    kms, key = wrapper(spec)
    made = [kms.generate_data_key_pair(KeyId=key, KeyPairSpec=spec) for _ in range(5)]
    for member in ("PublicKey", "PrivateKeyPlaintext", "PrivateKeyCiphertextBlob"):
        assert len({pair[member] for pair in made}) == 5


@pytest.mark.parametrize("spec", ["ML_KEM_768", "ML_KEM_1024"])
def test_the_private_key_of_ml_kem_is_a_seed(wrapper, spec):
    kms, key = wrapper(spec)
    pair = kms.generate_data_key_pair(KeyId=key, KeyPairSpec=spec)
    assert len(pair["PrivateKeyPlaintext"]) == ML_KEM_PKCS8_BYTES


@pytest.mark.parametrize("spec", ["RSA_2048", "ECC_NIST_P256", "HMAC_256", "ML_KEM_768"])
def test_only_symmetric_keys_make_pairs(shared_key, spec):
    usage = next(usage for usage, (kinds, _) in specs.USAGES.items() if spec in kinds and usage != "ENCRYPT_DECRYPT")
    kms, key = shared_key(spec, usage)
    for call, name in (
        (kms.generate_data_key_pair, "GenerateDataKeyPair"),
        (kms.generate_data_key_pair_without_plaintext, "GenerateDataKeyPairWithoutPlaintext"),
    ):
        with refused("InvalidKeyUsageException", f"{key_arn(key)} key usage is {usage} which is not valid for {name}."):
            call(KeyId=key, KeyPairSpec="ECC_NIST_P256")


def test_an_rsa_encryption_key_makes_no_pairs(shared_key):
    kms, key = shared_key("RSA_2048", "ENCRYPT_DECRYPT")
    with refused("InvalidKeyUsageException"):
        kms.generate_data_key_pair(KeyId=key, KeyPairSpec="ECC_NIST_P256")


def test_an_unknown_spec_is_refused(lax, key):
    for call in (lax.generate_data_key_pair, lax.generate_data_key_pair_without_plaintext):
        with refused("ValidationException") as caught:
            call(KeyId=key, KeyPairSpec="ECC_NIST_P123")
        message = caught.value.response["Error"]["Message"]
        assert message.startswith("1 validation error detected: Value 'ECC_NIST_P123' at 'keyPairSpec' failed")


def test_a_dry_run_makes_no_pair(wrapper):
    kms, key = wrapper("RSA_2048")
    for call in (kms.generate_data_key_pair, kms.generate_data_key_pair_without_plaintext):
        with refused("DryRunOperationException", DRY_RUN):
            call(KeyId=key, KeyPairSpec="RSA_4096", DryRun=True)


def test_a_pair_signs_and_encrypts_elsewhere(wrapper):
    kms, key = wrapper("RSA_2048")
    pair = kms.generate_data_key_pair(KeyId=key, KeyPairSpec="RSA_2048")
    private = outside.private_key("RSA_2048", pair["PrivateKeyPlaintext"], pair["PublicKey"])
    sealed = outside.encrypt("RSA_2048", pair["PublicKey"], "RSAES_OAEP_SHA_256", b"x")
    assert private.decrypt(sealed, outside.oaep("RSAES_OAEP_SHA_256")) == b"x"
    parameters = outside.signature_parameters("RSASSA_PSS_SHA_256", is_digest=False)
    signature = private.sign(b"x", *parameters)
    public = outside.public_key("RSA_2048", pair["PublicKey"])
    assert outside.is_valid(public, "RSASSA_PSS_SHA_256", signature, b"x", "RAW")
