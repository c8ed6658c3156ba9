"""Conditions that real requests meet or not: addresses, transport, times, tags and aliases.

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html
"""

import datetime
import itertools
import json
import subprocess
import time

import access
import pytest
from access import NO_IDENTITY, NO_RESOURCE, message, statement
from harness import REGION, Server, alias_arn, assert_refused, key_arn, refused, trent

NUMBERS = itertools.count(1)
HERE, ELSEWHERE = "127.0.0.0/8", "203.0.113.7"


@pytest.fixture(scope="module")
def world(tmp_path_factory, clean_environment):
    world = access.World(tmp_path_factory.mktemp("conditions") / "data")
    yield world
    world.server.stop()


@pytest.fixture(scope="module")
def user(world):
    return world.user()


@pytest.fixture
def key(world):
    """Left to IAM."""
    return world.key(access.delegation())["KeyId"]


def encrypts(caller, key, **terms):
    caller.kms.encrypt(KeyId=key, Plaintext=b"x", **terms)


def refuses(caller, key, reason=NO_IDENTITY, **terms):
    with refused("AccessDeniedException", message(caller.arn, "kms:Encrypt", reason, key_arn(key))):
        encrypts(caller, key, **terms)


# Where a request comes from


def described(server, key, user, **headers):
    """What a request with these headers answers: an error's code, or None."""
    body = json.dumps({"KeyId": key}).encode()
    signed = server.sign("DescribeKey", body, credentials=user.credentials)
    added = {name.replace("_", "-"): value for name, value in headers.items()}
    return server.send("POST", "/", body, signed | added).error


def only_from(address):
    return statement("kms:DescribeKey", IpAddress={"aws:SourceIp": address})


def test_access_can_depend_on_the_address(world, user, key):
    for address, is_met in ((HERE, True), ("127.0.0.1", True), (ELSEWHERE, False), ("::1/128", False)):
        user.allow(only_from(address))
        assert described(world.server, key, user) == (None if is_met else "AccessDeniedException")
        user.allow(
            statement("kms:DescribeKey"), statement("kms:*", "Deny", NotIpAddress={"aws:SourceIp": address})
        )
        assert described(world.server, key, user) == (None if is_met else "AccessDeniedException")


def test_nobody_who_is_no_trusted_proxy_says_where_a_request_comes_from(world, user, key):
    user.allow(only_from(ELSEWHERE))
    for headers in ({"X_Forwarded_For": ELSEWHERE}, {"Forwarded": f"for={ELSEWHERE}"}, {"X_Real_IP": ELSEWHERE}):
        assert described(world.server, key, user, **headers) == "AccessDeniedException"
    user.allow(only_from(HERE))
    assert described(world.server, key, user, X_Forwarded_For=ELSEWHERE) is None


def test_no_request_without_tls_is_secure_whatever_it_says(world, user, key):
    user.allow(statement("kms:DescribeKey", Bool={"aws:SecureTransport": "true"}))
    assert described(world.server, key, user) == "AccessDeniedException"
    assert described(world.server, key, user, X_Forwarded_Proto="https") == "AccessDeniedException"
    user.allow(statement("kms:DescribeKey", Bool={"aws:SecureTransport": "false"}))
    assert described(world.server, key, user) is None


@pytest.fixture(scope="module")
def behind_proxy(tmp_path_factory, clean_environment):
    """A world whose server believes its own machine's and 198.51.100.0/24's proxies."""
    data = tmp_path_factory.mktemp("proxied") / "data"
    world = access.World(data, "--trusted-proxies", "127.0.0.1,198.51.100.0/24")
    yield world
    world.server.stop()


def test_a_trusted_proxy_says_where_a_request_comes_from(behind_proxy):
    server, user, key = behind_proxy.server, behind_proxy.user(), behind_proxy.key(access.delegation())["KeyId"]

    def is_from_elsewhere(**headers):
        return described(server, key, user, **headers) is None

    user.allow(only_from(ELSEWHERE))
    assert is_from_elsewhere(X_Forwarded_For=ELSEWHERE)
    assert is_from_elsewhere(X_Forwarded_For=f"{ELSEWHERE}, 198.51.100.9")
    # What a client claims stands first, and the address that the proxy saw last.
    assert is_from_elsewhere(X_Forwarded_For=f"192.0.2.1, {ELSEWHERE}")
    assert not is_from_elsewhere(X_Forwarded_For=f"{ELSEWHERE}, 192.0.2.1")
    assert not is_from_elsewhere(X_Forwarded_For=f"{ELSEWHERE}, nonsense")
    assert not is_from_elsewhere()


