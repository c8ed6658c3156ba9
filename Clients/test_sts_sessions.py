"""Temporary credentials: AssumeRole, GetSessionToken, GetFederationToken, and who is who."""

import datetime
import re

import pytest
from harness import ACCOUNT, refused
from iam import (
    ADMINISTRATOR,
    INVALID_TOKEN,
    ROOT,
    allow,
    credentials_of,
    deny,
    new_name,
    policy,
    session_arn,
    trusting,
)

CHAIN_MAX = "The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining"


@pytest.fixture
def iam(people):
    return people.iam


@pytest.fixture
def sts(people):
    return people.sts


@pytest.fixture
def lax_sts(server):
    return server.client("sts", parameter_validation=False)


@pytest.fixture
def role(people):
    return people.role(allow("*"))


def lifetime(credentials):
    return credentials["Expiration"] - datetime.datetime.now(datetime.timezone.utc)


def about(credentials, seconds):
    return abs(lifetime(credentials).total_seconds() - seconds) < 300


def not_trusted(caller, role, action="sts:AssumeRole"):
    message = f"User: {caller} is not authorized to perform: {action} on resource: {role.arn}"
    return refused("AccessDenied", message, status=403)


# AssumeRole


def test_a_session_of_a_role(people, sts, role):
    answer = sts.assume_role(RoleArn=role.arn, RoleSessionName="me+=,.@-1")
    assert answer["AssumedRoleUser"] == {
        "AssumedRoleId": f"{role.unique_id}:me+=,.@-1", "Arn": session_arn(role, "me+=,.@-1"),
    }  # fmt: skip
    credentials = answer["Credentials"]
    assert re.fullmatch(r"ASIA[A-Z0-9]{16}", credentials["AccessKeyId"])
    assert about(credentials, 3600)
    identity = people.client("sts", credentials_of(answer)).get_caller_identity()
    assert (identity["Arn"], identity["UserId"]) == (session_arn(role, "me+=,.@-1"), f"{role.unique_id}:me+=,.@-1")


def test_a_path_is_not_in_the_name_of_a_session(people):
    role = people.role(Path="/team/data/")
    identity = people.client("sts", people.assume(role)).get_caller_identity()
    assert identity["Arn"] == session_arn(role)


@pytest.mark.parametrize("name", ["a", "a b", "üx", "x" * 65])
def test_a_session_has_a_name_of_certain_characters(lax_sts, role, name):
    with refused("ValidationError") as caught:
        lax_sts.assume_role(RoleArn=role.arn, RoleSessionName=name)
    assert "1 validation error detected: Value '" in str(caught.value)
    assert "at 'roleSessionName' failed to satisfy constraint" in str(caught.value)


def test_a_session_lasts_as_long_as_its_role_lets_it(people, sts, lax_sts):
    short, long = people.role(), people.role(MaxSessionDuration=43200)
    name = {"RoleSessionName": "session"}
    assert about(sts.assume_role(RoleArn=short.arn, DurationSeconds=900, **name)["Credentials"], 900)
    assert about(sts.assume_role(RoleArn=long.arn, DurationSeconds=43200, **name)["Credentials"], 43200)
    message = "The requested DurationSeconds exceeds the MaxSessionDuration set for this role."
    with refused("ValidationError", message):
        sts.assume_role(RoleArn=short.arn, DurationSeconds=3601, **name)
    for seconds, words in ((899, "greater than or equal to 900"), (43201, "less than or equal to 43200")):
        message = (
            f"1 validation error detected: Value '{seconds}' at 'durationSeconds' failed to satisfy constraint: "
            f"Member must have value {words}"
        )
        with refused("ValidationError", message):
            lax_sts.assume_role(RoleArn=long.arn, DurationSeconds=seconds, **name)


def test_a_role_is_for_those_whom_it_trusts(people):
    friend, stranger = people.user(), people.user(allow("sts:*"))
    role = people.role(trust=trusting(friend.arn))
    people.assume(role, sts=people.client("sts", friend))
    with not_trusted(stranger.arn, role):
        people.assume(role, sts=people.client("sts", stranger))
    with not_trusted(ADMINISTRATOR, role):
        people.assume(role)


def test_a_role_that_trusts_the_account_is_for_those_whom_iam_lets(people):
    role = people.role(trust=trusting(ROOT))
    with_rights, without = people.user(allow("sts:AssumeRole", role.arn)), people.user()
    people.assume(role, sts=people.client("sts", with_rights))
    with not_trusted(without.arn, role):
        people.assume(role, sts=people.client("sts", without))


