"""What the tests share: the server's process, boto3 clients wired to it, and requests signed by hand."""

import configparser
import contextlib
import datetime
import http.client
import json
import os
import pathlib
import re
import signal
import subprocess
import sys
import threading
import time

import boto3
import botocore.auth
import botocore.awsrequest
import botocore.client
import botocore.compat
import botocore.exceptions
import pytest
import recording
from signer import SignerAt

ACCOUNT = "000000000000"
REGION = "us-east-1"
NAMED_REGIONS = {
    "us-east-1", "us-west-2", "eu-central-1", "eu-west-1", "ap-southeast-2", "cn-north-1", "cn-northwest-1",
    "us-gov-west-1",
}  # fmt: skip
SECONDS_MAX = 30

SESSION = boto3.Session()
SESSION_LOCK = threading.Lock()


def binary():
    """The path of the server under test."""
    default = pathlib.Path(__file__).resolve().parent.parent / ".build" / "release" / "trent"
    return os.environ.get("TRENT_BINARY", str(default))


def environment(**changes):
    """This process's environment without any setting of AWS clients or of Trent, and with `changes`."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("AWS_", "TRENT_"))}
    return kept | {"NO_PROXY": "127.0.0.1,localhost", "AWS_EC2_METADATA_DISABLED": "true"} | changes


class Clock:
    """The time of day of servers that run in its environment, and the one by which boto3 signs."""

    def __init__(self, library, path, patch):
        self.path, self.patch = path, patch
        self.environment = environment(LD_PRELOAD=str(library), CLOCK_AHEAD_FILE=str(path))
        self.set(0)

    def set(self, seconds):
        """Sets it that much ahead of the true time, or behind if `seconds` is negative. Servers see it at once."""
        with open(self.path, "r+b" if self.path.exists() else "w+b") as file:
            file.write(seconds.to_bytes(8, sys.byteorder, signed=True))
        offset = datetime.timedelta(seconds=seconds)

        def now(remove_tzinfo=True):
            return botocore.compat.get_current_datetime(remove_tzinfo) + offset

        self.patch.setattr(botocore.auth, "get_current_datetime", now)


def eventually(condition, what, seconds=SECONDS_MAX):
    """Polls until `condition()` is true, and returns its value."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if value := condition():
            return value
        time.sleep(0.01)
    pytest.fail(f"not within {seconds} s: {what}")


def trent(*arguments, wrapper=(), **options):
    """Runs a command of `trent` that ends by itself. `wrapper` is a command that runs it in its own place."""
    options = {"env": environment(), "capture_output": True, "text": True, "timeout": SECONDS_MAX} | options
    return subprocess.run([*wrapper, binary(), *map(str, arguments)], **options)


def without_privileges():
    """A command that gives up root's powers over files and processes and then runs what follows it."""
    everything = ["--bounding-set=-all", "--inh-caps=-all", "--ambient-caps=-all"]
    return ["setpriv", *everything] if os.geteuid() == 0 else []


def assert_refused(finished, *words):
    """A command that could not do its work says why in few lines, and its exit code says that it did not."""
    said = (finished.stdout + finished.stderr).strip()
    assert finished.returncode > 0, said
    assert 1 <= len(said.splitlines()) <= 6, said
    assert "Fatal error" not in said
    assert any(word.lower() in said.lower() for word in words), said


class Credentials:
    """An access key as `DIR/credentials` holds it, or a session's with its token."""

    def __init__(self, access_key_id, secret_access_key, session_token=None):
        self.access_key_id = access_key_id
        self.secret_access_key = secret_access_key
        self.session_token = session_token

    @classmethod
    def read(cls, data_dir):
        profiles = configparser.ConfigParser()
        with open(pathlib.Path(data_dir) / "credentials", encoding="utf-8") as file:
            profiles.read_file(file)
        profile = profiles["trent"]
        return cls(profile["aws_access_key_id"], profile["aws_secret_access_key"])


