"""What a power failure would leave. Nothing that was acknowledged may live in the page cache alone."""

import contextlib
import os
import shutil
import sqlite3
import subprocess
import sys

import pytest
from changes import Worker, acknowledged, run_until_killed
from harness import environment

ROUNDS = 3
CHANGES = 100


class Shadowed:
    """A directory, and what would be left of it."""

    def __init__(self, library, place, content=None):
        self.library = library
        self.directory, self.shadow = place / "directory", place / "shadow"
        place.mkdir()
        self.shadow.mkdir()
        if content:
            shutil.copytree(content, self.directory)
        else:
            self.directory.mkdir(mode=0o700)

    @property
    def environment(self):
        return environment(
            LD_PRELOAD=str(self.library), UNSYNCED_DIRECTORY=str(self.directory), UNSYNCED_SHADOW=str(self.shadow)
        )

    def left(self, target):
        """Makes `target` the directory as it would be found after a power failure."""
        target.mkdir(mode=0o700)
        for line in (self.shadow / "listing").read_text().splitlines():
            number, name = line.split(" ", 1)
            content = self.shadow / "content" / number
            (target / name).write_bytes(content.read_bytes() if content.exists() else b"")
            (target / name).chmod(0o600)
        return target

    def run(self, program):
        subprocess.run([sys.executable, "-c", program], cwd=self.directory, env=self.environment, check=True)


@pytest.fixture
def shadowed(library, tmp_path):
    return Shadowed(library, tmp_path / "first")


WRITE = """
import os
def write(name, text, *, sync, flags=os.O_TRUNC):
    file = os.open(name, os.O_WRONLY | os.O_CREAT | flags, 0o600)
    os.write(file, text)
    if sync: os.fsync(file)
    os.close(file)
def sync_directory():
    directory = os.open(".", os.O_RDONLY)
    os.fsync(directory)
    os.close(directory)
"""


def test_the_shadow_loses_what_was_not_synced(shadowed, tmp_path):
    shadowed.run(WRITE + """
write("synced", b"kept", sync=True)
write("appended", b"kept", sync=True)
write("appended", b" and lost", sync=False, flags=os.O_APPEND)
write("never synced", b"lost", sync=False)
sync_directory()
write("directory not synced", b"lost", sync=True)
os.rename("synced", "renamed, directory not synced")
write("appended", b"lost as well", sync=False)
""")
    left = {path.name: path.read_bytes() for path in shadowed.left(tmp_path / "left").iterdir()}
    assert left == {"synced": b"kept", "appended": b"kept", "never synced": b""}


def test_the_shadow_keeps_files_apart_that_had_the_same_inode(shadowed, tmp_path):
    shadowed.run(WRITE + """
for number in range(20):
    write(f"file {number}", b"old", sync=True)
sync_directory()
for number in range(20):
    os.unlink(f"file {number}")
    write(f"new {number}", b"new", sync=False)
""")
    left = {path.name: path.read_bytes() for path in shadowed.left(tmp_path / "left").iterdir()}
    assert left == {f"file {number}": b"old" for number in range(20)}


@pytest.mark.parametrize(("synchronous", "rows"), [("OFF", 0), ("FULL", 50)])
def test_the_shadow_sees_what_sqlite_syncs(shadowed, tmp_path, synchronous, rows):
    shadowed.run(f"""
import os, sqlite3
database = sqlite3.connect("test.sqlite", isolation_level=None)
database.execute("PRAGMA journal_mode = WAL")
database.execute("CREATE TABLE numbers (number)")
database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
database.execute("PRAGMA synchronous = {synchronous}")
for number in range(50):
    database.execute("INSERT INTO numbers VALUES (?)", (number,))
os._exit(0)
""")
    left = shadowed.left(tmp_path / "left")
    with contextlib.closing(sqlite3.connect(left / "test.sqlite")) as database:
        assert database.execute("SELECT count(*) FROM numbers").fetchone() == (rows,)


def test_what_was_acknowledged_survives_a_power_failure(serve, library, tmp_path):
    workers = [Worker(number) for number in range(100, 104)]
    content = None
    for number in range(ROUNDS):
        shadowed = Shadowed(library, tmp_path / f"round-{number}", content)
        server = serve(shadowed.directory, env=shadowed.environment)
        assert os.listdir(shadowed.shadow / "content"), "the library is at work in the server"
        run_until_killed(server, workers, CHANGES)
        content = shadowed.left(tmp_path / f"left-{number}")
        survivor = serve(copy(content, tmp_path / f"copy-{number}"))
        for worker in workers:
            worker.verify(survivor.client())
        survivor.stop()
    assert acknowledged(workers) >= ROUNDS * CHANGES


def copy(source, target):
    shutil.copytree(source, target)
    return target


def test_credentials_and_root_key_survive_a_power_failure_right_after_the_first_start(serve, shadowed, tmp_path):
    server = serve(shadowed.directory, env=shadowed.environment)
    credentials = server.credentials
    server.kill()
    survivor = serve(shadowed.left(tmp_path / "left"))
    assert survivor.credentials.secret_access_key == credentials.secret_access_key
    assert survivor.client().list_keys()["Keys"] == []
