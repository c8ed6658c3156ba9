"""HTTPS with a certificate of one's own."""

import http.client
import subprocess
import sys

import botocore.exceptions
import pytest
from harness import REGION, SECONDS_MAX, assert_refused, key_arn, trent


@pytest.fixture
def secure(serve, tmp_path, certificate):
    return serve(tmp_path / "data", "--tls-certificate", certificate[0], "--tls-key", certificate[1])


def test_boto3_works_over_tls(secure, certificate):
    assert secure.url.startswith("https://")
    kms = secure.client(verify=str(certificate[0]))
    key = kms.create_key()["KeyMetadata"]["KeyId"]
    blob = kms.encrypt(KeyId=key, Plaintext=b"x")["CiphertextBlob"]
    assert kms.decrypt(CiphertextBlob=blob)["Plaintext"] == b"x"


def test_the_aws_cli_works_over_tls(secure, certificate, tmp_path):
    made = secure.client(verify=str(certificate[0])).create_key()["KeyMetadata"]["KeyId"]
    command = [sys.executable, "-m", "awscli", "kms", "describe-key", "--key-id", made,
               "--query", "KeyMetadata.Arn", "--output", "text"]
    settings = secure.client_environment(AWS_CA_BUNDLE=str(certificate[0]))
    done = subprocess.run(
        command, env=settings, cwd=tmp_path, capture_output=True, text=True, timeout=2 * SECONDS_MAX
    )
    assert done.stdout.strip() == key_arn(made, region=REGION), done.stderr


def test_a_client_that_does_not_trust_the_certificate_sends_nothing(secure):
    with pytest.raises(botocore.exceptions.SSLError):
        secure.client().list_keys()


def test_plain_http_is_not_answered_on_a_tls_port(secure):
    with pytest.raises((OSError, http.client.HTTPException)):
        secure.get("/-/health")


@pytest.mark.parametrize(("version", "is_accepted"), [("-tls1_3", True), ("-tls1_2", True), ("-tls1_1", False)])
def test_versions_older_than_1_2_are_refused(secure, version, is_accepted):
    # Left to itself, openssl would not even offer the old ones.
    command = ["openssl", "s_client", "-connect", f"127.0.0.1:{secure.port}", version, "-cipher", "ALL:@SECLEVEL=0"]
    done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, timeout=SECONDS_MAX, check=False)
    assert (done.returncode == 0) == is_accepted, done.stderr


def test_with_tls_other_machines_are_served(serve, tmp_path, certificate):
    arguments = ("--tls-certificate", certificate[0], "--tls-key", certificate[1])
    server = serve(tmp_path / "data", *arguments, listen="0.0.0.0:0")
    server.url = f"https://127.0.0.1:{server.port}"
    assert server.client(verify=str(certificate[0])).list_keys()["Keys"] == []


def test_certificate_and_key_must_both_be_there_and_belong_together(tmp_path, certificate):
    subprocess.run(["openssl", "genrsa", "-out", tmp_path / "other.pem", "2048"], check=True, capture_output=True)
    (tmp_path / "nonsense.pem").write_text("nonsense")
    bad = [
        ["--tls-certificate", certificate[0]],
        ["--tls-key", certificate[1]],
        ["--tls-certificate", certificate[0], "--tls-key", tmp_path / "absent.pem"],
        ["--tls-certificate", tmp_path / "nonsense.pem", "--tls-key", certificate[1]],
        ["--tls-certificate", certificate[0], "--tls-key", tmp_path / "other.pem"],
    ]
    for arguments in bad:
        finished = trent("serve", "--data-dir", tmp_path / "data", "--listen", "127.0.0.1:0", *arguments)
        assert_refused(finished, "tls", "certificate", "key")
