"""Users and groups of IAM, through boto3."""

import datetime
import re
import urllib.parse

import pytest
from harness import ACCOUNT, refused
from iam import ADMINISTRATOR, allow, new_name, policy


@pytest.fixture
def iam(people):
    return people.iam


@pytest.fixture
def user(iam):
    """The name of a user without anything."""
    return iam.create_user(UserName=new_name("user"))["User"]["UserName"]


def not_found(kind, name):
    return refused("NoSuchEntity", f"The {kind} with name {name} cannot be found.", status=404)


# Users


def test_a_new_user_is_told_of_as_aws_tells(iam):
    name = new_name("user")
    made = iam.create_user(UserName=name, Path="/team/data/", Tags=[{"Key": "a", "Value": "b"}])["User"]
    assert made["Arn"] == f"arn:aws:iam::{ACCOUNT}:user/team/data/{name}"
    assert re.fullmatch(r"AIDA[A-Z0-9]{16,17}", made["UserId"])
    assert (made["UserName"], made["Path"]) == (name, "/team/data/")
    assert abs(made["CreateDate"] - datetime.datetime.now(datetime.timezone.utc)) < datetime.timedelta(minutes=5)
    assert iam.get_user(UserName=name)["User"] == made
    listed = iam.list_users(PathPrefix="/team/data/")["Users"]
    # Lists leave out tags, says the API reference.
    assert [user for user in listed if user["UserName"] == name] == [{k: v for k, v in made.items() if k != "Tags"}]


def test_a_user_without_a_name_is_the_caller(iam):
    user = iam.get_user()["User"]
    assert (user["UserName"], user["Arn"]) == ("administrator", ADMINISTRATOR)


def test_names_are_unique_whatever_their_case(iam, user):
    for name in (user, user.upper()):
        with refused("EntityAlreadyExists", f"User with name {name} already exists.", status=409):
            iam.create_user(UserName=name)


def test_a_user_who_was_made_anew_has_another_id(iam, user):
    before = iam.get_user(UserName=user)["User"]
    iam.delete_user(UserName=user)
    with not_found("user", user):
        iam.get_user(UserName=user)
    after = iam.create_user(UserName=user)["User"]
    assert (after["Arn"], after["UserId"] != before["UserId"]) == (before["Arn"], True)


def test_a_user_gets_another_name_and_path(iam, user):
    before, name = iam.get_user(UserName=user)["User"], new_name("user")
    iam.update_user(UserName=user, NewUserName=name, NewPath="/moved/")
    after = iam.get_user(UserName=name)["User"]
    assert (after["UserId"], after["Arn"]) == (before["UserId"], f"arn:aws:iam::{ACCOUNT}:user/moved/{name}")
    with not_found("user", user):
        iam.get_user(UserName=user)
    taken = iam.create_user(UserName=new_name("user"))["User"]["UserName"]
    with refused("EntityAlreadyExists", f"User with name {taken} already exists.", status=409):
        iam.update_user(UserName=name, NewUserName=taken)


@pytest.mark.parametrize("call", ["get_user", "delete_user", "list_user_tags", "list_access_keys"])
def test_who_is_not_there_is_not_found(iam, call):
    with not_found("user", "nobody"):
        getattr(iam, call)(UserName="nobody")


@pytest.mark.parametrize("name", ["a b", "a/b", "ü", "a:b"])
def test_a_name_has_only_certain_characters(iam, name):
    message = (
        "The specified value for userName is invalid. It must contain only alphanumeric characters and/or the following: "
        "+=,.@_-"
    )
    with refused("ValidationError", message):
        iam.create_user(UserName=name)


def test_a_name_has_64_characters_at_most(iam):
    message = (
        f"1 validation error detected: Value '{'x' * 65}' at 'userName' failed to satisfy constraint: "
        "Member must have length less than or equal to 64"
    )
    with refused("ValidationError", message):
        iam.create_user(UserName="x" * 65)
    assert iam.create_user(UserName="x" * 64)["User"]["UserName"] == "x" * 64
    iam.delete_user(UserName="x" * 64)


def test_a_user_is_deleted_when_nothing_hangs_on_him(iam, people, user):
    key = iam.create_access_key(UserName=user)["AccessKey"]["AccessKeyId"]
    group = iam.create_group(GroupName=new_name("group"))["Group"]["GroupName"]
    arn = people.managed_policy(allow("kms:ListKeys"))
    iam.add_user_to_group(GroupName=group, UserName=user)
    iam.put_user_policy(UserName=user, PolicyName="inline", PolicyDocument=policy(allow("kms:*")))
    iam.attach_user_policy(UserName=user, PolicyArn=arn)
    steps = [
        ("delete access keys", lambda: iam.delete_access_key(UserName=user, AccessKeyId=key)),
        ("remove users from group", lambda: iam.remove_user_from_group(GroupName=group, UserName=user)),
        ("delete policies", lambda: iam.delete_user_policy(UserName=user, PolicyName="inline")),
        ("detach all policies", lambda: iam.detach_user_policy(UserName=user, PolicyArn=arn)),
    ]
    for first, step in steps:
        with refused("DeleteConflict", f"Cannot delete entity, must {first} first.", status=409):
            iam.delete_user(UserName=user)
        step()
    iam.delete_user(UserName=user)


