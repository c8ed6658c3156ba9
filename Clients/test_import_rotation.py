"""New key material for imported symmetric keys, and RotateKeyOnDemand.

https://docs.aws.amazon.com/kms/latest/developerguide/rotating-keys-on-demand.html
"""

import datetime
import os
import re

import pytest
from harness import eventually, key_arn, pages, refused
from importing import external_key, import_material

MINUTE = datetime.timedelta(minutes=1)
NEW = {"ImportType": "NEW_KEY_MATERIAL"}
EXISTING = {"ImportType": "EXISTING_KEY_MATERIAL"}


def described(kms, key):
    return kms.describe_key(KeyId=key)["KeyMetadata"]


def materials(kms, key):
    """All that ListKeyRotations tells, by key material id."""
    listed = kms.list_key_rotations(KeyId=key, IncludeKeyMaterial="ALL_KEY_MATERIAL")["Rotations"]
    return {entry["KeyMaterialId"]: entry for entry in listed}


@pytest.fixture
def key(kms):
    return external_key(kms)


def add(kms, key, **terms):
    """Imports random material; gives its id and itself."""
    material = os.urandom(32)
    return import_material(kms, key, material, **terms)["KeyMaterialId"], material


def test_the_first_material_is_current_and_new_in_either_case(kms):
    for terms in ({}, NEW):
        key = external_key(kms)
        identifier, _ = add(kms, key, **terms)
        assert re.fullmatch("[0-9a-f]{64}", identifier)
        assert described(kms, key)["CurrentKeyMaterialId"] == identifier


def test_material_is_named_by_what_it_is(kms, key):
    material = os.urandom(32)
    names = {import_material(kms, key, material)["KeyMaterialId"] for _ in range(2)}
    other = import_material(kms, external_key(kms), material)["KeyMaterialId"]
    assert len(names) == 1 and other not in names


def test_new_material_waits_until_it_is_rotated_to(kms, key):
    first, _ = add(kms, key, KeyMaterialDescription="the first")
    old = kms.encrypt(KeyId=key, Plaintext=b"old")["CiphertextBlob"]
    second, _ = add(kms, key, KeyMaterialDescription="the second", **NEW)
    assert described(kms, key)["CurrentKeyMaterialId"] == first
    listed = materials(kms, key)
    assert {name: entry["KeyMaterialState"] for name, entry in listed.items()} == {
        first: "CURRENT",
        second: "PENDING_ROTATION",
    }
    assert {name: entry["KeyMaterialDescription"] for name, entry in listed.items()} == {
        first: "the first",
        second: "the second",
    }
    assert {entry["ImportState"] for entry in listed.values()} == {"IMPORTED"}
    assert {entry["ExpirationModel"] for entry in listed.values()} == {"KEY_MATERIAL_DOES_NOT_EXPIRE"}
    for name in (first, second):
        assert "RotationDate" not in listed[name] and "RotationType" not in listed[name]
    kms.rotate_key_on_demand(KeyId=key)
    assert described(kms, key)["CurrentKeyMaterialId"] == second
    entry = materials(kms, key)[second]
    assert (entry["KeyMaterialState"], entry["RotationType"]) == ("CURRENT", "ON_DEMAND")
    assert abs(datetime.datetime.now(datetime.timezone.utc) - entry["RotationDate"]) < MINUTE
    assert materials(kms, key)[first]["KeyMaterialState"] == "NON_CURRENT"
    assert kms.decrypt(CiphertextBlob=old)["KeyMaterialId"] == first
    assert kms.generate_data_key(KeyId=key, KeySpec="AES_256")["KeyMaterialId"] == second


def test_without_waiting_material_there_is_nothing_to_rotate_to(kms, key):
    add(kms, key)
    message = f"No available key material pending rotation for the key: {key_arn(key)}."
    with refused("KMSInvalidStateException", message):
        kms.rotate_key_on_demand(KeyId=key)


def test_only_one_material_waits_at_a_time(kms, key):
    add(kms, key)
    waiting, material = add(kms, key, **NEW)
    with refused("KMSInvalidStateException") as caught:
        add(kms, key, **NEW)
    message = caught.value.response["Error"]["Message"]
    assert re.fullmatch(
        rf"New key material \(id: [0-9a-f]{{64}}\) cannot be imported into KMS key {key}, "
        rf"because another key material \(id: {waiting}\) is pending rotation\.",
        message,
    )
    assert import_material(kms, key, material)["KeyMaterialId"] == waiting


