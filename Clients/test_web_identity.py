"""AssumeRoleWithWebIdentity: who has a token of an OpenID Connect provider gets a role, as pods in Kubernetes do."""

import base64
import hashlib
import hmac
import json
import time

import boto3
import botocore
import botocore.client
import pytest
from harness import ACCOUNT, REGION, Server, assert_refused, environment, refused, trent
from iam import People, allow, credentials_of, new_name, policy, session_arn, trusting
from issuer import AUDIENCE, SUBJECT, Issuer, new_key, served

NOT_A_JWT = "The ID Token provided is not a valid JWT. (You may see this error if you sent an Access Token)"
NOT_TRUSTED = "Not authorized to perform sts:AssumeRoleWithWebIdentity"
ALGORITHMS = ("RS256", "RS512", "PS256", "ES256", "ES384", "EdDSA")


@pytest.fixture(scope="module")
def issuer():
    """Its keys are in a file."""
    return Issuer("oidc.example.com/id/file", ALGORITHMS)


@pytest.fixture(scope="module")
def other_issuer():
    """Its keys are fetched from a URL."""
    return Issuer("oidc.example.com/id/url")


@pytest.fixture(scope="module")
def server(issuer, other_issuer, tmp_path_factory, clean_environment):
    place = tmp_path_factory.mktemp("web-identity")
    (place / "keys.json").write_text(issuer.key_set())
    with served(other_issuer.key_set) as (url, paths):
        sources = f"{issuer.url}={place / 'keys.json'},{other_issuer.url}={url}"
        server = Server(place / "data", "--web-identity-keys", sources).start()
        server.fetched = paths
        yield server
        server.stop()


@pytest.fixture(scope="module")
def people(server, issuer, other_issuer):
    people = People(server)
    for known in (issuer, other_issuer):
        people.iam.create_open_id_connect_provider(
            Url=known.url, ClientIDList=[AUDIENCE, "other"], ThumbprintList=["0" * 40]
        )
    return people


def provider(issuer):
    return f"arn:aws:iam::{ACCOUNT}:oidc-provider/{issuer.host}"


def trust(issuer, actions="sts:AssumeRoleWithWebIdentity", **condition):
    """For the subject of the issuer's tokens; `condition`: other claims and operators instead."""
    condition = condition or {
        "StringEquals": {f"{issuer.host}:aud": AUDIENCE, f"{issuer.host}:sub": SUBJECT}
    }
    return trusting({"Federated": provider(issuer)}, actions, Condition=condition)


@pytest.fixture(scope="module")
def role(people, issuer):
    return people.role(allow("kms:*"), trust=trust(issuer))


@pytest.fixture(scope="module")
def anonymous(server):
    """A client of STS without credentials, as the SDKs use it."""
    config = botocore.client.Config(signature_version=botocore.UNSIGNED, retries={"total_max_attempts": 1})
    return boto3.Session().client("sts", region_name=REGION, endpoint_url=server.url, config=config)


@pytest.fixture(scope="module")
def assume(anonymous, role):
    def assume(token, role=role, **parameters):
        return anonymous.assume_role_with_web_identity(
            RoleArn=role.arn, RoleSessionName="pod", WebIdentityToken=token, **parameters
        )

    return assume


# Right tokens


@pytest.mark.parametrize("algorithm", ALGORITHMS)
def test_a_token_gives_credentials_that_work(people, assume, role, issuer, algorithm):
    answer = assume(issuer.token(algorithm))
    assert answer["AssumedRoleUser"] == {"AssumedRoleId": f"{role.unique_id}:pod", "Arn": session_arn(role, "pod")}
    assert (answer["SubjectFromWebIdentityToken"], answer["Audience"]) == (SUBJECT, AUDIENCE)
    assert answer["Provider"] == provider(issuer)
    credentials = credentials_of(answer)
    assert people.client("sts", credentials).get_caller_identity()["Arn"] == session_arn(role, "pod")
    people.kms(credentials).create_key()


def test_keys_are_fetched_from_a_url_and_remembered(server, people, assume, other_issuer):
    role = people.role(allow("kms:ListKeys"), trust=trust(other_issuer))
    before = len(server.fetched)
    for algorithm in ("RS256", "ES256", "RS256"):
        people.kms(credentials_of(assume(other_issuer.token(algorithm), role))).list_keys()
    assert server.fetched[before:] in ([], ["/keys.json"])
    assert server.fetched == ["/keys.json"]


def test_a_token_without_a_key_id_is_tried_with_all(assume, issuer):
    assume(issuer.token(headers={"kid": None}))


