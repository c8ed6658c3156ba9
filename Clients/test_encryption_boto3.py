"""Encrypt, Decrypt, ReEncrypt, data keys and random bytes."""

import pytest
from harness import ACCOUNT, key_arn, refused

CONTEXT = {"table": "orders", "Ünïcode": "✓", "empty": ""}
DRY_RUN = "The request would have succeeded, but the DryRun option is set."
WRONG_KEY = "The key ID in the request does not identify a CMK that can perform this operation."


@pytest.mark.parametrize("plaintext", [b"x", bytes(range(256)), 4096 * b"z"])
def test_what_is_encrypted_decrypts_without_naming_the_key(kms, key, plaintext):
    encrypted = kms.encrypt(KeyId=key, Plaintext=plaintext)
    assert encrypted["KeyId"] == key_arn(key)
    assert encrypted["EncryptionAlgorithm"] == "SYMMETRIC_DEFAULT"
    assert 1 <= len(encrypted["CiphertextBlob"]) <= 6144
    decrypted = kms.decrypt(CiphertextBlob=encrypted["CiphertextBlob"])
    assert decrypted["Plaintext"] == plaintext
    assert decrypted["KeyId"] == key_arn(key)
    assert decrypted["EncryptionAlgorithm"] == "SYMMETRIC_DEFAULT"


def test_a_blob_says_which_key_material_made_it(kms, key, blob):
    material = kms.describe_key(KeyId=key)["KeyMetadata"]["CurrentKeyMaterialId"]
    assert kms.decrypt(CiphertextBlob=blob)["KeyMaterialId"] == material


def test_the_same_plaintext_never_gives_the_same_blob(kms, key):
    blobs = {kms.encrypt(KeyId=key, Plaintext=b"same")["CiphertextBlob"] for _ in range(20)}
    assert len(blobs) == 20


def test_the_encryption_context_must_be_the_same_in_any_order(kms, key):
    blob = kms.encrypt(KeyId=key, Plaintext=b"x", EncryptionContext=CONTEXT)["CiphertextBlob"]
    reversed_context = dict(reversed(CONTEXT.items()))
    assert kms.decrypt(CiphertextBlob=blob, EncryptionContext=reversed_context)["Plaintext"] == b"x"


@pytest.mark.parametrize(
    "context",
    [{}, {"table": "orders"}, CONTEXT | {"table": "Orders"}, CONTEXT | {"more": "1"}, {"tableorders": ""}],
)
def test_another_encryption_context_is_refused(kms, key, context):
    blob = kms.encrypt(KeyId=key, Plaintext=b"x", EncryptionContext=CONTEXT)["CiphertextBlob"]
    with refused("InvalidCiphertextException", ""):
        kms.decrypt(CiphertextBlob=blob, EncryptionContext=context)


def test_an_empty_encryption_context_is_the_same_as_none(kms, key, blob):
    assert kms.decrypt(CiphertextBlob=blob, EncryptionContext={})["Plaintext"] == b"secret"


def test_a_changed_blob_is_refused_wherever_it_was_changed(kms, blob):
    for position in range(len(blob)):
        changed = bytearray(blob)
        changed[position] ^= 1
        with pytest.raises(kms.exceptions.ClientError) as caught:
            kms.decrypt(CiphertextBlob=bytes(changed))
        error = caught.value.response["Error"]
        # A blob whose key identifier was changed names a key that the caller does not have.
        assert error["Code"] in ("InvalidCiphertextException", "AccessDeniedException"), (position, error)


@pytest.mark.parametrize("blob", [b"x", b"not a blob", 6144 * b"\0"])
def test_bytes_that_are_no_blob_are_refused(kms, blob):
    with refused("InvalidCiphertextException", ""):
        kms.decrypt(CiphertextBlob=blob)


def test_a_shortened_or_lengthened_blob_is_refused(kms, blob):
    for changed in (blob[:-1], blob + b"\0"):
        with refused("InvalidCiphertextException", ""):
            kms.decrypt(CiphertextBlob=changed)


