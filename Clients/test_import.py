"""Imported key material: GetParametersForImport, ImportKeyMaterial, DeleteImportedKeyMaterial.

https://docs.aws.amazon.com/kms/latest/developerguide/importing-keys.html
"""

import datetime
import os

import importing
import outside
import pytest
import specs
from harness import eventually, key_arn, refused
from importing import FOREVER, external_key, import_material, new_material

DAY = datetime.timedelta(days=1)
MINUTE = datetime.timedelta(minutes=1)
OAEP = ["RSAES_OAEP_SHA_1", "RSAES_OAEP_SHA_256"]
KEY_WRAP = ["RSA_AES_KEY_WRAP_SHA_1", "RSA_AES_KEY_WRAP_SHA_256"]
RSA_WRAPPING = ["RSA_2048", "RSA_3072", "RSA_4096"]
USE = {"RSA": "SIGN_VERIFY", "ECC": "SIGN_VERIFY", "HMAC": "GENERATE_VERIFY_MAC", "SYMMETRIC": "ENCRYPT_DECRYPT"}


def usage_of(spec):
    return USE[spec.split("_")[0]]


def wrappings(spec):
    """Every way in which key material of a spec can be wrapped outside of China. The longer wrapping keys take long to
    make, so only some kinds of material go through all of them."""
    algorithms = {"RSA": KEY_WRAP, "ECC": OAEP + KEY_WRAP}.get(spec.split("_")[0], OAEP)
    sizes = RSA_WRAPPING if spec in ("SYMMETRIC_DEFAULT", "RSA_4096", "ECC_NIST_P521") else RSA_WRAPPING[:1]
    return [
        (algorithm, wrapping_spec)
        for algorithm in algorithms
        for wrapping_spec in sizes
        if (spec, algorithm in OAEP, wrapping_spec) != ("ECC_NIST_P521", True, "RSA_2048")
    ]


IMPORTABLE = ["SYMMETRIC_DEFAULT", *specs.HMAC_BYTES, "RSA_2048", "RSA_3072", "RSA_4096", *specs.IMPORTABLE_CURVES]
WAYS = [(spec, *wrapping) for spec in IMPORTABLE for wrapping in wrappings(spec)]


def now():
    return datetime.datetime.now(datetime.timezone.utc)


def described(kms, key):
    return kms.describe_key(KeyId=key)["KeyMetadata"]


def state(kms, key):
    return described(kms, key)["KeyState"]


@pytest.fixture
def waiting(kms):
    """The id of a symmetric key that waits for its material."""
    return external_key(kms)


@pytest.fixture
def imported(kms, waiting):
    """The id of a symmetric key with imported material, and the material."""
    material = os.urandom(32)
    import_material(kms, waiting, material)
    return waiting, material


def test_a_key_without_material_says_so(kms):
    metadata = described(kms, external_key(kms, Description="mine"))
    assert (metadata["KeyState"], metadata["Enabled"], metadata["Origin"]) == ("PendingImport", False, "EXTERNAL")
    assert "ValidTo" not in metadata and "CurrentKeyMaterialId" not in metadata


def test_the_parameters_for_import_are_a_public_key_and_a_token_for_a_day(kms, waiting):
    for wrapping_spec in RSA_WRAPPING:
        given = importing.parameters(kms, waiting, "RSAES_OAEP_SHA_256", wrapping_spec)
        assert given["KeyId"] == key_arn(waiting)
        outside.public_key(wrapping_spec, given["PublicKey"])
        assert 1 <= len(given["ImportToken"]) <= 6144
        assert abs(given["ParametersValidTo"] - now() - DAY) < MINUTE


