"""What a user may do: identity policies, key policies and grants together, and AWS's words for a refusal."""

import pytest
from harness import ACCOUNT, key_arn, refused
from iam import ROOT, allow, deny, for_key, new_name, no_policy, not_authorized, policy, trusting


@pytest.fixture
def person(people):
    """A user without any rights."""
    return people.user()


@pytest.fixture
def private_key(kms):
    """A key that its account can't open with IAM policies: only the administrator may use it."""
    administrators = for_key(f"arn:aws:iam::{ACCOUNT}:user/administrator")
    return kms.create_key(Policy=policy(administrators))["KeyMetadata"]["KeyId"]


def denied(caller, action, resource, why):
    return refused("AccessDeniedException", not_authorized(caller, action, resource, why))


# IAM and STS


@pytest.mark.parametrize(
    ("call", "parameters", "action", "resource"),
    [
        ("create_user", {"UserName": "new"}, "iam:CreateUser", f"arn:aws:iam::{ACCOUNT}:user/new"),
        ("list_users", {}, "iam:ListUsers", f"arn:aws:iam::{ACCOUNT}:user/"),
        ("get_user", {"UserName": "nobody"}, "iam:GetUser", "user nobody"),
        ("delete_role", {"RoleName": "nothing"}, "iam:DeleteRole", "role nothing"),
        ("get_account_summary", {}, "iam:GetAccountSummary", "*"),
    ],
)
def test_who_has_no_rights_is_refused_by_iam(people, person, call, parameters, action, resource):
    words = not_authorized(person.arn, action, resource, no_policy("identity-based", action))
    with refused("AccessDenied", words, status=403):
        getattr(people.client("iam", person), call)(**parameters)


def test_rights_in_iam_are_for_what_they_name(people):
    person = people.user(allow("iam:CreateUser", f"arn:aws:iam::{ACCOUNT}:user/team/*"))
    iam, name = people.client("iam", person), new_name("user")
    iam.create_user(UserName=name, Path="/team/")
    with refused("AccessDenied", status=403):
        iam.create_user(UserName=new_name("user"), Path="/other/")
    with refused("AccessDenied", status=403):
        iam.create_user(UserName=new_name("user"), Path="/team/", Tags=[{"Key": "a", "Value": "b"}])


def test_who_may_make_users_with_a_boundary_only_gets_no_further(people):
    boundary = people.managed_policy(allow("kms:*"))
    condition = {"StringEquals": {"iam:PermissionsBoundary": boundary}}
    person = people.user(allow("iam:CreateUser", Condition=condition))
    iam = people.client("iam", person)
    with refused("AccessDenied", status=403):
        iam.create_user(UserName=new_name("user"))
    iam.create_user(UserName=new_name("user"), PermissionsBoundary=boundary)


def test_an_explicit_deny_names_its_policy(people, iam_client):
    arn = people.managed_policy(deny("iam:ListRoles"))
    person = people.user(allow("iam:*"))
    iam_client.attach_user_policy(UserName=person.name, PolicyArn=arn)
    resource = f"arn:aws:iam::{ACCOUNT}:role/"
    words = not_authorized(
        person.arn, "iam:ListRoles", resource, f"with an explicit deny in an identity-based policy: {arn}"
    )
    with refused("AccessDenied", words, status=403):
        people.client("iam", person).list_roles()


@pytest.fixture
def iam_client(people):
    return people.iam


def test_everybody_may_ask_who_he_is(people):
    person = people.user(deny("*"))
    identity = people.client("sts", person).get_caller_identity()
    assert (identity["Arn"], identity["UserId"], identity["Account"]) == (person.arn, person.unique_id, ACCOUNT)


# KMS: identity policies and key policies


