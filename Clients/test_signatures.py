"""Who calls: requests whose signature is missing, wrong, or of another time, place or body."""

import datetime
import re

import pytest
from harness import Credentials, assert_error

MINUTE = datetime.timedelta(minutes=1)
SIGNATURE_DIFFERS = (
    "The request signature we calculated does not match the signature you provided. "
    "Check your AWS Secret Access Key and signing method. Consult the service documentation for details."
)


def now():
    return datetime.datetime.now(datetime.timezone.utc)


def test_a_request_without_authorization_is_refused(server):
    headers = {"Content-Type": "application/x-amz-json-1.1", "X-Amz-Target": "TrentService.ListKeys"}
    reply = server.send("POST", "/", b"{}", headers)
    assert_error(reply, "MissingAuthenticationTokenException", "Missing Authentication Token")


@pytest.mark.parametrize(
    ("part", "message"),
    [
        ("Credential", "Authorization header requires 'Credential' parameter. "),
        ("SignedHeaders", "Authorization header requires 'SignedHeaders' parameter. "),
        ("Signature", "Authorization header requires 'Signature' parameter. "),
    ],
)
def test_an_authorization_that_lacks_a_part_is_refused_and_told_which(server, part, message):
    headers = server.sign("ListKeys", b"{}")
    headers["Authorization"] = re.sub(rf"{part}=[^,]+(, )?", "", headers["Authorization"]).rstrip(", ")
    reply = server.send("POST", "/", b"{}", headers)
    assert_error(reply, "IncompleteSignatureException")
    assert reply.message.startswith(message)


def test_an_unknown_access_key_is_refused(server):
    reply = server.call("ListKeys", {}, credentials=Credentials("AKIAIOSFODNN7EXAMPLE", "x" * 40))
    assert_error(reply, "UnrecognizedClientException", "The security token included in the request is invalid.")


def test_a_wrong_secret_is_refused(server):
    forged = Credentials(server.credentials.access_key_id, "x" * 40)
    assert_error(server.call("ListKeys", {}, credentials=forged), "InvalidSignatureException", SIGNATURE_DIFFERS)


BODY = b'{"NumberOfBytes": 16}'


@pytest.mark.parametrize(
    ("method", "path", "body", "headers"),
    [
        ("POST", "/", BODY.replace(b"16", b"32"), {}),
        ("POST", "/", BODY + b" ", {}),
        ("POST", "/?a=b", BODY, {}),
        ("POST", "/", BODY, {"Host": "kms.us-east-1.amazonaws.com"}),
        ("POST", "/", BODY, {"X-Amz-Target": "TrentService.ListKeys"}),
        ("POST", "/", BODY, {"Content-Type": "application/json"}),
    ],
    ids=["body", "length", "query", "host", "target", "content type"],
)
def test_what_was_signed_can_not_be_altered(server, method, path, body, headers):
    signed = server.sign("GenerateRandom", BODY)
    assert server.send("POST", "/", BODY, signed).status == 200
    reply = server.send(method, path, body, signed | headers)
    assert_error(reply, "InvalidSignatureException", SIGNATURE_DIFFERS)


def test_the_time_of_a_signature_can_not_be_altered(server):
    signed = server.sign("GenerateRandom", BODY)
    moved = {"X-Amz-Date": (now() - MINUTE).strftime("%Y%m%dT%H%M%SZ")}
    assert_error(server.send("POST", "/", BODY, signed | moved), "InvalidSignatureException")


@pytest.mark.parametrize(("method", "path"), [("PUT", "/"), ("GET", "/"), ("POST", "/elsewhere")])
def test_only_a_post_of_the_root_is_a_call(server, method, path):
    reply = server.send(method, path, BODY, server.sign("GenerateRandom", BODY))
    assert 400 <= reply.status < 500
    assert b"Plaintext" not in reply.body


@pytest.mark.parametrize("minutes", [-4, 4])
def test_a_clock_may_be_a_little_wrong(server, minutes):
    assert server.call("ListKeys", {}, at=now() + minutes * MINUTE).status == 200


@pytest.mark.parametrize(
    ("minutes", "message"),
    [
        (-6, r"Signature expired: \d{8}T\d{6}Z is now earlier than \d{8}T\d{6}Z \(\d{8}T\d{6}Z - 5 min\.\)"),
        (6, r"Signature not yet current: \d{8}T\d{6}Z is still later than \d{8}T\d{6}Z \(\d{8}T\d{6}Z \+ 5 min\.\)"),
    ],
)
def test_a_clock_may_not_be_more_than_five_minutes_wrong(server, minutes, message):
    reply = server.call("ListKeys", {}, at=now() + minutes * MINUTE)
    assert_error(reply, "InvalidSignatureException")
    assert re.fullmatch(message, reply.message), reply.message


def test_a_signature_for_another_service_is_refused(server):
    reply = server.call("ListKeys", {}, service="s3")
    assert_error(reply, "InvalidSignatureException", "Credential should be scoped to correct service: 'kms'.")


@pytest.mark.parametrize("host", ["kms.us-east-1.amazonaws.com", "127.0.0.1", "trent.example:8443"])
def test_the_host_is_verified_as_it_was_received(server, host):
    assert server.call("ListKeys", {}, host=host).status == 200
