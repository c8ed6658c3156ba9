"""`trent serve --dev` takes any credentials as root's, and enforces the rights of users and roles that are made there."""

import pytest
from harness import ACCOUNT, Credentials, Server, refused
from iam import ROOT, People, allow, for_key, policy, session_arn, trusting

DUMMY = Credentials("testing", "testing")


@pytest.fixture(scope="module")
def server(tmp_path_factory, clean_environment):
    server = Server(None, "--dev", credentials=DUMMY, cwd=tmp_path_factory.mktemp("home")).start()
    yield server
    server.stop()


@pytest.fixture(scope="module")
def people(server):
    return People(server)


def test_dummy_credentials_are_the_root(people):
    for credentials in (DUMMY, Credentials("AKIAIOSFODNN7EXAMPLE", "x"), Credentials("test", "test", "a token")):
        assert people.client("sts", credentials).get_caller_identity()["Arn"] == ROOT
        people.client("iam", credentials).list_users()


def test_the_rights_of_a_user_are_enforced(people, kms, key):
    person = people.user(allow("kms:DescribeKey"))
    assert people.client("sts", person).get_caller_identity()["Arn"] == person.arn
    people.kms(person).describe_key(KeyId=key)
    for refusal in (lambda: people.kms(person).list_keys(), lambda: people.kms(person).encrypt(KeyId=key, Plaintext=b"x")):
        with refused("AccessDeniedException"):
            refusal()
    with refused("AccessDenied", status=403):
        people.client("iam", person).list_users()
    people.kms(DUMMY).list_keys()


def test_what_a_user_signs_is_verified(people):
    person = people.user(allow("*"))
    forged = Credentials(person.credentials.access_key_id, "x" * 40)
    with refused("InvalidSignatureException"):
        people.kms(forged).list_keys()


def test_an_inactive_access_key_does_not_become_roots(people):
    person = people.user()
    key = person.credentials.access_key_id
    people.iam.update_access_key(UserName=person.name, AccessKeyId=key, Status="Inactive")
    with refused("UnrecognizedClientException"):
        people.kms(person).list_keys()


def test_the_rights_of_a_role_are_enforced(people, kms, key):
    person = people.user()
    role = people.role(allow("kms:ListKeys"), trust=trusting(person.arn))
    session = people.assume(role, sts=people.client("sts", person))
    assert people.client("sts", session).get_caller_identity()["Arn"] == session_arn(role)
    people.kms(session).list_keys()
    with refused("AccessDeniedException"):
        people.kms(session).describe_key(KeyId=key)
    kms.create_grant(KeyId=key, GranteePrincipal=role.arn, Operations=["DescribeKey"])
    people.kms(session).describe_key(KeyId=key)


def test_keys_may_name_who_is_not_there(kms, key):
    """Tests of software use names of users that exist in AWS only."""
    stranger = f"arn:aws:iam::{ACCOUNT}:role/of-production"
    kms.put_key_policy(KeyId=key, Policy=policy(for_key(ROOT), for_key(stranger)))
    kms.create_grant(KeyId=key, GranteePrincipal=stranger, Operations=["Decrypt"])


def test_another_account_has_users_of_its_own(people):
    other = Credentials("111122223333", "anything")
    iam = people.client("iam", other)
    made = iam.create_user(UserName="somebody")["User"]
    assert made["Arn"] == "arn:aws:iam::111122223333:user/somebody"
    assert [user["UserName"] for user in iam.list_users()["Users"]] == ["somebody"]
    assert "somebody" not in [user["UserName"] for user in people.iam.list_users()["Users"]]