def test_who_has_no_rights_is_refused_by_kms(people, person, key, blob):
    kms, arn = people.kms(person), key_arn(key)
    why = no_policy("identity-based", "kms:{}")
    with denied(person.arn, "kms:Encrypt", arn, why.format("Encrypt")):
        kms.encrypt(KeyId=key, Plaintext=b"x")
    with denied(person.arn, "kms:CreateKey", "*", why.format("CreateKey")):
        kms.create_key()
    with refused("AccessDeniedException") as caught:
        kms.decrypt(CiphertextBlob=blob)
    assert "kms:Decrypt on the resource associated with this ciphertext " in str(caught.value)


def test_a_policy_is_for_its_actions_and_keys(people, key, other_key):
    person = people.user(allow(["kms:Encrypt", "kms:GenerateDataKey*"], key_arn(key)))
    kms = people.kms(person)
    kms.encrypt(KeyId=key, Plaintext=b"x")
    kms.generate_data_key_without_plaintext(KeyId=key, KeySpec="AES_256")
    for refusal in (
        lambda: kms.encrypt(KeyId=other_key, Plaintext=b"x"),
        lambda: kms.describe_key(KeyId=key),
    ):
        with refused("AccessDeniedException"):
            refusal()


def test_a_change_of_rights_counts_at_once(people, person, key):
    kms = people.kms(person)
    for _ in range(5):
        people.permit(person.name, allow("kms:DescribeKey"))
        kms.describe_key(KeyId=key)
        people.permit(person.name, deny("kms:DescribeKey"))
        with refused("AccessDeniedException"):
            kms.describe_key(KeyId=key)


def test_a_condition_on_the_encryption_context(people, key):
    condition = {"StringEquals": {"kms:EncryptionContext:dataset": "orders"}}
    kms = people.kms(people.user(allow(["kms:Encrypt", "kms:Decrypt"], Condition=condition)))
    blob = kms.encrypt(KeyId=key, Plaintext=b"x", EncryptionContext={"dataset": "orders"})["CiphertextBlob"]
    assert kms.decrypt(CiphertextBlob=blob, EncryptionContext={"dataset": "orders"})["Plaintext"] == b"x"
    # Condition keys don't tell upper from lower case
    # (https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html#conditions-kms-encryption-context).
    kms.encrypt(KeyId=key, Plaintext=b"x", EncryptionContext={"Dataset": "orders"})
    for context in ({}, {"dataset": "customers"}, {"dataset": "Orders"}, {"other": "orders"}):
        with refused("AccessDeniedException"):
            kms.encrypt(KeyId=key, Plaintext=b"x", EncryptionContext=context)


def test_rights_by_tags(people, kms):
    mine = kms.create_key(Tags=[{"TagKey": "team", "TagValue": "data"}])["KeyMetadata"]["KeyId"]
    theirs = kms.create_key(Tags=[{"TagKey": "team", "TagValue": "web"}])["KeyMetadata"]["KeyId"]
    condition = {"StringEquals": {"aws:ResourceTag/team": "${aws:PrincipalTag/team}"}}
    person = people.user(allow("kms:*", Condition=condition), Tags=[{"Key": "team", "Value": "data"}])
    people.kms(person).encrypt(KeyId=mine, Plaintext=b"x")
    with refused("AccessDeniedException"):
        people.kms(person).encrypt(KeyId=theirs, Plaintext=b"x")


def test_a_key_policy_alone_lets_a_user_in(people, kms, person, key):
    arn = f"arn:aws:iam::{ACCOUNT}:root"
    kms.put_key_policy(KeyId=key, Policy=policy(for_key(arn), for_key(person.arn, "kms:DescribeKey")))
    people.kms(person).describe_key(KeyId=key)
    with refused("AccessDeniedException"):
        people.kms(person).encrypt(KeyId=key, Plaintext=b"x")


def test_a_key_policy_without_the_account_shuts_out_iam(people, private_key):
    person = people.user(allow("kms:*"))
    why = no_policy("resource-based", "kms:DescribeKey")
    with denied(person.arn, "kms:DescribeKey", key_arn(private_key), why):
        people.kms(person).describe_key(KeyId=private_key)


