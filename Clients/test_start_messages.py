"""What the command line says when it can't do its work: one line that says what is wrong and what to do."""

import hashlib
import os
import pathlib
import shutil
import socket
import sqlite3
import subprocess

import pytest
from harness import environment, trent, without_privileges

PASSPHRASE = "a very secret passphrase"


def said(*arguments, code=1, **options):
    """The one line on standard error, without `Error: `. A command that fails so has nothing else to say."""
    finished = trent(*arguments, **options)
    assert (finished.returncode, finished.stdout) == (code, ""), finished.stdout + finished.stderr
    assert finished.stderr.startswith("Error: ") and finished.stderr.count("\n") == 1, finished.stderr
    assert PASSPHRASE not in finished.stderr
    return finished.stderr.removeprefix("Error: ").rstrip("\n")


def refusal(place, *arguments, data="data", **options):
    """What `trent serve` says in a directory, of the data directory `data` in it. It must not come to serve."""
    listen = () if "--listen" in arguments else ("--listen", "127.0.0.1:0")
    directory = ("--data-dir", data) if data else ()
    return said("serve", *directory, *listen, *arguments, cwd=place, **options)


@pytest.fixture(scope="module")
def made(tmp_path_factory, clean_environment):
    """Data directories as a first start leaves them: one, another, and one with a passphrase."""
    from harness import Server

    place = tmp_path_factory.mktemp("made")
    passphrase = secret(place / "passphrase", PASSPHRASE)
    for name, options in {"one": (), "other": (), "locked": ("--root-key-passphrase-file", passphrase)}.items():
        with Server(place / name, *options) as server:
            if not options:
                server.client().list_keys()
    return place


@pytest.fixture
def place(made, tmp_path):
    """A directory with `data`, a data directory of its own."""
    shutil.copytree(made / "one", tmp_path / "data")
    return tmp_path


def secret(path, content, mode=0o600):
    path.write_text(content)
    path.chmod(mode)
    return path


# Commands


def test_trent_alone_says_how_to_begin():
    finished = trent()
    assert (finished.returncode, finished.stdout) == (64, "")
    lines = finished.stderr.splitlines()
    assert len(lines) <= 8 and max(map(len, lines)) <= 90
    for words in ("KMS API", "trent serve ", 'eval "$(trent env)"', "trent serve --dev", "trent --help"):
        assert words in finished.stderr


def test_a_group_of_commands_lists_them():
    for group in ("audit", "account", "root-key"):
        finished = trent(group)
        assert (finished.returncode, finished.stdout) == (64, "")
        assert f"USAGE: trent {group} <subcommand>" in finished.stderr


@pytest.mark.parametrize(
    ("typed", "answer"),
    [
        ("serv", "There is no command 'serv'. Did you mean 'serve'? See 'trent --help'."),
        ("frobnicate", "There is no command 'frobnicate'. See 'trent --help'."),
        ("audit tial", "There is no command 'tial'. Did you mean 'tail'? See 'trent audit --help'."),
        ("serve --lisen x", "Unknown option '--lisen'. Did you mean '--listen'? See 'trent serve --help'."),
        ("serve more", "Unexpected argument 'more'. See 'trent serve --help'."),
        ("serve --listen", "Missing value for '--listen <listen>'. See 'trent serve --help'."),
        ("backup", "Missing expected argument '<file>'. See 'trent backup --help'."),
        ("account create 12", "12 is no account id: it must have 12 digits. See 'trent account create --help'."),
    ],
)
def test_a_slip_is_answered_with_what_was_meant(typed, answer):
    assert said(*typed.split(), code=64) == answer


# Where it listens


def test_a_port_in_use(place):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        address = f"127.0.0.1:{taken.getsockname()[1]}"
        answer = (
            f"cannot listen on {address}: another process listens there: "
            "stop it, or choose another address with --listen"
        )
        assert refusal(place, "--listen", address) == answer
        assert refusal(place, "--dev", "--listen", address, data=None) == answer
        assert refusal(place, "--listen", address, data="new") == answer
    assert [path.name for path in (place / "new").iterdir()] == ["lock"], "nothing was made yet"


