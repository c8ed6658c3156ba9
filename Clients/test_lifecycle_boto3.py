"""A key's life: creation, description, disabling, scheduled deletion, and what each state allows."""

import datetime

import pytest
from harness import ACCOUNT, key_arn, refused

DAY = datetime.timedelta(days=1)
MINUTE = datetime.timedelta(minutes=1)


def now():
    return datetime.datetime.now(datetime.timezone.utc)


def test_a_new_key_has_the_metadata_of_a_symmetric_customer_managed_key(kms):
    metadata = kms.create_key(Description="for the data pipeline")["KeyMetadata"]
    created = metadata.pop("CreationDate")
    material = metadata.pop("CurrentKeyMaterialId")
    assert metadata == {
        "AWSAccountId": ACCOUNT,
        "KeyId": metadata["KeyId"],
        "Arn": key_arn(metadata["KeyId"]),
        "Enabled": True,
        "Description": "for the data pipeline",
        "KeyUsage": "ENCRYPT_DECRYPT",
        "KeyState": "Enabled",
        "Origin": "AWS_KMS",
        "KeyManager": "CUSTOMER",
        "CustomerMasterKeySpec": "SYMMETRIC_DEFAULT",
        "KeySpec": "SYMMETRIC_DEFAULT",
        "EncryptionAlgorithms": ["SYMMETRIC_DEFAULT"],
        "MultiRegion": False,
    }
    assert abs(now() - created) < MINUTE
    assert len(material) == 64 and int(material, 16) >= 0


def test_describe_key_answers_what_create_key_answered(kms):
    made = kms.create_key(Description="same", Tags=[{"TagKey": "team", "TagValue": "data"}])["KeyMetadata"]
    assert kms.describe_key(KeyId=made["KeyId"])["KeyMetadata"] == made


def test_a_key_without_description_has_an_empty_one(kms, key):
    assert kms.describe_key(KeyId=key)["KeyMetadata"]["Description"] == ""


def test_the_spec_and_usage_of_a_symmetric_key_may_be_given(kms):
    made = kms.create_key(KeySpec="SYMMETRIC_DEFAULT", KeyUsage="ENCRYPT_DECRYPT", Origin="AWS_KMS")["KeyMetadata"]
    assert made["KeySpec"] == "SYMMETRIC_DEFAULT"
    older = kms.create_key(CustomerMasterKeySpec="SYMMETRIC_DEFAULT")["KeyMetadata"]
    assert older["KeySpec"] == "SYMMETRIC_DEFAULT"


def test_the_spec_is_not_given_by_both_its_names(kms):
    message = (
        "You cannot specify KeySpec and CustomerMasterKeySpec in the same request. "
        "CustomerMasterKeySpec is deprecated."
    )
    with refused("ValidationException", message):
        kms.create_key(KeySpec="SYMMETRIC_DEFAULT", CustomerMasterKeySpec="SYMMETRIC_DEFAULT")


def test_a_description_can_be_changed_and_emptied(kms, key):
    for description in ("changed – ünïcode ✓", ""):
        kms.update_key_description(KeyId=key, Description=description)
        assert kms.describe_key(KeyId=key)["KeyMetadata"]["Description"] == description


def test_a_disabled_key_is_shown_as_disabled_until_it_is_enabled(kms, key):
    kms.disable_key(KeyId=key)
    metadata = kms.describe_key(KeyId=key)["KeyMetadata"]
    assert (metadata["KeyState"], metadata["Enabled"]) == ("Disabled", False)
    kms.enable_key(KeyId=key)
    metadata = kms.describe_key(KeyId=key)["KeyMetadata"]
    assert (metadata["KeyState"], metadata["Enabled"]) == ("Enabled", True)


def test_disabling_and_enabling_twice_changes_nothing(kms, key):
    for change, state in ((kms.disable_key, "Disabled"), (kms.enable_key, "Enabled")):
        change(KeyId=key)
        change(KeyId=key)
        assert kms.describe_key(KeyId=key)["KeyMetadata"]["KeyState"] == state


