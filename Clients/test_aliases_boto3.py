"""Aliases: names that point to keys, and the rules for such names."""

import concurrent.futures
import datetime

import pytest
from harness import alias_arn, key_arn, refused

MINUTE = datetime.timedelta(minutes=1)
ALIASES_PER_KEY_MAX = 50
GUIDE = "https://docs.aws.amazon.com/kms/latest/developerguide/kms-alias.html"


def aliases(kms, key):
    return kms.list_aliases(KeyId=key)["Aliases"]


def test_an_alias_is_listed_with_its_target_and_dates(kms, key, alias_name):
    kms.create_alias(AliasName=alias_name, TargetKeyId=key)
    (alias,) = aliases(kms, key)
    created, updated = alias.pop("CreationDate"), alias.pop("LastUpdatedDate")
    assert alias == {"AliasName": alias_name, "AliasArn": alias_arn(alias_name), "TargetKeyId": key}
    assert created == updated
    assert abs(datetime.datetime.now(datetime.timezone.utc) - created) < MINUTE


def test_an_alias_can_be_made_with_the_arn_of_its_target(kms, key, alias_name):
    kms.create_alias(AliasName=alias_name, TargetKeyId=key_arn(key))
    assert aliases(kms, key)[0]["TargetKeyId"] == key


def test_an_alias_moves_to_another_key(kms, key, other_key, alias_name):
    kms.create_alias(AliasName=alias_name, TargetKeyId=key)
    blob = kms.encrypt(KeyId=alias_name, Plaintext=b"x")["CiphertextBlob"]
    kms.update_alias(AliasName=alias_name, TargetKeyId=other_key)
    assert aliases(kms, key) == []
    assert [alias["AliasName"] for alias in aliases(kms, other_key)] == [alias_name]
    assert kms.encrypt(KeyId=alias_name, Plaintext=b"x")["KeyId"] == key_arn(other_key)
    assert kms.decrypt(CiphertextBlob=blob)["KeyId"] == key_arn(key)
    with refused("IncorrectKeyException"):
        kms.decrypt(CiphertextBlob=blob, KeyId=alias_name)


def test_a_deleted_alias_names_nothing_and_can_be_made_again(kms, key, other_key, alias_name):
    kms.create_alias(AliasName=alias_name, TargetKeyId=key)
    kms.delete_alias(AliasName=alias_name)
    with refused("NotFoundException", f"Alias {alias_arn(alias_name)} is not found."):
        kms.describe_key(KeyId=alias_name)
    kms.create_alias(AliasName=alias_name, TargetKeyId=other_key)
    assert kms.describe_key(KeyId=alias_name)["KeyMetadata"]["KeyId"] == other_key


def test_an_alias_exists_once(kms, key, other_key, alias_name):
    kms.create_alias(AliasName=alias_name, TargetKeyId=key)
    for target in (key, other_key):
        with refused("AlreadyExistsException", f"An alias with the name {alias_arn(alias_name)} already exists"):
            kms.create_alias(AliasName=alias_name, TargetKeyId=target)


def test_of_many_who_make_the_same_alias_at_once_one_succeeds(kms, key, alias_name):
    def attempt(_):
        try:
            kms.create_alias(AliasName=alias_name, TargetKeyId=key)
            return "made"
        except kms.exceptions.AlreadyExistsException:
            return "refused"

    with concurrent.futures.ThreadPoolExecutor(8) as pool:
        outcomes = sorted(pool.map(attempt, range(8)))
    assert outcomes == ["made"] + 7 * ["refused"]
    assert len(aliases(kms, key)) == 1


def test_case_matters_in_an_alias(kms, key, other_key, alias_name):
    kms.create_alias(AliasName=alias_name, TargetKeyId=key)
    upper = "alias/" + alias_name.removeprefix("alias/").upper()
    kms.create_alias(AliasName=upper, TargetKeyId=other_key)
    assert kms.describe_key(KeyId=upper)["KeyMetadata"]["KeyId"] == other_key