def test_a_trusted_proxy_says_whether_a_request_was_secure(behind_proxy):
    server, user, key = behind_proxy.server, behind_proxy.user(), behind_proxy.key(access.delegation())["KeyId"]
    user.allow(statement("kms:DescribeKey", Bool={"aws:SecureTransport": "true"}))
    assert described(server, key, user, X_Forwarded_Proto="https") is None
    assert described(server, key, user, X_Forwarded_Proto="http") == "AccessDeniedException"
    assert described(server, key, user) == "AccessDeniedException"


@pytest.mark.parametrize("proxies", ["nonsense", "127.0.0.1,300.1.1.1", "10.0.0.0/33", "proxy.example"])
def test_proxies_that_are_no_addresses_are_refused(tmp_path, proxies):
    finished = trent("serve", "--data-dir", tmp_path / "data", "--listen", "127.0.0.1:0", "--trusted-proxies", proxies)
    assert_refused(finished, "trusted-proxies", "proxies", "proxy")


@pytest.fixture
def certificate(tmp_path):
    paths = tmp_path / "certificate.pem", tmp_path / "key.pem"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=trent.test",
         "-addext", "subjectAltName=IP:127.0.0.1", "-out", paths[0], "-keyout", paths[1]],
        check=True, capture_output=True,
    )  # fmt: skip
    return paths


def test_a_request_over_tls_is_secure(tmp_path, certificate):
    server = Server(tmp_path / "data", "--tls-certificate", certificate[0], "--tls-key", certificate[1]).start()
    try:
        kms = server.client(verify=str(certificate[0]))
        policy = access.document(
            statement("kms:*", principal=access.root(), Bool={"aws:SecureTransport": "true"}),
            statement("kms:*", "Deny", principal="*", Bool={"aws:SecureTransport": "false"}),
        )
        key = kms.create_key(Policy=policy)["KeyMetadata"]["KeyId"]
        kms.describe_key(KeyId=key)
    finally:
        server.stop()


# When


def test_a_role_s_older_sessions_are_revoked(world, key):
    role = world.role().allow(statement("kms:*"))
    older = role.session(name="older")
    encrypts(older, key)
    # AWS's own way, whose times have whole seconds.
    now = datetime.datetime.now(datetime.timezone.utc)
    time_of_revocation = (now + datetime.timedelta(seconds=1)).strftime("%Y-%m-%dT%H:%M:%SZ")
    deny = statement("*", "Deny", DateLessThan={"aws:TokenIssueTime": time_of_revocation})
    role.allow(statement("kms:*"), deny)
    refuses(older, key, access.DENIED_BY_IDENTITY)
    while datetime.datetime.now(datetime.timezone.utc) < now + datetime.timedelta(seconds=2):
        time.sleep(0.05)
    encrypts(role.session(name="newer"), key)
    refuses(older, key, access.DENIED_BY_IDENTITY)


def test_a_permission_can_have_an_end(world, user, key):
    for time_of_end, is_met in (("2020-01-01T00:00:00Z", False), ("2999-01-01T00:00:00Z", True)):
        user.allow(statement("kms:Encrypt", DateLessThan={"aws:CurrentTime": time_of_end}))
        encrypts(user, key) if is_met else refuses(user, key)


def test_a_region_can_be_required(world, user):
    user.allow(statement("kms:*", StringEquals={"aws:RequestedRegion": "eu-west-1"}))
    user.client(region="eu-west-1").create_key()
    with refused("AccessDeniedException"):
        user.kms.create_key()


# Tags


