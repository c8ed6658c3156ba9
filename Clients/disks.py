"""Small file systems, which fill up quickly."""

import contextlib
import subprocess

import pytest

SIZE_KIB = 4096
# What a call answers that can not be written down: an error of ours, not of the request. The service model's faults and
# the common ones.
FAULTS = ("KMSInternalException", "DependencyTimeoutException", "InternalFailure", "ServiceUnavailableException")


class Disk:
    """A small file system of the test's own."""

    def __init__(self, path):
        self.path = path
        path.mkdir()
        done = subprocess.run(
            ["mount", "-t", "tmpfs", "-o", f"size={SIZE_KIB}k,mode=0700", "tmpfs", path], capture_output=True, text=True
        )
        if done.returncode != 0:
            pytest.skip(f"no file system can be mounted here: {done.stderr.strip()} (Clients/run.sh arranges for it)")

    def remount(self, option):
        subprocess.run(["mount", "-o", f"remount,bind,{option}", self.path], check=True)

    def fill(self):
        with open(self.path / "filler", "ab", buffering=0) as filler, contextlib.suppress(OSError):
            while filler.write(bytes(4096)):
                pass

    def free(self):
        (self.path / "filler").unlink()

    def unmount(self):
        subprocess.run(["umount", "--lazy", self.path], check=True)