@pytest.mark.parametrize(("spec", "algorithm", "wrapping_spec"), WAYS)
def test_material_is_imported_in_every_wrapping(kms, spec, algorithm, wrapping_spec):
    key = external_key(kms, spec, usage_of(spec))
    answer = import_material(kms, key, new_material(kms, spec), (algorithm, wrapping_spec))
    assert answer["KeyId"] == key_arn(key)
    metadata = described(kms, key)
    assert (metadata["KeyState"], metadata["Enabled"]) == ("Enabled", True)
    assert metadata["ExpirationModel"] == "KEY_MATERIAL_DOES_NOT_EXPIRE"
    assert "ValidTo" not in metadata


@pytest.mark.parametrize("usage", ["ENCRYPT_DECRYPT", "SIGN_VERIFY", "KEY_AGREEMENT"])
def test_sm2_material_is_imported_in_china(server, usage):
    kms, key, private = importing.imported_key(server, "SM2", usage)
    assert state(kms, key) == "Enabled"
    assert outside.public_key("SM2", kms.get_public_key(KeyId=key)["PublicKey"]).point == private.public.point


@pytest.mark.parametrize("spec", [spec for spec in IMPORTABLE if spec.startswith(("RSA", "ECC"))])
def test_the_public_key_is_that_of_the_imported_private_key(server, spec):
    kms, key, private = importing.imported_key(server, spec, "SIGN_VERIFY")
    assert kms.get_public_key(KeyId=key)["PublicKey"] == outside.spki(private.public_key())


@pytest.mark.parametrize(
    ("spec", "algorithm", "wrapping_spec"),
    [("SYMMETRIC_DEFAULT", "RSAES_PKCS1_V1_5", "RSA_2048")]
    + [("RSA_2048", algorithm, "RSA_4096") for algorithm in OAEP]
    + [("ECC_NIST_P521", algorithm, "RSA_2048") for algorithm in OAEP],
)
def test_a_wrapping_that_aws_does_not_have_is_refused(kms, spec, algorithm, wrapping_spec):
    key = external_key(kms, spec, usage_of(spec))
    with refused("UnsupportedOperationException"):
        importing.parameters(kms, key, algorithm, wrapping_spec)


@pytest.mark.parametrize("spec", ["ECC_NIST_EDWARDS25519", "ML_DSA_44", "ML_KEM_768"])
def test_some_kinds_of_keys_are_never_imported(kms, spec):
    """https://docs.aws.amazon.com/kms/latest/developerguide/importing-keys-conceptual.html lists those that are."""
    usage = "ENCAPSULATE_DECAPSULATE" if spec == "ML_KEM_768" else "SIGN_VERIFY"
    with refused("UnsupportedOperationException"):
        kms.create_key(KeySpec=spec, KeyUsage=usage, Origin="EXTERNAL")


def test_keys_of_the_servers_own_making_import_nothing(kms, key):
    message = f"{key_arn(key)} origin is AWS_KMS which is not valid for this operation."
    with refused("UnsupportedOperationException", message):
        importing.parameters(kms, key, "RSAES_OAEP_SHA_256", "RSA_2048")
    with refused("UnsupportedOperationException", message):
        kms.import_key_material(KeyId=key, ImportToken=b"x", EncryptedKeyMaterial=b"x", **FOREVER)
    with refused("UnsupportedOperationException", message):
        kms.delete_imported_key_material(KeyId=key)


def test_what_was_encrypted_before_a_deletion_decrypts_after_the_reimport(kms, imported):
    key, material = imported
    blob = kms.encrypt(KeyId=key, Plaintext=b"secret")["CiphertextBlob"]
    identifier = described(kms, key)["CurrentKeyMaterialId"]
    deleted = kms.delete_imported_key_material(KeyId=key)
    assert deleted == deleted | {"KeyId": key_arn(key), "KeyMaterialId": identifier}
    assert state(kms, key) == "PendingImport"
    with refused("KMSInvalidStateException", f"{key_arn(key)} is pending import."):
        kms.decrypt(CiphertextBlob=blob)
    answer = import_material(kms, key, material)
    assert answer["KeyMaterialId"] == identifier
    assert kms.decrypt(CiphertextBlob=blob)["Plaintext"] == b"secret"


