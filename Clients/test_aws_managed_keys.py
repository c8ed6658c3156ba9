"""AWS managed keys: made when a service first describes its alias, and not for callers to use or change."""

import pytest
from harness import alias_arn, key_arn, refused


@pytest.fixture
def region(empty_region):
    return empty_region


@pytest.fixture
def kms(server, region):
    return server.client(region=region)


@pytest.fixture
def managed(kms):
    return kms.describe_key(KeyId="alias/aws/s3")["KeyMetadata"]


def test_describing_a_predefined_alias_makes_its_key(kms, region):
    assert kms.list_aliases()["Aliases"] == []
    made = kms.describe_key(KeyId="alias/aws/s3")["KeyMetadata"]
    assert made["KeyManager"] == "AWS"
    assert made["KeyState"] == "Enabled"
    assert made["KeySpec"] == "SYMMETRIC_DEFAULT"
    assert made["Arn"] == key_arn(made["KeyId"], region=region)
    (alias,) = [alias for alias in kms.list_aliases()["Aliases"] if alias["AliasName"] == "alias/aws/s3"]
    assert alias["TargetKeyId"] == made["KeyId"]
    assert alias["AliasArn"] == alias_arn("alias/aws/s3", region=region)


def test_describing_it_again_finds_the_same_key(kms, region, managed):
    for name in ("alias/aws/s3", alias_arn("alias/aws/s3", region=region), managed["KeyId"], managed["Arn"]):
        assert kms.describe_key(KeyId=name)["KeyMetadata"] == managed


def test_each_service_has_a_key_of_its_own(kms, managed):
    other = kms.describe_key(KeyId="alias/aws/secretsmanager")["KeyMetadata"]
    assert other["KeyId"] != managed["KeyId"]


def test_an_alias_of_no_service_is_not_found(kms, region):
    name = "alias/aws/no-such-service"
    with refused("NotFoundException", f"Alias {alias_arn(name, region=region)} is not found."):
        kms.describe_key(KeyId=name)


def test_other_calls_do_not_make_the_key(kms, region):
    with refused("NotFoundException", f"Alias {alias_arn('alias/aws/s3', region=region)} is not found."):
        kms.encrypt(KeyId="alias/aws/s3", Plaintext=b"x")
    assert kms.list_keys()["Keys"] == []


def test_callers_may_not_use_it_for_cryptography(kms, managed):
    for call in (
        lambda: kms.encrypt(KeyId="alias/aws/s3", Plaintext=b"x"),
        lambda: kms.generate_data_key(KeyId=managed["Arn"], KeySpec="AES_256"),
        lambda: kms.generate_data_key_without_plaintext(KeyId=managed["KeyId"], KeySpec="AES_256"),
    ):
        with refused("AccessDeniedException"):
            call()


def test_callers_may_not_change_it(kms, managed):
    key = managed["KeyId"]
    for call in (
        lambda: kms.disable_key(KeyId=key),
        lambda: kms.schedule_key_deletion(KeyId=key),
        lambda: kms.put_key_policy(KeyId=key, Policy=kms.get_key_policy(KeyId=key)["Policy"]),
    ):
        with pytest.raises(kms.exceptions.ClientError) as caught:
            call()
        assert caught.value.response["ResponseMetadata"]["HTTPStatusCode"] == 400
    assert kms.describe_key(KeyId=key)["KeyMetadata"] == managed