def test_a_user_has_the_keys_of_his_team(world, key):
    of_team = {"aws:ResourceTag/team": "${aws:PrincipalTag/team}"}
    red = world.user(Tags=[{"Key": "team", "Value": "red"}]).allow(statement("kms:Encrypt", StringEquals=of_team))
    nobody_s = world.user().allow(statement("kms:Encrypt", StringEquals=of_team))
    refuses(red, key)
    for team, caller, is_let_in in (("red", red, True), ("blue", red, False), ("red", nobody_s, False)):
        world.kms.tag_resource(KeyId=key, Tags=[{"TagKey": "team", "TagValue": team}])
        encrypts(caller, key) if is_let_in else refuses(caller, key)
    encrypts(red, key)
    world.kms.untag_resource(KeyId=key, TagKeys=["team"])
    refuses(red, key)
    world.kms.tag_resource(KeyId=key, Tags=[{"TagKey": "team", "TagValue": "blue"}])
    world.administrator.client("iam").tag_user(UserName=red.name, Tags=[{"Key": "team", "Value": "blue"}])
    encrypts(red, key)


def test_a_key_policy_lets_a_team_in(world):
    policy = statement("kms:Encrypt", principal="*", StringEquals={"aws:PrincipalTag/team": "red"})
    key = world.key(policy)["KeyId"]
    encrypts(world.user(Tags=[{"Key": "team", "Value": "red"}]), key)
    refuses(world.user(Tags=[{"Key": "team", "Value": "Red"}]), key, NO_RESOURCE)
    refuses(world.user(), key, NO_RESOURCE)


def test_a_session_s_tags_are_its_principal_s(world):
    key = world.key(statement("kms:Encrypt", principal="*", StringEquals={"aws:PrincipalTag/team": "red"}))["KeyId"]
    role = world.role()
    encrypts(role.session(name="red", Tags=[{"Key": "team", "Value": "red"}]), key)
    refuses(role.session(name="blue", Tags=[{"Key": "team", "Value": "blue"}]), key, NO_RESOURCE)
    refuses(role.session(), key, NO_RESOURCE)


def test_the_tags_that_are_given_can_be_limited(world, user, key):
    user.allow(
        statement(["kms:TagResource", "kms:CreateKey"], StringEquals={"aws:RequestTag/team": "red"}),
        statement("kms:UntagResource", **{"ForAllValues:StringEquals": {"aws:TagKeys": ["team"]}}),
    )
    red, blue = ([{"TagKey": "team", "TagValue": team}] for team in ("red", "blue"))
    user.kms.tag_resource(KeyId=key, Tags=red)
    user.kms.create_key(Tags=red)
    user.kms.untag_resource(KeyId=key, TagKeys=["team"])
    for call in (
        lambda: user.kms.tag_resource(KeyId=key, Tags=blue),
        lambda: user.kms.create_key(Tags=blue),
        lambda: user.kms.create_key(),
        lambda: user.kms.untag_resource(KeyId=key, TagKeys=["team", "other"]),
    ):
        with refused("AccessDeniedException"):
            call()


def test_a_key_with_tags_is_made_by_whoever_may_tag(world, user):
    tags = [{"TagKey": "team", "TagValue": "red"}]
    user.allow(statement("kms:CreateKey"))
    user.kms.create_key()
    with refused("AccessDeniedException") as caught:
        user.kms.create_key(Tags=tags)
    assert "kms:TagResource" in caught.value.response["Error"]["Message"]
    user.allow(statement(["kms:CreateKey", "kms:TagResource"]))
    user.kms.create_key(Tags=tags)


# Aliases


@pytest.fixture
def alias(world, key):
    name = f"alias/red/{next(NUMBERS)}"
    world.kms.create_alias(AliasName=name, TargetKeyId=key)
    return name


def test_access_can_depend_on_the_aliases_of_a_key(world, user, key):
    user.allow(statement("kms:Encrypt", **{"ForAnyValue:StringLike": {"kms:ResourceAliases": "alias/red/*"}}))
    refuses(user, key)
    name = f"alias/red/{next(NUMBERS)}"
    world.kms.create_alias(AliasName=f"alias/blue/{next(NUMBERS)}", TargetKeyId=key)
    refuses(user, key)
    world.kms.create_alias(AliasName=name, TargetKeyId=key)
    for identifier in (key, key_arn(key), name):
        encrypts(user, identifier)
    world.kms.update_alias(AliasName=name, TargetKeyId=world.kms.create_key()["KeyMetadata"]["KeyId"])
    refuses(user, key)
    encrypts(user, name)
    world.kms.delete_alias(AliasName=name)
    refuses(user, key)


