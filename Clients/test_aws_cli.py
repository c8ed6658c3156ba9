"""The AWS CLI and curl, wired as `trent env` says: what a user types."""

import base64
import json
import shutil
import subprocess
import sys

import pytest
from harness import ACCOUNT, REGION, environment, key_arn, trent

AWS = [sys.executable, "-m", "awscli"]
SECONDS_MAX = 60


@pytest.fixture(scope="module")
def variables(server):
    """The environment of a shell that has taken in what `trent env` prints."""
    lines = trent("env", "--data-dir", server.data_dir, "--listen", server.address, "--region", REGION)
    assert lines.returncode == 0, lines.stderr
    script = f"{lines.stdout}\nexec env -0"
    clean = {name: value for name, value in environment(HOME="/nonexistent").items()}
    shown = subprocess.run(["sh", "-c", script], env=clean, capture_output=True, text=True, check=True).stdout
    return dict(entry.split("=", 1) for entry in shown.split("\0") if entry)


@pytest.fixture
def aws(variables, tmp_path):
    def run(*arguments, fails=False):
        command = [*AWS, *map(str, arguments)]
        done = subprocess.run(
            command, env=variables, cwd=tmp_path, capture_output=True, text=True, timeout=SECONDS_MAX
        )
        assert (done.returncode != 0) == fails, done.stdout + done.stderr
        return done.stderr if fails else done.stdout.strip()

    return run


def test_env_prints_four_export_lines(server, variables):
    lines = trent("env", "--data-dir", server.data_dir, "--listen", server.address).stdout.splitlines()
    assert len(lines) == 4
    assert all(line.startswith("export ") for line in lines)
    assert variables["AWS_ENDPOINT_URL"] == server.url
    assert server.credentials.secret_access_key not in "".join(lines)
    # The AWS CLI and boto3 read one of these, the other SDKs the other.
    assert variables["AWS_REGION"] == variables["AWS_DEFAULT_REGION"] == REGION


def test_the_whole_life_of_a_key(aws, alias_name):
    key = aws("kms", "create-key", "--description", "for the pipeline", "--tags", "TagKey=team,TagValue=data",
              "--query", "KeyMetadata.KeyId", "--output", "text")
    aws("kms", "create-alias", "--alias-name", alias_name, "--target-key-id", key)
    shown = json.loads(aws("kms", "describe-key", "--key-id", alias_name, "--output", "json"))["KeyMetadata"]
    assert (shown["Arn"], shown["Description"]) == (key_arn(key), "for the pipeline")
    listed = json.loads(aws("kms", "list-aliases", "--key-id", key, "--output", "json"))["Aliases"]
    assert [alias["AliasName"] for alias in listed] == [alias_name]
    tags = json.loads(aws("kms", "list-resource-tags", "--key-id", key, "--output", "json"))["Tags"]
    assert tags == [{"TagKey": "team", "TagValue": "data"}]
    aws("kms", "enable-key-rotation", "--key-id", key)
    aws("kms", "rotate-key-on-demand", "--key-id", key)
    aws("kms", "disable-key", "--key-id", key)
    error = aws("kms", "encrypt", "--key-id", alias_name, "--plaintext", "eA==", fails=True)
    assert f"(DisabledException) when calling the Encrypt operation: {key_arn(key)} is disabled." in error
    aws("kms", "enable-key", "--key-id", key)
    aws("kms", "schedule-key-deletion", "--key-id", key, "--pending-window-in-days", "7")
    state = ("--query", "KeyMetadata.KeyState", "--output", "text")
    assert aws("kms", "describe-key", "--key-id", key, *state) == "PendingDeletion"
    aws("kms", "cancel-key-deletion", "--key-id", key)
    assert aws("kms", "describe-key", "--key-id", key, *state) == "Disabled"


