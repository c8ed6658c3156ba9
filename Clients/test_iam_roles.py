"""Roles, OpenID Connect providers, and what IAM tells of the account."""

import json
import re
import urllib.parse

import pytest
from harness import ACCOUNT, refused
from iam import ADMINISTRATOR, ROOT, allow, deny, new_name, policy, trusting


@pytest.fixture
def iam(people):
    return people.iam


@pytest.fixture
def role(people):
    return people.role()


# Roles


def test_a_new_role_is_told_of_as_aws_tells(iam):
    name, trust = new_name("role"), policy(trusting(ROOT))
    made = iam.create_role(
        RoleName=name, Path="/team/", AssumeRolePolicyDocument=trust, Description="reads", MaxSessionDuration=7200,
        Tags=[{"Key": "a", "Value": "b"}],
    )["Role"]  # fmt: skip
    assert made["Arn"] == f"arn:aws:iam::{ACCOUNT}:role/team/{name}"
    assert re.fullmatch(r"AROA[A-Z0-9]{16,17}", made["RoleId"])
    got = iam.get_role(RoleName=name)["Role"]
    assert got["AssumeRolePolicyDocument"] == json.loads(trust)
    assert (got["Description"], got["MaxSessionDuration"]) == ("reads", 7200)
    assert (got["Tags"], got["RoleLastUsed"]) == ([{"Key": "a", "Value": "b"}], {})
    assert name in [entry["RoleName"] for entry in iam.list_roles(PathPrefix="/team/")["Roles"]]
    with refused("EntityAlreadyExists", f"Role with name {name} already exists.", status=409):
        iam.create_role(RoleName=name, AssumeRolePolicyDocument=trust)


def test_a_role_is_updated(iam, role):
    iam.update_role(RoleName=role.name, Description="writes", MaxSessionDuration=3600)
    iam.update_role_description(RoleName=role.name, Description="writes a lot")
    iam.tag_role(RoleName=role.name, Tags=[{"Key": "team", "Value": "data"}])
    iam.update_assume_role_policy(RoleName=role.name, PolicyDocument=policy(trusting(ROOT)))
    got = iam.get_role(RoleName=role.name)["Role"]
    assert (got["Description"], got["MaxSessionDuration"]) == ("writes a lot", 3600)
    assert got["AssumeRolePolicyDocument"]["Statement"][0]["Principal"] == {"AWS": ROOT}
    assert iam.list_role_tags(RoleName=role.name)["Tags"] == [{"Key": "team", "Value": "data"}]
    iam.untag_role(RoleName=role.name, TagKeys=["team"])
    assert iam.list_role_tags(RoleName=role.name)["Tags"] == []


@pytest.mark.parametrize("seconds", [3599, 43201])
def test_sessions_last_one_to_twelve_hours(people, seconds):
    with refused("ValidationError"):
        people.server.client("iam", parameter_validation=False).create_role(
            RoleName=new_name("role"), AssumeRolePolicyDocument=policy(trusting(ROOT)), MaxSessionDuration=seconds
        )


@pytest.mark.parametrize(
    "trust",
    [
        policy(allow("sts:AssumeRole", Principal={"AWS": ROOT})),
        policy({"Effect": "Allow", "Action": "sts:AssumeRole"}),
        policy(trusting(f"arn:aws:iam::{ACCOUNT}:user/nobody")),
        "nonsense",
    ],
    ids=["with a resource", "without a principal", "with somebody who is not there", "no JSON"],
)
def test_what_is_no_trust_policy_is_refused(iam, role, trust):
    with refused("MalformedPolicyDocument"):
        iam.create_role(RoleName=new_name("role"), AssumeRolePolicyDocument=trust)
    with refused("MalformedPolicyDocument"):
        iam.update_assume_role_policy(RoleName=role.name, PolicyDocument=trust)


def test_who_is_not_there_is_named_in_the_refusal(iam):
    nobody = f"arn:aws:iam::{ACCOUNT}:user/nobody"
    with refused("MalformedPolicyDocument", f'Invalid principal in policy: "AWS":"{nobody}"'):
        iam.create_role(RoleName=new_name("role"), AssumeRolePolicyDocument=policy(trusting(nobody)))


