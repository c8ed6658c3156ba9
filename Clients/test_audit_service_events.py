"""What the service does by itself, or its operator with it, is in the trail.

https://docs.aws.amazon.com/kms/latest/developerguide/understanding-kms-entries.html
"""

import datetime
import json
import os

import pytest
from audit import GOLDEN, Trail, assert_form, by, found, mismatches
from harness import ACCOUNT, REGION, eventually, key_arn, trent
from importing import external_key, import_material
from multi_region import Set

DAY = 24 * 3600
OPERATORS_EVENT = GOLDEN["event"]["record"] | {
    "readOnly": "=false", "requestParameters": None, "responseElements": None,
    "serviceEventDetails": {"*": "any"}, "userIdentity": {"accountId": "string", "invokedBy": "string"},
    "sourceIPAddress": "string", "userAgent": "string",
}  # fmt: skip


def event(server, name, key, count=1):
    """The one event of this name about a key, once it is there."""
    trail = Trail(server)
    events = eventually(lambda: trail.named(name, key), f"{name} is recorded")
    assert len(events) == count, json.dumps(events, indent=2)
    return events[0]


def assert_about(record, key, region=REGION):
    assert record["resources"][0]["ARN"] == key_arn(key, region)
    assert (record["recipientAccountId"], record["awsRegion"]) == (ACCOUNT, region)
    assert record["userIdentity"] == {"accountId": ACCOUNT, "invokedBy": "AWS Internal"}


def test_a_rotation_on_demand(server, kms, key):
    before = kms.describe_key(KeyId=key)["KeyMetadata"]["CurrentKeyMaterialId"]
    kms.rotate_key_on_demand(KeyId=key)
    record = event(server, "RotateKey", key)
    assert_form(record, "event", "RotateKey", "events")
    assert_about(record, key)
    assert record["serviceEventDetails"] == {
        "rotationType": "ON_DEMAND", "keyOrigin": "AWS_KMS", "keyId": key, "previousKeyMaterialId": before,
        "currentKeyMaterialId": kms.describe_key(KeyId=key)["KeyMetadata"]["CurrentKeyMaterialId"],
    }  # fmt: skip


def test_service_events_are_looked_up(server, kms, key):
    kms.rotate_key_on_demand(KeyId=key)
    record = event(server, "RotateKey", key)
    cloudtrail = server.client("cloudtrail")
    (entry,) = found(cloudtrail, **by("EventId", record["eventID"]))
    assert (entry["EventName"], entry["EventSource"], entry["ReadOnly"]) == ("RotateKey", "kms.amazonaws.com", "false")
    assert entry.get("Username") in (None, "AWS Internal")
    names = [each["EventName"] for each in found(cloudtrail, **by("ResourceName", key_arn(key)))]
    assert names.count("RotateKey") == 1


def test_events_survive_being_killed_right_after_the_change(serve):
    server = serve()
    kms = server.client()
    keys = [kms.create_key()["KeyMetadata"]["KeyId"] for _ in range(5)]
    for key in keys:
        kms.rotate_key_on_demand(KeyId=key)
    server.kill()
    server.start()
    for key in keys:
        event(server, "RotateKey", key)
    eventually(lambda: len(Trail(server).named("RotateKey")) == 5, "each rotation is recorded")


def test_keys_of_a_set_are_synchronized(server):
    keys = Set(server)
    keys.replicate()
    record = event(server, "SynchronizeMultiRegionKey", keys.key)
    assert_form(record, "event", "SynchronizeMultiRegionKey", "events")
    assert_about(record, keys.key)
    assert record["responseElements"] == {"keyId": key_arn(keys.key)}


def test_what_happens_in_its_time(serve_at, tmp_path):
    """Automatic rotation, deletion, and the end of imported key material, while nobody looked."""
    server = serve_at(-8 * DAY)
    kms = server.client()
    deleted = kms.create_key()["KeyMetadata"]["KeyId"]
    kms.schedule_key_deletion(KeyId=deleted, PendingWindowInDays=7)
    expiring = external_key(kms)
    soon = datetime.datetime.now(datetime.timezone.utc) - datetime.timedelta(days=4)
    import_material(kms, expiring, os.urandom(32), ExpirationModel="KEY_MATERIAL_EXPIRES", ValidTo=soon)
    material = kms.describe_key(KeyId=expiring)["KeyMetadata"]["CurrentKeyMaterialId"]
    server.stop()
    server = serve_at(0)
    gone = event(server, "DeleteKey", deleted)
    assert_form(gone, "event", "DeleteKey", "events")
    assert_about(gone, deleted)
    expired = event(server, "DeleteExpiredKeyMaterial", expiring)
    assert_form(expired, "event", "DeleteExpiredKeyMaterial", "events")
    assert_about(expired, expiring)
    assert expired["serviceEventDetails"] == {"keyId": expiring, "keyMaterialId": material}
    # Once, not with every start.
    server.stop()
    server = serve_at(0)
    server.client().list_keys()
    event(server, "DeleteKey", deleted)
    event(server, "DeleteExpiredKeyMaterial", expiring)