class Server:
    """A `trent serve` process. It is stopped by its own pid only."""

    started = []

    def __init__(self, data_dir, *arguments, listen="127.0.0.1:0", wrapper=(), credentials=None, program=None, **options):
        """`wrapper` is a command that runs the server in its own place; None leaves a setting to others. `program`: instead
        of the binary under test."""
        self.data_dir = data_dir and pathlib.Path(data_dir)
        self.arguments = arguments
        self.listen = listen
        self.wrapper = wrapper
        self.given_credentials = credentials
        self.program = program
        self.options = options
        self.process = None
        self.url = None
        self.log = []

    def start(self, *, wait=True):
        command = [*self.wrapper, self.program or binary(), "serve", *map(str, self.arguments)]
        if self.listen:
            command += ["--listen", self.listen]
        if self.data_dir:
            command += ["--data-dir", str(self.data_dir)]
        options = {"env": environment(), "stdout": subprocess.PIPE, "stderr": subprocess.PIPE} | self.options
        self.url = None
        self.process = subprocess.Popen(command, text=True, errors="replace", **options)
        Server.started.append(self)
        self.readers = [
            threading.Thread(target=self._read, args=(pipe,), daemon=True)
            for pipe in (self.process.stdout, self.process.stderr)
        ]
        for reader in self.readers:
            reader.start()
        if wait:
            self._wait_until_ready()
        return self

    def _read(self, pipe):
        for line in pipe:
            self.log.append(line.rstrip("\n"))
            if found := re.fullmatch(r"listening on (https?://\S+)", self.log[-1]):
                self.url = found[1]

    def _wait_until_ready(self):
        eventually(lambda: self.url or self.process.poll() is not None, "the server listens")
        if not self.url:
            self._join()
            pytest.fail(f"the server ended with {self.process.returncode}:\n" + "\n".join(self.log))
        if self.url.startswith("http://"):
            eventually(lambda: self.get("/-/ready").status == 200, "the server is ready")

    def _join(self):
        self.process.wait(SECONDS_MAX)
        for reader in self.readers:
            reader.join(SECONDS_MAX)

    def stop(self):
        """Ends the server as an operator does, and expects it to end well."""
        self.terminate()
        self._join()
        assert self.process.returncode == 0, "\n".join(self.log[-50:])

    def terminate(self):
        self.process.send_signal(signal.SIGTERM)

    def kill(self):
        """Ends the server at once, wherever it is."""
        self.process.send_signal(signal.SIGKILL)
        self._join()

    def restart(self):
        self.stop()
        return self.start()

    def __enter__(self):
        return self.start()

    def __exit__(self, *_):
        """However a block ends, its server does too."""
        if self.is_running:
            self.terminate()
            self._join()

    @property
    def is_running(self):
        return self.process is not None and self.process.poll() is None

    @property
    def pid(self):
        return self.process.pid

    @property
    def address(self):
        """HOST:PORT, the value of the Host header."""
        return self.url.split("://")[1]

    @property
    def port(self):
        return int(self.address.rsplit(":", 1)[1])

    @property
    def credentials(self):
        return self.given_credentials or Credentials.read(self.data_dir)

    def client(self, service="kms", region=REGION, credentials=None, verify=None, **config):
        """A boto3 client that tries once, so that no refusal is hidden by a second attempt."""
        key = credentials or self.credentials
        settings = {"retries": {"total_max_attempts": 1}, "read_timeout": SECONDS_MAX, "max_pool_connections": 32}
        with SESSION_LOCK:
            client = SESSION.client(
                service,
                region_name=region,
                endpoint_url=self.url,
                verify=verify,
                aws_access_key_id=key.access_key_id,
                aws_secret_access_key=key.secret_access_key,
                aws_session_token=key.session_token,
                config=botocore.client.Config(**settings | config),
            )
        return recording.watched(client)

    def client_environment(self, **changes):
        """The environment in which any other program finds this server."""
        key = self.credentials
        return environment(
            AWS_ENDPOINT_URL=self.url,
            AWS_REGION=REGION,
            AWS_DEFAULT_REGION=REGION,
            AWS_ACCESS_KEY_ID=key.access_key_id,
            AWS_SECRET_ACCESS_KEY=key.secret_access_key,
            **changes,
        )

    def get(self, path, method="GET", headers=None):
        return self.send(method, path, b"", headers or {})

    def send(self, method, path, body, headers):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=SECONDS_MAX)
        with contextlib.closing(connection):
            connection.request(method, path, body=body, headers=headers)
            return Reply(connection.getresponse())

    def call(self, operation, body, **signing):
        """Signs and sends a request of KMS by hand. A `body` that is not bytes is sent as JSON."""
        payload = body if isinstance(body, bytes) else json.dumps(body).encode()
        return self.send("POST", "/", payload, self.sign(operation, payload, **signing))

    def sign(
        self, operation, body, *, credentials=None, region=REGION, service="kms", at=None, host=None, headers=None
    ):
        """The headers of a request that calls `operation`, its signature among them."""
        key = credentials or self.credentials
        unsigned = {"Content-Type": "application/x-amz-json-1.1", "Host": host or self.address} | (headers or {})
        if operation is not None:
            unsigned["X-Amz-Target"] = f"TrentService.{operation}"
        request = botocore.awsrequest.AWSRequest("POST", f"http://{unsigned['Host']}/", headers=unsigned, data=body)
        SignerAt(key, service, region, at or datetime.datetime.now(datetime.timezone.utc)).add_auth(request)
        return dict(request.headers.items())


class Reply:
    """An HTTP response, read to its end."""

    def __init__(self, response):
        self.status = response.status
        self.headers = response.headers
        self.body = response.read()

    @property
    def json(self):
        return json.loads(self.body)

    @property
    def error(self):
        return self.json.get("__type")

    @property
    def message(self):
        return self.json.get("message", self.json.get("Message"))


def assert_error(reply, code, message=None, status=400):
    """An empty `message` says that the body has none."""
    assert reply.status == status, reply.body
    assert reply.error == code, reply.body
    if message is not None:
        assert (reply.message or "") == message
        assert message or reply.json == {"__type": code}


@contextlib.contextmanager
def refused(code, message=None, status=400):
    """Expects boto3 to raise this error, or one of several. An empty `message` says that there is none, None that any
    will do."""
    with pytest.raises(botocore.exceptions.ClientError) as caught:
        yield caught
    response = caught.value.response
    assert response["Error"]["Code"] in ([code] if isinstance(code, str) else code), response["Error"]
    assert response["ResponseMetadata"]["HTTPStatusCode"] == status
    if message is not None:
        assert response["Error"].get("Message", "") == message


def key_arn(key_id, region=REGION, account=ACCOUNT, partition="aws"):
    return f"arn:{partition}:kms:{region}:{account}:key/{key_id}"


def alias_arn(name, region=REGION, account=ACCOUNT, partition="aws"):
    return f"arn:{partition}:kms:{region}:{account}:{name}"


def pages(call, items, limit, **parameters):
    """All pages of a listing, followed by its markers as the API's documentation says."""
    found = []
    marker = {}
    while True:
        page = call(Limit=limit, **marker, **parameters)
        found.append(page[items])
        if not page["Truncated"]:
            assert "NextMarker" not in page
            return found
        marker = {"Marker": page["NextMarker"]}