def test_a_blob_is_not_decrypted_under_another_key(kms, key, other_key, blob):
    with refused("IncorrectKeyException", WRONG_KEY):
        kms.decrypt(CiphertextBlob=blob, KeyId=other_key)
    with refused("IncorrectKeyException", WRONG_KEY):
        kms.re_encrypt(CiphertextBlob=blob, SourceKeyId=other_key, DestinationKeyId=key)


def test_naming_another_key_that_is_disabled_is_still_about_the_wrong_key(kms, other_key, blob):
    kms.disable_key(KeyId=other_key)
    with refused("IncorrectKeyException", WRONG_KEY):
        kms.decrypt(CiphertextBlob=blob, KeyId=other_key)


def test_a_symmetric_key_refuses_the_algorithm_of_another_kind(kms, key):
    message = "Algorithm RSAES_OAEP_SHA_256 is incompatible with key spec SYMMETRIC_DEFAULT."
    with refused("InvalidKeyUsageException", message):
        kms.encrypt(KeyId=key, Plaintext=b"x", EncryptionAlgorithm="RSAES_OAEP_SHA_256")


def test_re_encryption_moves_a_blob_to_another_key_and_context(kms, key, other_key):
    blob = kms.encrypt(KeyId=key, Plaintext=b"moved", EncryptionContext=CONTEXT)["CiphertextBlob"]
    moved = kms.re_encrypt(
        CiphertextBlob=blob,
        SourceEncryptionContext=CONTEXT,
        DestinationKeyId=other_key,
        DestinationEncryptionContext={"now": "other"},
    )
    assert moved["SourceKeyId"] == key_arn(key)
    assert moved["KeyId"] == key_arn(other_key)
    assert moved["SourceEncryptionAlgorithm"] == moved["DestinationEncryptionAlgorithm"] == "SYMMETRIC_DEFAULT"
    materials = [kms.describe_key(KeyId=name)["KeyMetadata"]["CurrentKeyMaterialId"] for name in (key, other_key)]
    assert [moved["SourceKeyMaterialId"], moved["DestinationKeyMaterialId"]] == materials
    decrypted = kms.decrypt(CiphertextBlob=moved["CiphertextBlob"], EncryptionContext={"now": "other"})
    assert (decrypted["Plaintext"], decrypted["KeyId"]) == (b"moved", key_arn(other_key))


def test_re_encryption_needs_the_source_context(kms, key, other_key):
    blob = kms.encrypt(KeyId=key, Plaintext=b"x", EncryptionContext=CONTEXT)["CiphertextBlob"]
    with refused("InvalidCiphertextException", ""):
        kms.re_encrypt(CiphertextBlob=blob, DestinationKeyId=other_key)


@pytest.mark.parametrize(
    ("wish", "length"),
    [
        ({"KeySpec": "AES_256"}, 32),
        ({"KeySpec": "AES_128"}, 16),
        ({"NumberOfBytes": 1}, 1),
        ({"NumberOfBytes": 1024}, 1024),
    ],
)
def test_a_data_key_has_the_asked_length_and_decrypts_to_itself(kms, key, wish, length):
    made = kms.generate_data_key(KeyId=key, EncryptionContext=CONTEXT, **wish)
    assert len(made["Plaintext"]) == length
    assert made["KeyId"] == key_arn(key)
    assert made["KeyMaterialId"] == kms.describe_key(KeyId=key)["KeyMetadata"]["CurrentKeyMaterialId"]
    decrypted = kms.decrypt(CiphertextBlob=made["CiphertextBlob"], EncryptionContext=CONTEXT)
    assert decrypted["Plaintext"] == made["Plaintext"]


def test_a_data_key_without_plaintext_decrypts_to_the_asked_length(kms, key):
    made = kms.generate_data_key_without_plaintext(KeyId=key, KeySpec="AES_128")
    assert "Plaintext" not in made
    assert len(kms.decrypt(CiphertextBlob=made["CiphertextBlob"])["Plaintext"]) == 16


