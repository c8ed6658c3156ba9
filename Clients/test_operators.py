"""What an operator does: passphrase, rotation of the root key, backup and restore, recovery."""

import contextlib
import shutil
import sqlite3

import pytest
from changes import Key, Worker, run_until_killed
from harness import assert_refused, environment, refused, trent


def make_key(server):
    kms = server.client()
    key = kms.create_key(Description="kept")["KeyMetadata"]["KeyId"]
    return key, kms.encrypt(KeyId=key, Plaintext=b"kept")["CiphertextBlob"]


def assert_decrypts(server, blob):
    assert server.client().decrypt(CiphertextBlob=blob)["Plaintext"] == b"kept"


def succeed(*arguments, **options):
    finished = trent(*arguments, **options)
    assert finished.returncode == 0, finished.stdout + finished.stderr
    return finished


# The root key


def test_a_rotated_root_key_opens_everything_and_the_former_one_nothing(serve, tmp_path):
    server = serve(tmp_path / "data")
    _, blob = make_key(server)
    server.stop()
    former = tmp_path / "former-root.key"
    shutil.copy(tmp_path / "data" / "root.key", former)
    for _ in range(2):
        succeed("root-key", "rotate", "--data-dir", tmp_path / "data")
    assert (tmp_path / "data" / "root.key").read_bytes() != former.read_bytes()
    assert (tmp_path / "data" / "root.key").stat().st_mode & 0o777 == 0o600
    server.start()
    assert_decrypts(server, blob)
    server.stop()
    shutil.copy(former, tmp_path / "data" / "root.key")
    assert_refused(trent("serve", "--data-dir", tmp_path / "data", "--listen", "127.0.0.1:0"), "root key")


def test_without_its_root_key_a_data_directory_is_refused_and_left_alone(serve, tmp_path):
    server = serve(tmp_path / "data")
    _, blob = make_key(server)
    server.stop()
    key = tmp_path / "data" / "root.key"
    kept = key.rename(tmp_path / "elsewhere")
    assert_refused(trent("serve", "--data-dir", tmp_path / "data", "--listen", "127.0.0.1:0"), "root key", "root.key")
    assert not key.exists()
    kept.rename(key)
    server.start()
    assert_decrypts(server, blob)


@pytest.mark.parametrize("damage", [lambda text: text[:-8], lambda text: b"", lambda text: b"x" * len(text)])
def test_a_damaged_root_key_file_is_refused(serve, tmp_path, damage):
    serve(tmp_path / "data").stop()
    key = tmp_path / "data" / "root.key"
    key.write_bytes(damage(key.read_bytes()))
    assert_refused(trent("serve", "--data-dir", tmp_path / "data", "--listen", "127.0.0.1:0"), "root key", "root.key")


def test_a_root_key_that_others_can_read_is_refused(serve, tmp_path):
    serve(tmp_path / "data").stop()
    (tmp_path / "data" / "root.key").chmod(0o644)
    assert_refused(trent("serve", "--data-dir", tmp_path / "data", "--listen", "127.0.0.1:0"), "root.key")


@pytest.fixture
def passphrase(tmp_path):
    path = tmp_path / "passphrase"
    path.write_text("correct horse battery staple\n")
    path.chmod(0o600)
    return path


def test_the_root_key_may_be_a_passphrase(serve, tmp_path, passphrase):
    data = tmp_path / "data"
    server = serve(data, "--root-key-passphrase-file", passphrase)
    _, blob = make_key(server)
    server.restart()
    assert_decrypts(server, blob)
    server.stop()
    assert b"correct horse" not in b"".join(path.read_bytes() for path in data.rglob("*") if path.is_file())
    serve_again = ("serve", "--data-dir", data, "--listen", "127.0.0.1:0")
    assert_refused(trent(*serve_again), "passphrase")
    (tmp_path / "wrong").write_text("incorrect horse\n")
    (tmp_path / "wrong").chmod(0o600)
    assert_refused(trent(*serve_again, "--root-key-passphrase-file", tmp_path / "wrong"), "passphrase")
    server.start()
    assert_decrypts(server, blob)


def test_a_passphrase_may_come_from_the_environment_and_does_not_stay_there(serve, tmp_path):
    settings = environment(TRENT_ROOT_KEY_PASSPHRASE="correct horse battery staple")
    server = serve(tmp_path / "data", env=settings)
    _, blob = make_key(server)
    # Only root may look; to others all of it is hidden.
    with contextlib.suppress(PermissionError), open(f"/proc/{server.pid}/environ", "rb") as variables:
        assert b"correct horse" not in variables.read()
    server.restart()
    assert_decrypts(server, blob)


def test_rotation_keeps_changes_or_drops_the_passphrase_as_told(serve, tmp_path, passphrase):
    data, given = tmp_path / "data", ["--root-key-passphrase-file", passphrase]
    other = tmp_path / "other-passphrase"
    other.write_text("another passphrase")
    other.chmod(0o600)
    server = serve(data, *given)
    _, blob = make_key(server)
    for change, needed in (
        ([], given),
        (["--new-passphrase-file", other], ["--root-key-passphrase-file", other]),
        (["--to-file"], []),
    ):
        server.stop()
        succeed("root-key", "rotate", "--data-dir", data, *given, *change)
        given = needed
        server = serve(data, *given)
        assert_decrypts(server, blob)


def test_the_root_key_is_not_rotated_under_a_server(server):
    before = (server.data_dir / "root.key").read_bytes()
    assert_refused(trent("root-key", "rotate", "--data-dir", server.data_dir), "in use")
    assert (server.data_dir / "root.key").read_bytes() == before