@pytest.mark.parametrize(
    ("listen", "why"),
    [
        ("nobody.invalid:4599", "the name has no address"),
        ("192.0.2.1:4599", "it is no address of this machine"),
    ],
)
def test_an_address_that_is_not_here(place, listen, why):
    answer = f"cannot listen on {listen}: {why}: choose another address with --listen"
    assert refusal(place, "--allow-insecure-listen", "--listen", listen) == answer


def test_a_privileged_port(place):
    first = int(pathlib.Path("/proc/sys/net/ipv4/ip_unprivileged_port_start").read_text())
    if first <= 1:
        pytest.skip("this machine has no privileged ports")
    assert refusal(place, "--dev", "--listen", "127.0.0.1:1", data=None, wrapper=without_privileges()) == (
        "cannot listen on 127.0.0.1:1: this user may not listen on the port: choose one from 1024 on with --listen"
    )


def test_an_address_that_is_for_others_too(place):
    assert refusal(place, "--listen", "0.0.0.0:4599") == (
        "0.0.0.0 is not a loopback address, and without TLS keys would cross the network in the clear: give "
        "--tls-certificate and --tls-key, or --allow-insecure-listen if something in front does TLS"
    )
    assert refusal(place, "--dev", "--listen", "0.0.0.0:4599") == (
        "--dev believes every request, so only this machine may send any: listen on 127.0.0.1, not 0.0.0.0"
    )


# The root key


def test_a_wrong_root_key(place, made):
    shutil.copy(made / "other" / "root.key", place / "data")
    assert refusal(place) == (
        "data/root.key is not the root key this database is under: put that one in its place"
    )


def test_a_missing_root_key(place):
    (place / "data" / "root.key").unlink()
    assert refusal(place) == "there is no root key data/root.key: put back the copy of it that you keep"


def test_a_damaged_root_key(place):
    secret(place / "data" / "root.key", "nonsense")
    assert refusal(place) == "data/root.key was truncated or changed: put back the copy of it that you keep"


def test_a_root_key_of_a_later_release(place):
    lines = (place / "data" / "root.key").read_text().replace("key 1\n", "key 2\n").splitlines(keepends=True)[:-1]
    text = "".join(lines)
    secret(place / "data" / "root.key", f"{text}checksum: {hashlib.sha256(text.encode()).hexdigest()}\n")
    assert refusal(place) == "data/root.key was made by a later release of Trent: start that release"


def test_a_root_key_that_others_can_read(place):
    (place / "data" / "root.key").chmod(0o644)
    assert refusal(place) == "data/root.key can be read by others than its owner: run chmod 600 on it"


def test_a_root_key_without_its_database(place):
    for file in (place / "data").glob("trent.sqlite*"):
        file.unlink()
    assert refusal(place) == (
        "there is a root key but no database in data: put a backup there with `trent restore`, "
        "or choose another data directory"
    )


def test_passphrases(made, tmp_path):
    shutil.copytree(made / "locked", tmp_path / "data")
    option = "--root-key-passphrase-file"
    assert refusal(tmp_path) == (
        f"data/root.key is protected by a passphrase: give it with {option} or TRENT_ROOT_KEY_PASSPHRASE"
    )
    secret(tmp_path / "wrong", "another")
    wrong = "the passphrase does not open data/root.key: give the one that it was made or last rotated with"
    assert refusal(tmp_path, option, "wrong") == wrong
    assert refusal(tmp_path, env=environment(TRENT_ROOT_KEY_PASSPHRASE="another")) == wrong
    assert refusal(tmp_path, env=environment(TRENT_ROOT_KEY_PASSPHRASE="")) == (
        "TRENT_ROOT_KEY_PASSPHRASE: it is empty: unset it, or give the passphrase"
    )
    assert refusal(tmp_path, option, "none") == f"{option}: none can't be read: No such file or directory"
    assert refusal(tmp_path, option, ".") == f"{option}: . is a directory: it must be a file with the passphrase"
    secret(tmp_path / "empty", "\n")
    assert refusal(tmp_path, option, "empty") == f"{option}: empty is empty: it must hold the passphrase"
    secret(tmp_path / "open", PASSPHRASE, 0o644)
    assert refusal(tmp_path, option, "open") == (
        f"{option}: open can be read by others than its owner: run chmod 600 on it"
    )
    secret(tmp_path / "closed", PASSPHRASE, 0o000)
    variable = environment(TRENT_ROOT_KEY_PASSPHRASE_FILE="closed")
    assert refusal(tmp_path, env=variable, wrapper=without_privileges()) == (
        "TRENT_ROOT_KEY_PASSPHRASE_FILE: closed can't be read: Permission denied"
    )


