"""docs/guides/sdks.md: the programs and commands in it do what it says, also over TLS.

What runs with Python and curl alone belongs to the usual tests, the other languages to those of further clients.
"""

import functools
import json
import os
import re
import shutil
import subprocess

import guides
import pytest
import sdks
from harness import REGION, Server, alias_arn, key_arn
from iam import ADMINISTRATOR
from sdk_errors import UUID

GUIDE = "sdks.md"
FILES = guides.files(GUIDE)
# Scripts of the guide that other scripts need.
PREPARING = {"key.sh", "trust.sh", "trust-java.sh"}
further = pytest.mark.further_clients


def with_curl(_):
    if shutil.which("curl") is None:
        raise sdks.Missing("curl is not installed")


def with_old_cli(directory):
    """Debian's, of whatever else there is by that name."""
    program = "/usr/bin/aws"
    if not os.path.exists(program) or not subprocess.check_output([program, "--version"]).startswith(b"aws-cli/2."):
        raise sdks.Missing("Debian's awscli is not installed")
    (directory / ".bin").mkdir()
    (directory / ".bin" / "aws").symlink_to(program)


def with_java(directory):
    sdks.SDKS["Java v2"].check()
    (directory / "jars").symlink_to(sdks.jars())


def with_sdk(name):
    return lambda _: sdks.SDKS[name].check()


# Scripts: the client's name, how its user agent begins, and what has to be there.
CLIENTS = {
    "cli.sh": ("AWS CLI", "aws-cli/", lambda _: None),
    "python.sh": ("boto3", "Boto3/", lambda _: None),
    "curl.sh": ("curl", "curl/", with_curl),
    "old-cli.sh": ("AWS CLI v2", "aws-cli/2.", with_old_cli),
    "go-v2.sh": ("AWS SDK for Go v2", "aws-sdk-go-v2/", with_sdk("Go v2")),
    "go-v1.sh": ("AWS SDK for Go v1", "aws-sdk-go/1.", with_sdk("Go v1")),
    "ruby.sh": ("AWS SDK for Ruby", "aws-sdk-ruby3/", with_sdk("Ruby")),
    "java-v2.sh": ("AWS SDK for Java v2", "aws-sdk-java/2.", with_java),
    "java-v1.sh": ("AWS SDK for Java v1", "aws-sdk-java/1.", with_java),
}
USUAL = {"cli.sh", "python.sh", "curl.sh"}


def write(server, directory):
    for name, text in FILES.items():
        path = directory / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(guides.at(server, text))


class Reader:
    """Somebody with a server and a key, who does what the guide says."""

    def __init__(self, server, directory, trust="", **variables):
        self.server, self.trust, self.variables = server, trust, variables
        self.kms = server.client(verify=variables.get("TRENT_TLS_CERTIFICATE"))
        self.cloudtrail = server.client("cloudtrail", verify=variables.get("TRENT_TLS_CERTIFICATE"))
        self.run(FILES["key.sh"], directory)

    def run(self, script, directory, **variables):
        write(self.server, directory)
        if certificate := self.variables.get("TRENT_TLS_CERTIFICATE"):
            shutil.copy(certificate, directory / "certificate.pem")
        return guides.run(self.trust + script, self.server, directory, **self.variables, **variables)

    def agent(self):
        """The user agent of the last call for a data key."""
        attribute = {"AttributeKey": "EventName", "AttributeValue": "GenerateDataKey"}
        event = self.cloudtrail.lookup_events(LookupAttributes=[attribute], MaxResults=1)["Events"][0]
        return json.loads(event["CloudTrailEvent"])["userAgent"]


@pytest.fixture(scope="module")
def reader(tmp_path_factory, clean_environment):
    place = tmp_path_factory.mktemp("guide")
    with Server(place / "of-server") as server:
        yield Reader(server, place)


@pytest.fixture(scope="module")
def reader_with_tls(tmp_path_factory, certificate, clean_environment):
    place = tmp_path_factory.mktemp("guide")
    options = "--tls-certificate", certificate[0], "--tls-key", certificate[1]
    with Server(place / "of-server", *options) as server:
        yield Reader(server, place, FILES["trust.sh"], TRENT_TLS_CERTIFICATE=str(certificate[0]))


@functools.cache
def go_cache():
    """Where Go keeps what it has built, so that it is not built anew in each directory."""
    if shutil.which("go") is None:
        return {}
    return {"GOCACHE": subprocess.check_output(["go", "env", "GOCACHE"], text=True).strip()}


def check(reader, script, directory, record_property, before=""):
    client, agent, prepare = CLIENTS[script]
    record_property("client", client)
    try:
        prepare(directory)
    except sdks.Missing as missing:
        pytest.skip(str(missing))
    said = reader.run(before + FILES[script], directory, **go_cache())
    record_property("version", re.search(r"/(\S+)", reader.agent())[1])
    key = reader.kms.describe_key(KeyId="alias/orders")["KeyMetadata"]["KeyId"]
    assert key_arn(key) in said
    assert f"Alias {alias_arn('alias/nobody')} is not found." in said
    assert reader.agent().startswith(agent)
    if script not in ("cli.sh", "old-cli.sh", "curl.sh"):
        assert re.search(rf" {UUID}$", said.strip())


def each(scripts):
    return [pytest.param(script, marks=() if script in USUAL else further) for script in scripts]


@pytest.mark.parametrize("script", each(CLIENTS))
def test_clients(reader, script, tmp_path, record_property):
    check(reader, script, tmp_path, record_property)


@pytest.mark.parametrize("script", each(CLIENTS))
def test_clients_with_tls(reader_with_tls, script, tmp_path, record_property):
    check(reader_with_tls, script, tmp_path, record_property, FILES["trust-java.sh"] if "java" in script else "")


def test_no_script_is_left_out():
    assert {name for name in FILES if name.endswith(".sh")} == set(CLIENTS) | PREPARING
    used = "".join(FILES[name] for name in CLIENTS)
    for name in FILES:
        assert name.endswith(".sh") or name == ".aws/config" or name in used


def test_the_settings(reader, tmp_path):
    settings, in_files = (text for text in guides.blocks(GUIDE, "sh") if text not in FILES.values())
    values = dict(line.split("=", 1) for line in reader.run(settings, tmp_path).splitlines())
    assert values["AWS_ENDPOINT_URL"] == reader.server.url
    assert values["AWS_REGION"] == values["AWS_DEFAULT_REGION"] == REGION
    assert values["AWS_SHARED_CREDENTIALS_FILE"].endswith("/credentials")
    assert values["AWS_PROFILE"] == "trent"
    assert reader.run(in_files, tmp_path).strip() == ADMINISTRATOR