def test_the_database_holds_nothing_readable(serve, tmp_path):
    server = serve(tmp_path / "data")
    kms = server.client()
    key = kms.create_key(Description="a telling description", Tags=[{"TagKey": "tell", "TagValue": "tale"}])
    kms.create_alias(AliasName="alias/telling-name", TargetKeyId=key["KeyMetadata"]["KeyId"])
    stored = b"".join(path.read_bytes() for path in (tmp_path / "data").glob("trent.sqlite*"))
    for text in (b"a telling description", b"tale", server.credentials.secret_access_key.encode()):
        assert text not in stored


# Backup and restore


def test_a_backup_made_while_serving_brings_everything_back(serve, tmp_path):
    server = serve(tmp_path / "data")
    key, blob = make_key(server)
    succeed("backup", tmp_path / "backup", "--data-dir", tmp_path / "data")
    assert (tmp_path / "backup").stat().st_mode & 0o777 == 0o600
    later, _ = make_key(server)
    server.client().disable_key(KeyId=key)
    server.stop()
    other = tmp_path / "other"
    other.mkdir(mode=0o700)
    # An operator keeps root key and credentials apart from backups.
    for name in ("root.key", "credentials"):
        shutil.copy(tmp_path / "data" / name, other / name)
    succeed("restore", tmp_path / "backup", "--data-dir", other)
    restored = serve(other)
    assert_decrypts(restored, blob)
    assert restored.client().describe_key(KeyId=key)["KeyMetadata"]["KeyState"] == "Enabled"
    with refused("NotFoundException"):
        restored.client().describe_key(KeyId=later)


def test_a_backup_made_in_the_middle_of_changes_is_whole(serve, tmp_path):
    server = serve(tmp_path / "data")
    workers = [Worker(number) for number in range(200, 203)]
    known = []

    def back_up():
        known.extend(key_id for worker in workers for key_id in list(worker.keys))
        succeed("backup", tmp_path / "backup", "--data-dir", tmp_path / "data")

    run_until_killed(server, workers, 100, meanwhile=back_up)
    (tmp_path / "other").mkdir(mode=0o700)
    for name in ("root.key", "credentials"):
        shutil.copy(tmp_path / "data" / name, tmp_path / "other" / name)
    succeed("restore", tmp_path / "backup", "--data-dir", tmp_path / "other")
    kms = serve(tmp_path / "other").client()
    assert known
    for key_id in known:
        found = Key.read(kms, key_id)
        if found.state == "Enabled":
            assert kms.encrypt(KeyId=key_id, Plaintext=b"x")["CiphertextBlob"]


def test_a_backup_overwrites_no_file(server, tmp_path):
    (tmp_path / "precious").write_text("precious")
    assert_refused(trent("backup", tmp_path / "precious", "--data-dir", server.data_dir), "exist", "precious")
    assert (tmp_path / "precious").read_text() == "precious"


def test_a_backup_is_not_restored_over_a_database(serve, tmp_path):
    server = serve(tmp_path / "data")
    _, blob = make_key(server)
    succeed("backup", tmp_path / "backup", "--data-dir", tmp_path / "data")
    server.stop()
    assert_refused(trent("restore", tmp_path / "backup", "--data-dir", tmp_path / "data"), "database")
    server.start()
    assert_decrypts(server, blob)


def test_what_is_no_backup_is_not_restored(server, tmp_path):
    succeed("backup", tmp_path / "backup", "--data-dir", server.data_dir)
    whole = (tmp_path / "backup").read_bytes()
    with sqlite3.connect(tmp_path / "foreign") as foreign:
        foreign.execute("CREATE TABLE records (id)")
    foreign.close()
    (tmp_path / "cut").write_bytes(whole[: len(whole) // 2])
    (tmp_path / "empty").write_bytes(b"")
    for name in ("foreign", "cut", "empty", "absent"):
        data = tmp_path / f"data-{name}"
        finished = trent("restore", tmp_path / name, "--data-dir", data)
        assert_refused(finished, "backup", "database", name)
        assert not (data / "trent.sqlite").exists()


def test_a_backup_without_its_root_key_is_of_no_use(serve, server, tmp_path):
    succeed("backup", tmp_path / "backup", "--data-dir", server.data_dir)
    serve(tmp_path / "stranger").stop()
    (tmp_path / "other").mkdir(mode=0o700)
    shutil.copy(tmp_path / "stranger" / "root.key", tmp_path / "other" / "root.key")
    assert_refused(trent("restore", tmp_path / "backup", "--data-dir", tmp_path / "other"), "root key")
    assert_refused(trent("serve", "--data-dir", tmp_path / "other", "--listen", "127.0.0.1:0"), "root key")


# Recovery


def test_whoever_has_the_root_key_gets_a_new_access_key(serve, tmp_path):
    server = serve(tmp_path / "data")
    _, blob = make_key(server)
    lost = server.credentials
    server.stop()
    (tmp_path / "data" / "credentials").unlink()
    succeed("recover", "--data-dir", tmp_path / "data")
    assert (tmp_path / "data" / "credentials").stat().st_mode & 0o777 == 0o600
    server.start()
    assert server.credentials.access_key_id != lost.access_key_id
    assert_decrypts(server, blob)
    with refused("UnrecognizedClientException"):
        server.client(credentials=lost).list_keys()


def test_without_the_root_key_nothing_is_recovered(serve, tmp_path):
    server = serve(tmp_path / "data")
    known = server.credentials
    server.stop()
    (tmp_path / "data" / "root.key").rename(tmp_path / "elsewhere")
    assert_refused(trent("recover", "--data-dir", tmp_path / "data"), "root key", "root.key")
    (tmp_path / "elsewhere").rename(tmp_path / "data" / "root.key")
    server.start()
    assert server.client(credentials=known).list_keys()["Keys"] == []