def test_who_was_deleted_stands_in_a_trust_policy_by_his_id(people, iam):
    person = people.user()
    role = people.role(trust=trusting(person.arn))
    iam.delete_access_key(UserName=person.name, AccessKeyId=person.credentials.access_key_id)
    iam.delete_user(UserName=person.name)
    again = people.user(allow("sts:AssumeRole"), name=person.name)
    shown = iam.get_role(RoleName=role.name)["Role"]["AssumeRolePolicyDocument"]
    assert shown["Statement"][0]["Principal"] == {"AWS": person.unique_id}
    with refused("AccessDenied", status=403):
        people.assume(role, sts=people.client("sts", again))


def test_a_role_is_deleted_when_nothing_hangs_on_it(people, iam, role):
    arn = people.managed_policy(allow("kms:*"))
    iam.put_role_policy(RoleName=role.name, PolicyName="p", PolicyDocument=policy(allow("kms:*")))
    iam.attach_role_policy(RoleName=role.name, PolicyArn=arn)
    for first, step in (
        ("delete policies", lambda: iam.delete_role_policy(RoleName=role.name, PolicyName="p")),
        ("detach all policies", lambda: iam.detach_role_policy(RoleName=role.name, PolicyArn=arn)),
    ):
        with refused("DeleteConflict", f"Cannot delete entity, must {first} first.", status=409):
            iam.delete_role(RoleName=role.name)
        step()
    assert iam.list_instance_profiles_for_role(RoleName=role.name)["InstanceProfiles"] == []
    iam.delete_role(RoleName=role.name)
    for call in (iam.get_role, iam.delete_role, iam.list_instance_profiles_for_role):
        with refused("NoSuchEntity", f"The role with name {role.name} cannot be found.", status=404):
            call(RoleName=role.name)


def test_the_last_use_of_a_role_is_remembered(people, iam, key):
    role = people.role(allow("kms:*"))
    people.kms(people.assume(role)).describe_key(KeyId=key)
    assert iam.get_role(RoleName=role.name)["Role"]["RoleLastUsed"]["Region"] == "us-east-1"


# OpenID Connect providers

THUMBPRINT = "9e99a48a9960b14926bb7f3b02e22da2b0ab7280"


def test_a_provider_and_its_clients(iam):
    url = f"oidc.example.com/id/{new_name('cluster')}"
    arn = iam.create_open_id_connect_provider(
        Url=f"https://{url}", ClientIDList=["sts.amazonaws.com"], ThumbprintList=[THUMBPRINT.upper()],
        Tags=[{"Key": "a", "Value": "b"}],
    )["OpenIDConnectProviderArn"]  # fmt: skip
    assert arn == f"arn:aws:iam::{ACCOUNT}:oidc-provider/{url}"
    with refused("EntityAlreadyExists", f"Provider with url https://{url} already exists.", status=409):
        iam.create_open_id_connect_provider(Url=f"https://{url}")
    iam.add_client_id_to_open_id_connect_provider(OpenIDConnectProviderArn=arn, ClientID="other")
    iam.remove_client_id_from_open_id_connect_provider(OpenIDConnectProviderArn=arn, ClientID="sts.amazonaws.com")
    iam.update_open_id_connect_provider_thumbprint(OpenIDConnectProviderArn=arn, ThumbprintList=["0" * 40])
    iam.tag_open_id_connect_provider(OpenIDConnectProviderArn=arn, Tags=[{"Key": "c", "Value": "d"}])
    iam.untag_open_id_connect_provider(OpenIDConnectProviderArn=arn, TagKeys=["a"])
    got = iam.get_open_id_connect_provider(OpenIDConnectProviderArn=arn)
    assert (got["Url"], got["ClientIDList"], got["ThumbprintList"]) == (url, ["other"], ["0" * 40])
    tags = iam.list_open_id_connect_provider_tags(OpenIDConnectProviderArn=arn)["Tags"]
    assert got["Tags"] == tags == [{"Key": "c", "Value": "d"}]
    assert arn in [entry["Arn"] for entry in iam.list_open_id_connect_providers()["OpenIDConnectProviderList"]]
    iam.delete_open_id_connect_provider(OpenIDConnectProviderArn=arn)
    with refused("NoSuchEntity", f"OpenIDConnect Provider not found for arn {arn}", status=404):
        iam.get_open_id_connect_provider(OpenIDConnectProviderArn=arn)


