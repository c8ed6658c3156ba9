"""Operations in the states that only multi-Region keys have: Creating, Updating, PendingReplicaDeletion.

https://docs.aws.amazon.com/kms/latest/developerguide/key-state.html. Creating and Updating end by themselves: a call
that comes too late is one on an enabled key.
"""

import dataclasses

import pytest
from botocore.exceptions import ClientError
from harness import key_arn, refused
from key_states import ANY_STATE, CHANGE, DELETION, MULTI_REGION, ROWS, SWITCH, USE, USE_OF_GENERATED
from multi_region import ABROAD
from test_key_states_all import new_key, settle

CREATING = "{arn} is creating."
UPDATING = "{arn} is updating."
NO_DELETION = "{arn} is not pending deletion."
# What forbids an operation while a replica is being created, and while the primary Region changes; None: it works.
BY_ANSWERS = {
    USE: (CREATING, None),
    USE_OF_GENERATED: (CREATING, None),
    ANY_STATE: (None, None),
    CHANGE: (None, None),
    SWITCH: (CREATING, UPDATING),
}
EXCEPTIONS = {
    "GetPublicKey": (CREATING, None),
    "GetParametersForImport": (CREATING, UPDATING),
    "DeleteImportedKeyMaterial": (CREATING, UPDATING),
    "ScheduleKeyDeletion": (None, UPDATING),
    "CancelKeyDeletion": (NO_DELETION, NO_DELETION),
    "GetKeyRotationStatus": (None, None),
}
# They are for the primary key alone, or need more in the other Region than a replica.
LEFT_OUT = {
    "EnableKeyRotation", "DisableKeyRotation", "RotateKeyOnDemand", "RotateKeyOnDemand (imported)", "ReplicateKey",
    "UpdatePrimaryRegion", "ImportKeyMaterial", "RetireGrant", "RevokeGrant", "UpdateAlias (from)", "UpdateAlias (to)",
    "DeleteAlias", "ReEncrypt to",
}  # fmt: skip
OPERATIONS = [name for name in ROWS if name not in LEFT_OUT]


@pytest.fixture
def abroad(server):
    return server.client(region=ABROAD)


def prepared(kms, name):
    """A multi-Region primary key and what the operation needs."""
    row = dataclasses.replace(ROWS[name], parameters=MULTI_REGION)
    key = new_key(kms, row, row.is_for_imported)
    return key, row.prepare(kms, key)


def check(kms, key, call, state, refusal):
    """The call is refused as `refusal` says, or it works; it works also once the state has ended."""
    arn = key_arn(key, region=ABROAD)
    try:
        call()
    except ClientError as error:
        assert refusal is not None, error
        assert error.response["Error"]["Code"] == "KMSInvalidStateException"
        assert error.response["Error"]["Message"] == refusal.format(arn=arn)
    else:
        assert refusal is None or kms.describe_key(KeyId=key)["KeyMetadata"]["KeyState"] != state


def refusals(name):
    return EXCEPTIONS.get(name) or BY_ANSWERS[ROWS[name].answers]


@pytest.mark.parametrize("name", OPERATIONS)
def test_a_replica_that_is_being_created(kms, abroad, name):
    key, made = prepared(kms, name)
    kms.replicate_key(KeyId=key, ReplicaRegion=ABROAD)
    check(abroad, key, lambda: ROWS[name].call(abroad, key, made), "Creating", refusals(name)[0])


@pytest.mark.parametrize("name", [name for name in OPERATIONS if not ROWS[name].is_for_imported])
def test_a_key_that_becomes_the_primary_key(server, kms, abroad, name):
    key, made = prepared(kms, name)
    kms.replicate_key(KeyId=key, ReplicaRegion=ABROAD)
    settle(server, kms, key)
    kms.update_primary_region(KeyId=key, PrimaryRegion=ABROAD)
    abroad.describe_key(KeyId=key)
    check(abroad, key, lambda: ROWS[name].call(abroad, key, made), "Updating", refusals(name)[1])


@pytest.mark.parametrize("name", OPERATIONS)
def test_a_primary_key_that_waits_for_its_replicas_to_be_deleted(kms, name):
    """As one pending deletion, but for the name of the state."""
    key, made = prepared(kms, name)
    kms.replicate_key(KeyId=key, ReplicaRegion=ABROAD)
    assert kms.schedule_key_deletion(KeyId=key)["KeyState"] == "PendingReplicaDeletion"
    if ROWS[name].answers[2] != DELETION:
        ROWS[name].call(kms, key, made)
    else:
        with refused("KMSInvalidStateException", f"{key_arn(key)} is pending replica deletion."):
            ROWS[name].call(kms, key, made)
