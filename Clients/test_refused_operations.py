"""What Trent has not: custom key stores; what it refuses: documents of no Nitro enclave; and a key's last use."""

import datetime

import outside
import pytest
from harness import key_arn, refused

MINUTE = datetime.timedelta(minutes=1)
STORE = "cks-1234567890abcdef0"


# Custom key stores


def test_there_are_no_custom_key_stores(kms):
    answer = kms.describe_custom_key_stores()
    assert (answer["CustomKeyStores"], answer["Truncated"]) == ([], False)
    assert "NextMarker" not in answer


@pytest.mark.parametrize("terms", [{"CustomKeyStoreId": STORE}, {"CustomKeyStoreName": "mine"}])
def test_a_custom_key_store_that_is_asked_for_does_not_exist(kms, terms):
    with refused("CustomKeyStoreNotFoundException"):
        kms.describe_custom_key_stores(**terms)


def test_no_custom_key_store_can_be_created(kms):
    with refused("UnsupportedOperationException", "Trent does not implement custom key stores yet."):
        kms.create_custom_key_store(CustomKeyStoreName="mine")


def test_operations_on_a_custom_key_store_find_none(kms):
    for call in (
        lambda: kms.update_custom_key_store(CustomKeyStoreId=STORE, NewCustomKeyStoreName="other"),
        lambda: kms.delete_custom_key_store(CustomKeyStoreId=STORE),
        lambda: kms.connect_custom_key_store(CustomKeyStoreId=STORE),
        lambda: kms.disconnect_custom_key_store(CustomKeyStoreId=STORE),
    ):
        with refused("CustomKeyStoreNotFoundException"):
            call()


@pytest.mark.parametrize("origin", ["AWS_CLOUDHSM", "EXTERNAL_KEY_STORE"])
def test_no_key_is_made_in_a_custom_key_store(kms, origin):
    with refused("UnsupportedOperationException"):
        kms.create_key(Origin=origin)
    with refused("CustomKeyStoreNotFoundException"):
        kms.create_key(Origin=origin, CustomKeyStoreId=STORE)


def test_no_random_bytes_come_from_a_custom_key_store(kms):
    with refused("CustomKeyStoreNotFoundException"):
        kms.generate_random(NumberOfBytes=16, CustomKeyStoreId=STORE)


# Recipient


@pytest.mark.parametrize("document", [b"x", b"\xd2\x84\x43\xa1\x01\x38\x22\xa0\x41\0\x58\x60" + bytes(96), bytes(5000)])
def test_an_attestation_document_that_does_not_verify_is_refused(kms, key, blob, shared_key, document):
    recipient = {"KeyEncryptionAlgorithm": "RSAES_OAEP_SHA_256", "AttestationDocument": document}
    _, agreement = shared_key("ECC_NIST_P256", "KEY_AGREEMENT")
    peer = outside.spki(outside.generate("ECC_NIST_P256").public_key())
    for call in (
        lambda: kms.decrypt(CiphertextBlob=blob, Recipient=recipient),
        lambda: kms.generate_data_key(KeyId=key, KeySpec="AES_256", Recipient=recipient),
        lambda: kms.generate_data_key_pair(KeyId=key, KeyPairSpec="ECC_NIST_P256", Recipient=recipient),
        lambda: kms.generate_random(NumberOfBytes=16, Recipient=recipient),
        lambda: kms.derive_shared_secret(
            KeyId=agreement, KeyAgreementAlgorithm="ECDH", PublicKey=peer, Recipient=recipient
        ),
    ):
        with refused("ValidationException"):
            call()


def test_an_unknown_encryption_for_the_recipient_is_refused(lax, key):
    recipient = {"KeyEncryptionAlgorithm": "NONE", "AttestationDocument": b"x"}
    with refused("ValidationException") as caught:
        lax.generate_data_key(KeyId=key, KeySpec="AES_256", Recipient=recipient)
    assert "Member must satisfy enum value set: [RSAES_OAEP_SHA_256]" in caught.value.response["Error"]["Message"]


# GetKeyLastUsage


def last_usage(kms, key):
    return kms.get_key_last_usage(KeyId=key).get("KeyLastUsage", {})


def test_a_key_that_was_never_used_has_no_last_usage(kms, key):
    created = kms.describe_key(KeyId=key)["KeyMetadata"]["CreationDate"]
    answer = kms.get_key_last_usage(KeyId=key)
    assert answer["KeyId"] in (key, key_arn(key))
    assert answer.get("KeyLastUsage", {}) == {}
    assert (answer["KeyCreationDate"], answer["TrackingStartDate"]) == (created, created)


def test_the_last_usage_is_that_of_the_last_cryptographic_operation(kms, key, other_key):
    def check(name, answer, of=key):
        usage = last_usage(kms, of)
        assert usage["Operation"] == name
        assert usage["KmsRequestId"] == answer["ResponseMetadata"]["RequestId"]
        assert abs(datetime.datetime.now(datetime.timezone.utc) - usage["Timestamp"]) < MINUTE

    encrypted = kms.encrypt(KeyId=key, Plaintext=b"x")
    check("Encrypt", encrypted)
    kms.describe_key(KeyId=key)
    kms.update_key_description(KeyId=key, Description="no use")
    check("Encrypt", encrypted)
    check("GenerateDataKey", kms.generate_data_key(KeyId=key, KeySpec="AES_256"))
    check("Decrypt", kms.decrypt(CiphertextBlob=encrypted["CiphertextBlob"]))
    moved = kms.re_encrypt(CiphertextBlob=encrypted["CiphertextBlob"], DestinationKeyId=other_key)
    check("ReEncrypt", moved)
    check("ReEncrypt", moved, of=other_key)


def test_a_refused_operation_is_no_usage(kms, key):
    answer = kms.encrypt(KeyId=key, Plaintext=b"x")
    with refused("DryRunOperationException"):
        kms.generate_data_key(KeyId=key, KeySpec="AES_256", DryRun=True)
    kms.disable_key(KeyId=key)
    with refused("DisabledException"):
        kms.generate_data_key(KeyId=key, KeySpec="AES_256")
    assert last_usage(kms, key)["KmsRequestId"] == answer["ResponseMetadata"]["RequestId"]


def test_signing_keys_have_a_last_usage(kms):
    key = kms.create_key(KeySpec="ECC_NIST_P256", KeyUsage="SIGN_VERIFY")["KeyMetadata"]["KeyId"]
    terms = {"KeyId": key, "Message": b"x", "SigningAlgorithm": "ECDSA_SHA_256"}
    signature = kms.sign(**terms)["Signature"]
    assert last_usage(kms, key)["Operation"] == "Sign"
    kms.verify(Signature=signature, **terms)
    assert last_usage(kms, key)["Operation"] == "Verify"


def test_the_last_usage_survives_a_restart(serve):
    server = serve()
    kms = server.client()
    key = kms.create_key()["KeyMetadata"]["KeyId"]
    kms.encrypt(KeyId=key, Plaintext=b"x")
    before = last_usage(kms, key)
    assert last_usage(server.restart().client(), key) == before


def test_the_last_usage_is_not_told_of_an_alias(kms, key, alias_name):
    kms.create_alias(AliasName=alias_name, TargetKeyId=key)
    with refused("InvalidArnException"):
        kms.get_key_last_usage(KeyId=alias_name)
