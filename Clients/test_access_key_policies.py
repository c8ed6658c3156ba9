"""Key policies: which ones a key takes, and how they read when those whom they name are gone.

https://docs.aws.amazon.com/kms/latest/APIReference/API_PutKeyPolicy.html
"""

import json

import access
import pytest
from access import NO_RESOURCE, document, message, root, statement
from harness import key_arn, refused

POLICY_BYTES_MAX = 32_768
LOCKOUT = "The new key policy will not allow you to update the key policy in the future."
PRINCIPALS = "Policy contains a statement with one or more invalid principals."


@pytest.fixture(scope="module")
def world(tmp_path_factory, clean_environment):
    world = access.World(tmp_path_factory.mktemp("policies") / "data")
    yield world
    world.server.stop()


@pytest.fixture(scope="module")
def user(world):
    """May do everything that is left to IAM."""
    return world.user().allow(access.EVERYTHING)


@pytest.fixture
def key(world):
    return world.kms.create_key()["KeyMetadata"]["KeyId"]


def policy_of(kms, key):
    return kms.get_key_policy(KeyId=key)["Policy"]


def test_a_policy_reads_back_as_it_was_written(world, key):
    for policy in (
        document(access.delegation()),
        json.dumps(json.loads(document(access.delegation(), world.closed())), indent=3),
        document(access.delegation()).replace("kms:*", "k\\u006ds:*").replace("{", "{\n\t"),
        document(access.delegation() | {"Sid": "Schlüssel für alle"}),
    ):
        world.kms.put_key_policy(KeyId=key, Policy=policy)
        answer = world.kms.get_key_policy(KeyId=key)
        assert (answer["Policy"], answer["PolicyName"]) == (policy, "default")


# Lockout


def lockouts(world, user):
    everyone = statement("kms:*", principal=root())
    return {
        "none": document(statement("kms:*", principal=user.arn)),
        "not to change it": document(statement("kms:Encrypt", principal=root())),
        "denied": document(everyone, statement("kms:PutKeyPolicy", "Deny", principal=world.administrator.arn)),
        "another account": document(statement("kms:*", principal=root(access.OTHER_ACCOUNT))),
        "another key": document(everyone | {"Resource": "arn:aws:kms:us-east-1:000000000000:key/other"}),
        "never": document(everyone | {"Condition": {"StringEquals": {"kms:CallerAccount": "999999999999"}}}),
    }


@pytest.mark.parametrize("way", ["none", "not to change it", "denied", "another account", "another key", "never"])
def test_whoever_would_lock_himself_out_is_refused_unless_he_insists(world, user, key, way):
    policy, before = lockouts(world, user)[way], policy_of(world.kms, key)
    with refused("MalformedPolicyDocumentException", LOCKOUT):
        world.kms.put_key_policy(KeyId=key, Policy=policy)
    with refused("MalformedPolicyDocumentException", LOCKOUT):
        world.kms.create_key(Policy=policy)
    assert policy_of(world.kms, key) == before
    world.kms.put_key_policy(KeyId=key, Policy=policy, BypassPolicyLockoutSafetyCheck=True)
    with refused("AccessDeniedException"):
        world.kms.put_key_policy(KeyId=key, Policy=before)
    world.kms.create_key(Policy=policy, BypassPolicyLockoutSafetyCheck=True)


def test_the_waiver_can_be_forbidden(world):
    user = world.user().allow(
        access.EVERYTHING,
        statement("kms:*", "Deny", Bool={"kms:BypassPolicyLockoutSafetyCheck": "true"}),
    )
    policy = document(statement("kms:*", principal=root()))
    key = user.kms.create_key(Policy=policy)["KeyMetadata"]["KeyId"]
    user.kms.put_key_policy(KeyId=key, Policy=policy)
    for call in (
        lambda: user.kms.put_key_policy(KeyId=key, Policy=policy, BypassPolicyLockoutSafetyCheck=True),
        lambda: user.kms.create_key(Policy=policy, BypassPolicyLockoutSafetyCheck=True),
    ):
        with refused("AccessDeniedException"):
            call()


def test_a_policy_is_closed_to_others_at_once(world, user, key):
    user.kms.describe_key(KeyId=key)
    world.put_policy(key)
    denial = message(user.arn, "kms:DescribeKey", NO_RESOURCE, key_arn(key))
    with refused("AccessDeniedException", denial):
        user.kms.describe_key(KeyId=key)
    world.put_policy(key, access.delegation())
    user.kms.describe_key(KeyId=key)


def test_access_can_depend_on_the_policy_s_name(world, key):
    user = world.user()
    named = {"StringEquals": {"kms:PolicyName": "default"}}
    world.put_policy(key, statement(["kms:GetKeyPolicy", "kms:PutKeyPolicy"], principal=user.arn, **named))
    policy = policy_of(user.kms, key)
    user.kms.put_key_policy(KeyId=key, PolicyName="default", Policy=policy)
    world.put_policy(key, access.delegation(), statement("kms:GetKeyPolicy", "Deny", principal=user.arn, **named))
    user.allow(access.EVERYTHING)
    with refused("AccessDeniedException", message(user.arn, "kms:GetKeyPolicy", access.DENIED_BY_KEY, key_arn(key))):
        policy_of(user.kms, key)


