"""The AWS Encryption SDK's command line."""

import json
import random

import pytest
from encryption.tool import Shell, Uses, allowed, calls_of, told
from harness import ACCOUNT, alias_arn, key_arn

pytestmark = pytest.mark.further_clients
FILE_BYTES = 1024 * 1024
POLICY = "--commitment-policy require-encrypt-require-decrypt --suppress-metadata"
INPUT, OUTPUT = "--input orders.csv.encrypted", "--output again"
DECRYPT = f'aws-encryption-cli --decrypt {INPUT} {OUTPUT} {POLICY} --wrapping-keys key="$KEY_ARN"'


@pytest.fixture(autouse=True)
def named(record_property):
    told(record_property, "AWS Encryption SDK command line", "aws-encryption-sdk-cli", "commands")


@pytest.fixture(scope="module")
def caller(people):
    return allowed(people, "AWS Encryption SDK command line")


@pytest.fixture
def shell(server, caller, key, tmp_path):
    (tmp_path / "orders.csv").write_bytes(random.Random(1).randbytes(FILE_BYTES))
    return Shell(tmp_path, server, "commands", caller, KEY_ARN=key_arn(key))


@pytest.fixture
def encrypted(shell, tmp_path):
    shell.follow("with-command-line.sh")
    return tmp_path / "orders.csv.encrypted"


def test_a_file_comes_back_as_it_was(shell, server, caller, key, tmp_path):
    uses = Uses(server, key_arn(key))
    shell.follow("with-command-line.sh")
    assert (tmp_path / "orders.csv.encrypted").stat().st_size > FILE_BYTES
    assert (tmp_path / "orders.csv.decrypted").read_bytes() == (tmp_path / "orders.csv").read_bytes()
    modes = [json.loads(line)["mode"] for line in (tmp_path / "metadata.json").read_text().splitlines()]
    assert modes == ["encrypt", "decrypt"]
    assert uses.counts() == {"GenerateDataKey": 1, "Decrypt": 1}
    assert set(uses.counts()) == calls_of("AWS Encryption SDK command line")
    assert uses.access_keys() == {caller.access_key_id}
    assert len(uses.contexts()) == 2 and all(context["dataset"] == "orders" for context in uses.contexts())


def test_a_reader_who_expects_another_context_gets_nothing(shell, encrypted, tmp_path):
    said = shell.run(f"{DECRYPT} --encryption-context dataset=customers 2>&1")
    assert "Skipping decrypt because discovered encryption context did not match" in said
    assert not (tmp_path / "again").exists()


@pytest.mark.parametrize(
    ("at", "error"), [(-1, "InvalidSignature"), (FILE_BYTES // 2, "InvalidTag")], ids=["signature", "data"]
)
def test_a_changed_message_is_refused(shell, encrypted, tmp_path, at, error):
    content = bytearray(encrypted.read_bytes())
    content[at] ^= 1
    encrypted.write_bytes(content)
    assert error in shell.fails(DECRYPT)
    assert not (tmp_path / "again").exists()


def test_a_message_whose_context_was_changed_is_refused_by_the_server(shell, encrypted, server, key):
    encrypted.write_bytes(encrypted.read_bytes().replace(b"orders", b"orderz", 1))
    uses = Uses(server, key_arn(key))
    assert "Unable to decrypt" in shell.fails(DECRYPT)
    assert uses.refusals() == [("Decrypt", "InvalidCiphertextException")]


def test_another_key_is_refused(shell, encrypted, other_key):
    assert "Unable to decrypt" in shell.fails(DECRYPT.replace("$KEY_ARN", key_arn(other_key)))


def test_a_disabled_key_decrypts_nothing_until_it_is_enabled(shell, encrypted, server, kms, key, tmp_path):
    uses = Uses(server, key_arn(key))
    kms.disable_key(KeyId=key)
    assert "Unable to decrypt" in shell.fails(DECRYPT)
    assert uses.refusals() == [("Decrypt", "DisabledException")]
    kms.enable_key(KeyId=key)
    shell.run(DECRYPT)
    assert (tmp_path / "again").read_bytes() == (tmp_path / "orders.csv").read_bytes()


def test_a_directory_with_one_data_key(shell, server, kms, key, alias_name, tmp_path):
    kms.create_alias(AliasName=alias_name, TargetKeyId=key)
    names = ["a/1.csv", "a/2.csv", "b/3.csv"]
    for name in names:
        (tmp_path / "plain" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "plain" / name).write_text(name)
    uses = Uses(server, key_arn(key))
    by_alias = f"key={alias_arn(alias_name)} --caching capacity=10 max_age=60.0"
    by_discovery = f"discovery=true discovery-account={ACCOUNT} discovery-partition=aws"
    shell.run(f"""mkdir sealed opened
aws-encryption-cli --encrypt --recursive --input plain --output sealed {POLICY} --wrapping-keys {by_alias}
aws-encryption-cli --decrypt --recursive --input sealed --output opened {POLICY} --wrapping-keys {by_discovery}""")
    opened = {path.read_text() for path in (tmp_path / "opened").rglob("*.decrypted")}
    assert opened == set(names)
    assert uses.counts() == {"GenerateDataKey": 1, "Decrypt": 3}
