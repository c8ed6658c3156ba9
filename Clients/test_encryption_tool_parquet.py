"""Parquet's modular encryption with pyarrow, whose KMS client is the guide's."""

import pytest
from encryption.tool import Tool, Uses, allowed, calls_of, refuses, told, variables
from harness import key_arn

pytestmark = pytest.mark.further_clients
COLUMNS = {"card": ["4111111111111111", "5500000000000004", "340000000000009"], "number": [1, 2, 3]}
# In the first page of the first column, behind the file's mark, a length and a nonce.
IN_THE_FIRST_PAGE = 4 + 4 + 12 + 2


@pytest.fixture(scope="module")
def parquet(server, people, tmp_path_factory):
    found = variables(server, allowed(people, "Parquet"))
    with Tool(tmp_path_factory.mktemp("parquet"), "with_parquet.py", found) as tool:
        yield tool


@pytest.fixture(autouse=True)
def named(parquet, record_property):
    told(record_property, "Parquet with pyarrow", "pyarrow")


@pytest.fixture
def alias(kms, key, alias_name):
    kms.create_alias(AliasName=alias_name, TargetKeyId=key)
    return alias_name


@pytest.fixture
def path(tmp_path):
    return str(tmp_path / "orders.parquet")


@pytest.fixture
def file(parquet, alias, other_key, path):
    """A file whose footer has `key`, by its alias, and whose column `card` has `other_key`."""
    parquet.call("write", path, COLUMNS, alias, {other_key: ["card"]})
    return path


def read_bytes(path):
    with open(path, "rb") as file:
        return file.read()


def test_a_file_comes_back_as_it_was(parquet, server, alias, key, other_key, path):
    uses = Uses(server, key_arn(key)), Uses(server, key_arn(other_key))
    parquet.call("write", path, COLUMNS, alias, {other_key: ["card"]})
    content = read_bytes(path)
    assert content.startswith(b"PARE") and not any(card.encode() in content for card in COLUMNS["card"])
    assert parquet.call("read", path) == COLUMNS
    for of_key in uses:
        assert set(of_key.counts()) == calls_of("Parquet")
        assert {tuple(context.items()) for context in of_key.contexts()} == {(("format", "parquet"),)}


def test_without_the_key_of_a_column_the_others_can_be_read(parquet, kms, other_key, file):
    kms.disable_key(KeyId=other_key)
    assert parquet.call("read", file, columns=["number"]) == {"number": COLUMNS["number"]}
    with refuses("DisabledException"):
        parquet.call("read", file)
    kms.enable_key(KeyId=other_key)
    assert parquet.call("read", file) == COLUMNS


def test_without_the_key_of_the_footer_nothing_can_be_read(parquet, kms, key, file):
    kms.disable_key(KeyId=key)
    with refuses("DisabledException"):
        parquet.call("read", file, columns=["number"])


def test_an_alias_that_was_moved_to_another_key_does_not_open_old_files(parquet, kms, alias, other_key, file):
    kms.update_alias(AliasName=alias, TargetKeyId=other_key)
    with refuses("IncorrectKeyException"):
        parquet.call("read", file)


def test_a_footer_takes_an_arn_and_a_column_does_not(parquet, key, other_key, path):
    parquet.call("write", path, COLUMNS, key_arn(key), {other_key: ["card"]})
    assert parquet.call("read", path) == COLUMNS
    with refuses("OSError", "Incorrect key to columns mapping"):
        parquet.call("write", path, COLUMNS, key_arn(key), {key_arn(other_key): ["card"]})


def test_a_changed_file_is_refused(parquet, file):
    content = bytearray(read_bytes(file))
    content[IN_THE_FIRST_PAGE] ^= 1
    with open(file, "wb") as out:
        out.write(content)
    assert parquet.call("read", file, columns=["number"]) == {"number": COLUMNS["number"]}
    with refuses("OSError", "Failed decryption finalization"):
        parquet.call("read", file)