def test_access_can_depend_on_the_alias_that_a_request_names(world, user, key, alias):
    user.allow(statement("kms:Encrypt", StringLike={"kms:RequestAlias": "alias/red/*"}))
    for identifier in (alias, alias_arn(alias)):
        encrypts(user, identifier)
    refuses(user, key)
    with refused("AccessDeniedException"):
        encrypts(user, key_arn(key))
    other = f"alias/blue/{next(NUMBERS)}"
    world.kms.create_alias(AliasName=other, TargetKeyId=key)
    with refused("AccessDeniedException"):
        encrypts(user, other)


def test_no_identity_policy_allows_by_an_alias_as_its_resource(world, user, key, alias):
    user.allow(statement("kms:Encrypt", resource=alias_arn(alias)))
    with refused("AccessDeniedException", message(user.arn, "kms:Encrypt", NO_IDENTITY, key_arn(key))):
        encrypts(user, alias)
    user.allow(statement("kms:Encrypt", resource=key_arn(key)))
    encrypts(user, alias)


# What the request says


@pytest.mark.parametrize(
    ("condition", "met", "unmet"),
    [
        ({"StringEquals": {"kms:EncryptionContext:team": "red"}}, {"team": "red", "x": "y"}, {"team": "blue"}),
        ({"StringEquals": {"kms:EncryptionContext:team": "red"}}, {"team": "red"}, {}),
        ({"ForAnyValue:StringEquals": {"kms:EncryptionContextKeys": ["team"]}}, {"team": "x", "y": "z"}, {"y": "z"}),
        ({"ForAllValues:StringEquals": {"kms:EncryptionContextKeys": "team"}}, {"team": "x"}, {"team": "x", "y": "z"}),
    ],
)  # fmt: skip
def test_access_can_depend_on_the_encryption_context(user, key, condition, met, unmet):
    user.allow(statement("kms:Encrypt", **condition))
    encrypts(user, key, EncryptionContext=met)
    refuses(user, key, EncryptionContext=unmet)


def test_a_service_s_callers_only(world, user, key):
    """No request here comes by way of a service."""
    user.allow(statement("kms:Encrypt", StringEquals={"kms:ViaService": f"s3.{REGION}.amazonaws.com"}))
    refuses(user, key)
    user.allow(statement("kms:Encrypt", Bool={"aws:ViaAWSService": "false"}))
    encrypts(user, key)


def test_grants_can_be_left_to_services(world, user, key):
    user.allow(statement("kms:CreateGrant", Bool={"kms:GrantIsForAWSResource": "true"}))
    with refused("AccessDeniedException"):
        user.kms.create_grant(KeyId=key, GranteePrincipal=user.arn, Operations=["Encrypt"])
    only_encrypt = {"ForAllValues:StringEquals": {"kms:GrantOperations": ["Encrypt"]}}
    user.allow(statement("kms:CreateGrant", StringEquals={"kms:GranteePrincipal": user.arn}, **only_encrypt))
    user.kms.create_grant(KeyId=key, GranteePrincipal=user.arn, Operations=["Encrypt"])
    for principal, operations in ((user.arn, ["Encrypt", "Decrypt"]), (access.root(), ["Encrypt"])):
        with refused("AccessDeniedException"):
            user.kms.create_grant(KeyId=key, GranteePrincipal=principal, Operations=operations)


def test_re_encryption_can_be_kept_on_one_key(world, user, key):
    other = world.key(access.delegation())["KeyId"]
    blob = world.kms.encrypt(KeyId=key, Plaintext=b"x")["CiphertextBlob"]
    user.allow(statement("kms:ReEncrypt*", Bool={"kms:ReEncryptOnSameKey": "true"}))
    user.kms.re_encrypt(CiphertextBlob=blob, DestinationKeyId=key)
    with refused("AccessDeniedException"):
        user.kms.re_encrypt(CiphertextBlob=blob, DestinationKeyId=other)