def test_deleting_material_that_is_not_there_changes_nothing(kms, waiting):
    for _ in range(2):
        assert kms.delete_imported_key_material(KeyId=waiting)["KeyId"] == key_arn(waiting)
        assert state(kms, waiting) == "PendingImport"


@pytest.mark.parametrize("spec", IMPORTABLE)
def test_other_material_than_the_first_is_refused(kms, spec):
    key = external_key(kms, spec, usage_of(spec))
    wrapping = importing.wrapping_for(spec)
    material = new_material(kms, spec)
    import_material(kms, key, material, wrapping)
    for _ in range(2):
        with refused("IncorrectKeyMaterialException"):
            import_material(kms, key, new_material(kms, spec), wrapping)
        kms.delete_imported_key_material(KeyId=key)
    import_material(kms, key, material, wrapping)
    assert state(kms, key) == "Enabled"


@pytest.mark.parametrize("spec", IMPORTABLE)
def test_what_is_no_material_of_the_spec_is_refused(kms, spec):
    key = external_key(kms, spec, usage_of(spec))
    others = [os.urandom(16), os.urandom(33), b"x"]
    if spec.startswith(("RSA", "ECC")):
        others = [other for other in IMPORTABLE if other.startswith(spec[:3]) and other != spec][:2]
        others = [new_material(kms, other) for other in others] + [os.urandom(32)]
    elif spec != "SYMMETRIC_DEFAULT":
        others = [os.urandom(specs.HMAC_BYTES[spec] - 1), b"x"]
    for other in others:
        with refused("IncorrectKeyMaterialException"):
            import_material(kms, key, other, importing.wrapping_for(spec))
    assert state(kms, key) == "PendingImport"


def test_material_that_is_not_wrapped_for_the_token_is_refused(kms, waiting):
    first, second = (importing.parameters(kms, waiting, "RSAES_OAEP_SHA_256", "RSA_2048") for _ in range(2))
    wrapped = outside.wrap("RSA_2048", first["PublicKey"], "RSAES_OAEP_SHA_256", os.urandom(32))
    otherwise = outside.wrap("RSA_2048", second["PublicKey"], "RSAES_OAEP_SHA_1", os.urandom(32))
    for wrong in (wrapped, otherwise, wrapped[:-1], b"x", bytes(256), bytes(6144)):
        with refused("InvalidCiphertextException"):
            kms.import_key_material(
                KeyId=waiting, ImportToken=second["ImportToken"], EncryptedKeyMaterial=wrong, **FOREVER
            )
    assert state(kms, waiting) == "PendingImport"


def test_a_token_is_for_its_key_only(kms, waiting):
    given = importing.parameters(kms, waiting, "RSAES_OAEP_SHA_256", "RSA_2048")
    wrapped = outside.wrap("RSA_2048", given["PublicKey"], "RSAES_OAEP_SHA_256", os.urandom(32))
    token = given["ImportToken"]
    altered = token[:-1] + bytes([token[-1] ^ 1])
    for key, wrong in ((external_key(kms), token), (waiting, altered), (waiting, token[:-1]), (waiting, b"x")):
        with refused("InvalidImportTokenException"):
            kms.import_key_material(KeyId=key, ImportToken=wrong, EncryptedKeyMaterial=wrapped, **FOREVER)
    kms.import_key_material(KeyId=waiting, ImportToken=token, EncryptedKeyMaterial=wrapped, **FOREVER)


