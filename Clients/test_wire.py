"""The wire, byte by byte: requests no client library would send, and the form of every answer."""

import base64
import contextlib
import datetime
import http.client
import json
import re
import select
import socket
import uuid

import pytest
from harness import ACCOUNT, SECONDS_MAX, Credentials, Reply, key_arn

MINUTE = datetime.timedelta(minutes=1)
JSON_1_1 = "application/x-amz-json-1.1"
SIGNATURE_DIFFERS = (
    "The request signature we calculated does not match the signature you provided. "
    "Check your AWS Secret Access Key and signing method. Consult the service documentation for details."
)
MIB = 1024 * 1024


def now():
    return datetime.datetime.now(datetime.timezone.utc)


def assert_refused(reply, code, message=None, status=400):
    """An empty `message` says that the body has none."""
    assert reply.status == status, reply.body
    assert reply.error == code, reply.body
    if message is not None:
        assert (reply.message or "") == message
        assert message or reply.json == {"__type": code}


# Who calls


def test_a_request_without_authorization_is_refused(server):
    headers = {"Content-Type": JSON_1_1, "X-Amz-Target": "TrentService.ListKeys"}
    reply = server.send("POST", "/", b"{}", headers)
    assert_refused(reply, "MissingAuthenticationTokenException", "Missing Authentication Token")


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
    assert_refused(reply, "IncompleteSignatureException")
    assert reply.message.startswith(message)


def test_an_unknown_access_key_is_refused(server):
    reply = server.call("ListKeys", {}, credentials=Credentials("AKIAIOSFODNN7EXAMPLE", "x" * 40))
    assert_refused(reply, "UnrecognizedClientException", "The security token included in the request is invalid.")


def test_a_wrong_secret_is_refused(server):
    forged = Credentials(server.credentials.access_key_id, "x" * 40)
    assert_refused(server.call("ListKeys", {}, credentials=forged), "InvalidSignatureException", SIGNATURE_DIFFERS)


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
    assert_refused(reply, "InvalidSignatureException", SIGNATURE_DIFFERS)


def test_the_time_of_a_signature_can_not_be_altered(server):
    signed = server.sign("GenerateRandom", BODY)
    moved = {"X-Amz-Date": (now() - MINUTE).strftime("%Y%m%dT%H%M%SZ")}
    assert_refused(server.send("POST", "/", BODY, signed | moved), "InvalidSignatureException")


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
    assert_refused(reply, "InvalidSignatureException")
    assert re.fullmatch(message, reply.message), reply.message


def test_a_signature_for_another_service_is_refused(server):
    reply = server.call("ListKeys", {}, service="s3")
    assert_refused(reply, "InvalidSignatureException", "Credential should be scoped to correct service: 'kms'.")


@pytest.mark.parametrize("host", ["kms.us-east-1.amazonaws.com", "127.0.0.1", "trent.example:8443"])
def test_the_host_is_verified_as_it_was_received(server, host):
    assert server.call("ListKeys", {}, host=host).status == 200


# What is asked


@pytest.mark.parametrize("operation", ["NoSuchOperation", "listKeys", ""])
def test_an_unknown_operation_is_refused(server, operation):
    assert_refused(server.call(operation, {}), "UnknownOperationException", "")


def test_a_request_without_a_target_is_refused(server):
    assert_refused(server.call(None, {}), "UnknownOperationException", "")


def test_an_operation_not_yet_built_says_so(server):
    body = {"KeyId": str(uuid.uuid4()), "Message": "eA==", "SigningAlgorithm": "ECDSA_SHA_256"}
    reply = server.call("Sign", body)
    assert_refused(reply, reply.error)
    assert reply.error in ("UnsupportedOperationException", "UnknownOperationException")
    assert "Sign" in reply.message


@pytest.mark.parametrize(
    "body",
    [
        b"{",
        b"nonsense",
        b"[]",
        b'"text"',
        b"null and void",
        b'{"KeyId": "x"} more',
        b'{"KeyId": "\xff"}',
        b'{"KeyId": 1}',
        b'{"KeyId": ["x"]}',
        b'{"KeyId": {"x": "y"}}',
        b'{"KeyId": "x", "Plaintext": "not base64!"}',
        b'{"KeyId": "x", "Plaintext": 1}',
        b'{"KeyId": "x", "EncryptionContext": ["a"]}',
        b'{"KeyId": "x", "EncryptionContext": {"a": 1}}',
        b'{"KeyId": "x", "GrantTokens": "text"}',
        b'{"KeyId": "x", "DryRun": "true"}',
        100_000 * b"[",
    ],
    ids=lambda body: body[:40].decode(errors="replace"),
)
def test_what_is_no_json_of_the_right_types_is_refused(server, body):
    assert_refused(server.call("Encrypt", body), "SerializationException", "")


def test_members_that_the_operation_does_not_know_are_ignored(server):
    reply = server.call("GenerateRandom", {"NumberOfBytes": 8, "Unknown": {"deep": [1, None]}, "KeyId": 7})
    assert reply.status == 200
    assert len(base64.b64decode(reply.json["Plaintext"])) == 8


