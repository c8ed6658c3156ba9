"""Use of another account's key is in both accounts' trails, a refusal in the caller's only.

https://docs.aws.amazon.com/kms/latest/developerguide/logging-using-cloudtrail.html
"""

import json

import access
import pytest
from access import OTHER_ACCOUNT, statement
from audit import GOLDEN, Trail, assert_form, by, mismatches, refusal
from harness import ACCOUNT, key_arn


@pytest.fixture(scope="module")
def world(tmp_path_factory, clean_environment):
    world = access.World(tmp_path_factory.mktemp("cross-account") / "data")
    yield world
    world.server.stop()


@pytest.fixture(scope="module")
def trail(world):
    return Trail(world.server)


@pytest.fixture(scope="module")
def stranger(world):
    """May do everything that his own account can leave to him."""
    return world.user(OTHER_ACCOUNT).allow(access.EVERYTHING)


@pytest.fixture(scope="module")
def shared(world, stranger):
    """A key that the stranger may use."""
    return world.key(statement(["kms:Encrypt", "kms:Decrypt", "kms:DescribeKey"], principal=stranger.arn))["Arn"]


def event_in(world, account, event):
    """The record as LookupEvents finds it in an account; None if it does not."""
    cloudtrail = world.administrators[account].client("cloudtrail")
    events = cloudtrail.lookup_events(**by("EventId", event["eventID"]))["Events"]
    assert len(events) <= 1
    return json.loads(events[0]["CloudTrailEvent"]) if events else None


def test_a_use_is_recorded_in_both_accounts(world, trail, stranger, shared):
    records = trail.of(stranger.kms.encrypt(KeyId=shared, Plaintext=b"x", EncryptionContext={"a": "b"}))
    by_account = {record["recipientAccountId"]: record for record in records}
    assert (len(records), set(by_account)) == (2, {ACCOUNT, OTHER_ACCOUNT})
    mine, theirs = by_account[ACCOUNT], by_account[OTHER_ACCOUNT]
    assert mine["sharedEventID"] == theirs["sharedEventID"]
    assert mine["eventID"] != theirs["eventID"]
    for record in records:
        assert_form(record, "call", "Encrypt", sharedEventID="uuid", userIdentity="any")
        assert record["resources"] == [{"accountId": ACCOUNT, "type": "AWS::KMS::Key", "ARN": shared}]
    forms = GOLDEN["identities"]["forms"]
    assert not mismatches(forms["IAMUser"], theirs["userIdentity"])
    assert theirs["userIdentity"]["arn"] == stranger.arn
    assert not mismatches(forms["AWSAccount"], mine["userIdentity"])
    assert mine["userIdentity"] == {"type": "AWSAccount", "principalId": stranger.id, "accountId": OTHER_ACCOUNT}


def test_each_account_finds_its_own_record(world, trail, stranger, shared):
    for record in trail.of(stranger.kms.describe_key(KeyId=shared)):
        account = record["recipientAccountId"]
        other = {ACCOUNT: OTHER_ACCOUNT, OTHER_ACCOUNT: ACCOUNT}[account]
        assert event_in(world, account, record) == record
        assert event_in(world, other, record) is None


def test_a_refused_use_is_recorded_in_the_callers_account_only(world, trail, stranger, shared):
    closed = world.key()["Arn"]
    for call, parameters in (
        (stranger.kms.encrypt, {"KeyId": closed, "Plaintext": b"x"}),
        (stranger.kms.disable_key, {"KeyId": shared}),
        (stranger.kms.describe_key, {"KeyId": key_arn("1234abcd-12ab-34cd-56ef-1234567890ab")}),
    ):
        record = trail.one(refusal(call, **parameters))
        assert record["recipientAccountId"] == OTHER_ACCOUNT
        assert record["errorCode"].startswith("AccessDenied")
        assert "sharedEventID" not in record
        assert event_in(world, OTHER_ACCOUNT, record) == record
        assert event_in(world, ACCOUNT, record) is None


def test_a_refusal_does_not_tell_whether_there_is_such_a_key(world, trail, stranger):
    closed = world.key()["Arn"]
    absent = key_arn("1234abcd-12ab-34cd-56ef-1234567890ab")
    records = [trail.one(refusal(stranger.kms.describe_key, KeyId=arn)) for arn in (closed, absent)]
    varying = ("eventID", "requestID", "eventTime", "requestParameters", "errorMessage")
    first, second = ({name: each for name, each in record.items() if name not in varying} for record in records)
    assert first == second


def test_a_use_that_is_let_in_and_fails_is_not_hidden_from_the_owner(world, trail, stranger, shared):
    """The owner's policies let the caller in: what he did with the key is the owner's business."""
    made = stranger.kms.encrypt(KeyId=shared, Plaintext=b"x", EncryptionContext={"a": "b"})["CiphertextBlob"]
    records = trail.of(refusal(stranger.kms.decrypt, CiphertextBlob=made, EncryptionContext={"a": "c"}))
    assert OTHER_ACCOUNT in {record["recipientAccountId"] for record in records}
    assert {record["errorCode"] for record in records} == {"InvalidCiphertextException"}


def test_a_use_in_ones_own_account_is_recorded_once(world, trail, shared):
    record = trail.one(world.kms.describe_key(KeyId=shared))
    assert record["recipientAccountId"] == ACCOUNT
    assert "sharedEventID" not in record


def test_a_role_of_another_account_is_assumed_in_both_trails(world, trail, stranger):
    iam = world.administrator.client("iam")
    trust = access.document({"Effect": "Allow", "Principal": {"AWS": stranger.arn}, "Action": "sts:AssumeRole"})
    role = iam.create_role(RoleName="for-strangers", AssumeRolePolicyDocument=trust)["Role"]
    answer = stranger.client("sts").assume_role(RoleArn=role["Arn"], RoleSessionName="visit")
    records = {record["recipientAccountId"]: record for record in trail.of(answer)}
    assert set(records) == {ACCOUNT, OTHER_ACCOUNT}
    assert len({record["sharedEventID"] for record in records.values()}) == 1
    assert records[OTHER_ACCOUNT]["userIdentity"]["arn"] == stranger.arn
    assert records[ACCOUNT]["userIdentity"] == {
        "type": "AWSAccount", "principalId": stranger.id, "accountId": OTHER_ACCOUNT,
    }  # fmt: skip
