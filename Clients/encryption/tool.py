"""Tools that run in environments of their own what stands in the guide, and what the server saw of them."""

import collections
import contextlib
import json
import pathlib
import pickle
import re
import subprocess

import guides
import pytest
from audit import by, found
from harness import REGION, SECONDS_MAX, environment
from iam import allow

from encryption import environments

GUIDE = "client-side-encryption.md"
HERE = pathlib.Path(__file__).resolve().parent


class ToolError(Exception):
    """What a tool ended with. `chain`: pairs of class and text, the outermost exception first."""

    def __init__(self, chain):
        super().__init__("\n".join(f"{name}: {text}" for name, text in chain))
        self.chain = chain


class Tool:
    """A process of the environment `libraries` that has run a Python file of the guide: `tool.call("encrypt", …)`."""

    def __init__(self, directory, file, variables, more=()):
        """`variables`: of its environment. `more`: names of files beside this one that run after the guide's."""
        script = pathlib.Path(directory) / file
        script.write_text(guides.files(GUIDE)[file], encoding="utf-8")
        python = environments.programs("libraries") / "python"
        command = [python, HERE / "worker.py", script, *(HERE / name for name in more)]
        self.said = open(script.with_suffix(".log"), "w+", encoding="utf-8")
        self.process = subprocess.Popen(
            command, env=variables, cwd=directory, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=self.said
        )

    def __enter__(self):
        return self

    def __exit__(self, *_):
        """It ends when its input does."""
        self.process.stdin.close()
        try:
            self.process.wait(SECONDS_MAX)
        finally:
            self.process.kill()
            self.process.stdout.close()
            self.said.close()

    def call(self, name, *arguments, **options):
        try:
            pickle.dump((name, arguments, options), self.process.stdin)
            self.process.stdin.flush()
            chain, value = pickle.load(self.process.stdout)
        except (EOFError, BrokenPipeError):
            self.process.wait(SECONDS_MAX)
            self.said.seek(0)
            pytest.fail(f"the tool ended:\n{self.said.read()[-4000:]}")
        if chain:
            raise ToolError(chain)
        return value


@contextlib.contextmanager
def refuses(name, words=""):
    """Expects a tool to end a call with an exception of this class, and these words in its text or in a cause's."""
    with pytest.raises(ToolError) as caught:
        yield
    assert caught.value.chain[0][0] == name, str(caught.value)
    assert words in str(caught.value)


def variables(server, credentials, **changes):
    """The environment in which a tool finds the server and calls as somebody."""
    places = {"AWS_ENDPOINT_URL": server.url, "AWS_REGION": REGION, "AWS_DEFAULT_REGION": REGION}
    return environment(**places | account(credentials) | changes)


def account(credentials):
    """Credentials as variables, which count for more than the file that `trent env` names."""
    variables = {
        "AWS_ACCESS_KEY_ID": credentials.access_key_id,
        "AWS_SECRET_ACCESS_KEY": credentials.secret_access_key,
        "AWS_SESSION_TOKEN": credentials.session_token,
    }
    return {name: value for name, value in variables.items() if value}


class Shell:
    """A shell of a reader of the guide, in a directory, with the programs of one of the environments."""

    def __init__(self, directory, server, programs, credentials, **variables):
        self.directory, self.server = directory, server
        commands = guides.commands_of_a_reader(directory, server)
        self.variables = {"PATH": environments.path(programs, commands)} | account(credentials) | variables

    def follow(self, title, **variables):
        """Does what a block of the guide says."""
        return self.run(guides.files(GUIDE)[title], **variables)

    def run(self, script, **variables):
        return guides.run(script, self.server, self.directory, **self.variables | variables)

    def fails(self, script):
        """What a script said that failed."""
        script = f"exec 2>&1\n{script}"
        return guides.run(script, self.server, self.directory, codes=range(1, 256), **self.variables)


def allowed(people, tool):
    """Credentials of a new user who may do to keys what the guide's table says that a tool does, and nothing else."""
    return people.user(allow([f"kms:{call}" for call in calls_of(tool)])).credentials


def told(record_property, client, package, environment="libraries"):
    """Tells the table of clients which client and version a test is about."""
    record_property("client", client)
    record_property("version", environments.version(environment, package))


class Uses:
    """What was done with a key since the object was made, as LookupEvents tells it."""

    def __init__(self, server, key_arn):
        self.cloudtrail = server.client("cloudtrail", region=key_arn.split(":")[3])
        self.key_arn = key_arn
        self.before = {event["EventId"] for event in self.events()}

    def events(self):
        return found(self.cloudtrail, **by("ResourceName", self.key_arn))

    def records(self):
        """Records of calls, oldest first."""
        new = [event for event in reversed(self.events()) if event["EventId"] not in self.before]
        return [json.loads(event["CloudTrailEvent"]) for event in new]

    def names(self):
        return [record["eventName"] for record in self.records()]

    def counts(self):
        return dict(collections.Counter(self.names()))

    def refusals(self):
        """(operation, error) of the calls that were refused."""
        return [(record["eventName"], record["errorCode"]) for record in self.records() if "errorCode" in record]

    def access_keys(self):
        return {record["userIdentity"]["accessKeyId"] for record in self.records()}

    def contexts(self):
        """The encryption contexts of the calls, without those of calls that had none."""
        parameters = [record["requestParameters"] for record in self.records()]
        return [each["encryptionContext"] for each in parameters if each.get("encryptionContext")]


def rows():
    """The lines of the guide's table: their cells."""
    text = (guides.DIRECTORY / GUIDE).read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if line.startswith("| [")]
    return [[cell.strip() for cell in line.split("|")[1:-1]] for line in lines]


def tools():
    """The names of the tools in the guide's table."""
    return [re.fullmatch(r"\[(.*)\]\(#.*\)", row[0])[1] for row in rows()]


def calls_of(tool):
    """The calls that the guide's table says a tool makes."""
    return set(rows()[tools().index(tool)][2].split(", "))