def test_a_role_that_is_not_there_is_like_one_that_trusts_others(people, sts):
    role = people.role()
    people.iam.delete_role(RoleName=role.name)
    with not_trusted(ADMINISTRATOR, role):
        people.assume(role)
    with refused("ValidationError"):
        sts.assume_role(RoleArn="arn:aws:iam::1:user/nobody-at-all", RoleSessionName="session")


def test_an_external_id(people, sts):
    condition = {"StringEquals": {"sts:ExternalId": "secret-42"}}
    role = people.role(trust=trusting(ADMINISTRATOR, Condition=condition))
    people.assume(role, ExternalId="secret-42")
    for wrong in ({}, {"ExternalId": "secret-43"}):
        with not_trusted(ADMINISTRATOR, role):
            people.assume(role, **wrong)


def test_a_session_of_another_role_lasts_an_hour_at_most(people):
    first = people.role(allow("sts:AssumeRole"))
    second = people.role(trust=trusting(first.arn), MaxSessionDuration=43200)
    chained = people.client("sts", people.assume(first))
    answer = chained.assume_role(RoleArn=second.arn, RoleSessionName="second", DurationSeconds=3600)
    assert people.client("sts", credentials_of(answer)).get_caller_identity()["Arn"] == session_arn(second, "second")
    with refused("ValidationError", CHAIN_MAX):
        chained.assume_role(RoleArn=second.arn, RoleSessionName="second", DurationSeconds=3601)


def test_a_session_policy_takes_rights_away(people, key):
    role = people.role(allow("kms:DescribeKey"))
    kms = people.kms(people.assume(role, Policy=policy(allow(["kms:DescribeKey", "kms:GetKeyPolicy"]))))
    kms.describe_key(KeyId=key)
    for refusal in (lambda: kms.get_key_policy(KeyId=key), lambda: kms.list_keys()):
        with refused("AccessDeniedException"):
            refusal()
    kms = people.kms(people.assume(role, Policy=policy(allow("kms:ListKeys"))))
    with refused("AccessDeniedException") as caught:
        kms.describe_key(KeyId=key)
    assert "because no session policy allows the kms:DescribeKey action" in str(caught.value)


def test_a_managed_policy_of_a_session(people, key):
    role, arn = people.role(allow("kms:*")), people.managed_policy(allow("kms:DescribeKey"))
    kms = people.kms(people.assume(role, PolicyArns=[{"arn": arn}]))
    kms.describe_key(KeyId=key)
    with refused("AccessDeniedException"):
        kms.get_key_policy(KeyId=key)


def test_what_is_no_session_policy_is_refused(people, sts, role):
    with refused("MalformedPolicyDocument"):
        people.assume(role, Policy='{"Version": "2012-10-17"}')


def test_tags_have_only_so_much_room(people, role):
    many = [{"Key": f"{number:02}".ljust(128, "k"), "Value": "v" * 256} for number in range(50)]
    with refused("PackedPolicyTooLarge") as caught:
        people.assume(role, Tags=many)
    assert "Packed size of session tags consumes" in str(caught.value)


def test_the_size_of_a_session_policy_is_told(people, sts, role):
    answer = sts.assume_role(
        RoleArn=role.arn, RoleSessionName="session", Policy=policy(allow("kms:*")), Tags=[{"Key": "a", "Value": "b"}]
    )
    assert 0 < answer["PackedPolicySize"] < 100
    assert "PackedPolicySize" not in sts.assume_role(RoleArn=role.arn, RoleSessionName="session")


def test_tags_of_a_session_count_in_conditions(people, kms, key):
    kms.tag_resource(KeyId=key, Tags=[{"TagKey": "team", "TagValue": "data"}])
    condition = {"StringEquals": {"aws:ResourceTag/team": "${aws:PrincipalTag/team}"}}
    role = people.role(allow("kms:*", Condition=condition), Tags=[{"Key": "team", "Value": "web"}])
    people.kms(people.assume(role, Tags=[{"Key": "team", "Value": "data"}])).describe_key(KeyId=key)
    with refused("AccessDeniedException"):
        people.kms(people.assume(role)).describe_key(KeyId=key)