@pytest.mark.parametrize("url", ["http://example.com", "https://", "https://example.com?a=b", "example.com"])
def test_a_provider_has_a_url_of_https(iam, url):
    with refused("ValidationError", "Invalid Open ID Connect Provider URL"):
        iam.create_open_id_connect_provider(Url=url)


# The account


def test_the_alias_of_an_account(iam):
    alias = new_name("our-account")
    iam.create_account_alias(AccountAlias=alias)
    assert iam.list_account_aliases()["AccountAliases"] == [alias]
    iam.delete_account_alias(AccountAlias=alias)
    assert iam.list_account_aliases()["AccountAliases"] == []
    with refused("NoSuchEntity", status=404):
        iam.delete_account_alias(AccountAlias=alias)
    with refused("ValidationError"):
        iam.create_account_alias(AccountAlias="Upper")


def test_the_summary_counts(people, iam):
    before = iam.get_account_summary()["SummaryMap"]
    people.user()
    people.role()
    iam.create_group(GroupName=new_name("group"))
    people.managed_policy(allow("kms:*"))
    after = iam.get_account_summary()["SummaryMap"]
    assert {name: after[name] - before[name] for name in after if after[name] != before[name]} == {
        "Users": 1, "Groups": 1, "Roles": 1, "Policies": 1, "PolicyVersionsInUse": 1,
    }  # fmt: skip
    assert (after["UsersQuota"], after["AccessKeysPerUserQuota"], after["VersionsPerPolicyQuota"]) == (5000, 2, 5)
    assert (after["AccountMFAEnabled"], after["MFADevices"], after["InstanceProfiles"]) == (0, 0, 0)


def test_all_details_of_the_account(people, iam):
    arn = people.managed_policy(allow("kms:ListKeys"))
    person, role = people.user(allow("kms:ListAliases")), people.role(deny("*"))
    group = iam.create_group(GroupName=new_name("group"))["Group"]["GroupName"]
    iam.add_user_to_group(GroupName=group, UserName=person.name)
    iam.attach_user_policy(UserName=person.name, PolicyArn=arn)
    pages = iam.get_paginator("get_account_authorization_details").paginate(PaginationConfig={"PageSize": 30})
    details = pages.build_full_result()
    user = next(entry for entry in details["UserDetailList"] if entry["UserName"] == person.name)
    assert (user["GroupList"], user["AttachedManagedPolicies"][0]["PolicyArn"]) == ([group], arn)
    assert user["UserPolicyList"][0]["PolicyDocument"] == json.loads(policy(allow("kms:ListAliases")))
    found = next(entry for entry in details["RoleDetailList"] if entry["RoleName"] == role.name)
    assert found["RolePolicyList"][0]["PolicyDocument"] == json.loads(policy(deny("*")))
    managed = next(entry for entry in details["Policies"] if entry["Arn"] == arn)
    assert managed["PolicyVersionList"][0]["Document"] == json.loads(policy(allow("kms:ListKeys")))
    assert group in [entry["GroupName"] for entry in details["GroupDetailList"]]
    only = iam.get_account_authorization_details(Filter=["Role"], MaxItems=1000)
    assert not only["UserDetailList"] and not only["GroupDetailList"] and not only["Policies"]


def test_an_operation_that_is_not_built_says_so(iam):
    with refused("UnsupportedOperation", "Trent does not implement CreateSAMLProvider yet."):
        iam.create_saml_provider(Name="saml", SAMLMetadataDocument="x" * 1000)


def test_an_operation_that_iam_does_not_have_is_no_operation(server):
    form = urllib.parse.urlencode({"Action": "MakeCoffee", "Version": "2010-05-08"}).encode()
    headers = {"Content-Type": "application/x-www-form-urlencoded; charset=utf-8"}
    reply = server.send("POST", "/", form, server.sign(None, form, service="iam", headers=headers))
    assert reply.status == 400
    assert b"<Code>InvalidAction</Code>" in reply.body
    assert b"<Message>Could not find operation MakeCoffee for version 2010-05-08</Message>" in reply.body


# Simulation


def decisions(answer):
    return {(entry["EvalActionName"], entry["EvalResourceName"]): entry["EvalDecision"] for entry in answer}


