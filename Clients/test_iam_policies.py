"""Managed and inline policies, their versions and attachments, and permissions boundaries."""

import json
import re

import pytest
from harness import ACCOUNT, refused
from iam import allow, deny, new_name, no_policy, not_authorized, policy

KMS_LIST = policy(allow("kms:ListKeys"))


@pytest.fixture
def iam(people):
    return people.iam


@pytest.fixture
def arn(people):
    """The ARN of a managed policy that allows ListKeys."""
    return people.managed_policy(allow("kms:ListKeys"))


@pytest.fixture
def person(people):
    return people.user()


def document(iam, arn, version):
    return iam.get_policy_version(PolicyArn=arn, VersionId=version)["PolicyVersion"]["Document"]


# Managed policies


def test_a_new_policy_is_told_of_as_aws_tells(iam):
    name = new_name("policy")
    made = iam.create_policy(
        PolicyName=name, Path="/team/", PolicyDocument=KMS_LIST, Description="for lists", Tags=[{"Key": "a", "Value": "b"}]
    )["Policy"]
    assert made["Arn"] == f"arn:aws:iam::{ACCOUNT}:policy/team/{name}"
    assert re.fullmatch(r"ANPA[A-Z0-9]{16,17}", made["PolicyId"])
    assert (made["DefaultVersionId"], made["AttachmentCount"], made["PermissionsBoundaryUsageCount"]) == ("v1", 0, 0)
    assert made["IsAttachable"] is True
    got = iam.get_policy(PolicyArn=made["Arn"])["Policy"]
    assert (got["Description"], got["Tags"]) == ("for lists", [{"Key": "a", "Value": "b"}])
    assert document(iam, made["Arn"], "v1") == json.loads(KMS_LIST)
    with refused("EntityAlreadyExists", f"A policy called {name} already exists. Duplicate names are not allowed.", 409):
        iam.create_policy(PolicyName=name, PolicyDocument=KMS_LIST)


def test_a_policy_has_five_versions_at_most(iam, arn):
    for number in range(2, 6):
        made = iam.create_policy_version(PolicyArn=arn, PolicyDocument=KMS_LIST, SetAsDefault=number == 3)
        assert made["PolicyVersion"]["VersionId"] == f"v{number}"
    with refused("LimitExceeded", status=409) as caught:
        iam.create_policy_version(PolicyArn=arn, PolicyDocument=KMS_LIST)
    assert "A managed policy can have up to 5 versions." in str(caught.value)
    with refused("DeleteConflict", "Cannot delete the default version of a policy.", status=409):
        iam.delete_policy_version(PolicyArn=arn, VersionId="v3")
    iam.delete_policy_version(PolicyArn=arn, VersionId="v1")
    assert iam.create_policy_version(PolicyArn=arn, PolicyDocument=KMS_LIST)["PolicyVersion"]["VersionId"] == "v6"
    versions = iam.list_policy_versions(PolicyArn=arn)["Versions"]
    assert {version["VersionId"]: version["IsDefaultVersion"] for version in versions} == {
        "v6": False, "v5": False, "v4": False, "v3": True, "v2": False,
    }  # fmt: skip


def test_a_version_that_is_not_there_is_not_found(iam, arn):
    message = f"Policy {arn} version v7 does not exist or is not attachable."
    for call in (iam.get_policy_version, iam.delete_policy_version, iam.set_default_policy_version):
        with refused("NoSuchEntity", message, status=404):
            call(PolicyArn=arn, VersionId="v7")


def test_the_default_version_is_the_one_that_counts(people, iam, person, arn):
    kms = people.kms(person)
    iam.attach_user_policy(UserName=person.name, PolicyArn=arn)
    kms.list_keys()
    iam.create_policy_version(PolicyArn=arn, PolicyDocument=policy(deny("kms:ListKeys")))
    kms.list_keys()
    iam.set_default_policy_version(PolicyArn=arn, VersionId="v2")
    with refused("AccessDeniedException"):
        kms.list_keys()
    iam.set_default_policy_version(PolicyArn=arn, VersionId="v1")
    kms.list_keys()


def test_a_policy_is_deleted_when_nobody_has_it_and_one_version_is_left(iam, person, arn):
    iam.attach_user_policy(UserName=person.name, PolicyArn=arn)
    with refused("DeleteConflict", "Cannot delete a policy attached to entities.", status=409):
        iam.delete_policy(PolicyArn=arn)
    iam.detach_user_policy(UserName=person.name, PolicyArn=arn)
    iam.create_policy_version(PolicyArn=arn, PolicyDocument=KMS_LIST)
    with refused("DeleteConflict", status=409) as caught:
        iam.delete_policy(PolicyArn=arn)
    assert "This policy has more than one version." in str(caught.value)
    iam.delete_policy_version(PolicyArn=arn, VersionId="v2")
    iam.delete_policy(PolicyArn=arn)
    for call in (iam.get_policy, iam.delete_policy):
        with refused("NoSuchEntity", f"Policy {arn} was not found.", status=404):
            call(PolicyArn=arn)