@pytest.mark.parametrize("wish", [{}, {"KeySpec": "AES_256", "NumberOfBytes": 32}])
def test_a_data_key_needs_exactly_one_of_spec_and_length(kms, key, wish):
    for call in (kms.generate_data_key, kms.generate_data_key_without_plaintext):
        with refused("ValidationException"):
            call(KeyId=key, **wish)


def test_data_keys_differ(kms, key):
    made = {kms.generate_data_key(KeyId=key, KeySpec="AES_256")["Plaintext"] for _ in range(20)}
    assert len(made) == 20


@pytest.mark.parametrize("length", [1, 32, 1024])
def test_random_bytes_come_in_the_asked_length(kms, length):
    assert len(kms.generate_random(NumberOfBytes=length)["Plaintext"]) == length


def test_random_bytes_differ(kms):
    assert len({kms.generate_random(NumberOfBytes=16)["Plaintext"] for _ in range(20)}) == 20


def test_random_bytes_need_a_length(kms):
    with refused("ValidationException", "NumberOfBytes is required."):
        kms.generate_random()


def test_a_dry_run_says_that_it_would_have_succeeded(kms, key, other_key, blob):
    calls = [
        lambda: kms.encrypt(KeyId=key, Plaintext=b"x", DryRun=True),
        lambda: kms.decrypt(CiphertextBlob=blob, DryRun=True),
        lambda: kms.re_encrypt(CiphertextBlob=blob, DestinationKeyId=other_key, DryRun=True),
        lambda: kms.generate_data_key(KeyId=key, KeySpec="AES_256", DryRun=True),
        lambda: kms.generate_data_key_without_plaintext(KeyId=key, KeySpec="AES_256", DryRun=True),
    ]
    for call in calls:
        with refused("DryRunOperationException", DRY_RUN):
            call()


def test_a_dry_run_that_is_not_one_does_the_work(kms, blob):
    assert kms.decrypt(CiphertextBlob=blob, DryRun=False)["Plaintext"] == b"secret"


def test_a_dry_run_of_a_decryption_may_go_without_a_blob(kms, key, other_key):
    with refused("DryRunOperationException", DRY_RUN):
        kms.decrypt(KeyId=key, DryRun=True, DryRunModifiers=["IGNORE_CIPHERTEXT"])
    with refused("DryRunOperationException", DRY_RUN):
        kms.re_encrypt(
            SourceKeyId=key, DestinationKeyId=other_key, DryRun=True, DryRunModifiers=["IGNORE_CIPHERTEXT"]
        )


def test_a_decryption_without_a_blob_is_refused_unless_its_dry_run_ignores_it(kms, key):
    for options in ({}, {"DryRun": True}, {"DryRunModifiers": ["IGNORE_CIPHERTEXT"]}):
        with refused("ValidationException"):
            kms.decrypt(KeyId=key, **options)


def test_a_dry_run_of_what_would_fail_fails_likewise(kms, key, absent):
    with refused("NotFoundException", f"Key '{key_arn(absent)}' does not exist"):
        kms.encrypt(KeyId=absent, Plaintext=b"x", DryRun=True)
    kms.disable_key(KeyId=key)
    with refused("DisabledException", f"{key_arn(key)} is disabled."):
        kms.encrypt(KeyId=key, Plaintext=b"x", DryRun=True)


def test_grant_tokens_are_accepted(kms, key, blob):
    grantee = {"GranteePrincipal": f"arn:aws:iam::{ACCOUNT}:root", "Operations": ["Decrypt"]}
    tokens = [kms.create_grant(KeyId=key, **grantee)["GrantToken"] for _ in range(2)]
    assert kms.describe_key(KeyId=key, GrantTokens=tokens)["KeyMetadata"]["KeyId"] == key
    assert kms.encrypt(KeyId=key, Plaintext=b"x", GrantTokens=tokens)["KeyId"] == key_arn(key)
    assert kms.decrypt(CiphertextBlob=blob, GrantTokens=tokens)["Plaintext"] == b"secret"
    assert kms.generate_data_key(KeyId=key, KeySpec="AES_256", GrantTokens=tokens)["KeyId"] == key_arn(key)
