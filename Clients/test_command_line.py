"""The command line: settings, what is made on disk, and how the server starts, refuses to start and ends."""

import base64
import json
import re
import signal
import socket
import stat
import subprocess
import threading

import pytest
from harness import (
    ACCOUNT,
    SECONDS_MAX,
    Credentials,
    assert_refused,
    environment,
    eventually,
    key_arn,
    refused,
    trent,
    without_privileges,
)

OTHER_ACCOUNT = "111122223333"


def modes(directory):
    """Of files and, apart from them, of directories."""
    paths = sorted(directory.rglob("*"))
    return [
        {path.name: stat.S_IMODE(path.stat().st_mode) for path in paths if path.is_dir() == is_directory}
        for is_directory in (False, True)
    ]


def test_the_data_directory_is_for_its_owner_only(serve, tmp_path):
    data = tmp_path / "data"
    server = serve(data, umask=0)
    server.client().create_key()
    assert stat.S_IMODE(data.stat().st_mode) == 0o700
    files, directories = modes(data)
    assert {"root.key", "credentials", "trent.sqlite"} <= set(files)
    assert set(files.values()) == {0o600}, files
    assert "audit" in directories
    assert set(directories.values()) == {0o700}, directories


def test_the_administrator_has_an_access_key_of_the_usual_form(server):
    key = server.credentials
    assert re.fullmatch(r"AKIA[A-Z0-9]{16}", key.access_key_id)
    assert re.fullmatch(r"[A-Za-z0-9+/]{40}", key.secret_access_key)
    assert key.secret_access_key not in "\n".join(server.log)


def test_a_restart_keeps_the_credentials_and_everything_else(serve):
    server = serve()
    kms, credentials = server.client(), server.credentials
    key = kms.create_key(Description="kept", Tags=[{"TagKey": "a", "TagValue": "b"}])["KeyMetadata"]
    kms.create_alias(AliasName="alias/kept", TargetKeyId=key["KeyId"])
    policy = kms.get_key_policy(KeyId=key["KeyId"])["Policy"]
    blob = kms.encrypt(KeyId="alias/kept", Plaintext=b"kept", EncryptionContext={"c": "d"})["CiphertextBlob"]
    kms = server.restart().client(credentials=credentials)
    assert kms.describe_key(KeyId="alias/kept")["KeyMetadata"] == key
    assert kms.list_resource_tags(KeyId=key["KeyId"])["Tags"] == [{"TagKey": "a", "TagValue": "b"}]
    assert kms.get_key_policy(KeyId=key["KeyId"])["Policy"] == policy
    assert kms.decrypt(CiphertextBlob=blob, EncryptionContext={"c": "d"})["Plaintext"] == b"kept"


def test_blobs_and_credentials_of_one_server_are_nothing_to_another(serve, tmp_path):
    first, second = serve(tmp_path / "first"), serve(tmp_path / "second")
    with refused("UnrecognizedClientException"):
        second.client(credentials=first.credentials).list_keys()
    key = first.client().create_key()["KeyMetadata"]["KeyId"]
    blob = first.client().encrypt(KeyId=key, Plaintext=b"x")["CiphertextBlob"]
    with pytest.raises(second.client().exceptions.ClientError):
        second.client().decrypt(CiphertextBlob=blob)


# Settings


def account(server):
    return server.client("sts").get_caller_identity()["Account"]


def test_the_account_is_zeros_unless_told_otherwise(serve, server, tmp_path):
    assert account(server) == ACCOUNT
    other = serve(tmp_path / "data", "--account-id", OTHER_ACCOUNT)
    key = other.client().create_key()["KeyMetadata"]
    assert (account(other), key["Arn"]) == (OTHER_ACCOUNT, key_arn(key["KeyId"], account=OTHER_ACCOUNT))


def test_every_setting_may_come_from_the_environment(serve, tmp_path):
    settings = environment(
        TRENT_DATA_DIR=str(tmp_path / "data"), TRENT_LISTEN="127.0.0.1:0", TRENT_ACCOUNT_ID=OTHER_ACCOUNT
    )
    server = serve(None, listen=None, env=settings)
    credentials = Credentials.read(tmp_path / "data")
    assert server.client("sts", credentials=credentials).get_caller_identity()["Account"] == OTHER_ACCOUNT


@pytest.fixture
def settings_file(tmp_path):
    path = tmp_path / "trent.yaml"
    path.write_text(f"data-dir: {tmp_path / 'from-file'}\nlisten: 127.0.0.1:0\naccount-id: '{OTHER_ACCOUNT}'\n")
    return path


def test_every_setting_may_come_from_a_file(serve, tmp_path, settings_file):
    server = serve(None, "--config", settings_file, listen=None)
    credentials = Credentials.read(tmp_path / "from-file")
    assert server.client("sts", credentials=credentials).get_caller_identity()["Account"] == OTHER_ACCOUNT