def test_what_users_of_a_console_have_nobody_has_here(iam, user):
    """Terraform and others ask for all of it before they delete a user."""
    assert iam.list_ssh_public_keys(UserName=user)["SSHPublicKeys"] == []
    assert iam.list_signing_certificates(UserName=user)["Certificates"] == []
    assert iam.list_service_specific_credentials(UserName=user)["ServiceSpecificCredentials"] == []
    assert iam.list_mfa_devices(UserName=user)["MFADevices"] == []
    assert iam.list_virtual_mfa_devices()["VirtualMFADevices"] == []
    for call in (iam.get_login_profile, iam.delete_login_profile):
        with refused("NoSuchEntity", f"Login Profile for User {user} cannot be found.", status=404):
            call(UserName=user)
    for call in (iam.list_ssh_public_keys, iam.list_mfa_devices, iam.delete_login_profile):
        with not_found("user", "nobody"):
            call(UserName="nobody")


# Tags


def test_tags_are_set_and_removed(iam, user):
    iam.tag_user(UserName=user, Tags=[{"Key": "team", "Value": "data"}, {"Key": "cost", "Value": ""}])
    iam.tag_user(UserName=user, Tags=[{"Key": "TEAM", "Value": "ops"}])
    tags = {tag["Key"]: tag["Value"] for tag in iam.list_user_tags(UserName=user)["Tags"]}
    assert tags == {"TEAM": "ops", "cost": ""}, "keys don't tell upper from lower case"
    iam.untag_user(UserName=user, TagKeys=["team", "unknown"])
    assert iam.get_user(UserName=user)["User"]["Tags"] == [{"Key": "cost", "Value": ""}]


def test_a_user_has_50_tags_at_most(iam, user):
    tags = [{"Key": f"k{number}", "Value": "v"} for number in range(51)]
    iam.tag_user(UserName=user, Tags=tags[:50])
    with refused("LimitExceeded", status=409):
        iam.tag_user(UserName=user, Tags=tags[50:])
    pages = iam.get_paginator("list_user_tags").paginate(UserName=user, PaginationConfig={"PageSize": 20})
    assert [len(page["Tags"]) for page in pages] == [20, 20, 10]


def test_a_tag_of_aws_or_twice_is_refused(iam, user):
    with refused("InvalidInput", "Duplicate tag keys found. Please note that Tag keys are case insensitive."):
        iam.tag_user(UserName=user, Tags=[{"Key": "a", "Value": "1"}, {"Key": "A", "Value": "2"}])
    with refused("InvalidInput"):
        iam.tag_user(UserName=user, Tags=[{"Key": "aws:a", "Value": "1"}])


# Groups


def test_a_group_and_its_members(iam, user):
    group = iam.create_group(GroupName=new_name("group"), Path="/teams/")["Group"]
    assert re.fullmatch(r"AGPA[A-Z0-9]{16,17}", group["GroupId"])
    assert group["Arn"] == f"arn:aws:iam::{ACCOUNT}:group/teams/{group['GroupName']}"
    name = group["GroupName"]
    iam.add_user_to_group(GroupName=name, UserName=user)
    iam.add_user_to_group(GroupName=name, UserName=user)
    got = iam.get_group(GroupName=name)
    assert (got["Group"], [member["UserName"] for member in got["Users"]]) == (group, [user])
    assert iam.list_groups_for_user(UserName=user)["Groups"] == [group]
    with refused("DeleteConflict", "Cannot delete entity, must remove users from group first.", status=409):
        iam.delete_group(GroupName=name)
    iam.remove_user_from_group(GroupName=name, UserName=user)
    assert iam.list_groups_for_user(UserName=user)["Groups"] == []
    iam.update_group(GroupName=name, NewGroupName=f"{name}-new")
    assert group["GroupId"] == iam.get_group(GroupName=f"{name}-new")["Group"]["GroupId"]
    iam.delete_group(GroupName=f"{name}-new")
    with not_found("group", name):
        iam.get_group(GroupName=name)