def test_a_deny_in_a_key_policy_counts_more_than_anything(people, kms, key):
    person = people.user(allow("kms:*"))
    kms.put_key_policy(
        KeyId=key, Policy=policy(for_key(ROOT), for_key(person.arn, "kms:Encrypt", effect="Deny"))
    )
    why = "with an explicit deny in a resource-based policy"
    with denied(person.arn, "kms:Encrypt", key_arn(key), why):
        people.kms(person).encrypt(KeyId=key, Plaintext=b"x")
    people.kms(person).describe_key(KeyId=key)


def test_a_key_policy_names_who_is_there(kms, key):
    text = policy(for_key(ROOT), for_key(f"arn:aws:iam::{ACCOUNT}:user/nobody"))
    with refused("MalformedPolicyDocumentException", "Policy contains a statement with one or more invalid principals."):
        kms.put_key_policy(KeyId=key, Policy=text)


def test_who_is_made_anew_has_not_the_rights_of_him_that_was(people, kms, key):
    person = people.user()
    kms.put_key_policy(KeyId=key, Policy=policy(for_key(ROOT), for_key(person.arn)))
    people.kms(person).describe_key(KeyId=key)
    people.iam.delete_access_key(UserName=person.name, AccessKeyId=person.credentials.access_key_id)
    people.iam.delete_user(UserName=person.name)
    again = people.user(name=person.name)
    with refused("AccessDeniedException"):
        people.kms(again).describe_key(KeyId=key)


# Grants


def test_a_grant_lets_a_user_in_and_its_end_shuts_him_out(people, kms, person, key):
    with refused("AccessDeniedException"):
        people.kms(person).encrypt(KeyId=key, Plaintext=b"x")
    grant = kms.create_grant(KeyId=key, GranteePrincipal=person.arn, Operations=["Encrypt"])["GrantId"]
    people.kms(person).encrypt(KeyId=key, Plaintext=b"x")
    kms.revoke_grant(KeyId=key, GrantId=grant)
    with refused("AccessDeniedException"):
        people.kms(person).encrypt(KeyId=key, Plaintext=b"x")


def test_a_deny_counts_more_than_a_grant(people, kms, key):
    person = people.user(deny("kms:Encrypt"))
    kms.create_grant(KeyId=key, GranteePrincipal=person.arn, Operations=["Encrypt", "DescribeKey"])
    people.kms(person).describe_key(KeyId=key)
    with refused("AccessDeniedException"):
        people.kms(person).encrypt(KeyId=key, Plaintext=b"x")


def test_a_grant_is_retired_by_whom_it_names(people, kms, person, key):
    grant = kms.create_grant(
        KeyId=key, GranteePrincipal=person.arn, RetiringPrincipal=person.arn, Operations=["Encrypt"]
    )["GrantId"]
    stranger = people.user()
    with refused("AccessDeniedException"):
        people.kms(stranger).retire_grant(KeyId=key_arn(key), GrantId=grant)
    people.kms(person).retire_grant(KeyId=key_arn(key), GrantId=grant)
    with refused("AccessDeniedException"):
        people.kms(person).encrypt(KeyId=key, Plaintext=b"x")


def test_a_grant_to_a_role_is_for_its_sessions(people, kms, key):
    role = people.role()
    session = people.kms(people.assume(role))
    with refused("AccessDeniedException"):
        session.describe_key(KeyId=key)
    kms.create_grant(KeyId=key, GranteePrincipal=role.arn, Operations=["DescribeKey"])
    session.describe_key(KeyId=key)


def test_a_service_is_trusted_and_nobody_else_by_it(people, person):
    role = people.role(trust=trusting({"Service": "ec2.amazonaws.com"}))
    people.permit(person.name, allow("sts:AssumeRole"))
    with refused("AccessDenied", status=403):
        people.assume(role, sts=people.client("sts", person))
