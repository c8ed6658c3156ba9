"""Virtual environments of tools that do not get on with the clients' own. Each is made when a test first needs it."""

import fcntl
import functools
import os
import pathlib
import subprocess
import sys

import pytest

DIRECTORY = pathlib.Path(__file__).resolve().parent
PIP = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
SECONDS_MAX = 600


def programs(name):
    """The directory of the programs of an environment, Python among them. `name`: NAME.txt says what is installed.

    Where the packages can't be had, the test is skipped.
    """
    place, obstacle = made(name)
    if obstacle:
        pytest.skip(f"the packages of encryption/{name}.txt can't be installed: {obstacle}")
    return place / "bin"


@functools.cache
def made(name):
    """The place of an environment, and what stood in its way or None."""
    wanted, place = DIRECTORY / f"{name}.txt", DIRECTORY / ".venv" / name
    place.parent.mkdir(exist_ok=True)
    with open(place.parent / f"{name}.lock", "w", encoding="utf-8") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        installed = place / "installed.txt"
        if not installed.exists() or installed.read_bytes() != wanted.read_bytes():
            if obstacle := install(place, wanted):
                return place, obstacle
            installed.write_bytes(wanted.read_bytes())
    return place, None


def install(place, wanted):
    """Makes an environment. The last line of what pip said if it could not, or else None."""
    subprocess.run([sys.executable, "-m", "venv", "--clear", place], check=True, timeout=SECONDS_MAX)
    command = [place / "bin" / "python", *PIP, "--requirement", wanted]
    done = subprocess.run(command, capture_output=True, text=True, timeout=SECONDS_MAX)
    return (done.stderr.strip().splitlines() or ["no reason given"])[-1] if done.returncode else None


def version(name, package):
    """The installed version of a package of an environment."""
    code = f"import importlib.metadata; print(importlib.metadata.version({package!r}))"
    return subprocess.check_output([programs(name) / "python", "-c", code], text=True).strip()


def path(name, others=os.environ["PATH"]):
    """The value of PATH with which an environment's programs come first."""
    return os.pathsep.join([str(programs(name)), others])
