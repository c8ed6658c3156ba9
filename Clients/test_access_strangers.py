"""What those learn who have no access: not whether a key or an alias of another account exists. And what callers may do
with AWS managed keys.

https://docs.aws.amazon.com/kms/latest/developerguide/policy-evaluation.html
"""

import uuid

import access
import pytest
from access import (
    NO_IDENTITY, NO_RESOURCE, OF_CIPHERTEXT, OTHER_ACCOUNT, UNKNOWN_CIPHERTEXT, UNKNOWN_RESOURCE, message, statement,
)  # fmt: skip
from harness import alias_arn, key_arn, refused


@pytest.fixture(scope="module")
def world(tmp_path_factory, clean_environment):
    world = access.World(tmp_path_factory.mktemp("strangers") / "data")
    yield world
    world.server.stop()


@pytest.fixture(scope="module")
def stranger(world):
    """May do everything that his own account can leave to him."""
    return world.user(OTHER_ACCOUNT).allow(access.EVERYTHING)


@pytest.fixture(scope="module")
def nobody(world):
    """Of the keys' account, without any permission."""
    return world.user()


@pytest.fixture(scope="module")
def key(world):
    """The account's own business."""
    made = world.kms.create_key()["KeyMetadata"]["KeyId"]
    world.kms.create_alias(AliasName="alias/there", TargetKeyId=made)
    return made


def told(call):
    """All that a refusal says, but the request's id and time."""
    with refused("AccessDeniedException") as caught:
        call()
    response = caught.value.response
    headers = response["ResponseMetadata"]["HTTPHeaders"]
    return response["Error"], {name: headers[name] for name in headers if name not in ("date", "x-amzn-requestid")}


@pytest.mark.parametrize(
    "operation", ["DescribeKey", "DisableKey", "Encrypt", "GenerateDataKey", "GetKeyPolicy", "ListGrants"]
)
def test_a_stranger_can_not_tell_a_key_from_none(stranger, key, operation):
    def call(arn):
        parameters = {"Encrypt": {"Plaintext": b"x"}, "GenerateDataKey": {"KeySpec": "AES_256"}}.get(operation, {})
        return lambda: stranger.kms._make_api_call(operation, {"KeyId": arn} | parameters)

    unknown = message(stranger.arn, f"kms:{operation}", UNKNOWN_RESOURCE)
    answers = [told(call(arn)) for arn in (key_arn(key), key_arn(str(uuid.uuid4())))]
    assert answers[0] == answers[1]
    assert answers[0][0]["Message"] == unknown
    # Nor whether there is such an account.
    assert told(call(key_arn(key, account="999999999999"))) == answers[0]


def test_a_stranger_can_not_tell_an_alias_from_none(stranger, key):
    names = alias_arn("alias/there"), alias_arn("alias/not-there"), alias_arn("alias/aws/s3")
    answers = [told(lambda name=name: stranger.kms.describe_key(KeyId=name)) for name in names]
    assert answers[0] == answers[1] == answers[2]
    answers = [told(lambda name=name: stranger.kms.encrypt(KeyId=name, Plaintext=b"x")) for name in names]
    assert answers[0] == answers[1] == answers[2]


def test_a_stranger_learns_nothing_from_a_state(world, stranger, key):
    """Who may call is decided before anything else about the key."""
    disabled, pending = (world.kms.create_key()["KeyMetadata"]["KeyId"] for _ in range(2))
    signing = world.kms.create_key(KeySpec="ECC_NIST_P256", KeyUsage="SIGN_VERIFY")["KeyMetadata"]["KeyId"]
    world.kms.disable_key(KeyId=disabled)
    world.kms.schedule_key_deletion(KeyId=pending)
    answers = [
        told(lambda made=made: stranger.kms.encrypt(KeyId=key_arn(made), Plaintext=b"x"))
        for made in (key, disabled, pending, signing)
    ]
    assert all(answer == answers[0] for answer in answers)


def test_a_stranger_learns_nothing_from_a_ciphertext(world, stranger, nobody, key):
    blob = world.kms.encrypt(KeyId=key, Plaintext=b"x")["CiphertextBlob"]
    with refused("AccessDeniedException", UNKNOWN_CIPHERTEXT):
        stranger.kms.decrypt(CiphertextBlob=blob)
    mine = world.administrators[OTHER_ACCOUNT].kms.create_key()["KeyMetadata"]["KeyId"]
    with refused("AccessDeniedException", UNKNOWN_CIPHERTEXT):
        stranger.kms.re_encrypt(CiphertextBlob=blob, DestinationKeyId=mine)
    with refused("AccessDeniedException", message(nobody.arn, "kms:Decrypt", NO_IDENTITY, OF_CIPHERTEXT)):
        nobody.kms.decrypt(CiphertextBlob=blob)
    with refused("AccessDeniedException", message(nobody.arn, "kms:Decrypt", NO_IDENTITY, key_arn(key))):
        nobody.kms.decrypt(CiphertextBlob=blob, KeyId=key)
    with refused("AccessDeniedException"):
        stranger.kms.decrypt(CiphertextBlob=blob, KeyId=key_arn(key))


