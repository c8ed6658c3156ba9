"""A disk that is full and a disk that can't be written: a clear error, no damage, and work goes on afterwards."""

import pytest
from disks import FAULTS
from harness import assert_refused, eventually, trent, without_privileges


@pytest.fixture
def server(disk, serve):
    return serve(disk.path / "data")


def test_a_full_disk_refuses_what_can_not_be_written_and_loses_nothing(disk, server):
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
    disk.free()
    after = eventually(lambda: made_key(kms), "keys are made again")
    made |= {key, after}
    assert kms.decrypt(CiphertextBlob=blob)["Plaintext"] == b"x"
    assert kms.describe_key(KeyId=key)["KeyMetadata"]["Enabled"]
    assert listed_keys(kms) == made
    kms = server.restart().client()
    assert listed_keys(kms) == made
    assert kms.decrypt(CiphertextBlob=blob)["Plaintext"] == b"x"


def made_key(kms):
    """The id of a new key, or None: after a failed write the audit trail is tried again only now and then."""
    try:
        return kms.create_key(Description="after")["KeyMetadata"]["KeyId"]
    except kms.exceptions.ClientError as error:
        assert error.response["Error"]["Code"] in FAULTS
        return None


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
    before = contents(disk.path / "data")
    disk.remount("ro")
    arguments = ("serve", "--data-dir", disk.path / "data", "--listen", "127.0.0.1:0")
    assert_refused(trent(*arguments), "read-only", "read only", "written", "write")
    assert_refused(trent("serve", "--data-dir", disk.path / "new", "--listen", "127.0.0.1:0"), "read-only", "read only")
    assert contents(disk.path / "data") == before
    disk.remount("rw")
    server.start()
    assert server.client().describe_key(KeyId=key)["KeyMetadata"]["Enabled"]


def contents(directory):
    return {path: path.read_bytes() for path in directory.rglob("*") if path.is_file()}


def test_a_directory_whose_mode_forbids_writing_is_refused(serve, tmp_path):
    data = tmp_path / "data"
    server = serve(data)
    server.stop()
    data.chmod(0o500)
    finished = trent("serve", "--data-dir", data, "--listen", "127.0.0.1:0", wrapper=without_privileges())
    data.chmod(0o700)
    assert_refused(finished, "write", "permission")
    server.start()
