"""Rotation of key material: automatic by period, on demand, and what becomes of older ciphertexts."""

import datetime

import pytest
from harness import REGION, key_arn, pages, refused

DAY = datetime.timedelta(days=1)
MINUTE = datetime.timedelta(minutes=1)
ON_DEMAND_MAX = 25


def now():
    return datetime.datetime.now(datetime.timezone.utc)


def material(kms, key):
    return kms.describe_key(KeyId=key)["KeyMetadata"]["CurrentKeyMaterialId"]


def rotations(kms, key, **parameters):
    return kms.list_key_rotations(KeyId=key, **parameters)["Rotations"]


def test_automatic_rotation_is_off_until_it_is_enabled(kms, key):
    assert kms.get_key_rotation_status(KeyId=key)["KeyRotationEnabled"] is False


@pytest.mark.parametrize("days", [None, 90, 180, 2560])
def test_automatic_rotation_is_due_one_period_from_now(kms, key, days):
    kms.enable_key_rotation(KeyId=key, **({"RotationPeriodInDays": days} if days else {}))
    status = kms.get_key_rotation_status(KeyId=key)
    assert status["KeyRotationEnabled"] is True
    assert status["RotationPeriodInDays"] == (days or 365)
    assert abs(status["NextRotationDate"] - now() - (days or 365) * DAY) < MINUTE


def test_the_rotation_period_can_be_changed(kms, key):
    for days in (90, 2560):
        kms.enable_key_rotation(KeyId=key, RotationPeriodInDays=days)
        assert kms.get_key_rotation_status(KeyId=key)["RotationPeriodInDays"] == days


@pytest.mark.parametrize(
    ("days", "bound"), [(89, "greater than or equal to 90"), (2561, "less than or equal to 2560")]
)
def test_a_rotation_period_out_of_range_is_refused(lax, key, days, bound):
    message = (
        f"1 validation error detected: Value '{days}' at 'rotationPeriodInDays' failed to satisfy constraint: "
        f"Member must have value {bound}"
    )
    with refused("ValidationException", message):
        lax.enable_key_rotation(KeyId=key, RotationPeriodInDays=days)


def test_automatic_rotation_can_be_disabled(kms, key):
    kms.enable_key_rotation(KeyId=key)
    kms.disable_key_rotation(KeyId=key)
    status = kms.get_key_rotation_status(KeyId=key)
    assert status["KeyRotationEnabled"] is False
    assert "NextRotationDate" not in status


def test_rotation_on_demand_makes_new_key_material_current(kms, key):
    before = material(kms, key)
    assert key in kms.rotate_key_on_demand(KeyId=key)["KeyId"]
    after = material(kms, key)
    assert after != before
    assert kms.generate_data_key(KeyId=key, KeySpec="AES_256")["KeyMaterialId"] == after


def test_ciphertexts_of_all_former_key_materials_decrypt(kms, key):
    made = []
    for number in range(6):
        text = f"before rotation {number}".encode()
        made.append((text, material(kms, key), kms.encrypt(KeyId=key, Plaintext=text)["CiphertextBlob"]))
        kms.rotate_key_on_demand(KeyId=key)
    assert len({identifier for _, identifier, _ in made}) == 6
    for text, identifier, blob in made:
        decrypted = kms.decrypt(CiphertextBlob=blob, KeyId=key)
        assert (decrypted["Plaintext"], decrypted["KeyMaterialId"]) == (text, identifier)


def test_re_encryption_under_the_same_key_moves_a_blob_to_the_current_material(kms, key, blob):
    former = material(kms, key)
    kms.rotate_key_on_demand(KeyId=key)
    moved = kms.re_encrypt(CiphertextBlob=blob, DestinationKeyId=key)
    assert moved["SourceKeyMaterialId"] == former
    assert moved["DestinationKeyMaterialId"] == material(kms, key)
    assert kms.decrypt(CiphertextBlob=moved["CiphertextBlob"])["Plaintext"] == b"secret"


def test_a_key_that_was_never_rotated_lists_no_rotation(kms, key):
    listed = kms.list_key_rotations(KeyId=key)
    assert (listed["Rotations"], listed["Truncated"]) == ([], False)


def test_rotations_are_listed_with_their_date_and_kind(kms, key):
    for _ in range(3):
        kms.rotate_key_on_demand(KeyId=key)
    listed = rotations(kms, key)
    assert [entry["KeyId"] for entry in listed] == 3 * [key]
    assert [entry["RotationType"] for entry in listed] == 3 * ["ON_DEMAND"]
    assert all(abs(now() - entry["RotationDate"]) < MINUTE for entry in listed)
    assert len({entry["KeyMaterialId"] for entry in listed}) == 3
    states = {entry["KeyMaterialId"]: entry["KeyMaterialState"] for entry in listed}
    assert states.pop(material(kms, key)) == "CURRENT"
    assert set(states.values()) == {"NON_CURRENT"}


def test_the_first_key_material_is_listed_when_asked_for(kms, key):
    first = material(kms, key)
    kms.rotate_key_on_demand(KeyId=key)
    assert first not in {entry["KeyMaterialId"] for entry in rotations(kms, key)}
    every = rotations(kms, key, IncludeKeyMaterial="ALL_KEY_MATERIAL")
    assert {entry["KeyMaterialId"] for entry in every} == {first, material(kms, key)}


def test_rotations_come_in_pages(kms, key):
    for _ in range(5):
        kms.rotate_key_on_demand(KeyId=key)
    found = pages(kms.list_key_rotations, "Rotations", 2, KeyId=key)
    assert [len(page) for page in found] == [2, 2, 1]
    assert [entry for page in found for entry in page] == rotations(kms, key)


def test_rotation_on_demand_has_a_limit(kms, key):
    for _ in range(ON_DEMAND_MAX):
        kms.rotate_key_on_demand(KeyId=key)
    message = (
        "The on-demand rotations limit has been reached for the given keyId. "
        f"No more on-demand rotations can be performed for this key: {key_arn(key)}"
    )
    with refused("LimitExceededException", message):
        kms.rotate_key_on_demand(KeyId=key)


def test_rotation_on_demand_leaves_the_date_of_the_automatic_one(kms, key):
    kms.enable_key_rotation(KeyId=key, RotationPeriodInDays=100)
    before = kms.get_key_rotation_status(KeyId=key)["NextRotationDate"]
    kms.rotate_key_on_demand(KeyId=key)
    assert kms.get_key_rotation_status(KeyId=key)["NextRotationDate"] == before


def test_rotation_survives_a_restart(serve):
    server = serve()
    kms = server.client()
    key = kms.create_key()["KeyMetadata"]["KeyId"]
    blobs = []
    for _ in range(3):
        blobs.append(kms.encrypt(KeyId=key, Plaintext=b"x")["CiphertextBlob"])
        kms.rotate_key_on_demand(KeyId=key)
    kms.enable_key_rotation(KeyId=key, RotationPeriodInDays=200)
    before = (rotations(kms, key), material(kms, key), kms.get_key_rotation_status(KeyId=key)["NextRotationDate"])
    kms = server.restart().client(region=REGION)
    after = (rotations(kms, key), material(kms, key), kms.get_key_rotation_status(KeyId=key)["NextRotationDate"])
    assert after == before
    assert {kms.decrypt(CiphertextBlob=blob)["Plaintext"] for blob in blobs} == {b"x"}
