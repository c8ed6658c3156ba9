"""AWS JSON 1.1, byte by byte: requests no client library would send, and the form of every answer."""

import base64
import re
import time
import uuid

import pytest
from harness import ACCOUNT, assert_error, key_arn

JSON_1_1 = "application/x-amz-json-1.1"


# What is asked


@pytest.mark.parametrize("operation", ["NoSuchOperation", "listKeys", ""])
def test_an_unknown_operation_is_refused(server, operation):
    assert_error(server.call(operation, {}), "UnknownOperationException", "")


def test_a_request_without_a_target_is_refused(server):
    assert_error(server.call(None, {}), "UnknownOperationException", "")


def test_an_operation_not_yet_built_says_so(server):
    reply = server.call("CreateCustomKeyStore", {"CustomKeyStoreName": "mine"})
    assert_error(reply, "UnsupportedOperationException", "Trent does not implement custom key stores yet.")


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
    assert_error(server.call("Encrypt", body), "SerializationException", "")


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
    assert_error(reply, "ValidationException")
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
    assert_error(reply, "ValidationException")


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
    assert abs(made["CreationDate"] - time.time()) < 60
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