def test_tags_of_a_policy(iam, arn):
    iam.tag_policy(PolicyArn=arn, Tags=[{"Key": "team", "Value": "data"}])
    assert iam.list_policy_tags(PolicyArn=arn)["Tags"] == [{"Key": "team", "Value": "data"}]
    iam.untag_policy(PolicyArn=arn, TagKeys=["team"])
    assert iam.list_policy_tags(PolicyArn=arn)["Tags"] == []


def test_policies_are_listed_by_scope_path_and_use(iam, people, person):
    path = f"/{new_name('path')}/"
    arns = {people.managed_policy(allow("kms:ListKeys"), Path=path) for _ in range(3)}
    attached = sorted(arns)[0]
    iam.attach_user_policy(UserName=person.name, PolicyArn=attached)

    def listed(**parameters):
        pages = iam.get_paginator("list_policies").paginate(**parameters)
        return {entry["Arn"] for entry in pages.search("Policies[]")}

    assert listed(Scope="Local", PathPrefix=path) == arns
    assert listed(Scope="Local", PathPrefix=path, OnlyAttached=True) == {attached}
    assert "arn:aws:iam::aws:policy/AdministratorAccess" in listed(Scope="AWS")
    assert arns < listed() and listed(Scope="AWS") < listed()


def test_policies_of_aws_can_be_used_and_not_changed(people, iam, person):
    arn = "arn:aws:iam::aws:policy/AdministratorAccess"
    assert document(iam, arn, iam.get_policy(PolicyArn=arn)["Policy"]["DefaultVersionId"])["Statement"] == [
        {"Effect": "Allow", "Action": "*", "Resource": "*"}
    ]
    for call in (
        lambda: iam.delete_policy(PolicyArn=arn),
        lambda: iam.create_policy_version(PolicyArn=arn, PolicyDocument=KMS_LIST),
    ):
        with refused("AccessDenied", "Policy is outside your own account.", status=403):
            call()
    iam.attach_user_policy(UserName=person.name, PolicyArn=arn)
    people.kms(person).create_key()
    people.client("iam", person).list_users()


# Documents


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("{", "Syntax errors in policy."),
        ("[]", "Syntax errors in policy."),
        ('{"Version":"2012-10-17"}', "Missing required field Statement"),
        (policy({"Effect": "Allow", "Action": "kms:*"}), "Policy statement must contain resources."),
        (policy({"Effect": "Allow", "Resource": "*"}), "Policy statement must contain actions."),
        (policy(allow("kms")), "Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc."),
        (policy(allow("kms:*", Principal="*")), "Policy document should not specify a principal."),
        (policy(allow("kms:*", "key")), 'Resource key must be in ARN format or "*".'),
    ],
)
def test_what_is_no_policy_is_refused(iam, person, text, words):
    with refused("MalformedPolicyDocument", words):
        iam.put_user_policy(UserName=person.name, PolicyName="p", PolicyDocument=text)
    with refused("MalformedPolicyDocument", words):
        iam.create_policy(PolicyName=new_name("policy"), PolicyDocument=text)


def test_a_policy_that_is_too_long_is_refused(iam, person):
    longest = policy(*(allow("kms:ListKeys", f"arn:aws:kms:us-east-1:{ACCOUNT}:key/{number}") for number in range(80)))
    with refused("LimitExceeded", "Cannot exceed quota for PolicySize: 6144", status=409):
        iam.create_policy(PolicyName=new_name("policy"), PolicyDocument=longest)
    with refused(
        "LimitExceeded", f"Maximum policy size of 2048 bytes exceeded for user {person.name}", status=409
    ):
        iam.put_user_policy(UserName=person.name, PolicyName="p", PolicyDocument=longest)
    # White space does not count.
    spaced = policy(allow("kms:ListKeys")).replace("{", "{" + " " * 4000)
    iam.create_policy(PolicyName=new_name("policy"), PolicyDocument=spaced)


# Inline policies


@pytest.mark.parametrize("kind", ["user", "group", "role"])
def test_inline_policies(people, iam, kind):
    if kind == "group":
        name = iam.create_group(GroupName=new_name("group"))["Group"]["GroupName"]
    else:
        name = getattr(people, kind)().name
    who = {f"{kind.title()}Name": name}
    put, get, listing, delete = (
        getattr(iam, call) for call in
        (f"put_{kind}_policy", f"get_{kind}_policy", f"list_{kind}_policies", f"delete_{kind}_policy")
    )  # fmt: skip
    for policy_name in ("b", "a"):
        put(**who, PolicyName=policy_name, PolicyDocument=KMS_LIST)
    put(**who, PolicyName="a", PolicyDocument=policy(deny("*")))
    assert get(**who, PolicyName="a")["PolicyDocument"] == json.loads(policy(deny("*")))
    assert listing(**who)["PolicyNames"] == ["a", "b"]
    delete(**who, PolicyName="a")
    for call in (get, delete):
        with refused("NoSuchEntity", f"The {kind} policy with name a cannot be found.", status=404):
            call(**who, PolicyName="a")
    with refused("DeleteConflict", "Cannot delete entity, must delete policies first.", status=409):
        getattr(iam, f"delete_{kind}")(**who) if kind != "user" else delete_user_without_keys(iam, name)


