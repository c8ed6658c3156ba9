"""What the tests of packages share: what the repository packages, and clean Debian systems to put it into.

A system is a directory with a minimal Debian in it. It is made once, by debootstrap, in `.build-package/systems`, and
copied for each test that changes it. Commands run in it by chroot(8), or beside its own systemd, in namespaces of its
own.
"""

import contextlib
import os
import pathlib
import re
import shlex
import shutil
import subprocess

import pytest
from harness import eventually

ROOT = pathlib.Path(__file__).resolve().parent.parent
PACKAGING = ROOT / "Packaging"
SYSTEMS = ROOT / ".build-package" / "systems"
SECONDS_MAX = 600
SECONDS_MAX_TO_MAKE = 3600
INSTALL = ["apt-get", "install", "--yes", "--quiet", "--no-install-recommends"]
CLEAN = {"PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "LC_ALL": "C.UTF-8", "DEBIAN_FRONTEND": "noninteractive"}
# Debian's images for containers install packages like this.
SLIM = "path-exclude /usr/share/doc/*\npath-include /usr/share/doc/*/copyright\npath-exclude /usr/share/man/*\n"


def run(*command, codes=(0,), **options):
    """What a command prints, on both streams; its exit code has to be one of `codes`."""
    options = {"stdout": subprocess.PIPE, "stderr": subprocess.STDOUT, "text": True, "timeout": SECONDS_MAX} | options
    done = subprocess.run(list(map(str, command)), **options)
    assert done.returncode in codes, f"{shlex.join(map(str, command))}: {done.returncode}\n{done.stdout[-4000:]}"
    return done.stdout


def package():
    """The package that `make package` has built."""
    found = sorted((ROOT / "dist").glob("trent_*.deb"))
    assert len(found) == 1, f"there has to be one package in dist, by `make package`: {found}"
    return found[0]


def suite():
    """Debian's release here: what is built on one may need the libraries of it."""
    return re.search(r"^VERSION_CODENAME=(\w+)$", pathlib.Path("/etc/os-release").read_text(), re.MULTILINE)[1]


class System:
    """A Debian system in a directory."""

    def __init__(self, path):
        self.path = path

    @classmethod
    def minimal(cls):
        """Debian's essential packages and apt."""

        def make(path):
            run("debootstrap", "--variant=minbase", suite(), path, timeout=SECONDS_MAX_TO_MAKE)
            shutil.copy("/etc/resolv.conf", path / "etc" / "resolv.conf")

        return cls._made("minimal", make)

    @classmethod
    def usual(cls):
        """That, systemd and man."""

        def make(path):
            packages = ["systemd", "man-db"]
            system = cls.minimal().copied(path)
            system.run("apt-get", "update", "--quiet", timeout=SECONDS_MAX_TO_MAKE)
            system.run(*INSTALL, *packages, timeout=SECONDS_MAX_TO_MAKE)

        return cls._made("usual", make)

    @classmethod
    def _made(cls, name, make):
        path = SYSTEMS / name
        if not path.is_dir():
            part = path.with_suffix(".part")
            shutil.rmtree(part, ignore_errors=True)
            part.parent.mkdir(parents=True, exist_ok=True)
            make(part)
            part.rename(path)
        return cls(path)

    def copied(self, path):
        run("cp", "--archive", "--reflink=auto", self.path, path)
        return System(path)

    def run(self, *command, **options):
        """Runs a command in it as root."""
        return run(*self.entry(), *command, env=CLEAN, **options)

    def entry(self, user="root:root"):
        """A command that runs another one in it. Programs in Swift find their arguments in /proc."""
        script = 'mount -t proc proc "$1/proc" && exec chroot --userspec="$2" "$1" env HOME=/ "${@:3}"'
        return ["unshare", "--mount", "bash", "-c", script, "bash", self.path, user]

    def install(self, deb):
        """Installs a package and what it depends on, as a reader of the guide does."""
        shutil.copy(deb, self.path / "srv" / "trent.deb")
        install = shlex.join([*INSTALL, "/srv/trent.deb"])
        # What Debian had when the system was made may be there no more.
        return self.run("sh", "-c", f"{install} || {{ apt-get update --quiet && {install}; }}")

    def user(self):
        """The numbers of the user `trent` and its group."""
        fields = re.search(r"^trent:x:(\d+):(\d+):", (self.path / "etc" / "passwd").read_text(), re.MULTILINE)
        return int(fields[1]), int(fields[2])

    @contextlib.contextmanager
    def booted(self):
        """The system with its systemd running. It ends with the block, and all that runs in it."""
        command = ["unshare", "--mount", "--pid", "--fork", "--kill-child", "--uts", "--ipc", "--cgroup"]
        with open(self.path.with_suffix(".log"), "wb") as log:
            init = subprocess.Popen(
                [*command, pathlib.Path(__file__).parent / "boot.sh", self.path],
                stdin=subprocess.DEVNULL, stdout=log, stderr=log,
            )  # fmt: skip
        try:
            yield Machine(self.path, eventually(lambda: child(init), "the system's first process runs"))
        finally:
            init.kill()
            init.wait(SECONDS_MAX)


def child(process):
    """The process id of a process's only child."""
    pids = pathlib.Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()
    return int(pids[0]) if pids else None


class Machine(System):
    """A system that runs, with the process id of its first process."""

    def __init__(self, path, init):
        super().__init__(path)
        self.init = init
        eventually(lambda: self._is_up(), "systemd is up", 120)

    def _is_up(self):
        return self.run("systemctl", "is-system-running", codes=range(256)).strip() in ("running", "degraded")

    def run(self, *command, **options):
        inside = ["nsenter", "--target", self.init, "--mount", "--pid", "--uts", "--ipc", "--cgroup", "--"]
        return run(*inside, *command, env=CLEAN, **options)

    def property(self, name):
        return self.run("systemctl", "show", "--property", name, "--value", "trent.service").strip()


def needs(*commands):
    """Skips a test on a machine that lacks one of Debian's packages for it: pairs of a command and its package."""
    missing = [package for command, package in commands if shutil.which(command, path=path()) is None]
    return pytest.mark.skipif(bool(missing), reason=f"Debian's packages are not installed: {', '.join(missing)}")


def path():
    return os.pathsep.join([os.environ["PATH"], "/usr/sbin", "/sbin"])