def test_one_audience_of_several_is_enough(assume, people, issuer):
    role = people.role(trust=trust(issuer, StringEquals={f"{issuer.host}:aud": "other"}))
    assert assume(issuer.token(aud=["unknown", "other"]), role)["Audience"] == "other"
    assert assume(issuer.token(aud="other"), role)["Audience"] == "other"


def test_parameters_of_the_session(assume, people, issuer):
    answer = assume(issuer.token(), DurationSeconds=900, Policy=policy(allow("kms:ListKeys")))
    assert answer["PackedPolicySize"] > 0
    kms = people.kms(credentials_of(answer))
    kms.list_keys()
    with refused("AccessDeniedException"):
        kms.create_key()
    with refused("ValidationError"):
        assume(issuer.token(), DurationSeconds=3601)


def test_tags_of_a_token(assume, people, issuer):
    actions = ["sts:AssumeRoleWithWebIdentity", "sts:TagSession"]
    condition = {"StringEquals": {"aws:PrincipalTag/team": "data"}}
    role = people.role(allow("kms:ListKeys", Condition=condition), trust=trust(issuer, actions))
    tags = {"principal_tags": {"team": ["data"]}, "transitive_tag_keys": ["team"]}
    people.kms(credentials_of(assume(issuer.token(**{"https://aws.amazon.com/tags": tags}), role))).list_keys()
    with refused("AccessDeniedException"):
        people.kms(credentials_of(assume(issuer.token(), role))).list_keys()
    untaggable = people.role(trust=trust(issuer))
    with refused("AccessDenied", NOT_TRUSTED, status=403):
        assume(issuer.token(**{"https://aws.amazon.com/tags": tags}), untaggable)


# Wrong tokens


def test_who_is_not_trusted_is_told_nothing_more(assume, people, issuer, other_issuer):
    missing = people.role(trust=trust(issuer))
    people.iam.delete_role(RoleName=missing.name)
    for token, role in (
        (issuer.token(sub="system:serviceaccount:pipeline:other"), None),
        (issuer.token(aud="other"), None),
        (issuer.token(), people.role(trust=trust(other_issuer))),
        (issuer.token(), people.role()),
        (issuer.token(), missing),
    ):
        with refused("AccessDenied", NOT_TRUSTED, status=403):
            assume(token, **({"role": role} if role else {}))


def test_an_audience_that_the_provider_is_not_for(assume, issuer):
    with refused("InvalidIdentityToken", "Incorrect token audience"):
        assume(issuer.token(aud="unknown"))


def test_a_token_that_is_over(assume, issuer):
    now = int(time.time())
    with refused("ExpiredTokenException") as caught:
        assume(issuer.token(iat=now - 7200, exp=now - 3600))
    assert f"must be before the expiration date/time {now - 3600}" in str(caught.value)


def test_a_token_of_the_future(assume, issuer):
    now = int(time.time())
    for claims in ({"iat": now + 3600, "exp": now + 7200}, {"nbf": now + 3600}):
        with refused("InvalidIdentityToken") as caught:
            assume(issuer.token(**claims))
        assert "Token not valid yet" in str(caught.value)
    # A clock may be a little ahead.
    assume(issuer.token(iat=now + 60))


@pytest.mark.parametrize("claim", ["iss", "sub", "aud", "exp", "iat"])
def test_a_token_that_lacks_a_claim(assume, issuer, claim):
    with refused("InvalidIdentityToken", f"Missing a required claim: {claim}"):
        assume(issuer.token(**{claim: None}))


def test_a_token_that_somebody_else_signed(assume, issuer, other_issuer):
    forged = (
        issuer.token(key=new_key("RS256")),
        issuer.token("ES256", key=new_key("ES256")),
        issuer.token(key=other_issuer.keys["RS256"]),
    )
    for token in forged:
        with refused("InvalidIdentityToken", "The signature of the ID Token is not valid."):
            assume(token)


def test_a_token_whose_claims_were_changed(assume, issuer):
    head, _, signature = issuer.token().split(".")
    claims = base64.urlsafe_b64encode(json.dumps(issuer.claims(sub="root")).encode()).rstrip(b"=").decode()
    with refused("InvalidIdentityToken", "The signature of the ID Token is not valid."):
        assume(f"{head}.{claims}.{signature}")


def test_a_key_that_the_issuer_has_not(assume, issuer):
    with refused("InvalidIdentityToken") as caught:
        assume(issuer.token(headers={"kid": "unknown"}))
    assert "Couldn't retrieve verification key from your identity provider" in str(caught.value)


