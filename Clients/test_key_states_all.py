"""Each operation in each state of a key: what is answered, cell by cell.

The states that end by themselves, and those of multi-Region keys, are in test_key_states_transient.py.
"""

import os

import importing
import pytest
from harness import REGION, eventually, key_arn, refused
from key_states import MATERIALS, ROWS, STATES
from multi_region import ABROAD

CELLS = [
    (name, state)
    for name, row in ROWS.items()
    for state, answer in zip(STATES, row.answers, strict=True)
    if answer != "-"
]


def new_key(kms, row, is_imported):
    """An enabled key."""
    spec, usage = row.kind
    if not is_imported:
        return kms.create_key(KeySpec=spec, KeyUsage=usage, **row.parameters)["KeyMetadata"]["KeyId"]
    key = importing.external_key(kms, spec, usage, **row.parameters)
    material = MATERIALS[key] = importing.new_material(kms, spec)
    importing.import_material(kms, key, material, importing.wrapping_for(spec))
    return key


def settle(server, kms, key):
    """Waits until no replica of the key is being created."""
    abroad = server.client(region=ABROAD)
    if kms.describe_key(KeyId=key)["KeyMetadata"].get("MultiRegionConfiguration", {}).get("ReplicaKeys"):
        eventually(lambda: abroad.describe_key(KeyId=key)["KeyMetadata"]["KeyState"] != "Creating", "a replica is made")


def bring_into(kms, key, state):
    change = {
        "Enabled": lambda **_: None,
        "Disabled": kms.disable_key,
        "PendingDeletion": kms.schedule_key_deletion,
        "PendingImport": kms.delete_imported_key_material,
    }
    change[state](KeyId=key)
    reached = kms.describe_key(KeyId=key)["KeyMetadata"]["KeyState"]
    assert reached in (state, "PendingReplicaDeletion")


@pytest.mark.parametrize(("name", "state"), CELLS)
def test_the_state_allows_an_operation_or_says_why_not(kms, server, name, state):
    row = ROWS[name]
    key = new_key(kms, row, row.is_for_imported or state == "PendingImport")
    made = row.prepare(kms, key)
    settle(server, kms, key)
    bring_into(kms, key, state)
    answer = row.answers[STATES.index(state)]
    if answer is None:
        row.call(kms, key, made)
    else:
        code, message = answer
        with refused(code, message.format(arn=key_arn(key))):
            row.call(kms, key, made)


def test_an_imported_key_becomes_enabled_by_its_material(kms):
    key = importing.external_key(kms)
    importing.import_material(kms, key, os.urandom(32))
    assert eventually(lambda: kms.describe_key(KeyId=key)["KeyMetadata"]["Enabled"], "the key is enabled")


def test_a_disabled_key_that_loses_its_material_waits_for_it(kms):
    """DeleteImportedKeyMaterial changes the state to PendingImport, except of a key pending deletion."""
    key = importing.external_key(kms)
    importing.import_material(kms, key, os.urandom(32))
    kms.disable_key(KeyId=key)
    kms.delete_imported_key_material(KeyId=key)
    assert kms.describe_key(KeyId=key)["KeyMetadata"]["KeyState"] == "PendingImport"
    with refused("KMSInvalidStateException", f"{key_arn(key, region=REGION)} is pending import."):
        kms.enable_key(KeyId=key)