def test_tags_need_a_permission_of_their_own(people):
    role = people.role(trust=trusting(ADMINISTRATOR))
    people.assume(role)
    # The administrator's own policy allows it, and in the role's account that is enough only if the role trusts him.
    with not_trusted(ADMINISTRATOR, role, "sts:TagSession"):
        people.assume(role, Tags=[{"Key": "a", "Value": "b"}])


def test_transitive_tags_go_on_to_the_next_role(people, kms, key):
    kms.tag_resource(KeyId=key, Tags=[{"TagKey": "team", "TagValue": "data"}])
    condition = {"StringEquals": {"aws:ResourceTag/team": "${aws:PrincipalTag/team}"}}
    both = ["sts:AssumeRole", "sts:TagSession"]
    first = people.role(allow("sts:*"))
    second = people.role(allow("kms:*", Condition=condition), trust=trusting(first.arn, both))
    tags = [{"Key": "team", "Value": "data"}]
    chained = people.client("sts", people.assume(first, Tags=tags, TransitiveTagKeys=["team"]))
    people.kms(people.assume(second, sts=chained)).describe_key(KeyId=key)
    with refused("InvalidParameterValue"):
        people.assume(second, sts=chained, Tags=[{"Key": "Team", "Value": "web"}])
    chained = people.client("sts", people.assume(first, Tags=tags))
    with refused("AccessDeniedException"):
        people.kms(people.assume(second, sts=chained)).describe_key(KeyId=key)


def test_tags_that_are_refused(people, role):
    twice = [{"Key": "a", "Value": "1"}, {"Key": "A", "Value": "2"}]
    message = "Duplicate tag keys found. Please note that Tag keys are case insensitive."
    with refused("InvalidParameterValue", message):
        people.assume(role, Tags=twice)
    with refused("InvalidParameterValue"):
        people.assume(role, Tags=twice[:1], TransitiveTagKeys=["b"])


def test_a_source_identity_stays(people, sts):
    actions = ["sts:AssumeRole", "sts:SetSourceIdentity"]
    first = people.role(allow("sts:*"))
    condition = {"StringEquals": {"sts:SourceIdentity": "alice"}}
    second = people.role(trust=trusting(first.arn, actions, Condition=condition))
    answer = sts.assume_role(RoleArn=first.arn, RoleSessionName="first", SourceIdentity="alice")
    assert answer["SourceIdentity"] == "alice"
    chained = people.client("sts", credentials_of(answer))
    answer = chained.assume_role(RoleArn=second.arn, RoleSessionName="second")
    assert answer["SourceIdentity"] == "alice"
    with refused("ValidationError"):
        people.assume(second, sts=chained, SourceIdentity="bob")


def test_multi_factor_authentication_is_not_to_be_had(people, role):
    with refused("AccessDenied", status=403) as caught:
        people.assume(role, SerialNumber=f"arn:aws:iam::{ACCOUNT}:mfa/phone", TokenCode="123456")
    assert "MultiFactorAuthentication failed" in str(caught.value)


# GetSessionToken


def test_a_session_token_has_the_rights_of_its_user(people, key):
    person = people.user(allow("kms:DescribeKey"), deny("sts:*"))
    answer = people.client("sts", person).get_session_token()
    assert about(answer["Credentials"], 43200)
    credentials = credentials_of(answer)
    identity = people.client("sts", credentials).get_caller_identity()
    assert (identity["Arn"], identity["UserId"]) == (person.arn, person.unique_id)
    kms = people.kms(credentials)
    kms.describe_key(KeyId=key)
    people.permit(person.name, deny("*"))
    with refused("AccessDeniedException"):
        kms.describe_key(KeyId=key)


def test_a_session_token_is_not_for_iam_and_little_of_sts(people, role):
    person = people.user(allow("*"))
    credentials = credentials_of(people.client("sts", person).get_session_token(DurationSeconds=900))
    with refused("InvalidClientTokenId", INVALID_TOKEN, status=403):
        people.client("iam", credentials).list_users()
    sts = people.client("sts", credentials)
    for operation in ("get_session_token", "get_federation_token"):
        words = "".join(part.title() for part in operation.split("_"))
        with refused("AccessDenied", f"Cannot call {words} with session credentials", status=403):
            getattr(sts, operation)(**({"Name": "bob"} if operation == "get_federation_token" else {}))


def test_a_session_token_can_assume_roles(people):
    person = people.user()
    role = people.role(trust=trusting(person.arn))
    sts = people.client("sts", credentials_of(people.client("sts", person).get_session_token()))
    people.assume(role, sts=sts)


