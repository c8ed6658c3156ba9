"""Tink's AWS KMS integration: envelopes with a data key for each message, and keysets that KMS protects."""

import json

import pytest
from encryption.tool import Tool, Uses, allowed, calls_of, refuses, told, variables
from harness import alias_arn, key_arn

pytestmark = pytest.mark.further_clients
NAME = b"orders"


@pytest.fixture(scope="module")
def tink(server, people, tmp_path_factory):
    found = variables(server, allowed(people, "Tink"))
    with Tool(tmp_path_factory.mktemp("tink"), "with_tink.py", found) as tool:
        yield tool


@pytest.fixture(autouse=True)
def named(tink, record_property):
    told(record_property, "Tink", "tink")


@pytest.fixture
def arn(key):
    return key_arn(key)


@pytest.fixture
def message(tink, arn):
    return tink.call("encrypt", arn, b"the data", NAME)


def changed(data, at):
    return data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :]


def test_an_envelope_comes_back_as_it_was(tink, server, arn):
    uses = Uses(server, arn)
    message = tink.call("encrypt", arn, b"the data", NAME)
    assert b"the data" not in message
    assert tink.call("decrypt", arn, message, NAME) == b"the data"
    assert uses.counts() == {"Encrypt": 1, "Decrypt": 1}
    assert set(uses.counts()) == calls_of("Tink")
    assert uses.contexts() == []


def test_an_envelope_with_other_associated_data_is_refused(tink, arn, message):
    with refuses("TinkError"):
        tink.call("decrypt", arn, message, b"customers")


# Four bytes of length, the data key's ciphertext, the message.
@pytest.mark.parametrize("at", [60, -1], ids=["data key", "message"])
def test_a_changed_envelope_is_refused(tink, arn, message, at):
    position = at % len(message)
    with refuses("TinkError", "InvalidCiphertextException" if at > 0 else ""):
        tink.call("decrypt", arn, changed(message, position), NAME)


def test_an_envelope_of_another_key_is_refused(tink, other_key, message):
    with refuses("TinkError", "IncorrectKeyException"):
        tink.call("decrypt", key_arn(other_key), message, NAME)


def test_a_disabled_key_decrypts_nothing_until_it_is_enabled(tink, kms, key, arn, message):
    kms.disable_key(KeyId=key)
    with refuses("TinkError", "DisabledException"):
        tink.call("decrypt", arn, message, NAME)
    with refuses("TinkError", "DisabledException"):
        tink.call("encrypt", arn, b"the data", NAME)
    kms.enable_key(KeyId=key)
    assert tink.call("decrypt", arn, message, NAME) == b"the data"


def test_a_keyset_is_bound_to_its_name(tink, server, arn):
    uses = Uses(server, arn)
    keyset = tink.call("new_keyset", arn, NAME)
    assert "encryptedKeyset" in json.loads(keyset)
    sealed = tink.call("encrypt_with_keyset", arn, NAME, keyset, b"the data")
    assert tink.call("decrypt_with_keyset", arn, NAME, keyset, sealed) == b"the data"
    with refuses("TinkError", "InvalidCiphertextException"):
        tink.call("decrypt_with_keyset", arn, b"customers", keyset, sealed)
    right, wrong = {"associatedData": NAME.hex()}, {"associatedData": b"customers".hex()}
    *before, last = uses.contexts()
    assert last == wrong and before and all(context == right for context in before)
    assert uses.refusals() == [("Decrypt", "InvalidCiphertextException")]


def test_a_key_by_its_alias(tink, kms, key, alias_name):
    kms.create_alias(AliasName=alias_name, TargetKeyId=key)
    message = tink.call("encrypt", alias_arn(alias_name), b"the data", NAME)
    assert tink.call("decrypt", alias_arn(alias_name), message, NAME) == b"the data"
