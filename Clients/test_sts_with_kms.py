"""Sessions use keys: by the role's own policies, and as key policies and grants name the role or the session."""

import pytest
from harness import ACCOUNT, key_arn, refused
from iam import ROOT, allow, deny, for_key, no_policy, not_authorized, policy, session_arn, trusting


@pytest.fixture
def role(people):
    """A role without any rights."""
    return people.role()


def set_policy(kms, key, *statements):
    administrator = for_key(f"arn:aws:iam::{ACCOUNT}:user/administrator")
    kms.put_key_policy(KeyId=key, Policy=policy(administrator, *statements))


def test_by_the_policies_of_the_role(people, key):
    role = people.role(allow(["kms:Encrypt", "kms:Decrypt"]))
    kms = people.kms(people.assume(role))
    blob = kms.encrypt(KeyId=key, Plaintext=b"x")["CiphertextBlob"]
    assert kms.decrypt(CiphertextBlob=blob)["Plaintext"] == b"x"
    words = not_authorized(
        session_arn(role), "kms:DescribeKey", key_arn(key), no_policy("identity-based", "kms:DescribeKey")
    )
    with refused("AccessDeniedException", words):
        kms.describe_key(KeyId=key)


def test_by_the_role_in_a_key_policy(people, kms, role, key):
    set_policy(kms, key, for_key(role.arn, "kms:DescribeKey"))
    for session in ("one", "two"):
        people.kms(people.assume(role, session)).describe_key(KeyId=key)
    with refused("AccessDeniedException"):
        people.kms(people.assume(role)).get_key_policy(KeyId=key)


def test_by_the_session_in_a_key_policy(people, kms, role, key):
    set_policy(kms, key, for_key(session_arn(role, "one"), "kms:DescribeKey"))
    people.kms(people.assume(role, "one")).describe_key(KeyId=key)
    with refused("AccessDeniedException"):
        people.kms(people.assume(role, "two")).describe_key(KeyId=key)


def test_a_session_policy_narrows_what_is_given_to_the_role_not_to_the_session(people, kms, role, key):
    """https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies.html#policies_session"""
    nothing = policy(allow("s3:*"))
    set_policy(kms, key, for_key(role.arn, "kms:DescribeKey"))
    with refused("AccessDeniedException"):
        people.kms(people.assume(role, "one", Policy=nothing)).describe_key(KeyId=key)
    set_policy(kms, key, for_key(session_arn(role, "one"), "kms:DescribeKey"))
    people.kms(people.assume(role, "one", Policy=nothing)).describe_key(KeyId=key)


def test_a_deny_of_the_role_or_of_a_session_policy_counts_in_any_case(people, kms, key):
    role = people.role(deny("kms:Encrypt"))
    set_policy(kms, key, for_key([role.arn, session_arn(role)]))
    session = people.kms(people.assume(role, Policy=policy(allow("*"), deny("kms:DescribeKey"))))
    session.get_key_policy(KeyId=key)
    for refusal in (
        lambda: session.encrypt(KeyId=key, Plaintext=b"x"),
        lambda: session.describe_key(KeyId=key),
    ):
        with refused("AccessDeniedException"):
            refusal()


def test_by_a_grant_to_the_role(people, kms, role, key):
    session = people.kms(people.assume(role))
    context = {"EncryptionContextSubset": {"dataset": "orders"}}
    kms.create_grant(KeyId=key, GranteePrincipal=role.arn, Operations=["Encrypt", "Decrypt"], Constraints=context)
    blob = session.encrypt(KeyId=key, Plaintext=b"x", EncryptionContext={"dataset": "orders"})["CiphertextBlob"]
    assert session.decrypt(CiphertextBlob=blob, EncryptionContext={"dataset": "orders"})["Plaintext"] == b"x"
    with refused("AccessDeniedException"):
        session.encrypt(KeyId=key, Plaintext=b"x", EncryptionContext={"dataset": "customers"})


def test_by_a_grant_to_a_session(people, kms, role, key):
    kms.create_grant(KeyId=key, GranteePrincipal=session_arn(role, "one"), Operations=["DescribeKey"])
    people.kms(people.assume(role, "one")).describe_key(KeyId=key)
    with refused("AccessDeniedException"):
        people.kms(people.assume(role, "two")).describe_key(KeyId=key)


def test_rights_are_void_for_a_role_made_anew(people, kms, role, key):
    set_policy(kms, key, for_key(role.arn))
    kms.create_grant(KeyId=key, GranteePrincipal=role.arn, Operations=["Encrypt"])
    people.iam.delete_role(RoleName=role.name)
    again = people.kms(people.assume(people.role(name=role.name)))
    for refusal in (lambda: again.describe_key(KeyId=key), lambda: again.encrypt(KeyId=key, Plaintext=b"x")):
        with refused("AccessDeniedException"):
            refusal()


def test_a_role_that_a_user_assumes_hides_his_own_rights(people, key):
    person = people.user(allow("kms:*"))
    role = people.role(trust=trusting(person.arn))
    people.kms(person).describe_key(KeyId=key)
    with refused("AccessDeniedException"):
        people.kms(people.assume(role, sts=people.client("sts", person))).describe_key(KeyId=key)


def test_the_account_in_a_key_policy_leaves_it_to_iam(people, kms, key):
    kms.put_key_policy(KeyId=key, Policy=policy(for_key(ROOT)))
    people.kms(people.assume(people.role(allow("kms:DescribeKey", key_arn(key))))).describe_key(KeyId=key)


def test_keys_that_a_session_makes_are_the_accounts(people, kms):
    role = people.role(allow("kms:*"))
    session = people.kms(people.assume(role))
    key = session.create_key()["KeyMetadata"]["KeyId"]
    blob = session.encrypt(KeyId=key, Plaintext=b"x")["CiphertextBlob"]
    assert kms.decrypt(CiphertextBlob=blob)["Plaintext"] == b"x"