@pytest.mark.parametrize("days", [7, 30])
def test_deletion_is_scheduled_as_many_days_ahead_as_asked(kms, key, days):
    scheduled = kms.schedule_key_deletion(KeyId=key, PendingWindowInDays=days)
    assert scheduled["KeyId"] == key_arn(key)
    assert scheduled["KeyState"] == "PendingDeletion"
    assert scheduled["PendingWindowInDays"] == days
    assert abs(scheduled["DeletionDate"] - now() - days * DAY) < MINUTE
    metadata = kms.describe_key(KeyId=key)["KeyMetadata"]
    assert (metadata["KeyState"], metadata["Enabled"]) == ("PendingDeletion", False)
    assert metadata["DeletionDate"] == scheduled["DeletionDate"]


def test_deletion_is_thirty_days_ahead_unless_told_otherwise(kms, key):
    assert kms.schedule_key_deletion(KeyId=key)["PendingWindowInDays"] == 30


@pytest.mark.parametrize("days", [1, 6, 31, 365])
def test_a_deletion_window_outside_seven_to_thirty_days_is_refused(kms, key, days):
    with refused("ValidationException"):
        kms.schedule_key_deletion(KeyId=key, PendingWindowInDays=days)
    assert kms.describe_key(KeyId=key)["KeyMetadata"]["KeyState"] == "Enabled"


def test_a_key_whose_deletion_is_cancelled_is_disabled(kms, key):
    kms.schedule_key_deletion(KeyId=key)
    assert kms.cancel_key_deletion(KeyId=key)["KeyId"] == key_arn(key)
    metadata = kms.describe_key(KeyId=key)["KeyMetadata"]
    assert metadata["KeyState"] == "Disabled"
    assert "DeletionDate" not in metadata


def test_a_rescued_key_decrypts_again_once_enabled(kms, key, blob):
    kms.schedule_key_deletion(KeyId=key)
    kms.cancel_key_deletion(KeyId=key)
    kms.enable_key(KeyId=key)
    assert kms.decrypt(CiphertextBlob=blob)["Plaintext"] == b"secret"


def test_deletion_that_is_not_pending_cannot_be_cancelled(kms, key):
    with refused("KMSInvalidStateException", f"{key_arn(key)} is not pending deletion."):
        kms.cancel_key_deletion(KeyId=key)
    kms.disable_key(KeyId=key)
    with refused("KMSInvalidStateException", f"{key_arn(key)} is not pending deletion."):
        kms.cancel_key_deletion(KeyId=key)


def uses(kms, key, other, blob):
    """Every operation that uses key material, as a call on `key`."""
    return {
        "Encrypt": lambda: kms.encrypt(KeyId=key, Plaintext=b"x"),
        "Decrypt": lambda: kms.decrypt(CiphertextBlob=blob),
        "Decrypt with KeyId": lambda: kms.decrypt(CiphertextBlob=blob, KeyId=key),
        "ReEncrypt from": lambda: kms.re_encrypt(CiphertextBlob=blob, DestinationKeyId=other),
        "ReEncrypt to": lambda: kms.re_encrypt(
            CiphertextBlob=kms.encrypt(KeyId=other, Plaintext=b"x")["CiphertextBlob"], DestinationKeyId=key
        ),
        "GenerateDataKey": lambda: kms.generate_data_key(KeyId=key, KeySpec="AES_256"),
        "GenerateDataKeyWithoutPlaintext": lambda: kms.generate_data_key_without_plaintext(
            KeyId=key, KeySpec="AES_256"
        ),
        "RotateKeyOnDemand": lambda: kms.rotate_key_on_demand(KeyId=key),
        "EnableKeyRotation": lambda: kms.enable_key_rotation(KeyId=key),
        "DisableKeyRotation": lambda: kms.disable_key_rotation(KeyId=key),
    }