def test_a_name_may_have_slashes_dashes_and_underscores(kms, key, alias_name):
    name = f"{alias_name}/team-a/pipe_line/9"
    kms.create_alias(AliasName=name, TargetKeyId=key)
    assert kms.describe_key(KeyId=alias_arn(name))["KeyMetadata"]["KeyId"] == key


def test_a_name_may_be_256_characters_long_and_no_longer(kms, key, alias_name):
    name = alias_name.ljust(256, "x")
    kms.create_alias(AliasName=name, TargetKeyId=key)
    assert kms.describe_key(KeyId=name)["KeyMetadata"]["KeyId"] == key
    message = (
        f"1 validation error detected: Value '{name}x' at 'aliasName' failed to satisfy constraint: "
        "Member must have length less than or equal to 256"
    )
    with refused("ValidationException", message):
        kms.create_alias(AliasName=name + "x", TargetKeyId=key)


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("my-key", f'Alias must start with the prefix "alias/". Please see {GUIDE}'),
        (
            "alias/a!",
            "1 validation error detected: Value 'alias/a!' at 'aliasName' failed to satisfy constraint: "
            "Member must satisfy regular expression pattern: ^[a-zA-Z0-9:/_-]+$",
        ),
        ("alias/my:alias", "alias/my:alias contains invalid characters for an alias"),
    ],
)
def test_a_bad_name_is_refused(kms, key, name, message):
    with refused("ValidationException", message):
        kms.create_alias(AliasName=name, TargetKeyId=key)


def test_an_alias_refers_to_keys_only(kms, key, alias_name):
    kms.create_alias(AliasName=alias_name, TargetKeyId=key)
    for target in (alias_name, alias_arn(alias_name)):
        with refused("ValidationException", "Aliases must refer to keys. Not aliases"):
            kms.create_alias(AliasName=alias_name + "-more", TargetKeyId=target)


def test_an_alias_needs_a_key_that_exists(kms, key, absent, alias_name):
    with refused("NotFoundException", f"Key '{key_arn(absent)}' does not exist"):
        kms.create_alias(AliasName=alias_name, TargetKeyId=absent)
    kms.create_alias(AliasName=alias_name, TargetKeyId=key)
    with refused("NotFoundException", f"Key '{key_arn(absent)}' does not exist"):
        kms.update_alias(AliasName=alias_name, TargetKeyId=absent)
    assert kms.describe_key(KeyId=alias_name)["KeyMetadata"]["KeyId"] == key


def test_an_absent_alias_can_be_neither_moved_nor_deleted(kms, key, alias_name):
    for call in (
        lambda: kms.update_alias(AliasName=alias_name, TargetKeyId=key),
        lambda: kms.delete_alias(AliasName=alias_name),
    ):
        with refused("NotFoundException", f"Alias {alias_arn(alias_name)} is not found."):
            call()


def test_the_prefix_of_aws_is_for_aws(kms, key):
    with refused("NotAuthorizedException", ""):
        kms.create_alias(AliasName="alias/aws/mine", TargetKeyId=key)


def test_a_key_has_at_most_fifty_aliases(kms, key, alias_name):
    for number in range(ALIASES_PER_KEY_MAX):
        kms.create_alias(AliasName=f"{alias_name}-{number}", TargetKeyId=key)
    with refused("LimitExceededException"):
        kms.create_alias(AliasName=f"{alias_name}-more", TargetKeyId=key)
    kms.delete_alias(AliasName=f"{alias_name}-0")
    kms.create_alias(AliasName=f"{alias_name}-more", TargetKeyId=key)


def test_a_failed_call_makes_no_alias(kms, key, alias_name):
    kms.schedule_key_deletion(KeyId=key)
    with refused("KMSInvalidStateException", f"{key_arn(key)} is pending deletion."):
        kms.create_alias(AliasName=alias_name, TargetKeyId=key)
    with refused("NotFoundException"):
        kms.describe_key(KeyId=alias_name)
