"""Who called, as a record's userIdentity tells it.

https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-user-identity.html
"""

import datetime

import boto3
import botocore
import botocore.client
import pytest
from audit import Trail, assert_identity, refusal
from harness import ACCOUNT, REGION, Credentials, Server
from iam import ROOT, People, allow, credentials_of, policy, session_arn, trusting
from issuer import AUDIENCE, SUBJECT, Issuer

DUMMY = Credentials("testing", "testing")


@pytest.fixture(scope="module")
def trail(server):
    return Trail(server)


@pytest.fixture(scope="module")
def user(people):
    return people.user(allow("*"))


def calls_as(people, trail, credentials):
    """The userIdentity of a call with these credentials, and its record."""
    record = trail.one(people.kms(credentials).list_keys())
    return record["userIdentity"], record


def assert_made_just_now(identity):
    made = identity["sessionContext"]["attributes"]["creationDate"]
    age = datetime.datetime.now(datetime.timezone.utc) - datetime.datetime.fromisoformat(made.replace("Z", "+00:00"))
    assert abs(age.total_seconds()) < 60


def test_a_user(people, trail, user):
    identity, record = calls_as(people, trail, user)
    assert_identity(record, "IAMUser")
    assert identity == {
        "type": "IAMUser", "principalId": user.unique_id, "arn": user.arn, "accountId": ACCOUNT,
        "accessKeyId": user.credentials.access_key_id, "userName": user.name,
    }  # fmt: skip


def test_a_path_is_in_the_arn_of_a_user_only(people, trail):
    made = people.user(allow("kms:ListKeys"), Path="/team/")
    identity, _ = calls_as(people, trail, made)
    assert identity["arn"] == f"arn:aws:iam::{ACCOUNT}:user/team/{made.name}"
    assert identity["userName"] == made.name


def test_a_user_with_a_session_token(people, trail, user):
    credentials = credentials_of(people.client("sts", user).get_session_token())
    identity, record = calls_as(people, trail, credentials)
    assert_identity(record, "IAMUser with a session")
    assert (identity["arn"], identity["principalId"], identity["userName"]) == (user.arn, user.unique_id, user.name)
    assert identity["accessKeyId"] == credentials.access_key_id
    assert_made_just_now(identity)


def test_an_assumed_role(people, trail, user):
    role = people.role(allow("*"), trust=trusting(user.arn), Path="/jobs/")
    credentials = people.assume(role, "nightly", sts=people.client("sts", user))
    identity, record = calls_as(people, trail, credentials)
    assert_identity(record, "AssumedRole")
    assert identity["principalId"] == f"{role.unique_id}:nightly"
    assert identity["arn"] == session_arn(role, "nightly")
    assert identity["accessKeyId"] == credentials.access_key_id
    assert identity["sessionContext"]["sessionIssuer"] == {
        "type": "Role", "principalId": role.unique_id, "arn": role.arn, "accountId": ACCOUNT, "userName": role.name,
    }  # fmt: skip
    assert_made_just_now(identity)
    # "Role identity only (no user)", says the guide of IAM of the role's calls.
    assert user.arn not in str(identity)


def test_a_source_identity(people, trail):
    role = people.role(allow("*"))
    credentials = people.assume(role, SourceIdentity="jane")
    identity, record = calls_as(people, trail, credentials)
    assert_identity(record, "AssumedRole")
    assert identity["sessionContext"]["sourceIdentity"] == "jane"


def test_a_role_that_assumes_a_role(people, trail):
    first = people.role(allow("*"))
    second = people.role(allow("*"), trust=trusting(first.arn))
    chain = people.client("sts", people.assume(first, "one"))
    made = chain.assume_role(RoleArn=second.arn, RoleSessionName="two")
    record = trail.one(made)
    assert record["userIdentity"]["arn"] == session_arn(first, "one")
    identity, _ = calls_as(people, trail, credentials_of(made))
    assert identity["arn"] == session_arn(second, "two")
    assert identity["sessionContext"]["sessionIssuer"]["arn"] == second.arn


def test_a_federated_user(people, trail, user):
    answer = people.client("sts", user).get_federation_token(Name="Bob", Policy=policy(allow("*")))
    identity, record = calls_as(people, trail, credentials_of(answer))
    assert_identity(record, "FederatedUser")
    assert identity["arn"] == f"arn:aws:sts::{ACCOUNT}:federated-user/Bob"
    assert identity["principalId"] == f"{ACCOUNT}:Bob"
    issuer = identity["sessionContext"]["sessionIssuer"]
    assert issuer == {
        "type": "IAMUser", "principalId": user.unique_id, "arn": user.arn, "accountId": ACCOUNT, "userName": user.name,
    }  # fmt: skip


