"""Grants and their tokens: in force when CreateGrant answers, and gone when they are revoked or retired.

https://docs.aws.amazon.com/kms/latest/developerguide/grants.html
"""

import access
import pytest
from access import NO_RESOURCE, OTHER_ACCOUNT, UNKNOWN_RESOURCE, message, statement
from harness import key_arn, refused


@pytest.fixture(scope="module")
def world(tmp_path_factory, clean_environment):
    world = access.World(tmp_path_factory.mktemp("grants") / "data")
    yield world
    world.server.stop()


@pytest.fixture(scope="module")
def user(world):
    """Nothing but grants lets this one in."""
    return world.user()


@pytest.fixture(scope="module")
def foreigner(world):
    return world.user(OTHER_ACCOUNT)


@pytest.fixture
def key(world):
    return world.key()["KeyId"]


def grant(kms, key, grantee, *operations, **terms):
    return kms.create_grant(KeyId=key, GranteePrincipal=grantee, Operations=list(operations), **terms)


def encrypts(caller, key):
    caller.kms.encrypt(KeyId=key, Plaintext=b"x")


def refuses(caller, key):
    with refused("AccessDeniedException", message(caller.arn, "kms:Encrypt", NO_RESOURCE, key_arn(key))):
        encrypts(caller, key)


def test_a_grant_is_in_force_when_it_is_made_and_gone_when_it_is_revoked(world, user, key):
    for _ in range(10):
        refuses(user, key)
        made = grant(world.kms, key, user.arn, "Encrypt")
        encrypts(user, key)
        world.kms.revoke_grant(KeyId=key, GrantId=made["GrantId"])
    refuses(user, key)


def test_a_retired_grant_is_gone(world, user, key):
    for terms in (
        lambda made: {"GrantToken": made["GrantToken"]},
        lambda made: {"KeyId": key, "GrantId": made["GrantId"]},
    ):
        made = grant(world.kms, key, user.arn, "Encrypt")
        encrypts(user, key)
        world.kms.retire_grant(**terms(made))
        refuses(user, key)


def test_each_of_two_grants_is_enough(world, user, key):
    first, second = (grant(world.kms, key, user.arn, "Encrypt") for _ in range(2))
    world.kms.revoke_grant(KeyId=key, GrantId=first["GrantId"])
    encrypts(user, key)
    world.kms.revoke_grant(KeyId=key, GrantId=second["GrantId"])
    refuses(user, key)


def test_a_token_permits_nothing_without_its_grant_and_nothing_to_others(world, user, key):
    made = grant(world.kms, key, user.arn, "Encrypt")
    tokens = {"KeyId": key, "Plaintext": b"x", "GrantTokens": [made["GrantToken"]]}
    user.kms.encrypt(**tokens)
    other = world.user()
    with refused("AccessDeniedException", message(other.arn, "kms:Encrypt", NO_RESOURCE, key_arn(key))):
        other.kms.encrypt(**tokens)
    world.kms.revoke_grant(KeyId=key, GrantId=made["GrantId"])
    with refused("AccessDeniedException"):
        user.kms.encrypt(**tokens)


def test_a_token_that_was_altered_is_refused(world, user, key):
    token = grant(world.kms, key, user.arn, "Encrypt")["GrantToken"]
    altered = token[:-10] + ("A" if token[-10] != "A" else "B") + token[-9:]
    for tokens in ([altered], [token, altered], [token + "AAAA"]):
        with refused("InvalidGrantTokenException"):
            user.kms.encrypt(KeyId=key, Plaintext=b"x", GrantTokens=tokens)


def test_a_grant_to_a_role_is_for_its_sessions_within_their_policies(world, key):
    role = world.role()
    grant(world.kms, key, role.arn, "Encrypt")
    encrypts(role.session(name="one"), key)
    encrypts(role.session(statement("kms:Encrypt"), name="two"), key)
    with refused("AccessDeniedException"):
        encrypts(role.session(statement("kms:Decrypt"), name="three"), key)


