"""Fixtures for tests of code that calls AWS KMS: a Trent for the whole run, an account of its own for each test."""

import itertools
import os
import re
import subprocess

import boto3
import pytest

ACCOUNTS = itertools.count(100_000_000_000)


@pytest.fixture(scope="session")
def kms_endpoint():
    """The address of an emulator that forgets everything when the tests end."""
    command = [os.environ.get("TRENT_BINARY", "trent"), "serve", "--dev", "--listen", "127.0.0.1:0"]
    # Its log goes where the output of pytest goes.
    server = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    try:
        # The line comes when it is ready; if it can't start, there is none, and the log says why.
        said = re.fullmatch(r"listening on (http://\S+)\n", server.stdout.readline())
        assert said, "Trent did not start"
        yield said[1]
    finally:
        server.terminate()
        server.wait(30)


@pytest.fixture
def account():
    """An account that no other test uses: none sees what another has made."""
    return str(next(ACCOUNTS))


@pytest.fixture
def aws(kms_endpoint, account, monkeypatch):
    """Points code under test that makes its own clients at the emulator. An access key id of 12 digits selects the
    account."""
    for name in ("AWS_PROFILE", "AWS_SESSION_TOKEN", "AWS_ENDPOINT_URL_KMS"):
        monkeypatch.delenv(name, raising=False)
    for name, value in {
        "AWS_ENDPOINT_URL": kms_endpoint,
        "AWS_ACCESS_KEY_ID": account,
        "AWS_SECRET_ACCESS_KEY": "any",
        "AWS_DEFAULT_REGION": "eu-west-1",
    }.items():
        monkeypatch.setenv(name, value)
    boto3.DEFAULT_SESSION = None


@pytest.fixture
def kms(aws):
    """A client of the test's own account."""
    return boto3.client("kms")