def test_a_caller_who_is_refused_is_named(people, trail):
    nobody = people.user()
    record = trail.one(refusal(people.kms(nobody).list_keys))
    assert_identity(record, "IAMUser")
    assert record["userIdentity"]["arn"] == nobody.arn


def test_a_user_of_the_same_name_is_another(people, trail):
    first = people.user(allow("kms:ListKeys"))
    before, _ = calls_as(people, trail, first)
    people.iam.delete_access_key(UserName=first.name, AccessKeyId=first.credentials.access_key_id)
    people.iam.delete_user_policy(UserName=first.name, PolicyName="rights")
    people.iam.delete_user(UserName=first.name)
    after, _ = calls_as(people, trail, people.user(allow("kms:ListKeys"), name=first.name))
    assert before["arn"] == after["arn"]
    assert before["principalId"] != after["principalId"]


# The root of an account, whose credentials only an emulator takes


@pytest.fixture(scope="module")
def emulator(tmp_path_factory, clean_environment):
    server = Server(tmp_path_factory.mktemp("root") / "data", "--dev", credentials=DUMMY).start()
    yield server
    server.stop()


def test_the_root_of_an_account(emulator):
    record = Trail(emulator).one(emulator.client().list_keys())
    assert_identity(record, "Root")
    identity = record["userIdentity"]
    assert (identity["arn"], identity["principalId"], identity["accountId"]) == (ROOT, ACCOUNT, ACCOUNT)
    assert "userName" not in identity


def test_a_refusal_of_the_root(emulator):
    role = People(emulator).role(allow("*"), trust=trusting(ROOT))
    sts = emulator.client("sts")
    record = Trail(emulator).one(refusal(sts.assume_role, RoleArn=role.arn, RoleSessionName="session"))
    assert_identity(record, "Root")
    assert record["errorCode"] == "AccessDenied"


# Web identities


@pytest.fixture(scope="module")
def issuer():
    return Issuer("oidc.example.com/id/audit")


@pytest.fixture(scope="module")
def federation(issuer, tmp_path_factory, clean_environment):
    """A server that knows the issuer, and a role for its subject."""
    place = tmp_path_factory.mktemp("audit-web-identity")
    (place / "keys.json").write_text(issuer.key_set())
    server = Server(place / "data", "--web-identity-keys", f"{issuer.url}={place / 'keys.json'}").start()
    people = People(server)
    people.iam.create_open_id_connect_provider(
        Url=issuer.url, ClientIDList=[AUDIENCE], ThumbprintList=["0" * 40]
    )
    provider = f"arn:aws:iam::{ACCOUNT}:oidc-provider/{issuer.host}"
    condition = {"StringEquals": {f"{issuer.host}:aud": AUDIENCE, f"{issuer.host}:sub": SUBJECT}}
    role = people.role(
        allow("*"), trust=trusting({"Federated": provider}, "sts:AssumeRoleWithWebIdentity", Condition=condition)
    )
    yield people, role, provider
    server.stop()


@pytest.fixture(scope="module")
def anonymous(federation):
    """A client of STS without credentials."""
    config = botocore.client.Config(signature_version=botocore.UNSIGNED, retries={"total_max_attempts": 1})
    url = federation[0].server.url
    return boto3.Session().client("sts", region_name=REGION, endpoint_url=url, config=config)


def test_a_web_identity(federation, anonymous, issuer):
    people, role, provider = federation
    trail, token = Trail(people.server), issuer.token()
    made = anonymous.assume_role_with_web_identity(RoleArn=role.arn, RoleSessionName="pod", WebIdentityToken=token)
    record = trail.one(made)
    assert_identity(record, "WebIdentityUser")
    identity = record["userIdentity"]
    assert identity["identityProvider"] in (provider, issuer.host, issuer.url)
    assert identity["userName"] == SUBJECT
    assert identity["principalId"] == f"{identity['identityProvider']}:{AUDIENCE}:{SUBJECT}"
    assert record["recipientAccountId"] == ACCOUNT
    assert record["requestParameters"] == {"roleArn": role.arn, "roleSessionName": "pod"}
    assert record["responseElements"]["credentials"]["accessKeyId"] == made["Credentials"]["AccessKeyId"]
    identity, used = calls_as(people, trail, credentials_of(made))
    assert_identity(used, "AssumedRole by a web identity")
    assert identity["arn"] == session_arn(role, "pod")
    federation_data = identity["sessionContext"]["webIdFederationData"]
    assert federation_data["federatedProvider"] in (provider, issuer.host)
    for path, content in trail.content():
        assert token.encode() not in content, path


def test_a_web_identity_whose_token_is_wrong_leaves_no_record(federation, anonymous, issuer):
    people, role, _ = federation
    error = refusal(
        anonymous.assume_role_with_web_identity,
        RoleArn=role.arn, RoleSessionName="pod", WebIdentityToken=issuer.token(exp=1),
    )  # fmt: skip
    assert Trail(people.server).of(error) == []