# What is no policy


@pytest.mark.parametrize(
    "principal",
    [
        f"{root()[:-4]}user/nobody", f"{root()[:-4]}role/nobody", "arn:aws:iam::12:root", "nobody",
        f"arn:aws:iam::{access.OTHER_ACCOUNT}:user/nobody",
    ],
)  # fmt: skip
def test_a_principal_that_does_not_exist_is_refused(world, key, principal):
    policy = document(access.delegation(), statement("kms:Encrypt", principal=principal))
    for call in (
        lambda: world.kms.put_key_policy(KeyId=key, Policy=policy),
        lambda: world.kms.create_key(Policy=policy),
        lambda: world.kms.put_key_policy(KeyId=key, Policy=policy, BypassPolicyLockoutSafetyCheck=True),
    ):
        with refused("MalformedPolicyDocumentException", PRINCIPALS):
            call()


@pytest.mark.parametrize(
    "policy",
    [
        "no JSON", "[]", "{}", "{", '{"Version":"2012-10-17"}', '{"Version":"2012-10-17","Statement":"none"}',
        '{"Version":"2013-01-01","Statement":[]}',
        '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"kms:*","Resource":"*"}]}',
        document(access.delegation() | {"Effect": "allow"}), document(access.delegation() | {"Extra": "x"}),
        document({"Effect": "Allow", "Principal": {"AWS": "*"}, "Resource": "*"}),
        document(access.delegation() | {"Condition": {"NoSuchOperator": {"a": "b"}}}),
    ],
)  # fmt: skip
def test_what_is_no_key_policy_is_refused(world, key, policy):
    before = policy_of(world.kms, key)
    with refused("MalformedPolicyDocumentException"):
        world.kms.put_key_policy(KeyId=key, Policy=policy)
    with refused("MalformedPolicyDocumentException"):
        world.kms.create_key(Policy=policy, BypassPolicyLockoutSafetyCheck=True)
    assert policy_of(world.kms, key) == before


def test_a_policy_has_up_to_32_kib(world, key):
    def of_size(size):
        accounts = {"aws:PrincipalAccount": [access.ACCOUNT, ""]}
        empty = document(access.delegation() | {"Condition": {"StringEquals": accounts}})
        return empty.replace('""', '"' + "x" * (size - len(empty)) + '"')

    world.kms.put_key_policy(KeyId=key, Policy=of_size(POLICY_BYTES_MAX))
    assert policy_of(world.kms, key) == of_size(POLICY_BYTES_MAX)
    with refused("LimitExceededException"):
        world.kms.put_key_policy(KeyId=key, Policy=of_size(POLICY_BYTES_MAX + 1))


# Principals that go


def test_who_is_gone_is_shown_by_his_unique_id_and_who_has_his_name_has_no_access(world):
    user = world.user()
    key = world.key(statement("kms:Encrypt", principal=user.arn))["KeyId"]
    policy = policy_of(world.kms, key)
    user.kms.encrypt(KeyId=key, Plaintext=b"x")
    successor = user.made_anew()
    shown = policy.replace(f'"{user.arn}"', f'"{user.id}"')
    assert policy_of(world.kms, key) == shown != policy
    with refused("AccessDeniedException", message(user.arn, "kms:Encrypt", NO_RESOURCE, key_arn(key))):
        successor.kms.encrypt(KeyId=key, Plaintext=b"x")
    with refused("MalformedPolicyDocumentException", PRINCIPALS):
        world.kms.put_key_policy(KeyId=key, Policy=shown)
    world.kms.put_key_policy(KeyId=key, Policy=policy)
    successor.kms.encrypt(KeyId=key, Plaintext=b"x")


def test_a_user_who_is_gone_is_shown_by_his_unique_id(world):
    user = world.user()
    key = world.key(statement("kms:Encrypt", principal=user.arn))["KeyId"]
    user.delete()
    assert user.id in policy_of(world.kms, key)
    assert user.arn not in policy_of(world.kms, key)


def test_a_role_made_anew_is_another_one(world):
    role = world.role()
    key = world.key(statement("kms:Encrypt", principal=role.arn))["KeyId"]
    former = role.session()
    former.kms.encrypt(KeyId=key, Plaintext=b"x")
    role.iam.delete_role(RoleName=role.name)
    with refused("UnrecognizedClientException"):
        former.kms.encrypt(KeyId=key, Plaintext=b"x")
    role.create()
    with refused("UnrecognizedClientException"):
        former.kms.encrypt(KeyId=key, Plaintext=b"x")
    with refused("AccessDeniedException"):
        role.session().kms.encrypt(KeyId=key, Plaintext=b"x")
    assert role.arn not in policy_of(world.kms, key)
