"""Fixtures: a server that most tests share, servers of a test's own, and keys that nobody else uses."""

import functools
import itertools
import os
import pathlib
import subprocess
import uuid

import boto3
import disks
import pytest

import harness
import iam
import recording
import specs

NAMES = itertools.count(1)
# Regions that no test names; each is given away once.
QUIET_REGIONS = iter(sorted(set(boto3.Session().get_available_regions("kms")) - harness.NAMED_REGIONS))


@pytest.fixture(scope="session", autouse=True)
def clean_environment():
    """No test depends on how the machine is set up for AWS."""
    with pytest.MonkeyPatch.context() as patch:
        for name in [name for name in os.environ if name.startswith("AWS_")]:
            patch.delenv(name)
        for name, value in harness.environment().items():
            patch.setenv(name, value)
        yield


@pytest.fixture(scope="session")
def server(tmp_path_factory, clean_environment):
    """A server that tests share: each makes keys of its own and leaves those of others alone."""
    server = harness.Server(tmp_path_factory.mktemp("shared") / "data").start()
    yield server
    server.stop()


@pytest.fixture
def serve(tmp_path):
    """Starts servers of a test's own: `serve(data_dir, *arguments)`. Those that still run are stopped."""
    servers = []

    def start(data_dir=tmp_path / "data", *arguments, wait=True, **options):
        servers.append(harness.Server(data_dir, *arguments, **options))
        return servers[-1].start(wait=wait)

    yield start
    for server in servers:
        if server.is_running:
            server.stop()


@pytest.fixture(scope="session")
def clock_library(tmp_path_factory):
    """What makes a process's clock run ahead."""
    library = tmp_path_factory.mktemp("clock") / "ahead.so"
    source = pathlib.Path(__file__).parent / "clock" / "ahead.c"
    flags = ["-std=c11", "-Wall", "-Wextra", "-Werror", "-O1", "-shared", "-fPIC"]
    subprocess.run(["gcc", *flags, "-o", library, source], check=True)
    return library


@pytest.fixture
def clock(clock_library, tmp_path, monkeypatch):
    """A clock for servers: `serve(env=clock.environment)`."""
    return harness.Clock(clock_library, tmp_path / "clock", monkeypatch)


@pytest.fixture
def serve_at(serve, clock, tmp_path):
    """`serve_at(seconds, *arguments)`: a server on `tmp_path / "data"` with `clock`, set that much ahead."""

    def start(seconds, *arguments, data_dir=tmp_path / "data", **options):
        clock.set(seconds)
        return serve(data_dir, *arguments, env=clock.environment, **options)

    return start


@pytest.fixture
def disk(tmp_path):
    disk = disks.Disk(tmp_path / "disk")
    yield disk
    disk.unmount()


@pytest.fixture(scope="session")
def library(tmp_path_factory):
    """A library that keeps what was synced, and nothing else, in a shadow of a directory."""
    source = pathlib.Path(__file__).parent / "unsynced" / "dropunsynced.c"
    path = tmp_path_factory.mktemp("library") / "dropunsynced.so"
    subprocess.run(
        ["gcc", "-std=c11", "-Wall", "-Wextra", "-Werror", "-O1", "-shared", "-fPIC", "-o", path, source], check=True
    )
    return path


@pytest.fixture(scope="session")
def certificate(tmp_path_factory):
    """A certificate that vouches for itself, and its key: (certificate, key)."""
    place = tmp_path_factory.mktemp("tls")
    paths = place / "certificate.pem", place / "key.pem"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=trent.test",
         "-addext", "subjectAltName=IP:127.0.0.1,DNS:localhost", "-out", paths[0], "-keyout", paths[1]],
        check=True, capture_output=True,
    )
    return paths


@pytest.fixture
def kms(server):
    return server.client()


@pytest.fixture(scope="session")
def people(server):
    """Makes users and roles on the shared server."""
    return iam.People(server)


@pytest.fixture
def lax(server):
    """A client that sends what it is given, so that the server has to refuse it."""
    return server.client(parameter_validation=False)


@pytest.fixture
def key(kms):
    """The id of a new key."""
    return kms.create_key()["KeyMetadata"]["KeyId"]


@pytest.fixture
def other_key(kms):
    return kms.create_key()["KeyMetadata"]["KeyId"]


@pytest.fixture(scope="session")
def shared_key(server):
    """`shared_key(spec, usage)`: a client of the spec's Region and the id of a key that tests leave as it is."""
    clients = functools.cache(lambda region: server.client(region=region))
    return functools.cache(lambda spec, usage: (client := clients(specs.region_of(spec)), new_key(client, spec, usage)))


def new_key(client, spec, usage):
    return client.create_key(KeySpec=spec, KeyUsage=usage)["KeyMetadata"]["KeyId"]


@pytest.fixture
def absent():
    """A well-formed id of no key."""
    return str(uuid.uuid4())


@pytest.fixture
def alias_name():
    """The name of an alias that does not exist."""
    return f"alias/test-{next(NAMES)}"


@pytest.fixture
def empty_region():
    """A Region of the shared server that no other test uses."""
    return next(QUIET_REGIONS)


@pytest.fixture
def blob(kms, key):
    """A ciphertext that `key` made."""
    return kms.encrypt(KeyId=key, Plaintext=b"secret")["CiphertextBlob"]


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item):
    harness.Server.started[:] = [server for server in harness.Server.started if server.is_running]


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    """Attaches what the servers of a failed test said last."""
    report = yield
    if report.failed:
        for server in harness.Server.started:
            report.sections.append((f"trent, pid {server.pid}", "\n".join(server.log[-100:])))
    return report


def pytest_collection_modifyitems(items):
    """What looks back at all other tests comes last."""
    items.sort(key=lambda item: item.get_closest_marker("at_the_end") is not None)


def pytest_sessionfinish():
    if recording.PATH:
        recording.save()
