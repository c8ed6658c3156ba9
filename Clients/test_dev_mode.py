"""`trent serve --dev`: an emulator for tests that takes any credentials and leaves nothing behind."""

import boto3
import botocore
import botocore.client
import pytest
from harness import ACCOUNT, Credentials, Server, alias_arn, assert_refused, environment, key_arn, refused, trent

DUMMY = Credentials("testing", "testing")
OTHER_ACCOUNT = "111122223333"


@pytest.fixture(scope="module")
def dev_home(tmp_path_factory):
    return tmp_path_factory.mktemp("home")


@pytest.fixture(scope="module")
def server(dev_home, clean_environment):
    options = {"cwd": dev_home, "env": environment(HOME=str(dev_home), TMPDIR=str(dev_home))}
    server = Server(None, "--dev", credentials=DUMMY, **options).start()
    yield server
    server.stop()
    assert list(dev_home.rglob("*")) == [], "an emulator writes no file"


def test_a_test_suite_with_dummy_credentials_works(server, monkeypatch):
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN"):
        monkeypatch.setenv(name, "testing")
    monkeypatch.setenv("AWS_DEFAULT_REGION", "us-east-1")
    monkeypatch.setenv("AWS_ENDPOINT_URL", server.url)
    kms = boto3.session.Session().client("kms")
    key = kms.create_key()["KeyMetadata"]
    assert key["Arn"] == key_arn(key["KeyId"])
    kms.create_alias(AliasName="alias/data-pipeline-key", TargetKeyId=key["KeyId"])
    data_key = kms.generate_data_key(KeyId="alias/data-pipeline-key", KeySpec="AES_256")
    assert kms.decrypt(CiphertextBlob=data_key["CiphertextBlob"])["Plaintext"] == data_key["Plaintext"]


def test_unsigned_requests_are_accepted(server):
    session = boto3.session.Session(region_name="us-east-1")
    kms = session.client(
        "kms", endpoint_url=server.url, config=botocore.client.Config(signature_version=botocore.UNSIGNED)
    )
    key = kms.create_key()["KeyMetadata"]
    assert key["Arn"] == key_arn(key["KeyId"])
    assert kms.describe_key(KeyId=key["KeyId"])["KeyMetadata"] == key


def test_a_signature_is_not_checked_but_its_region_counts(server):
    kms = server.client(region="cn-north-1", credentials=Credentials("AKIAIOSFODNN7EXAMPLE", "whatever"))
    key = kms.create_key()["KeyMetadata"]
    assert key["Arn"] == key_arn(key["KeyId"], region="cn-north-1", partition="aws-cn")


def test_an_access_key_of_twelve_digits_selects_that_account(server):
    other = Credentials(OTHER_ACCOUNT, "anything")
    assert server.client("sts", credentials=other).get_caller_identity()["Account"] == OTHER_ACCOUNT
    assert server.client("sts").get_caller_identity()["Account"] == ACCOUNT
    key = server.client(credentials=other).create_key()["KeyMetadata"]
    assert key["Arn"] == key_arn(key["KeyId"], account=OTHER_ACCOUNT)
    assert key["AWSAccountId"] == OTHER_ACCOUNT


def test_accounts_do_not_see_each_other(server):
    mine, other = server.client(), server.client(credentials=Credentials(OTHER_ACCOUNT, "anything"))
    key = other.create_key()["KeyMetadata"]
    other.create_alias(AliasName="alias/private", TargetKeyId=key["KeyId"])
    blob = other.encrypt(KeyId="alias/private", Plaintext=b"x")["CiphertextBlob"]
    with refused("NotFoundException", f"Key '{key_arn(key['KeyId'])}' does not exist"):
        mine.describe_key(KeyId=key["KeyId"])
    with refused("NotFoundException", f"Alias {alias_arn('alias/private')} is not found."):
        mine.describe_key(KeyId="alias/private")
    with refused("AccessDeniedException"):
        mine.describe_key(KeyId=key["Arn"])
    with refused("AccessDeniedException"):
        mine.decrypt(CiphertextBlob=blob)
    listed = [entry["KeyId"] for page in mine.get_paginator("list_keys").paginate() for entry in page["Keys"]]
    assert key["KeyId"] not in listed


def test_the_account_can_be_chosen(serve):
    server = serve(None, "--dev", "--account-id", OTHER_ACCOUNT, credentials=DUMMY)
    assert server.client("sts").get_caller_identity()["Account"] == OTHER_ACCOUNT


def test_its_start_is_loud(server):
    assert any("DEVELOPMENT MODE" in line for line in server.log), server.log


def test_it_listens_on_loopback_only(tmp_path):
    for listen in ("0.0.0.0:0", "[::]:0"):
        finished = trent("serve", "--dev", "--listen", listen, cwd=tmp_path)
        assert_refused(finished, "only this machine")


def test_two_emulators_know_nothing_of_each_other(serve, server):
    key = server.client().create_key()["KeyMetadata"]["KeyId"]
    second = serve(None, "--dev", credentials=DUMMY)
    with refused("NotFoundException"):
        second.client().describe_key(KeyId=key)


def test_with_a_data_directory_it_remembers(serve, tmp_path):
    server = serve(tmp_path / "data", "--dev", credentials=DUMMY)
    key = server.client().create_key()["KeyMetadata"]
    server.restart()
    assert server.client().describe_key(KeyId=key["KeyId"])["KeyMetadata"] == key