def test_a_denial_in_the_key_policy_looks_to_a_stranger_as_if_there_were_no_key(world, stranger):
    key = world.key(
        statement("kms:*", principal=access.root(OTHER_ACCOUNT)),
        statement("kms:Encrypt", "Deny", principal=stranger.arn),
    )["KeyId"]
    stranger.kms.describe_key(KeyId=key_arn(key))
    with refused("AccessDeniedException", message(stranger.arn, "kms:Encrypt", UNKNOWN_RESOURCE)):
        stranger.kms.encrypt(KeyId=key_arn(key), Plaintext=b"x")


def test_who_has_no_permission_does_not_learn_of_a_missing_key(world, nobody):
    for name in (str(uuid.uuid4()), key_arn(str(uuid.uuid4())), "alias/not-there", alias_arn("alias/not-there")):
        with refused("AccessDeniedException", message(nobody.arn, "kms:DescribeKey", UNKNOWN_RESOURCE)):
            nobody.kms.describe_key(KeyId=name)
        with refused("NotFoundException"):
            world.kms.describe_key(KeyId=name)


def test_names_without_an_account_are_those_of_one_s_own(stranger, key):
    with refused("NotFoundException", f"Key '{key_arn(key, account=OTHER_ACCOUNT)}' does not exist"):
        stranger.kms.describe_key(KeyId=key)
    name = alias_arn("alias/there", account=OTHER_ACCOUNT)
    with refused("NotFoundException", f"Alias {name} is not found."):
        stranger.kms.describe_key(KeyId="alias/there")


def test_lists_are_of_one_s_own_account(world, stranger, key):
    assert key not in {entry["KeyId"] for entry in stranger.kms.list_keys()["Keys"]}
    assert "alias/there" not in {entry["AliasName"] for entry in stranger.kms.list_aliases()["Aliases"]}


def test_an_alias_of_another_account_serves_whoever_may_use_its_key(world, stranger):
    key = world.key(statement("kms:*", principal=access.root(OTHER_ACCOUNT)))["KeyId"]
    world.kms.create_alias(AliasName="alias/shared", TargetKeyId=key)
    name = alias_arn("alias/shared")
    assert stranger.kms.describe_key(KeyId=name)["KeyMetadata"]["Arn"] == key_arn(key)
    made = stranger.kms.encrypt(KeyId=name, Plaintext=b"x")
    assert made["KeyId"] == key_arn(key)
    assert stranger.kms.decrypt(CiphertextBlob=made["CiphertextBlob"])["Plaintext"] == b"x"


# AWS managed keys


@pytest.fixture(scope="module")
def managed(world):
    return world.kms.describe_key(KeyId="alias/aws/s3")["KeyMetadata"]


@pytest.fixture(scope="module")
def everything(world):
    return world.user().allow(access.EVERYTHING)


@pytest.mark.parametrize(
    "operation",
    ["DescribeKey", "GetKeyPolicy", "GetKeyRotationStatus", "ListGrants", "ListKeyPolicies", "ListResourceTags"],
)
def test_an_aws_managed_key_is_looked_at_by_whoever_iam_lets(everything, nobody, managed, operation):
    everything.kms._make_api_call(operation, {"KeyId": managed["KeyId"]})
    with refused("AccessDeniedException", message(nobody.arn, f"kms:{operation}", NO_IDENTITY, managed["Arn"])):
        nobody.kms._make_api_call(operation, {"KeyId": managed["KeyId"]})


@pytest.mark.parametrize(
    ("operation", "parameters"),
    [
        ("Encrypt", {"Plaintext": b"x"}), ("GenerateDataKey", {"KeySpec": "AES_256"}),
        ("GenerateDataKeyWithoutPlaintext", {"KeySpec": "AES_256"}),
        ("GenerateDataKeyPair", {"KeyPairSpec": "ECC_NIST_P256"}),
        ("CreateGrant", {"GranteePrincipal": access.root(), "Operations": ["Decrypt"]}),
        ("DisableKey", {}), ("EnableKey", {}), ("ScheduleKeyDeletion", {}), ("EnableKeyRotation", {}),
        ("DisableKeyRotation", {}), ("RotateKeyOnDemand", {}), ("UpdateKeyDescription", {"Description": "mine"}),
        ("TagResource", {"Tags": [{"TagKey": "a", "TagValue": "b"}]}), ("UntagResource", {"TagKeys": ["a"]}),
        ("PutKeyPolicy", {"Policy": access.document(access.delegation())}),
    ],
)  # fmt: skip
def test_an_aws_managed_key_is_used_and_changed_by_no_caller(world, everything, managed, operation, parameters):
    for caller in (everything, world.administrator):
        denial = message(caller.arn, f"kms:{operation}", NO_RESOURCE, managed["Arn"])
        with refused("AccessDeniedException", denial):
            caller.kms._make_api_call(operation, {"KeyId": managed["KeyId"]} | parameters)


def test_an_aws_managed_key_is_made_only_for_whoever_may_describe_it(world, nobody, everything):
    with refused("AccessDeniedException"):
        nobody.client(region="eu-west-2").describe_key(KeyId="alias/aws/s3")
    assert world.administrator.client(region="eu-west-2").list_aliases()["Aliases"] == []
    made = everything.client(region="eu-west-2").describe_key(KeyId="alias/aws/s3")["KeyMetadata"]
    assert made["KeyManager"] == "AWS"