def test_a_passphrase_that_nothing_asks_for(place):
    assert refusal(place, env=environment(TRENT_ROOT_KEY_PASSPHRASE=PASSPHRASE)) == (
        "data/root.key is not protected by a passphrase, and one was given: leave it out"
    )


# The data directory


def test_a_data_directory_in_use(serve, tmp_path):
    server = serve(tmp_path / "data")
    answer = f"data is in use by process {server.pid}: stop it first"
    assert refusal(tmp_path) == answer
    assert refusal(tmp_path, "--listen", server.address) == answer
    for command in ("recover", "root-key rotate", "account create 111122223333"):
        assert said(*command.split(), "--data-dir", "data", cwd=tmp_path) == answer


RIGHTS = "the data directory can't be written: {}: it must belong to this user, and not be read-only"


@pytest.mark.parametrize(
    ("name", "mode", "answer"),
    [
        (".", 0o000, RIGHTS.format("cannot open data/lock: Permission denied")),
        (".", 0o500, RIGHTS.format("cannot write data: Permission denied")),
        ("lock", 0o000, RIGHTS.format("cannot open data/lock: Permission denied")),
        ("trent.sqlite", 0o400, RIGHTS.format("cannot write data/trent.sqlite: Permission denied")),
        ("root.key", 0o000, "cannot read or write data/root.key: Permission denied"),
        ("audit", 0o500, "the audit trail: data/audit/index.sqlite can't be opened: attempt to write a readonly database"),
    ],
)
def test_modes_that_forbid_it(place, name, mode, answer):
    path = place / "data" / name
    before = path.stat().st_mode
    path.chmod(mode)
    found = refusal(place, wrapper=without_privileges())
    path.chmod(before)
    assert found == answer


def test_places_where_no_directory_can_be(tmp_path):
    (tmp_path / "file").touch()
    assert refusal(tmp_path, data="file") == "file is no directory: choose another data directory"
    assert refusal(tmp_path, data="no/such") == (
        "cannot make no/such: make the directory first in which it is to be"
    )
    assert refusal(tmp_path, "--data-dir", "", data=None) == "--data-dir: the path is empty"


def test_a_read_only_file_system(disk):
    disk.remount("ro")
    answer = refusal(disk.path, data="data")
    disk.remount("rw")
    assert answer == RIGHTS.format("cannot make data: Read-only file system")


def test_a_full_disk(disk):
    disk.fill()
    assert refusal(disk.path) == "cannot read or write data/credentials.pending.partial: No space left on device"


# The database


def sql(place, statement):
    with sqlite3.connect(place / "data" / "trent.sqlite") as database:
        database.execute(statement)
    database.close()


BAD = "the database can't be read: data/trent.sqlite: "


def test_a_database_of_a_later_release(place):
    sql(place, "PRAGMA user_version = 99")
    answer = BAD + (
        "a later release of Trent wrote it, with schema 99, and this one knows schemas up to 1: start that release, "
        "or restore a backup of before"
    )
    assert refusal(place) == answer
    assert said("backup", "copy", "--data-dir", "data", cwd=place) == answer
    assert not (place / "copy").exists()


def without_log(place):
    database = place / "data" / "trent.sqlite"
    for file in database.parent.glob("trent.sqlite-*"):
        file.unlink()
    return database


def test_files_that_are_no_database_of_trent(place):
    database = without_log(place)
    content = database.read_bytes()
    database.write_bytes(b"no database, though it is long enough for one" * 100)
    damage = BAD + "it is damaged, or no database ({}): take a backup that is whole"
    assert refusal(place) == damage.format("file is not a database")
    database.write_bytes(content[:8192])
    assert refusal(place) == damage.format("database disk image is malformed")
    database.write_bytes(b"")
    strange = BAD + "it is no database of Trent: choose another data directory"
    assert refusal(place) == strange
    sql(place, "CREATE TABLE another (name)")
    assert refusal(place) == strange