def test_a_small_file_is_encrypted_and_decrypted(aws, tmp_path, key):
    secret = bytes(range(256))
    (tmp_path / "plain").write_bytes(secret)
    context = ("--encryption-context", "table=orders,stage=test")
    text = aws("kms", "encrypt", "--key-id", key, "--plaintext", "fileb://plain", *context,
               "--query", "CiphertextBlob", "--output", "text")
    (tmp_path / "cipher").write_bytes(base64.b64decode(text))
    back = aws("kms", "decrypt", "--ciphertext-blob", "fileb://cipher", *context,
               "--query", "Plaintext", "--output", "text")
    assert base64.b64decode(back) == secret
    assert "InvalidCiphertextException" in aws("kms", "decrypt", "--ciphertext-blob", "fileb://cipher", fails=True)


def test_a_large_file_is_encrypted_under_a_data_key(aws, tmp_path, key):
    (tmp_path / "plain").write_bytes(1_000_003 * b"row\n")
    made = json.loads(aws("kms", "generate-data-key", "--key-id", key, "--key-spec", "AES_256", "--output", "json"))
    (tmp_path / "data-key").write_bytes(base64.b64decode(made["CiphertextBlob"]))

    def openssl(*arguments, key):
        command = ["openssl", "enc", "-aes-256-ctr", "-K", base64.b64decode(key).hex(), "-iv", "00", *arguments]
        subprocess.run(command, cwd=tmp_path, check=True, capture_output=True)

    openssl("-in", "plain", "-out", "cipher", key=made["Plaintext"])
    back = aws("kms", "decrypt", "--ciphertext-blob", "fileb://data-key", "--query", "Plaintext", "--output", "text")
    openssl("-d", "-in", "cipher", "-out", "back", key=back)
    assert (tmp_path / "cipher").read_bytes() != (tmp_path / "plain").read_bytes()
    assert (tmp_path / "back").read_bytes() == (tmp_path / "plain").read_bytes()


def test_the_caller_is_named(aws):
    identity = json.loads(aws("sts", "get-caller-identity", "--output", "json"))
    assert identity["Account"] == ACCOUNT


def test_the_profile_of_the_data_directory_works_as_well(server, tmp_path, key):
    settings = environment(
        AWS_SHARED_CREDENTIALS_FILE=str(server.data_dir / "credentials"), AWS_PROFILE="trent",
        AWS_CONFIG_FILE="/nonexistent", AWS_ENDPOINT_URL=server.url, AWS_DEFAULT_REGION=REGION,
    )
    command = [*AWS, "kms", "describe-key", "--key-id", key, "--query", "KeyMetadata.Arn", "--output", "text"]
    done = subprocess.run(command, env=settings, cwd=tmp_path, capture_output=True, text=True, timeout=SECONDS_MAX)
    assert done.stdout.strip() == key_arn(key), done.stderr


def curl(server, operation, body, *, secret=None):
    key = server.credentials
    user = f"{key.access_key_id}:{secret or key.secret_access_key}"
    command = [
        "curl", "--silent", "--show-error", "--max-time", str(SECONDS_MAX),
        "--aws-sigv4", f"aws:amz:{REGION}:kms", "--user", user,
        "--header", "Content-Type: application/x-amz-json-1.1", "--header", f"X-Amz-Target: TrentService.{operation}",
        "--data", json.dumps(body), server.url,
    ]
    done = subprocess.run(command, env=environment(), capture_output=True, text=True, timeout=SECONDS_MAX)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@pytest.mark.skipif(shutil.which("curl") is None, reason="curl is not installed")
def test_a_signature_by_curl_is_understood(server):
    made = curl(server, "CreateKey", {"Description": "made with curl"})["KeyMetadata"]
    assert made["Description"] == "made with curl"
    assert curl(server, "DescribeKey", {"KeyId": made["KeyId"]})["KeyMetadata"] == made


@pytest.mark.skipif(shutil.which("curl") is None, reason="curl is not installed")
def test_a_wrong_signature_by_curl_is_refused(server):
    assert curl(server, "ListKeys", {}, secret="x" * 40)["__type"] == "InvalidSignatureException"