def test_a_group_that_is_there_is_not_made_again(iam):
    name = iam.create_group(GroupName=new_name("group"))["Group"]["GroupName"]
    with refused("EntityAlreadyExists", f"Group with name {name} already exists.", status=409):
        iam.create_group(GroupName=name)
    with not_found("user", "nobody"):
        iam.add_user_to_group(GroupName=name, UserName="nobody")
    with not_found("group", "nothing"):
        iam.add_user_to_group(GroupName="nothing", UserName="administrator")


def test_a_user_is_in_ten_groups_at_most(iam, user):
    groups = [iam.create_group(GroupName=new_name("group"))["Group"]["GroupName"] for _ in range(11)]
    for group in groups[:10]:
        iam.add_user_to_group(GroupName=group, UserName=user)
    with refused("LimitExceeded", "Cannot exceed quota for GroupsPerUser: 10", status=409):
        iam.add_user_to_group(GroupName=groups[10], UserName=user)


def test_the_rights_of_a_group_are_its_members(people, iam, key):
    person = people.user()
    group = iam.create_group(GroupName=new_name("group"))["Group"]["GroupName"]
    iam.put_group_policy(GroupName=group, PolicyName="use", PolicyDocument=policy(allow("kms:DescribeKey")))
    shown = iam.get_group_policy(GroupName=group, PolicyName="use")["PolicyDocument"]
    assert shown["Statement"][0]["Action"] == "kms:DescribeKey"
    assert iam.list_group_policies(GroupName=group)["PolicyNames"] == ["use"]
    kms = people.kms(person)
    with refused("AccessDeniedException"):
        kms.describe_key(KeyId=key)
    iam.add_user_to_group(GroupName=group, UserName=person.name)
    assert kms.describe_key(KeyId=key)["KeyMetadata"]["KeyId"] == key
    iam.remove_user_from_group(GroupName=group, UserName=person.name)
    with refused("AccessDeniedException"):
        kms.describe_key(KeyId=key)


# Lists


@pytest.fixture(scope="module")
def crowd(people):
    """The names of 120 users under one path, in order."""
    names = sorted(f"crowd-{number}" for number in range(120))
    for name in names:
        people.iam.create_user(UserName=name, Path="/crowd/even/" if name[-1] in "02468" else "/crowd/odd/")
    return names


def test_a_list_is_read_in_pages_of_a_hundred(iam, crowd):
    first = iam.list_users(PathPrefix="/crowd/")
    assert (len(first["Users"]), first["IsTruncated"]) == (100, True)
    second = iam.list_users(PathPrefix="/crowd/", Marker=first["Marker"])
    assert (second["IsTruncated"], "Marker" in second) == (False, False)
    assert [user["UserName"] for user in first["Users"] + second["Users"]] == crowd


def test_a_paginator_gives_all_whatever_a_page_has(iam, crowd):
    for size in (7, 119, 120, 1000):
        pages = iam.get_paginator("list_users").paginate(
            PathPrefix="/crowd/", PaginationConfig={"PageSize": size}
        )
        assert [user["UserName"] for user in pages.search("Users[]")] == crowd


def test_a_path_prefix_chooses(iam, crowd):
    pages = iam.get_paginator("list_users").paginate(PathPrefix="/crowd/even/")
    assert [user["UserName"] for user in pages.search("Users[]")] == [name for name in crowd if name[-1] in "02468"]
    assert iam.list_users(PathPrefix="/crowd/none/")["Users"] == []


def test_a_page_has_a_thousand_at_most(iam):
    lax = iam.list_users
    with refused("ValidationError"):
        lax(MaxItems=1001)


def test_a_marker_of_no_list_is_refused(iam):
    with refused("ValidationError"):
        iam.list_users(Marker="nonsense")


def test_the_members_of_a_group_come_in_pages_too(iam, crowd):
    group = iam.create_group(GroupName=new_name("group"))["Group"]["GroupName"]
    for name in crowd[:12]:
        iam.add_user_to_group(GroupName=group, UserName=name)
    pages = iam.get_paginator("get_group").paginate(GroupName=group, PaginationConfig={"PageSize": 5})
    assert [user["UserName"] for user in pages.search("Users[]")] == crowd[:12]


def test_documents_come_as_they_went(iam, user):
    text = '{"Version":"2012-10-17",  "Statement":[{"Effect":"Allow","Action":"kms:List*","Resource":"*"}]}'
    iam.put_user_policy(UserName=user, PolicyName="p+=,.@-_", PolicyDocument=text)
    raw = []
    iam.meta.events.register_first("before-parse.iam.GetUserPolicy", lambda response_dict, **_: raw.append(response_dict))
    iam.get_user_policy(UserName=user, PolicyName="p+=,.@-_")
    assert urllib.parse.quote(text, safe="-._~").encode() in raw[0]["body"], "in RFC 3986's percent encoding"