def test_known_material_is_not_new_and_unknown_is_not_existing(kms, key):
    with refused("IncorrectKeyMaterialException"):
        add(kms, key, **EXISTING)
    _, material = add(kms, key)
    with refused("IncorrectKeyMaterialException"):
        import_material(kms, key, material, **NEW)
    with refused("IncorrectKeyMaterialException"):
        add(kms, key, **EXISTING)
    import_material(kms, key, material, **EXISTING)


def test_material_may_be_named_when_it_is_imported_again(kms, key):
    first, material = add(kms, key)
    assert import_material(kms, key, material, KeyMaterialId=first, **EXISTING)["KeyMaterialId"] == first
    with refused("IncorrectKeyMaterialException"):
        import_material(kms, key, material, KeyMaterialId=64 * "0", **EXISTING)
    with refused("ValidationException"):
        add(kms, key, KeyMaterialId=first, **NEW)


def test_any_missing_material_makes_the_key_unusable(kms, key):
    first, one = add(kms, key)
    second, two = add(kms, key, **NEW)
    kms.rotate_key_on_demand(KeyId=key)
    blob = kms.encrypt(KeyId=key, Plaintext=b"x")["CiphertextBlob"]
    assert kms.delete_imported_key_material(KeyId=key, KeyMaterialId=first)["KeyMaterialId"] == first
    assert described(kms, key)["KeyState"] == "PendingImport"
    assert {name: entry["ImportState"] for name, entry in materials(kms, key).items()} == {
        first: "PENDING_IMPORT",
        second: "IMPORTED",
    }
    with refused("KMSInvalidStateException", f"{key_arn(key)} is pending import."):
        kms.decrypt(CiphertextBlob=blob)
    kms.delete_imported_key_material(KeyId=key)
    import_material(kms, key, one)
    assert described(kms, key)["KeyState"] == "PendingImport"
    import_material(kms, key, two)
    assert described(kms, key)["KeyState"] == "Enabled"
    assert kms.decrypt(CiphertextBlob=blob)["KeyMaterialId"] == second


def test_a_description_is_kept_until_another_is_given(kms, key):
    first, material = add(kms, key, KeyMaterialDescription="kept")
    import_material(kms, key, material)
    assert materials(kms, key)[first]["KeyMaterialDescription"] == "kept"
    import_material(kms, key, material, KeyMaterialDescription="changed")
    assert materials(kms, key)[first]["KeyMaterialDescription"] == "changed"


def test_the_earliest_expiry_ends_the_use_of_the_key(kms, key):
    soon = datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(seconds=2)
    later = soon.replace(microsecond=0) + datetime.timedelta(days=1)
    first, _ = add(kms, key, ExpirationModel="KEY_MATERIAL_EXPIRES", ValidTo=soon)
    second, _ = add(kms, key, ExpirationModel="KEY_MATERIAL_EXPIRES", ValidTo=later, **NEW)
    assert materials(kms, key)[second]["ValidTo"] == later
    eventually(lambda: described(kms, key)["KeyState"] == "PendingImport", "the first material has expired")
    assert materials(kms, key)[first]["ImportState"] == "PENDING_IMPORT"


def test_new_material_is_for_symmetric_keys(kms):
    key = external_key(kms, "HMAC_256", "GENERATE_VERIFY_MAC")
    import_material(kms, key, os.urandom(32))
    with refused("IncorrectKeyMaterialException"):
        import_material(kms, key, os.urandom(32))
    with refused("UnsupportedOperationException", ""):
        kms.rotate_key_on_demand(KeyId=key)


def test_automatic_rotation_is_not_for_imported_material(kms, key):
    add(kms, key)
    message = f"{key_arn(key)} origin is EXTERNAL which is not valid for this operation."
    for call in (kms.enable_key_rotation, kms.disable_key_rotation):
        with refused("UnsupportedOperationException", message):
            call(KeyId=key)


def test_rotations_of_imported_material_come_in_pages(kms, key):
    add(kms, key)
    for _ in range(4):
        add(kms, key, **NEW)
        kms.rotate_key_on_demand(KeyId=key)
    found = pages(kms.list_key_rotations, "Rotations", 2, KeyId=key, IncludeKeyMaterial="ALL_KEY_MATERIAL")
    assert [len(page) for page in found] == [2, 2, 1]
    assert {entry["KeyMaterialId"] for page in found for entry in page} == set(materials(kms, key))