def test_an_automatic_rotation(serve_at):
    server = serve_at(-91 * DAY)
    kms = server.client()
    key = kms.create_key()["KeyMetadata"]["KeyId"]
    kms.enable_key_rotation(KeyId=key, RotationPeriodInDays=90)
    server.stop()
    server = serve_at(0)
    record = event(server, "RotateKey", key)
    assert_form(record, "event", "RotateKey", "events")
    assert record["serviceEventDetails"]["rotationType"] == "AUTOMATIC"


def test_the_recovery_of_a_key_is_recorded_with_the_policy_it_replaced(serve, tmp_path):
    server = serve(tmp_path / "data")
    kms = server.client()
    key = kms.create_key()["KeyMetadata"]["KeyId"]
    nobody = {"Version": "2012-10-17", "Statement": [
        {"Effect": "Allow", "Principal": {"AWS": f"arn:aws:iam::{ACCOUNT}:user/administrator"},
         "Action": "kms:DescribeKey", "Resource": "*"}]}  # fmt: skip
    kms.put_key_policy(KeyId=key, Policy=json.dumps(nobody), BypassPolicyLockoutSafetyCheck=True)
    server.stop()
    done = trent("recover", "key", key_arn(key), "--data-dir", tmp_path / "data")
    assert done.returncode == 0, done.stderr
    server.start()
    record = event(server, "RecoverKey", key)
    assert not mismatches(OPERATORS_EVENT | {"resources": ["any"]}, record)
    assert record["resources"][0]["ARN"] == key_arn(key)
    assert json.loads(record["serviceEventDetails"]["formerPolicy"]) == nobody


def test_a_new_account_is_recorded_in_its_own_trail(serve, tmp_path):
    data, account = tmp_path / "data", "111122223333"
    serve(data).stop()
    for code in (0, 1):
        assert trent("account", "create", account, "--data-dir", data).returncode == code
    server = serve(data)
    record = event(server, "CreateAccount", account)
    assert not mismatches(OPERATORS_EVENT | {"eventSource": "=iam.amazonaws.com", "resources": ["any"]}, record)
    assert (record["recipientAccountId"], record["awsRegion"]) == (account, "us-east-1")
    assert record["userIdentity"] == {"accountId": account, "invokedBy": "trent account create"}
    text = (data / f"credentials-{account}").read_text()
    assert record["serviceEventDetails"] == {
        "userName": "administrator", "accessKeyId": text.split("aws_access_key_id = ")[1].split()[0],
    }  # fmt: skip
    assert text.split("aws_secret_access_key = ")[1].split()[0] not in json.dumps(record)


def test_another_root_key_is_recorded_each_time(serve, tmp_path):
    data, passphrase = tmp_path / "data", tmp_path / "passphrase"
    passphrase.write_text("correct horse battery staple")
    passphrase.chmod(0o600)
    serve(data).stop()
    given = ["--root-key-passphrase-file", passphrase]
    for arguments in (["--new-passphrase-file", passphrase], [*given, "--to-file"]):
        finished = trent("root-key", "rotate", "--data-dir", data, *arguments)
        assert finished.returncode == 0, finished.stderr
    server = serve(data)
    first, second = eventually(
        lambda: (records := Trail(server).named("RotateRootKey")) and len(records) == 2 and records, "both are recorded"
    )
    for record in (first, second):
        assert not mismatches(OPERATORS_EVENT, record)
        assert (record["recipientAccountId"], record["awsRegion"]) == (ACCOUNT, REGION)
        assert record["userIdentity"]["invokedBy"] == "trent root-key rotate"
    first, second = first["serviceEventDetails"], second["serviceEventDetails"]
    assert first["hasPassphrase"] and not second["hasPassphrase"]
    assert first["currentRootKeyId"] == second["previousRootKeyId"]
    assert len({first["previousRootKeyId"], first["currentRootKeyId"], second["currentRootKeyId"]}) == 3
    assert len(found(server.client("cloudtrail"), **by("EventName", "RotateRootKey"))) == 2


@pytest.mark.parametrize("region", [REGION, "eu-central-1"])
def test_an_event_is_of_its_keys_region(server, region):
    kms = server.client(region=region)
    key = kms.create_key()["KeyMetadata"]["KeyId"]
    kms.rotate_key_on_demand(KeyId=key)
    assert_about(event(server, "RotateKey", key), key, region)