@pytest.mark.parametrize("seconds", [899, 129601])
def test_a_session_token_lasts_a_quarter_hour_to_36_hours(lax_sts, seconds):
    with refused("ValidationError"):
        lax_sts.get_session_token(DurationSeconds=seconds)
    lax_sts.get_session_token(DurationSeconds=max(900, min(seconds, 129600)))


# GetFederationToken


def test_a_federated_user_has_what_both_policies_allow(people, key):
    person = people.user(allow(["sts:GetFederationToken", "kms:DescribeKey", "kms:GetKeyPolicy"]))
    answer = people.client("sts", person).get_federation_token(
        Name="bob", Policy=policy(allow(["kms:DescribeKey", "kms:ListKeys"]))
    )
    arn = f"arn:aws:sts::{ACCOUNT}:federated-user/bob"
    assert answer["FederatedUser"] == {"FederatedUserId": f"{ACCOUNT}:bob", "Arn": arn}
    credentials = credentials_of(answer)
    identity = people.client("sts", credentials).get_caller_identity()
    assert (identity["Arn"], identity["UserId"]) == (arn, f"{ACCOUNT}:bob")
    kms = people.kms(credentials)
    kms.describe_key(KeyId=key)
    for refusal in (lambda: kms.get_key_policy(KeyId=key), lambda: kms.list_keys()):
        with refused("AccessDeniedException") as caught:
            refusal()
        assert f"User: {arn} is not authorized to perform: kms:" in str(caught.value)


def test_a_federated_user_without_a_policy_has_no_rights(people, key):
    person = people.user(allow("*"))
    credentials = credentials_of(people.client("sts", person).get_federation_token(Name="bob"))
    with refused("AccessDeniedException"):
        people.kms(credentials).describe_key(KeyId=key)
    with refused("InvalidClientTokenId", INVALID_TOKEN, status=403):
        people.client("iam", credentials).list_users()


def test_a_federated_user_needs_leave(people):
    person = people.user()
    message = (
        f"User: {person.arn} is not authorized to perform: sts:GetFederationToken on resource: "
        f"arn:aws:sts::{ACCOUNT}:federated-user/bob"
    )
    with refused("AccessDenied", message, status=403):
        people.client("sts", person).get_federation_token(Name="bob")


# GetAccessKeyInfo, and what is not built


def test_the_account_of_an_access_key(people, sts, lax_sts):
    person = people.user()
    assert sts.get_access_key_info(AccessKeyId=person.credentials.access_key_id)["Account"] == ACCOUNT
    with refused("ValidationError"):
        sts.get_access_key_info(AccessKeyId="AKIAIOSFODNN7EXAMPLE")
    with refused("AccessDenied", status=403):
        people.client("sts", person).get_access_key_info(AccessKeyId=person.credentials.access_key_id)


def test_an_operation_that_is_not_built_says_so(sts):
    with refused("UnsupportedOperation", "Trent does not implement DecodeAuthorizationMessage yet."):
        sts.decode_authorization_message(EncodedMessage="x")


def test_sessions_end_with_their_role_also_when_it_is_made_anew(people):
    role = people.role(allow("kms:*"))
    old = people.assume(role)
    people.kms(old).list_keys()
    people.iam.delete_role_policy(RoleName=role.name, PolicyName="rights")
    people.iam.delete_role(RoleName=role.name)
    with refused("UnrecognizedClientException", INVALID_TOKEN):
        people.kms(old).list_keys()
    again = people.role(allow("kms:*"), name=role.name)
    assert again.unique_id != role.unique_id
    with refused("UnrecognizedClientException", INVALID_TOKEN):
        people.kms(old).list_keys()
    for service in ("iam", "sts"):
        with refused("InvalidClientTokenId", INVALID_TOKEN, status=403):
            client = people.client(service, old)
            client.list_users() if service == "iam" else client.get_caller_identity()
    people.kms(people.assume(again)).list_keys()


def test_a_session_sees_changes_of_its_role_at_once(people, key):
    role, name = people.role(), new_name("policy")
    kms = people.kms(people.assume(role))
    for _ in range(3):
        with refused("AccessDeniedException"):
            kms.describe_key(KeyId=key)
        people.iam.put_role_policy(RoleName=role.name, PolicyName=name, PolicyDocument=policy(allow("kms:*")))
        kms.describe_key(KeyId=key)
        people.iam.delete_role_policy(RoleName=role.name, PolicyName=name)
