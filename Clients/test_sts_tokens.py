"""Session tokens: what is none of ours, what is another's, and what is over."""

import base64
import datetime
import pathlib
import subprocess

import pytest
from harness import Credentials, environment, refused
from iam import EXPIRED_TOKEN, INVALID_TOKEN, People, allow, credentials_of

SOURCE = pathlib.Path(__file__).parent / "clock" / "ahead.c"


@pytest.fixture
def session(people):
    """Credentials of a session that may do everything."""
    return people.assume(people.role(allow("*")))


def unknown(people, credentials):
    with refused("UnrecognizedClientException", INVALID_TOKEN):
        people.kms(credentials).list_keys()
    for service, call in (("iam", "list_users"), ("sts", "get_caller_identity")):
        with refused("InvalidClientTokenId", INVALID_TOKEN, status=403):
            getattr(people.client(service, credentials), call)()


def with_token(credentials, token):
    return Credentials(credentials.access_key_id, credentials.secret_access_key, token)


def test_a_token_that_is_none(people, session):
    for token in ("x", "nonsense" * 20, base64.b64encode(bytes(200)).decode()):
        unknown(people, with_token(session, token))


def test_a_token_of_which_a_character_was_changed(people, session):
    token = session.session_token
    for place in (0, 4, len(token) // 2, len(token) - 3):
        other = "A" if token[place] != "A" else "B"
        unknown(people, with_token(session, token[:place] + other + token[place + 1 :]))
    unknown(people, with_token(session, token[:-8]))


def test_a_token_without_its_access_key(people, session):
    """The token of one session does not go with the access key of another, nor with a user's."""
    other = people.assume(people.role(allow("*")))
    unknown(people, with_token(session, other.session_token))
    unknown(people, with_token(people.user(allow("*")).credentials, session.session_token))


def test_an_access_key_without_its_token(people, session):
    unknown(people, with_token(session, None))


def test_the_secret_of_another_session(people, session):
    other = people.assume(people.role(allow("*")))
    forged = Credentials(session.access_key_id, other.secret_access_key, session.session_token)
    with refused("InvalidSignatureException"):
        people.kms(forged).list_keys()
    with refused("SignatureDoesNotMatch", status=403):
        people.client("iam", forged).list_users()


def test_a_token_of_another_server(people, serve):
    strange = People(serve())
    unknown(people, strange.assume(strange.role(allow("*"))))


def test_a_token_survives_a_restart(serve):
    server = serve()
    people = People(server)
    session = people.assume(people.role(allow("kms:*")))
    credentials = credentials_of(people.sts.get_session_token())
    server.restart()
    for known in (session, credentials):
        server.client(credentials=known).list_keys()


@pytest.fixture(scope="module")
def later(tmp_path_factory):
    """`later(seconds)`: the environment of a server whose clock is that much ahead."""
    library = tmp_path_factory.mktemp("clock") / "ahead.so"
    flags = ["-std=c11", "-Wall", "-Wextra", "-Werror", "-O1", "-shared", "-fPIC"]
    subprocess.run(["gcc", *flags, "-o", library, SOURCE], check=True)
    return lambda seconds: environment(LD_PRELOAD=str(library), CLOCK_AHEAD_SECONDS=str(seconds))


def in_future(server, seconds, credentials, service="kms"):
    """The answer to a call that is signed at the server's time."""
    at = datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(seconds=seconds)
    if service == "kms":
        return server.call("ListKeys", {}, credentials=credentials, at=at)
    form = b"Action=GetCallerIdentity&Version=2011-06-15"
    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    signed = server.sign(None, form, credentials=credentials, service=service, at=at, headers=headers)
    return server.send("POST", "/", form, signed)


def test_a_token_ends_at_its_time(serve, later, tmp_path):
    server = serve(tmp_path / "data")
    people = People(server)
    role = people.role(allow("kms:*"))
    short, long = people.assume(role, DurationSeconds=900), people.assume(role)
    server.stop()
    server = serve(tmp_path / "data", env=later(890))
    assert in_future(server, 890, short).status == 200
    server.stop()
    server = serve(tmp_path / "data", env=later(1000))
    refusal = in_future(server, 1000, short)
    assert (refusal.status, refusal.error, refusal.message) == (400, "ExpiredTokenException", EXPIRED_TOKEN)
    assert in_future(server, 1000, long).status == 200
    refusal = in_future(server, 1000, short, "sts")
    assert refusal.status == 403
    assert b"<Code>ExpiredToken</Code>" in refusal.body and EXPIRED_TOKEN.encode() in refusal.body