def test_a_null_member_counts_as_absent(server):
    reply = server.call("GenerateRandom", {"NumberOfBytes": 8, "CustomKeyStoreId": None})
    assert reply.status == 200


def test_an_empty_body_counts_as_an_empty_object(server):
    assert server.call("ListKeys", b"").status == 200


def violations(reply):
    """The parts of a counting ValidationException, in any order."""
    assert_refused(reply, "ValidationException")
    count, noun, text = re.fullmatch(r"(\d+) validation (errors?) detected: (.*)", reply.message).groups()
    parts = text.split("; ")
    assert (int(count), noun) == (len(parts), "error" if len(parts) == 1 else "errors")
    return sorted(parts)


def violation(member, constraint, value=""):
    return f"Value {value}{' ' if value else ''}at '{member}' failed to satisfy constraint: Member must {constraint}"


@pytest.mark.parametrize(
    ("operation", "body", "expected"),
    [
        ("DescribeKey", {}, [violation("keyId", "not be null", "null")]),
        (
            "Encrypt", {},
            [violation("keyId", "not be null", "null"), violation("plaintext", "not be null", "null")],
        ),
        (
            "DescribeKey", {"KeyId": ""},
            [violation("keyId", "have length greater than or equal to 1", "''")],
        ),
        (
            "GenerateRandom", {"NumberOfBytes": 1025},
            [violation("numberOfBytes", "have value less than or equal to 1024", "'1025'")],
        ),
        (
            "GenerateRandom", {"NumberOfBytes": 0},
            [violation("numberOfBytes", "have value greater than or equal to 1", "'0'")],
        ),
        (
            "Encrypt", {"KeyId": "x", "Plaintext": base64.b64encode(bytes(4097)).decode()},
            [violation("plaintext", "have length less than or equal to 4096")],
        ),
        (
            "Encrypt", {"KeyId": "x", "Plaintext": ""},
            [violation("plaintext", "have length greater than or equal to 1")],
        ),
        (
            "Decrypt", {"CiphertextBlob": base64.b64encode(bytes(6145)).decode()},
            [violation("ciphertextBlob", "have length less than or equal to 6144")],
        ),
        (
            "GetKeyPolicy", {"KeyId": "x" * 2049, "PolicyName": "a-b"},
            [
                violation("keyId", "have length less than or equal to 2048", f"'{'x' * 2049}'"),
                violation("policyName", r"satisfy regular expression pattern: [\w]+", "'a-b'"),
            ],
        ),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_all_violations_of_the_model_are_counted_and_named(server, operation, body, expected):
    assert violations(server.call(operation, body)) == sorted(expected)


def test_a_value_outside_its_set_is_told_the_set(server):
    reply = server.call("Encrypt", {"KeyId": "x", "Plaintext": "eA==", "EncryptionAlgorithm": "FOO"})
    (text,) = violations(reply)
    found = re.fullmatch(
        "Value 'FOO' at 'encryptionAlgorithm' failed to satisfy constraint: "
        r"Member must satisfy enum value set: \[(.*)\]", text)
    assert set(found[1].split(", ")) == {"SYMMETRIC_DEFAULT", "RSAES_OAEP_SHA_1", "RSAES_OAEP_SHA_256", "SM2PKE"}


def test_the_model_is_checked_before_the_key_is_looked_up(server):
    reply = server.call("Encrypt", {"KeyId": "no-such-key", "Plaintext": ""})
    assert_refused(reply, "ValidationException")


# What is answered


def test_every_answer_has_an_id_of_its_own_and_says_its_type(server):
    replies = [server.call("ListKeys", {}), server.call("DescribeKey", {}), server.call("Nonsense", {})]
    assert [reply.status for reply in replies] == [200, 400, 400]
    ids = {str(uuid.UUID(reply.headers["x-amzn-RequestId"])) for reply in replies}
    assert len(ids) == 3
    assert {reply.headers["Content-Type"] for reply in replies} == {JSON_1_1}


def test_blobs_are_base64_and_timestamps_are_seconds_since_1970(server):
    made = server.call("CreateKey", {}).json["KeyMetadata"]
    assert isinstance(made["CreationDate"], (int, float))
    assert abs(made["CreationDate"] - now().timestamp()) < 60
    reply = server.call("Encrypt", {"KeyId": made["KeyId"], "Plaintext": base64.b64encode(b"x").decode()})
    assert len(base64.b64decode(reply.json["CiphertextBlob"], validate=True)) > 1


def test_an_operation_without_output_answers_with_an_empty_body(server):
    key = server.call("CreateKey", {}).json["KeyMetadata"]["KeyId"]
    reply = server.call("DisableKey", {"KeyId": key})
    assert (reply.status, reply.body) == (200, b"")


def test_an_access_denied_writes_its_message_with_a_capital(server):
    foreign = key_arn(str(uuid.uuid4()), account="111122223333")
    reply = server.call("DescribeKey", {"KeyId": foreign})
    assert reply.error == "AccessDeniedException"
    assert set(reply.json) == {"__type", "Message"}


def test_sts_answers_in_xml(server):
    body = b"Action=GetCallerIdentity&Version=2011-06-15"
    headers = {"Content-Type": "application/x-www-form-urlencoded; charset=utf-8"}
    reply = server.send("POST", "/", body, server.sign(None, body, service="sts", headers=headers))
    assert reply.status == 200
    assert reply.headers["Content-Type"].startswith("text/xml")
    text = reply.body.decode()
    assert '<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/">' in text
    assert f"<Account>{ACCOUNT}</Account>" in text


def test_an_unknown_action_of_sts_is_refused_in_xml(server):
    body = b"Action=NoSuchAction&Version=2011-06-15"
    headers = {"Content-Type": "application/x-www-form-urlencoded; charset=utf-8"}
    reply = server.send("POST", "/", body, server.sign(None, body, service="sts", headers=headers))
    assert reply.status == 400
    assert b"<Code>InvalidAction</Code>" in reply.body


# HTTP


def test_health_and_readiness_need_no_credentials(server):
    for path in ("/-/health", "/-/ready"):
        assert server.get(path).status == 200


def samples(server):
    reply = server.get("/-/metrics")
    assert reply.status == 200
    assert reply.headers["Content-Type"].startswith("text/plain")
    lines = [line for line in reply.body.decode().splitlines() if line and not line.startswith("#")]
    return {name: float(value) for name, value in (line.rsplit(" ", 1) for line in lines)}


def test_metrics_are_in_the_form_of_prometheus_and_count_calls(server):
    def calls():
        named = [(name, value) for name, value in samples(server).items() if "GenerateRandom" in name]
        return sum(value for name, value in named if "bucket" not in name)

    before = calls()
    for _ in range(3):
        server.call("GenerateRandom", {"NumberOfBytes": 1})
    assert calls() >= before + 3
    pattern = r"[a-zA-Z_:][a-zA-Z0-9_:]*(\{[a-zA-Z_][a-zA-Z0-9_]*=\"[^\"]*\"(,[a-zA-Z_][a-zA-Z0-9_]*=\"[^\"]*\")*\})?"
    assert [name for name in samples(server) if not re.fullmatch(pattern, name)] == []


def test_an_unknown_path_of_the_operators_is_not_found(server):
    assert server.get("/-/nothing").status == 404


def exchange(server, head, chunk=b"", count=0):
    """Sends bytes until they are answered, and returns the answer."""
    with socket.create_connection(("127.0.0.1", server.port), timeout=SECONDS_MAX) as connection:
        connection.sendall(head)
        for _ in range(count):
            if select.select([connection], [], [], 0)[0]:
                break
            try:
                connection.sendall(chunk)
            except (BrokenPipeError, ConnectionResetError):
                break
        response = http.client.HTTPResponse(connection, method="POST")
        response.begin()
        return Reply(response)


def test_a_body_that_is_too_large_is_refused_before_it_is_read(server):
    head = (
        f"POST / HTTP/1.1\r\nHost: {server.address}\r\nContent-Type: {JSON_1_1}\r\n"
        f"X-Amz-Target: TrentService.Encrypt\r\nContent-Length: {1024 * MIB}\r\n\r\n"
    )
    reply = exchange(server, head.encode(), chunk=bytes(64 * 1024), count=1024)
    assert reply.status == 413
    assert server.get("/-/health").status == 200


@pytest.mark.parametrize(
    "head", [b"\0\0\0\0\r\n\r\n", b"GET\r\n\r\n", b"POST / HTTP/1.1\r\nContent-Length: -1\r\n\r\n"]
)
def test_what_is_no_http_ends_the_connection_and_nothing_else(server, head):
    with socket.create_connection(("127.0.0.1", server.port), timeout=SECONDS_MAX) as connection:
        connection.sendall(head)
        answer = connection.recv(1024)
        assert answer == b"" or answer.startswith(b"HTTP/1.1 4")
    assert server.get("/-/health").status == 200


def test_many_requests_go_over_one_connection(server):
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=SECONDS_MAX)
    with contextlib.closing(connection):
        connection.connect()
        opened = connection.sock
        for number in range(50):
            operation, status = ("GenerateRandom", 200) if number % 2 else ("Nonsense", 400)
            body = json.dumps({"NumberOfBytes": 4}).encode()
            connection.request("POST", "/", body=body, headers=server.sign(operation, body))
            assert Reply(connection.getresponse()).status == status
        assert connection.sock is opened


def test_idle_connections_keep_nobody_out(server):
    with contextlib.ExitStack() as stack:
        for _ in range(200):
            stack.enter_context(socket.create_connection(("127.0.0.1", server.port), timeout=SECONDS_MAX))
        assert server.call("ListKeys", {}).status == 200