def unsigned(issuer, algorithm, **changes):
    parts = ({"alg": algorithm, "typ": "JWT", "kid": "RS256"}, issuer.claims(**changes))
    return ".".join(base64.urlsafe_b64encode(json.dumps(part).encode()).rstrip(b"=").decode() for part in parts)


@pytest.mark.parametrize("algorithm", ["none", "None", "NONE", "nOnE"])
def test_a_token_without_a_signature(assume, issuer, algorithm):
    for signature in ("", "AAAA"):
        with refused("InvalidIdentityToken"):
            assume(f"{unsigned(issuer, algorithm)}.{signature}")


def test_a_public_key_is_no_shared_secret(assume, issuer):
    """The old trick: HMAC with the public key's text as its key."""
    head = unsigned(issuer, "HS256")
    mac = hmac.digest(issuer.key_set().encode(), head.encode(), hashlib.sha256)
    with refused("InvalidIdentityToken"):
        assume(f"{head}.{base64.urlsafe_b64encode(mac).rstrip(b'=').decode()}")


def test_a_key_is_for_its_algorithm_only(assume, issuer):
    with refused("InvalidIdentityToken"):
        assume(issuer.token("RS512", key=issuer.keys["RS256"], headers={"kid": "RS256"}))


def test_a_key_in_the_token_itself_counts_for_nothing(assume, issuer):
    stranger = Issuer(issuer.host)
    own = json.loads(stranger.key_set())["keys"][0]
    with refused("InvalidIdentityToken"):
        assume(stranger.token(headers={"jwk": own, "jku": "http://127.0.0.1:1/keys.json"}))


@pytest.mark.parametrize("token", ["nonsense", "a.b.c", "x" * 5000, "e30.e30.e30", "....", "eyJhbGciOiJSUzI1NiJ9.W10.AA"])
def test_what_is_no_token(assume, token):
    with refused("InvalidIdentityToken"):
        assume(token)


def test_an_issuer_that_the_account_does_not_know(assume, people, server):
    stranger = Issuer("oidc.example.com/id/stranger")
    message = f"No OpenIDConnect provider found in your account for {stranger.url}"
    with refused("InvalidIdentityToken", message):
        assume(stranger.token())


def test_an_issuer_whose_keys_the_server_does_not_have(assume, people):
    stranger = Issuer(f"oidc.example.com/id/{new_name('stranger')}")
    people.iam.create_open_id_connect_provider(Url=stranger.url, ClientIDList=[AUDIENCE])
    with refused("InvalidIdentityToken") as caught:
        assume(stranger.token())
    assert "Couldn't retrieve verification key from your identity provider" in str(caught.value)


def test_keys_in_the_clear_come_from_this_machine_only(tmp_path):
    setting = "https://oidc.example.com=http://oidc.example.com/keys.json"
    finished = trent("serve", "--data-dir", tmp_path / "data", "--web-identity-keys", setting)
    assert_refused(finished, "http", "loopback", "https")


# As in Kubernetes


def test_a_pod_uses_keys_with_nothing_but_its_token(server, role, issuer, tmp_path, monkeypatch):
    """boto3 finds role and token in the environment, as EKS sets it, gets credentials by itself, and renews them."""
    token = tmp_path / "token"
    token.write_text(issuer.token())
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN"):
        monkeypatch.delenv(name, raising=False)
    settings = environment(
        AWS_ROLE_ARN=role.arn, AWS_WEB_IDENTITY_TOKEN_FILE=str(token), AWS_ROLE_SESSION_NAME="pod-1",
        AWS_ENDPOINT_URL=server.url, AWS_REGION=REGION, AWS_DEFAULT_REGION=REGION, HOME=str(tmp_path),
        AWS_CONFIG_FILE="/nonexistent", AWS_SHARED_CREDENTIALS_FILE="/nonexistent",
    )  # fmt: skip
    for name, value in settings.items():
        monkeypatch.setenv(name, value)
    session = boto3.session.Session()
    kms = session.client("kms")
    key = kms.create_key()["KeyMetadata"]["KeyId"]
    made = kms.generate_data_key(KeyId=key, KeySpec="AES_256")
    assert kms.decrypt(CiphertextBlob=made["CiphertextBlob"])["Plaintext"] == made["Plaintext"]
    assert session.client("sts").get_caller_identity()["Arn"] == session_arn(role, "pod-1")
    assert session.get_credentials().method == "assume-role-with-web-identity"