def test_the_rights_of_a_user_are_simulated(people, iam):
    person = people.user(allow("kms:*"), deny("kms:Decrypt"))
    answer = iam.simulate_principal_policy(
        PolicySourceArn=person.arn, ActionNames=["kms:Encrypt", "kms:Decrypt", "s3:GetObject"]
    )["EvaluationResults"]
    assert decisions(answer) == {
        ("kms:Encrypt", "*"): "allowed",
        ("kms:Decrypt", "*"): "explicitDeny",
        ("s3:GetObject", "*"): "implicitDeny",
    }
    assert [len(entry["MatchedStatements"]) for entry in answer] == [1, 2, 0]
    with refused("NoSuchEntity", status=404):
        iam.simulate_principal_policy(PolicySourceArn=person.arn + "x", ActionNames=["kms:Encrypt"])


def test_the_boundary_counts_in_a_simulation(people, iam):
    person = people.user(allow("kms:*"), PermissionsBoundary=people.managed_policy(allow("kms:Encrypt")))
    answer = iam.simulate_principal_policy(
        PolicySourceArn=person.arn, ActionNames=["kms:Encrypt", "kms:Decrypt"]
    )["EvaluationResults"]
    assert [entry["EvalDecision"] for entry in answer] == ["allowed", "implicitDeny"]
    assert [entry["PermissionsBoundaryDecisionDetail"]["AllowedByPermissionsBoundary"] for entry in answer] == [
        True, False,
    ]  # fmt: skip


def test_policies_are_simulated_with_their_conditions(iam):
    key = f"arn:aws:kms:us-east-1:{ACCOUNT}:key/1"
    condition = {"StringEquals": {"kms:EncryptionContext:team": "data"}}
    request = {
        "PolicyInputList": [policy(allow("kms:Decrypt", key, Condition=condition))],
        "ActionNames": ["kms:Decrypt"],
        "ResourceArns": [key, key + "2"],
    }
    answer = iam.simulate_custom_policy(**request)["EvaluationResults"]
    assert decisions(answer) == {("kms:Decrypt", key): "implicitDeny", ("kms:Decrypt", key + "2"): "implicitDeny"}
    assert answer[0]["MissingContextValues"] == ["kms:EncryptionContext:team"]
    entry = {"ContextKeyName": "kms:EncryptionContext:team", "ContextKeyType": "string", "ContextKeyValues": ["data"]}
    answer = iam.simulate_custom_policy(**request, ContextEntries=[entry])["EvaluationResults"]
    assert decisions(answer) == {("kms:Decrypt", key): "allowed", ("kms:Decrypt", key + "2"): "implicitDeny"}


def test_a_simulation_comes_in_pages(iam):
    request = {"PolicyInputList": [policy(allow("kms:*"))], "ActionNames": [f"kms:Action{n}" for n in range(7)]}
    pages = iam.get_paginator("simulate_custom_policy").paginate(**request, PaginationConfig={"PageSize": 3})
    assert [len(page["EvaluationResults"]) for page in pages] == [3, 3, 1]


def test_the_context_keys_of_policies(people, iam):
    text = policy(
        allow("kms:Decrypt", Condition={"StringEquals": {"kms:EncryptionContext:a": "b", "aws:SourceIp": "1.2.3.4"}}),
        allow("kms:Encrypt", "arn:aws:kms:*:*:key/${aws:username}"),
    )
    keys = ["kms:EncryptionContext:a", "aws:SourceIp", "aws:username"]
    assert sorted(iam.get_context_keys_for_custom_policy(PolicyInputList=[text])["ContextKeyNames"]) == sorted(keys)
    person = people.user()
    iam.put_user_policy(UserName=person.name, PolicyName="p", PolicyDocument=text)
    answer = iam.get_context_keys_for_principal_policy(PolicySourceArn=person.arn)
    assert sorted(answer["ContextKeyNames"]) == sorted(keys)


def test_the_administrator_may_be_simulated_too(iam):
    answer = iam.simulate_principal_policy(PolicySourceArn=ADMINISTRATOR, ActionNames=["kms:Encrypt"])
    assert answer["EvaluationResults"][0]["EvalDecision"] == "allowed"
