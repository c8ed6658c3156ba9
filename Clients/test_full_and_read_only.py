"""A disk that is full and a disk that can't be written: a clear error, no damage, and work goes on afterwards."""

import contextlib
import subprocess

import pytest
from harness import assert_refused, trent, without_privileges

SIZE_KIB = 4096
# The faults of the service model and the common ones: an error of ours, not of the request.
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


@pytest.fixture
def disk(tmp_path):
    disk = Disk(tmp_path / "disk")
    yield disk
    disk.unmount()


@pytest.fixture
def server(disk, serve):
    return serve(disk.path / "data")


def test_a_full_disk_refuses_changes_loses_none_and_still_serves_keys(disk, server):
    kms = server.client()
    key = kms.create_key()["KeyMetadata"]["KeyId"]
    blob = kms.encrypt(KeyId=key, Plaintext=b"x")["CiphertextBlob"]
    disk.fill()
    made = set()
    with pytest.raises(kms.exceptions.ClientError) as caught:
        for _ in range(10_000):
            made.add(kms.create_key(Description="d" * 8000)["KeyMetadata"]["KeyId"])
    response = caught.value.response
    assert response["Error"]["Code"] in FAULTS, response
    assert response["ResponseMetadata"]["HTTPStatusCode"] in (500, 503)
    assert any("full" in line or "space" in line for line in server.log), "the operator is told why"
    assert kms.decrypt(CiphertextBlob=blob)["Plaintext"] == b"x"
    assert kms.describe_key(KeyId=key)["KeyMetadata"]["Enabled"]
    disk.free()
    made |= {key, kms.create_key(Description="after")["KeyMetadata"]["KeyId"]}
    assert listed_keys(kms) == made
    kms = server.restart().client()
    assert listed_keys(kms) == made
    assert kms.decrypt(CiphertextBlob=blob)["Plaintext"] == b"x"


def listed_keys(kms):
    listed = kms.get_paginator("list_keys").paginate().build_full_result()["Keys"]
    return {entry["KeyId"] for entry in listed}


def test_a_first_start_on_a_full_disk_is_refused_and_works_once_there_is_space(disk, serve):
    disk.fill()
    arguments = ("serve", "--data-dir", disk.path / "data", "--listen", "127.0.0.1:0")
    assert_refused(trent(*arguments), "full", "space")
    disk.free()
    assert serve(disk.path / "data").client().create_key()["KeyMetadata"]["KeyId"]


def test_a_full_disk_leaves_no_part_of_a_backup(disk, serve, tmp_path):
    server = serve(tmp_path / "data")
    server.client().create_key()
    disk.fill()
    finished = trent("backup", disk.path / "backup", "--data-dir", tmp_path / "data")
    assert_refused(finished, "full", "space")
    assert not (disk.path / "backup").exists()


def test_a_directory_that_can_not_be_written_is_refused_and_left_as_it_is(disk, server):
    kms = server.client()
    key = kms.create_key()["KeyMetadata"]["KeyId"]
    server.stop()
    before = {path.name: path.read_bytes() for path in (disk.path / "data").iterdir()}
    disk.remount("ro")
    arguments = ("serve", "--data-dir", disk.path / "data", "--listen", "127.0.0.1:0")
    assert_refused(trent(*arguments), "read-only", "read only", "written", "write")
    assert_refused(trent("serve", "--data-dir", disk.path / "new", "--listen", "127.0.0.1:0"), "read-only", "read only")
    assert {path.name: path.read_bytes() for path in (disk.path / "data").iterdir()} == before
    disk.remount("rw")
    server.start()
    assert server.client().describe_key(KeyId=key)["KeyMetadata"]["Enabled"]


def test_a_directory_whose_mode_forbids_writing_is_refused(serve, tmp_path):
    data = tmp_path / "data"
    server = serve(data)
    server.stop()
    data.chmod(0o500)
    finished = trent("serve", "--data-dir", data, "--listen", "127.0.0.1:0", wrapper=without_privileges())
    data.chmod(0o700)
    assert_refused(finished, "write", "permission")
    server.start()