def test_a_grant_to_a_session_is_for_that_session(world, key):
    role = world.role()
    one, other = role.session(name="one"), role.session(name="other")
    grant(world.kms, key, one.arn, "Encrypt")
    encrypts(one, key)
    refuses(other, key)


def test_a_grant_is_not_for_a_user_made_anew_under_the_old_name(world, key):
    user = world.user()
    grant(world.kms, key, user.arn, "Encrypt")
    encrypts(user, key)
    refuses(user.made_anew(), key)


def test_a_grantee_must_exist(world, key):
    nobody = f"arn:aws:iam::{world.administrator.account}:user/nobody"
    for principals in ({"GranteePrincipal": nobody}, {"GranteePrincipal": access.root(), "RetiringPrincipal": nobody}):
        with refused("InvalidArnException", f"ARN does not refer to a valid principal: {nobody}"):
            world.kms.create_grant(KeyId=key, Operations=["Encrypt"], **principals)


# Who may retire


def retire(caller, key, made):
    caller.kms.retire_grant(KeyId=key_arn(key), GrantId=made["GrantId"])


def test_the_retiring_principal_retires_and_the_grantee_does_not(world, user, key):
    retirer = world.user()
    made = grant(world.kms, key, user.arn, "Encrypt", RetiringPrincipal=retirer.arn)
    with refused("AccessDeniedException"):
        retire(user, key, made)
    encrypts(user, key)
    retire(retirer, key, made)
    refuses(user, key)


def test_a_retiring_principal_may_be_one_of_another_account(world, user, foreigner, key):
    made = grant(world.kms, key, user.arn, "Encrypt", RetiringPrincipal=foreigner.arn)
    with refused("AccessDeniedException", message(foreigner.arn, "kms:Encrypt", UNKNOWN_RESOURCE)):
        foreigner.kms.encrypt(KeyId=key_arn(key), Plaintext=b"x")
    foreigner.kms.retire_grant(GrantToken=made["GrantToken"])
    refuses(user, key)


def test_an_account_that_may_retire_leaves_it_to_its_own_policies(world, user, foreigner, key):
    made = grant(world.kms, key, user.arn, "Encrypt", RetiringPrincipal=access.root(OTHER_ACCOUNT))
    foreigner.allow()
    with refused("AccessDeniedException"):
        retire(foreigner, key, made)
    foreigner.allow(statement("kms:RetireGrant"))
    retire(foreigner, key, made)
    refuses(user, key)


def test_the_retirable_grants_of_other_accounts_keys_are_listed(world, foreigner, key):
    made = grant(world.kms, key, foreigner.arn, "Encrypt", RetiringPrincipal=foreigner.arn)
    foreigner.allow(statement("kms:ListRetirableGrants"))
    listed = foreigner.kms.list_retirable_grants(RetiringPrincipal=foreigner.arn)["Grants"]
    assert [(entry["KeyId"], entry["GrantId"]) for entry in listed] == [(key_arn(key), made["GrantId"])]


def test_the_key_s_account_may_retire_what_another_account_granted(world, user, foreigner):
    key = world.key(statement("kms:CreateGrant", principal=foreigner.arn))["KeyId"]
    foreigner.allow(statement("kms:CreateGrant"))
    made = grant(foreigner.kms, key_arn(key), foreigner.arn, "Encrypt")
    (entry,) = world.kms.list_grants(KeyId=key)["Grants"]
    assert entry["IssuingAccount"] == access.root(OTHER_ACCOUNT)
    user.allow(statement("kms:RetireGrant"))
    retire(user, key, made)
    user.allow()
    with refused("AccessDeniedException"):
        foreigner.kms.encrypt(KeyId=key_arn(key), Plaintext=b"x")


def test_a_grant_is_of_its_region(world, user, key):
    token = grant(world.kms, key, user.arn, "Encrypt")["GrantToken"]
    abroad = world.administrator.client(region="eu-west-1")
    with refused("InvalidGrantTokenException"):
        abroad.retire_grant(GrantToken=token)
    encrypts(user, key)
