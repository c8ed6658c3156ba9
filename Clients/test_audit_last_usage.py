"""A key's last use is the one that the audit trail tells, also after kill -9.

https://docs.aws.amazon.com/kms/latest/APIReference/API_GetKeyLastUsage.html
"""

import json

import access
from access import OTHER_ACCOUNT, statement
from audit import Trail, by, request_id
from harness import eventually, trent


def last_use(kms, key):
    return kms.get_key_last_usage(KeyId=key)["KeyLastUsage"]


def event_of(cloudtrail, use):
    """The record that a last use names, as LookupEvents finds it."""
    (event,) = cloudtrail.lookup_events(**by("EventId", use["CloudTrailEventId"]))["Events"]
    return json.loads(event["CloudTrailEvent"])


def assert_last(server, key, answer, operation):
    """The key's last use is that call."""
    use = last_use(server.client(), key)
    assert use["Operation"] == operation
    assert use["KmsRequestId"] == request_id(answer)
    event = event_of(server.client("cloudtrail"), use)
    assert (event["requestID"], event["eventName"]) == (request_id(answer), operation)
    assert use["Timestamp"].strftime("%Y-%m-%dT%H:%M:%SZ") == event["eventTime"]


def test_a_use_just_before_kill_9_is_known_after_it(serve):
    server = serve()
    kms = server.client()
    keys = [kms.create_key()["KeyMetadata"]["KeyId"] for _ in range(3)]
    kms.encrypt(KeyId=keys[0], Plaintext=b"x")
    blob = kms.encrypt(KeyId=keys[1], Plaintext=b"x")["CiphertextBlob"]
    first = kms.decrypt(CiphertextBlob=blob)
    last = kms.generate_data_key(KeyId=keys[0], KeySpec="AES_256")
    server.kill()
    server.start()
    assert_last(server, keys[0], last, "GenerateDataKey")
    assert_last(server, keys[1], first, "Decrypt")
    assert server.client().get_key_last_usage(KeyId=keys[2]).get("KeyLastUsage", {}) == {}
    # Again, with what was found and not stored yet.
    server.kill()
    server.start()
    assert_last(server, keys[0], last, "GenerateDataKey")
    # And with what was stored.
    server.restart()
    assert_last(server, keys[1], first, "Decrypt")


def test_refusals_and_other_calls_are_no_uses_after_kill_9_either(serve):
    server = serve()
    kms = server.client()
    key = kms.create_key()["KeyMetadata"]["KeyId"]
    used = kms.encrypt(KeyId=key, Plaintext=b"x")
    kms.describe_key(KeyId=key)
    for call in (
        lambda: kms.encrypt(KeyId=key, Plaintext=b"x", DryRun=True),
        lambda: kms.sign(KeyId=key, Message=b"x", SigningAlgorithm="ECDSA_SHA_256"),
    ):
        try:
            call()
        except kms.exceptions.ClientError:
            pass
    server.kill()
    server.start()
    assert_last(server, key, used, "Encrypt")


def test_a_use_is_found_though_its_file_was_closed_before_the_crash(serve_at, clock):
    """What the database knows is older than the log file that has the record."""
    server = serve_at(0)
    kms = server.client()
    key = kms.create_key()["KeyMetadata"]["KeyId"]
    trail = Trail(server)
    clock.set(299)
    used = server.client().encrypt(KeyId=key, Plaintext=b"x")
    clock.set(302)
    eventually(trail.closed, "the log is closed")
    server.kill()
    server.start()
    assert_last(server, key, used, "Encrypt")


def test_a_use_from_another_account_names_the_owners_record(tmp_path, clean_environment):
    world = access.World(tmp_path / "data")
    stranger = world.user(OTHER_ACCOUNT).allow(access.EVERYTHING)
    key = world.key(statement(["kms:Encrypt"], principal=stranger.arn))["Arn"]
    answer = stranger.kms.encrypt(KeyId=key, Plaintext=b"x")
    for _ in range(2):
        use = last_use(world.administrator.new_client(), key)
        assert use["KmsRequestId"] == request_id(answer)
        event = event_of(world.administrator.new_client("cloudtrail"), use)
        assert event["requestID"] == request_id(answer)
        assert event["userIdentity"]["accountId"] == OTHER_ACCOUNT
        world.server.kill()
        world.server.start()
    world.server.stop()


def test_a_damaged_live_log_is_not_believed(serve):
    """Its last line was changed: that use is missing, as `trent audit verify` says, and the one before is the last."""
    server = serve()
    kms = server.client()
    key = kms.create_key()["KeyMetadata"]["KeyId"]
    before = kms.encrypt(KeyId=key, Plaintext=b"x")
    kms.generate_data_key(KeyId=key, KeySpec="AES_256")
    server.kill()
    (live,) = Trail(server).live()
    content = live.read_bytes()
    live.write_bytes(content[:-64] + content[-64:].replace(b"true", b"TRUE").replace(b"Manag", b"manag"))
    assert live.read_bytes() != content
    assert trent("audit", "verify", "--data-dir", server.data_dir).returncode == 1
    server.start()
    assert_last(server, key, before, "Encrypt")
