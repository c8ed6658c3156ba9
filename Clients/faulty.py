"""A server under which things break when a test says so: faults/faults.c, preloaded into it."""

import contextlib
import pathlib
import sqlite3
import subprocess

from harness import environment

SOURCE = pathlib.Path(__file__).parent / "faults" / "faults.c"
COMPILER = ["gcc", "-std=c11", "-Wall", "-Wextra", "-Werror", "-O1", "-shared", "-fPIC"]
# What the library knows, and nothing.
LOCKED, UNREADABLE, FULL, LATER, NONE = b"L", b"U", b"F", b"T", b"-"
# How a row of `bodies` begins (docs/storage.md).
ZEROS = 489


class Faults:
    """The faults of one server, whose files are in `directory`."""

    def __init__(self, directory):
        self.library, self.control = directory / "faults.so", directory / "fault"
        subprocess.run([*COMPILER, "-o", self.library, SOURCE], check=True)
        self.control.write_bytes(NONE)

    @property
    def environment(self):
        return environment(LD_PRELOAD=str(self.library), FAULTS_CONTROL=str(self.control))

    def _set(self, fault):
        # In place: the library has the file mapped.
        with open(self.control, "r+b", buffering=0) as file:
            file.write(fault)

    @contextlib.contextmanager
    def during(self, fault):
        self._set(fault)
        try:
            yield
        finally:
            self._set(NONE)


def damage(data_dir, *collections):
    """Alters a byte of every record of the collections. No server may have the database open."""
    marks = ", ".join("?" * len(collections))
    with contextlib.closing(sqlite3.connect(data_dir / "trent.sqlite")) as database, database:
        database.create_function("damaged", 1, altered)
        named = f"SELECT body FROM records WHERE collection IN ({marks})"
        changed = database.execute(f"UPDATE bodies SET body = damaged(body) WHERE id IN ({named})", collections)
        assert changed.rowcount > 0


def altered(body):
    """A row of `bodies` with the last of its sealed bytes changed. They come after zeros and their own count."""
    start = ZEROS + 4
    last = start + int.from_bytes(body[ZEROS:start]) - 1
    return body[:last] + bytes([body[last] ^ 1]) + body[last + 1 :]