def test_backups_that_are_none(place):
    assert said("restore", "none", "--data-dir", "new", cwd=place) == "cannot read none: No such file or directory"
    (place / "text").write_text("this is no backup" * 100)
    assert said("restore", "text", "--data-dir", "new", cwd=place) == (
        "the database can't be read: text: it is damaged, or no database (file is not a database): "
        "take a backup that is whole"
    )


def test_commands_that_need_a_database(tmp_path):
    answer = "there is no database in none: name a server's data directory with --data-dir"
    explained = ("explain", "--principal", "p", "--action", "a", "--key", "k")
    for command in (["backup", "b"], ["account", "list"], ["recover"], ["root-key", "rotate"], ["audit", "verify"],
                    explained):  # fmt: skip
        assert said(*command, "--data-dir", "none", cwd=tmp_path) == answer
    assert said("audit", "tail", "--data-dir", "none", cwd=tmp_path) == (
        "there is no audit trail in none: name a server's data directory with --data-dir"
    )


# The audit trail


def test_the_trail_of_another_database(place):
    with sqlite3.connect(place / "data" / "trent.sqlite") as database:
        database.execute("DELETE FROM records")
    database.close()
    assert refusal(place) == (
        "data/audit is the audit trail of another database: move it away, or restore the database that it belongs to"
    )


def test_a_trail_of_a_later_release(place):
    (log,) = (place / "data" / "audit" / "live").iterdir()
    log.write_bytes(log.read_bytes().replace(b" trent-audit 1 ", b" trent-audit 2 ", 1))
    path = log.relative_to(place)
    assert refusal(place) == f"the audit trail: {path} was written by a later release of Trent: start that release"


def test_a_trail_that_lost_records_is_served_on_and_says_so_once(place, serve):
    for log in (place / "data" / "audit" / "live").iterdir():
        log.unlink()
    server = serve(place / "data")
    (line,) = [line for line in server.log if " error " in line and "audit trail are missing: they were" in line]
    assert line.endswith(
        "records of the audit trail are missing: they were not in the log any more when the trail was opened; "
        "see trent audit verify"
    )
    server.stop()
    server.log.clear()
    server.start()
    assert not [line for line in server.log if "they were not in the log" in line]


def test_an_index_of_a_later_release_is_made_anew(place, serve):
    with sqlite3.connect(place / "data" / "audit" / "index.sqlite") as index:
        index.execute("PRAGMA user_version = 99")
    index.close()
    server = serve(place / "data")
    server.client().list_keys()
    server.stop()


# Settings


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("lisen: 127.0.0.1:0\n", "s.yaml, line 1: there is no setting lisen: did you mean listen?"),
        ("region: eu-west-1\ncolour: blue\n",
         "s.yaml, line 2: there is no setting colour: trent serve --help lists them, as flags"),
        ("listen: [a, b]\n", "s.yaml, line 1: listen needs one plain value"),
        ("listen:\n", "s.yaml, line 1: listen needs one plain value"),
        ("listen: [\n", "s.yaml is not YAML: line 2, did not find expected node content"),
        ("just text\n", "s.yaml is no list of settings: it must have lines as region: eu-west-1"),
        ("region: eu-west-1\nregion: eu-west-2\n", "s.yaml is not YAML: it has region more than once"),
        ("account-id: 12\n", "account-id in s.yaml: 12 is no account id: it must have 12 digits"),
    ],
)  # fmt: skip
def test_settings_files(place, text, answer):
    (place / "s.yaml").write_text(text)
    assert refusal(place, "--config", "s.yaml") == answer


def test_settings_files_that_can_not_be_read(place):
    assert refusal(place, "--config", "none.yaml") == "--config: none.yaml can't be read: No such file or directory"
    assert refusal(place, "--config", ".") == "--config: . can't be read: Is a directory"
    secret(place / "s.yaml", "dev: true\n", 0o000)
    assert refusal(place, "--config", "s.yaml", wrapper=without_privileges()) == (
        "--config: s.yaml can't be read: Permission denied"
    )