def test_an_argument_counts_before_the_environment_and_that_before_a_file(serve, tmp_path, settings_file):
    options = {"env": environment(TRENT_ACCOUNT_ID="222222222222", TRENT_CONFIG=str(settings_file))}
    assert account(serve(tmp_path / "a", "--account-id", "333333333333", **options)) == "333333333333"
    assert account(serve(tmp_path / "b", **options)) == "222222222222"


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--listen", "nonsense"], ["listen"]),
        (["--listen", "127.0.0.1:99999"], ["listen", "port"]),
        (["--account-id", "12"], ["account"]),
        (["--region", "mars-north-1"], ["region"]),
        (["--config", "no-such-file.yaml"], ["no-such-file.yaml"]),
    ],
)
def test_a_bad_setting_is_named(tmp_path, arguments, words):
    listen = [] if "--listen" in arguments else ["--listen", "127.0.0.1:0"]
    finished = trent("serve", "--data-dir", tmp_path / "data", *listen, *arguments, cwd=tmp_path)
    assert_refused(finished, *words)


def test_help_lists_the_commands():
    finished = trent("--help")
    assert finished.returncode == 0
    for command in ("serve", "env", "root-key", "backup", "restore", "recover", "bench"):
        assert command in finished.stdout


# Where it may listen


def test_other_machines_are_not_served_without_tls(tmp_path):
    for listen in ("0.0.0.0:0", "192.0.2.1:0"):
        finished = trent("serve", "--data-dir", tmp_path / "data", "--listen", listen)
        assert_refused(finished, "loopback", "TLS")


def test_other_machines_are_served_without_tls_if_told_so(serve, tmp_path):
    server = serve(tmp_path / "data", "--allow-insecure-listen", listen="0.0.0.0:0")
    assert server.get("/-/health").status == 200


def test_a_port_that_is_taken_is_named(server, tmp_path):
    finished = trent("serve", "--data-dir", tmp_path / "data", "--listen", server.address)
    assert_refused(finished, str(server.port), "in use")


def test_a_data_directory_has_one_server(server):
    finished = trent("serve", "--data-dir", server.data_dir, "--listen", "127.0.0.1:0")
    assert_refused(finished, "in use")
    assert server.get("/-/ready").status == 200


# The process


def is_readable(pid):
    """Whether another process of this user may look into this one. /proc asks what a debugger is asked."""
    command = [*without_privileges(), "cat", f"/proc/{pid}/environ"]
    return subprocess.run(command, capture_output=True, check=False).returncode == 0


def test_other_processes_can_not_look_into_it(serve, tmp_path):
    server = serve(tmp_path / "data", wrapper=without_privileges())
    ordinary = subprocess.Popen([*without_privileges(), "sleep", "60"])
    try:
        eventually(lambda: is_readable(ordinary.pid), "an ordinary process can be looked into")
    finally:
        ordinary.kill()
        ordinary.wait()
    assert not is_readable(server.pid)


def test_it_writes_no_core(server):
    with open(f"/proc/{server.pid}/limits", encoding="ascii") as limits:
        (line,) = [line for line in limits if line.startswith("Max core file size")]
    assert line.removeprefix("Max core file size").split()[0] == "0"


def test_logs_are_about_calls_and_hold_no_secret(serve):
    server = serve()
    kms = server.client()
    key = kms.create_key()["KeyMetadata"]["KeyId"]
    made = kms.generate_data_key(KeyId=key, KeySpec="AES_256", EncryptionContext={"patient": "Mustermann"})
    kms.encrypt(KeyId=key, Plaintext=b"a very secret plaintext")
    server.stop()
    log = "\n".join(server.log)
    assert "GenerateDataKey" in log and key in log
    for secret in (made["Plaintext"], b"a very secret plaintext"):
        assert base64.b64encode(secret).decode() not in log
        assert secret.hex() not in log
    assert server.credentials.secret_access_key not in log


# Its end


def test_idle_connections_do_not_hold_up_the_end(serve):
    server = serve()
    server.client().list_keys()
    with socket.create_connection(("127.0.0.1", server.port)):
        server.stop()


def test_a_request_in_flight_is_answered_before_the_end(serve):
    server = serve()
    body = json.dumps({"Description": "x" * 8000}).encode()
    headers = server.sign("CreateKey", body) | {"Content-Length": str(len(body))}
    head = "POST / HTTP/1.1\r\n" + "".join(f"{name}: {value}\r\n" for name, value in headers.items()) + "\r\n"
    with socket.create_connection(("127.0.0.1", server.port), timeout=SECONDS_MAX) as connection:
        connection.sendall(head.encode() + body[:100])
        eventually(lambda: server.get("/-/health").status == 200, "the server has seen the head")
        server.terminate()
        timer = threading.Timer(0.5, lambda: connection.sendall(body[100:]))
        timer.start()
        answer = connection.recv(65536)
        timer.join()
    assert answer.startswith(b"HTTP/1.1 200 "), answer
    server.stop()


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT])
def test_either_signal_ends_it_well(serve, how):
    server = serve()
    server.process.send_signal(how)
    assert server.process.wait(SECONDS_MAX) == 0