def test_material_may_expire_and_be_imported_again(kms, waiting):
    material = os.urandom(32)
    given = importing.parameters(kms, waiting, "RSAES_OAEP_SHA_256", "RSA_2048")
    wrapped = outside.wrap("RSA_2048", given["PublicKey"], "RSAES_OAEP_SHA_256", material)
    terms = {"KeyId": waiting, "ImportToken": given["ImportToken"], "EncryptedKeyMaterial": wrapped}
    # The parameters take a while to make, and are not counted.
    valid_to = now() + datetime.timedelta(seconds=3)
    kms.import_key_material(ExpirationModel="KEY_MATERIAL_EXPIRES", ValidTo=valid_to, **terms)
    blob = kms.encrypt(KeyId=waiting, Plaintext=b"secret")["CiphertextBlob"]
    metadata = described(kms, waiting)
    assert metadata["ExpirationModel"] == "KEY_MATERIAL_EXPIRES"
    assert abs(metadata["ValidTo"] - valid_to) < datetime.timedelta(seconds=1)
    eventually(lambda: state(kms, waiting) == "PendingImport", "the key material has expired")
    with refused("KMSInvalidStateException", f"{key_arn(waiting)} is pending import."):
        kms.decrypt(CiphertextBlob=blob)
    import_material(kms, waiting, material)
    assert kms.decrypt(CiphertextBlob=blob)["Plaintext"] == b"secret"
    assert "ValidTo" not in described(kms, waiting)


def test_reimporting_changes_when_material_expires(kms, imported):
    key, material = imported
    valid_to = now().replace(microsecond=0) + 30 * DAY
    import_material(kms, key, material, ExpirationModel="KEY_MATERIAL_EXPIRES", ValidTo=valid_to)
    metadata = described(kms, key)
    assert (metadata["ExpirationModel"], metadata["ValidTo"]) == ("KEY_MATERIAL_EXPIRES", valid_to)
    import_material(kms, key, material)
    assert described(kms, key)["ExpirationModel"] == "KEY_MATERIAL_DOES_NOT_EXPIRE"


def test_expiry_needs_a_date_in_the_next_year(kms, waiting):
    needed = "A validTo date must be set if the ExpirationModel is KEY_MATERIAL_EXPIRES"
    material = os.urandom(32)
    with refused("ValidationException", needed):
        import_material(kms, waiting, material, ExpirationModel="KEY_MATERIAL_EXPIRES")
    with refused("ValidationException", needed):
        import_material(kms, waiting, material, ExpirationModel=None)
    for valid_to in (now() - MINUTE, now() + 366 * DAY):
        with refused("ValidationException"):
            import_material(kms, waiting, material, ExpirationModel="KEY_MATERIAL_EXPIRES", ValidTo=valid_to)
    with refused("ValidationException"):
        import_material(kms, waiting, material, ValidTo=now() + DAY, **FOREVER)
    assert state(kms, waiting) == "PendingImport"


def test_deletion_of_a_key_without_material_can_be_cancelled(kms, waiting):
    kms.schedule_key_deletion(KeyId=waiting)
    kms.cancel_key_deletion(KeyId=waiting)
    assert state(kms, waiting) == "PendingImport"


def test_material_of_a_key_pending_deletion_may_be_deleted(kms, imported):
    key, _ = imported
    kms.schedule_key_deletion(KeyId=key)
    kms.delete_imported_key_material(KeyId=key)
    assert state(kms, key) == "PendingDeletion"


def test_imported_material_survives_a_restart(serve):
    server = serve()
    kms = server.client()
    key, material = external_key(kms), os.urandom(32)
    given = importing.parameters(kms, key, "RSAES_OAEP_SHA_256", "RSA_2048")
    kms = server.restart().client()
    wrapped = outside.wrap("RSA_2048", given["PublicKey"], "RSAES_OAEP_SHA_256", material)
    kms.import_key_material(KeyId=key, ImportToken=given["ImportToken"], EncryptedKeyMaterial=wrapped, **FOREVER)
    blob = kms.encrypt(KeyId=key, Plaintext=b"secret")["CiphertextBlob"]
    kms = server.restart().client()
    assert kms.decrypt(CiphertextBlob=blob)["Plaintext"] == b"secret"