def delete_user_without_keys(iam, name):
    for entry in iam.list_access_keys(UserName=name)["AccessKeyMetadata"]:
        iam.delete_access_key(UserName=name, AccessKeyId=entry["AccessKeyId"])
    iam.delete_user(UserName=name)


# Attachments


@pytest.mark.parametrize("kind", ["user", "group", "role"])
def test_attachments(people, iam, arn, kind):
    if kind == "group":
        name = iam.create_group(GroupName=new_name("group"))["Group"]["GroupName"]
    else:
        name = getattr(people, kind)().name
    who = {f"{kind.title()}Name": name}
    attach, detach = getattr(iam, f"attach_{kind}_policy"), getattr(iam, f"detach_{kind}_policy")
    attach(**who, PolicyArn=arn)
    attach(**who, PolicyArn=arn)
    listed = getattr(iam, f"list_attached_{kind}_policies")(**who)["AttachedPolicies"]
    assert listed == [{"PolicyName": arn.split("/")[-1], "PolicyArn": arn}]
    assert iam.get_policy(PolicyArn=arn)["Policy"]["AttachmentCount"] == 1
    entities = iam.list_entities_for_policy(PolicyArn=arn)
    assert [entry[f"{kind.title()}Name"] for entry in entities[f"Policy{kind.title()}s"]] == [name]
    detach(**who, PolicyArn=arn)
    assert iam.get_policy(PolicyArn=arn)["Policy"]["AttachmentCount"] == 0
    with refused("NoSuchEntity", f"Policy {arn} was not found.", status=404):
        detach(**who, PolicyArn=arn)
    missing = f"arn:aws:iam::{ACCOUNT}:policy/missing"
    with refused("NoSuchEntity", f"Policy {missing} does not exist or is not attachable.", status=404):
        attach(**who, PolicyArn=missing)


def test_ten_policies_at_most_are_attached(people, iam, person):
    arns = [people.managed_policy(allow("kms:ListKeys")) for _ in range(11)]
    for arn in arns[:10]:
        iam.attach_user_policy(UserName=person.name, PolicyArn=arn)
    with refused("LimitExceeded", "Cannot exceed quota for PoliciesPerUser: 10", status=409):
        iam.attach_user_policy(UserName=person.name, PolicyArn=arns[10])


# Boundaries


def test_a_boundary_narrows_what_a_policy_allows(people, iam, key):
    arn = people.managed_policy(allow("kms:Encrypt"))
    person = people.user(allow("kms:*"), PermissionsBoundary=arn)
    kms = people.kms(person)
    blob = kms.encrypt(KeyId=key, Plaintext=b"x")["CiphertextBlob"]
    why = "because no permissions boundary allows the kms:Decrypt action"
    key_arn = f"arn:aws:kms:us-east-1:{ACCOUNT}:key/{key}"
    with refused("AccessDeniedException", not_authorized(person.arn, "kms:Decrypt", key_arn, why)):
        kms.decrypt(CiphertextBlob=blob, KeyId=key)
    boundary = iam.get_user(UserName=person.name)["User"]["PermissionsBoundary"]
    assert boundary == {"PermissionsBoundaryType": "PermissionsBoundaryPolicy", "PermissionsBoundaryArn": arn}
    assert iam.get_policy(PolicyArn=arn)["Policy"]["PermissionsBoundaryUsageCount"] == 1
    with refused("DeleteConflict", status=409):
        iam.delete_policy(PolicyArn=arn)
    iam.delete_user_permissions_boundary(UserName=person.name)
    assert kms.decrypt(CiphertextBlob=blob)["Plaintext"] == b"x"


def test_a_boundary_alone_allows_nothing(people, iam, key):
    person = people.user()
    iam.put_user_permissions_boundary(UserName=person.name, PermissionsBoundary=people.managed_policy(allow("kms:*")))
    with refused("AccessDeniedException") as caught:
        people.kms(person).describe_key(KeyId=key)
    assert no_policy("identity-based", "kms:DescribeKey") in str(caught.value)


def test_a_boundary_of_a_role(people, iam, key):
    role = people.role(allow("kms:*"))
    iam.put_role_permissions_boundary(
        RoleName=role.name, PermissionsBoundary=people.managed_policy(allow("kms:DescribeKey"))
    )
    kms = people.kms(people.assume(role))
    kms.describe_key(KeyId=key)
    with refused("AccessDeniedException"):
        kms.get_key_policy(KeyId=key)
    iam.delete_role_permissions_boundary(RoleName=role.name)
    kms.get_key_policy(KeyId=key)