SINKS = "it must be stdout, syslog:udp://HOST:PORT, syslog:tcp://HOST:PORT or syslog:unix:/PATH"
VALUES = {
    "listen": ("nonsense", "nonsense is no address: it must be HOST:PORT, as 127.0.0.1:4599 or [::1]:4599"),
    "region": ("mars-north-1", "mars-north-1 is no Region of AWS: give one, as eu-west-1"),
    "account-id": ("12", "12 is no account id: it must have 12 digits"),
    "log-level": ("loud", "loud is none of trace, debug, info, notice, warning, error, critical"),
    "log-format": ("xml", "xml is none of text, json"),
    "audit-durability": ("never", "never is none of written, synced"),
    "audit-retention": ("5", "5 is no number of days: it must be as 365d"),
    "audit-sink": ("nowhere", f'"nowhere" is no audit sink: {SINKS}'),
    "trusted-proxies": ("x", "x must be addresses or CIDR ranges with commas between, as 10.0.0.0/8,::1"),
    "web-identity-keys": ("x", "x does not say where the issuer's keys are: ISSUER=FILE or ISSUER=URL"),
    "tls-certificate": ("c.pem", "HTTPS needs the private key too: give --tls-key"),
    "tls-key": ("k.pem", "HTTPS needs the certificate too: give --tls-certificate"),
}


@pytest.mark.parametrize("setting", VALUES)
def test_a_bad_value_is_told_with_where_it_comes_from(place, setting):
    value, answer = VALUES[setting]
    assert refusal(place, f"--{setting}", value) == f"--{setting}: {answer}"
    if setting != "listen":
        name = "TRENT_" + setting.upper().replace("-", "_")
        assert refusal(place, env=environment(**{name: value})) == f"{name}: {answer}"


def test_a_switch_is_on_or_off(place):
    assert refusal(place, env=environment(TRENT_DEV="maybe")) == "TRENT_DEV: maybe is neither true nor false"


# TLS


def make_certificate(place, name):
    subject = ["-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost"]
    files = ["-keyout", f"{name}.key", "-out", f"{name}.pem"]
    curve = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256"]
    subprocess.run(
        ["openssl", "req", "-x509", *curve, "-nodes", *files, *subject], cwd=place, check=True, capture_output=True
    )


def test_tls_files(place):
    make_certificate(place, "a")
    make_certificate(place, "b")
    subprocess.run(
        ["openssl", "pkey", "-in", "a.key", "-aes256", "-passout", f"pass:{PASSPHRASE}", "-out", "sealed.key"],
        cwd=place, check=True,
    )  # fmt: skip
    secret(place / "closed.key", "key", 0o000)
    os.mkdir(place / "folder")
    for certificate, key, answer in (
        ("none.pem", "a.key", "the certificate none.pem can't be read: No such file or directory"),
        ("folder", "a.key", "the certificate folder can't be read: Is a directory"),
        ("a.key", "a.key", "a.key is no certificate in PEM form"),
        ("a.pem", "none.key", "the private key none.key can't be read: No such file or directory"),
        ("a.pem", "closed.key", "the private key closed.key can't be read: Permission denied"),
        ("a.pem", "b.pem", "b.pem is no private key in PEM form without a passphrase"),
        ("a.pem", "sealed.key", "sealed.key is no private key in PEM form without a passphrase"),
        ("a.pem", "b.key", "the private key b.key does not belong to the certificate a.pem"),
    ):
        options = ("--tls-certificate", certificate, "--tls-key", key)
        found = refusal(place, *options, wrapper=without_privileges())
        assert found == f"{answer} (--tls-certificate, --tls-key)"


# Other commands


def test_env_needs_a_port(tmp_path):
    assert said("env", "--listen", "127.0.0.1:0") == "port 0 is any free one: give the one the server has printed"


def test_bench_needs_an_endpoint(tmp_path):
    assert said("bench") == "give the endpoint with --endpoint or AWS_ENDPOINT_URL"
    with socket.create_server(("127.0.0.1", 0)) as taken:
        url = f"http://127.0.0.1:{taken.getsockname()[1]}"
    key = environment(AWS_ACCESS_KEY_ID="a", AWS_SECRET_ACCESS_KEY="b")
    assert said("bench", "--endpoint", url, env=key) == f"cannot connect to {url}: Connection refused"