def changes(kms, key, other, alias_name):
    """Every other operation that changes a key, but for those that change its state."""
    return {
        "CreateAlias": lambda: kms.create_alias(AliasName=alias_name, TargetKeyId=key),
        "UpdateAlias": lambda: update_alias(kms, alias_name + "-moved", other, key),
        "TagResource": lambda: kms.tag_resource(KeyId=key, Tags=[{"TagKey": "a", "TagValue": "b"}]),
        "UntagResource": lambda: kms.untag_resource(KeyId=key, TagKeys=["a"]),
        "UpdateKeyDescription": lambda: kms.update_key_description(KeyId=key, Description="new"),
    }


def update_alias(kms, name, old_target, new_target):
    kms.create_alias(AliasName=name, TargetKeyId=old_target)
    kms.update_alias(AliasName=name, TargetKeyId=new_target)


def reads(kms, key):
    """Every operation on a key that works in any state."""
    return {
        "DescribeKey": lambda: kms.describe_key(KeyId=key),
        "GetKeyPolicy": lambda: kms.get_key_policy(KeyId=key),
        "PutKeyPolicy": lambda: kms.put_key_policy(KeyId=key, Policy=kms.get_key_policy(KeyId=key)["Policy"]),
        "ListKeyPolicies": lambda: kms.list_key_policies(KeyId=key),
        "ListAliases": lambda: kms.list_aliases(KeyId=key),
        "ListResourceTags": lambda: kms.list_resource_tags(KeyId=key),
        "GetKeyRotationStatus": lambda: kms.get_key_rotation_status(KeyId=key),
        "ListKeyRotations": lambda: kms.list_key_rotations(KeyId=key),
    }


def test_a_disabled_key_can_be_managed_but_not_used(kms, key, other_key, alias_name, blob):
    kms.disable_key(KeyId=key)
    for call in uses(kms, key, other_key, blob).values():
        with refused("DisabledException", f"{key_arn(key)} is disabled."):
            call()
    for call in (changes(kms, key, other_key, alias_name) | reads(kms, key)).values():
        call()


def test_a_key_pending_deletion_can_only_be_read(kms, key, other_key, alias_name, blob):
    kms.schedule_key_deletion(KeyId=key)
    refusals = uses(kms, key, other_key, blob) | changes(kms, key, other_key, alias_name)
    refusals |= {
        "EnableKey": lambda: kms.enable_key(KeyId=key),
        "DisableKey": lambda: kms.disable_key(KeyId=key),
        "ScheduleKeyDeletion": lambda: kms.schedule_key_deletion(KeyId=key),
    }
    for call in refusals.values():
        with refused("KMSInvalidStateException", f"{key_arn(key)} is pending deletion."):
            call()
    for call in reads(kms, key).values():
        call()


def test_a_disabled_key_can_be_scheduled_for_deletion(kms, key):
    kms.disable_key(KeyId=key)
    assert kms.schedule_key_deletion(KeyId=key)["KeyState"] == "PendingDeletion"


def test_an_alias_may_leave_a_key_that_is_pending_deletion(kms, key, other_key, alias_name):
    kms.create_alias(AliasName=alias_name, TargetKeyId=key)
    kms.schedule_key_deletion(KeyId=key)
    kms.update_alias(AliasName=alias_name, TargetKeyId=other_key)
    assert kms.describe_key(KeyId=alias_name)["KeyMetadata"]["KeyId"] == other_key


def test_an_alias_of_a_key_pending_deletion_can_be_deleted(kms, key, alias_name):
    kms.create_alias(AliasName=alias_name, TargetKeyId=key)
    kms.schedule_key_deletion(KeyId=key)
    kms.delete_alias(AliasName=alias_name)
    assert kms.list_aliases(KeyId=key)["Aliases"] == []


def test_the_caller_is_named_by_sts(server):
    identity = server.client("sts").get_caller_identity()
    assert identity["Account"] == ACCOUNT
    assert identity["Arn"].startswith(f"arn:aws:iam::{ACCOUNT}:")
    assert identity["UserId"]
