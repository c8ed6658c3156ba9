"""Faults of the server: what each operation answers while the store is out of reach, busy, full or damaged, and that it
works again when the fault is over."""

import contextlib
import datetime
import re
import shutil
import sqlite3

import botocore.auth
import faulty
import harness
import pytest
from calls import ROWS, Prepared
from harness import eventually, refused
from modelled_errors import LATE, STORE_OPERATIONS, modelled, never
from multi_region import ABROAD

NEVER = never()
STATUS = {"KMSInternalException": 500, "KeyUnavailableException": 500, "DependencyTimeoutException": 503}
LATER = datetime.timedelta(hours=25)


def operations(fault):
    """Those that have such an error and can give it."""
    return [pair[0] for pair in modelled() if pair[1] == fault and pair not in NEVER]


class Faulty:
    """A server that has read none of its keys yet, and a call of every operation, about a key of its own."""

    def __init__(self, origin, calls, directory, damaged=()):
        """`origin`: the directory that the keys are in; a copy is served. `damaged`: collections to damage in it."""
        data_dir = shutil.copytree(origin, directory / "data")
        if damaged:
            faulty.damage(data_dir, *damaged)
        self.faults = faulty.Faults(directory)
        self.server = harness.Server(data_dir, env=self.faults.environment).start()
        self.kms, abroad = self.server.client(), self.server.client(region=ABROAD)
        self.calls = {name: call.moved(self.kms, abroad) for name, call in calls.items()}

    def expect(self, operation, error, fault):
        # So that the caller is known before there is a fault.
        self.kms.generate_random(NumberOfBytes=1)
        with self.faults.during(fault), refused(error, status=STATUS[error]) as caught:
            self.calls[operation].call()
        assert caught.value.response["Error"]["Message"]


@pytest.fixture(scope="module")
def origin(clean_environment, tmp_path_factory):
    """The directory of a server that has ended, and the calls."""
    server = harness.Server(tmp_path_factory.mktemp("origin") / "data").start()
    calls = {name: Prepared(server, name) for name in ROWS if name not in STORE_OPERATIONS}
    server.stop()
    return server.data_dir, calls


@pytest.fixture(scope="module")
def below(origin, tmp_path_factory):
    """Things break below the store."""
    below = Faulty(*origin, tmp_path_factory.mktemp("faults"))
    yield below
    below.server.stop()


@pytest.fixture(scope="module")
def damaged(origin, tmp_path_factory):
    """The records of keys and grants are damaged."""
    damaged = Faulty(*origin, tmp_path_factory.mktemp("damaged"), damaged=("key", "grant"))
    yield damaged
    damaged.server.stop()


@pytest.mark.parametrize("operation", operations("DependencyTimeoutException"))
def test_a_database_that_others_keep_locked_is_a_timeout(below, operation):
    below.expect(operation, "DependencyTimeoutException", faulty.LOCKED)


@pytest.mark.parametrize("operation", operations("KeyUnavailableException"))
def test_a_key_that_can_not_be_read_is_unavailable(below, operation):
    below.expect(operation, "KeyUnavailableException", faulty.UNREADABLE)


def test_a_key_that_can_not_be_stored_is_an_internal_error(below):
    below.expect("CreateKey", "KMSInternalException", faulty.FULL)


def test_what_failed_works_once_the_fault_is_over(below):
    for made in below.calls.values():
        made.call()


@pytest.mark.parametrize("operation", [name for name in operations("KMSInternalException") if name != "CreateKey"])
def test_a_record_that_was_altered_is_an_internal_error(damaged, operation):
    damaged.expect(operation, "KMSInternalException", faulty.NONE)
    named = re.compile(rf"notAuthentic.*operation={operation} ")
    eventually(lambda: any(map(named.search, damaged.server.log)), "the operator is told why")


def test_another_process_that_locks_the_database_keeps_changes_waiting_and_no_use_of_keys(serve):
    server = serve()
    kms = server.client()
    key = kms.create_key()["KeyMetadata"]["KeyId"]
    blob = kms.encrypt(KeyId=key, Plaintext=b"x")["CiphertextBlob"]
    other = sqlite3.connect(server.data_dir / "trent.sqlite", isolation_level=None)
    with contextlib.closing(other):
        other.execute("BEGIN EXCLUSIVE")
        with refused("DependencyTimeoutException", status=503):
            kms.create_key()
        assert kms.decrypt(CiphertextBlob=blob)["Plaintext"] == b"x"
        assert [entry["KeyId"] for entry in kms.list_keys()["Keys"]] == [key]
        other.execute("ROLLBACK")
    kms.create_key()


def test_an_import_token_expires_after_a_day(serve, tmp_path, monkeypatch):
    faults = faulty.Faults(tmp_path)
    made = Prepared(serve(env=faults.environment), LATE[0])
    now = datetime.datetime.now(datetime.timezone.utc).replace(tzinfo=None)
    monkeypatch.setattr(botocore.auth, "get_current_datetime", lambda: now + LATER)
    with faults.during(faulty.LATER), refused(LATE[1]):
        made.call()
