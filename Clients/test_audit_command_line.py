"""`trent audit search` and `tail`, sinks beside the files, and retention."""

import contextlib
import json
import re
import socket
import subprocess
import threading
import time

import pytest
from audit import Trail, refusal, request_id
from harness import (
    ACCOUNT, REGION, SECONDS_MAX, Server, assert_refused, binary, environment, eventually, key_arn, trent,
)  # fmt: skip
from iam import People, allow
from multi_region import ABROAD

DAY = 24 * 3600
# RFC 5424, section 6: the header, structured data, and a message.
SYSLOG = re.compile(
    rb"<(?P<priority>\d{1,3})>1 "
    rb"(?P<time>\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,6})?(Z|[+-]\d\d:\d\d)) "
    rb"(?P<host>-|[\x21-\x7e]{1,255}) (?P<app>-|[\x21-\x7e]{1,48}) (?P<process>-|[\x21-\x7e]{1,128}) "
    rb"(?P<id>-|[\x21-\x7e]{1,32}) "
    rb'(?P<data>-|(\[[^\s=\]"]{1,32}( [^\s=\]"]{1,32}="([^"\\\]]|\\["\\\]])*")*\])+)'
    rb"( (?P<message>.*))?",
    re.DOTALL,
)


# Search


class Story:
    def __init__(self, server):
        self.server = server
        people = People(server)
        kms = server.client()
        self.key = kms.create_key()["KeyMetadata"]["KeyId"]
        self.other = kms.create_key()["KeyMetadata"]["KeyId"]
        kms.create_alias(AliasName="alias/searched", TargetKeyId=self.key)
        self.user = people.user(allow("kms:Encrypt"))
        self.used = people.kms(self.user).encrypt(KeyId=self.key, Plaintext=b"x", EncryptionContext={"table": "orders"})
        self.refused = refusal(people.kms(self.user).disable_key, KeyId=self.key)
        role = people.role(allow("*"))
        self.session = people.assume(role, "nightly")
        self.role = role
        self.of_role = people.kms(self.session).describe_key(KeyId=self.key)
        self.abroad = server.client(region=ABROAD).list_keys()


@pytest.fixture(scope="module")
def story(tmp_path_factory, clean_environment):
    server = Server(tmp_path_factory.mktemp("searched") / "data").start()
    yield Story(server)
    server.stop()


@pytest.fixture
def search(story):
    def run(*arguments):
        finished = trent("audit", "search", "--data-dir", story.server.data_dir, *arguments)
        assert finished.returncode == 0, finished.stdout + finished.stderr
        return finished.stdout.splitlines()

    return run


@pytest.fixture
def search_json(search):
    return lambda *arguments: [json.loads(line) for line in search(*arguments, "--json")]


def test_all_is_found_without_a_question(search_json, story):
    records = search_json()
    requests = [record.get("requestID") for record in records]
    for answer in (story.used, story.refused, story.of_role, story.abroad):
        assert requests.count(request_id(answer)) == 1
    assert {record["eventID"] for record in records} >= {r["eventID"] for r in Trail(story.server).records()}


def test_by_key(search_json, story):
    for name in (key_arn(story.key), story.key):
        records = search_json("--key", name)
        assert request_id(story.used) in [record["requestID"] for record in records]
        assert all(key_arn(story.key) in json.dumps(record) for record in records)
    names = [record["eventName"] for record in search_json("--key", key_arn(story.other))]
    assert names == ["CreateKey"]


def test_by_principal(search_json, story):
    for name in (story.user.arn, story.user.name):
        records = search_json("--principal", name)
        found = {record["requestID"] for record in records}
        assert {request_id(story.used), request_id(story.refused)} <= found
        assert all(record["userIdentity"]["arn"] == story.user.arn for record in records)
    sessions = {record["requestID"] for record in search_json("--principal", "nightly")}
    assert request_id(story.of_role) in sessions


def test_since(search_json, story):
    assert request_id(story.used) in [record["requestID"] for record in search_json("--since", "1h")]
    year = time.gmtime(time.time() + 365 * DAY)
    assert search_json("--since", time.strftime("%Y-%m-%dT%H:%M:%SZ", year)) == []


def test_a_line_for_people(search, story):
    lines = search("--principal", story.user.name)
    (used,) = [line for line in lines if "Encrypt" in line]
    assert story.user.name in used and story.key in used
    (refusal_line,) = [line for line in lines if "DisableKey" in line]
    assert "AccessDenied" in refusal_line
    assert all(re.search(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d", line) for line in lines)


def test_questions_come_together(search_json, story):
    assert search_json("--key", key_arn(story.other), "--principal", story.user.name) == []


def test_a_search_without_a_trail_or_with_no_time_is_refused(story, tmp_path):
    assert_refused(trent("audit", "search", "--data-dir", tmp_path / "nowhere"), "nowhere")
    assert_refused(trent("audit", "search", "--since", "yesterdayish", "--data-dir", story.server.data_dir), "time")


def test_a_record_can_not_write_on_the_terminal(search, story):
    """What callers sent stands in records; shown to people it must not steer their terminal."""
    story.server.client().create_key(Description="\x1b[2Jgone")
    user_agent = {"User-Agent": "evil\x1b]0;title\x07agent"}
    with contextlib.suppress(ValueError):
        story.server.send("POST", "/", b"{}", story.server.sign("ListKeys", b"{}") | user_agent)
    assert "\x1b" not in "\n".join(search())


# Tail


def test_tail_shows_the_last_and_follows(story):
    command = [binary(), "audit", "tail", "--follow", "--json", "--data-dir", str(story.server.data_dir)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, env=environment(), text=True)
    lines = []
    reader = threading.Thread(target=lambda: lines.extend(iter(process.stdout.readline, "")), daemon=True)
    reader.start()
    try:
        eventually(lambda: lines, "the last records are shown")
        answer = story.server.client().list_keys()
        seen = lambda: [line for line in list(lines) if request_id(answer) in line]  # noqa: E731
        eventually(seen, "a new record is shown")
        assert len(seen()) == 1
        assert json.loads(seen()[0])["eventName"] == "ListKeys"
    finally:
        process.terminate()
        process.wait(SECONDS_MAX)


def test_tail_ends_unless_it_follows(story):
    answer = story.server.client().list_aliases()
    finished = trent("audit", "tail", "--json", "--data-dir", story.server.data_dir)
    assert finished.returncode == 0, finished.stderr
    records = [json.loads(line) for line in finished.stdout.splitlines()]
    assert records[-1]["requestID"] == request_id(answer)


# Sinks


def json_lines(server):
    for line in list(server.log):
        if line.startswith("{"):
            with contextlib.suppress(ValueError):
                yield json.loads(line)


def test_records_on_the_standard_output(serve, tmp_path):
    server = serve(tmp_path / "data", "--audit-sink", "stdout")
    answer = server.client().list_keys()
    shown = lambda: [each for each in json_lines(server) if each.get("requestID") == request_id(answer)]  # noqa: E731
    eventually(shown, "the record is on the standard output")
    assert shown() == [Trail(server).one(answer)]


def parsed(datagram):
    found = SYSLOG.fullmatch(datagram)
    assert found, datagram
    priority = int(found["priority"])
    assert priority <= 191
    return found, json.loads(found["message"])


def test_syslog_over_udp(serve, tmp_path):
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as receiver:
        receiver.bind(("127.0.0.1", 0))
        receiver.settimeout(SECONDS_MAX)
        server = serve(tmp_path / "data", "--audit-sink", f"syslog:udp://127.0.0.1:{receiver.getsockname()[1]}")
        answer = server.client().list_keys()
        refused = refusal(server.client().describe_key, KeyId="alias/absent")
        wanted, received = {request_id(answer), request_id(refused)}, {}
        while not wanted <= set(received):
            header, record = parsed(receiver.recv(65536))
            received[record.get("requestID")] = header, record
    header, record = received[request_id(answer)]
    assert record == Trail(server).one(answer)
    assert header["app"] == b"trent"
    assert header["process"] == str(server.pid).encode()
    assert header["time"].decode()[:19] == record["eventTime"][:19]
    # Facility 13 is "log audit"; what was refused stands out.
    assert int(header["priority"]) // 8 == 13
    assert int(received[request_id(refused)][0]["priority"]) % 8 < int(header["priority"]) % 8


def test_syslog_over_tcp_goes_on_after_a_break(serve, tmp_path):
    listener = socket.create_server(("127.0.0.1", 0))
    listener.settimeout(SECONDS_MAX)
    with listener:
        server = serve(tmp_path / "data", "--audit-sink", f"syslog:tcp://127.0.0.1:{listener.getsockname()[1]}")
        for _ in range(2):
            answer = server.client().list_keys()
            connection, _ = listener.accept()
            connection.settimeout(SECONDS_MAX)
            with connection, connection.makefile("rb") as stream:
                while read_frame(stream).get("requestID") != request_id(answer):
                    pass


def read_frame(stream):
    """RFC 6587, octet counting: the length, a space, the message."""
    digits = b""
    while (byte := stream.read(1)) != b" ":
        assert byte.isdigit(), (digits, byte)
        digits += byte
    return parsed(stream.read(int(digits)))[1]


def test_syslog_over_a_unix_socket(serve, tmp_path):
    path = tmp_path / "log"
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as receiver:
        receiver.bind(str(path))
        receiver.settimeout(SECONDS_MAX)
        server = serve(tmp_path / "data", "--audit-sink", f"syslog:unix:{path}")
        answer = server.client().list_keys()
        while parsed(receiver.recv(262_144))[1].get("requestID") != request_id(answer):
            pass


def test_a_sink_that_is_not_there_holds_up_nobody(serve, tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as closed:
        port = closed.getsockname()[1]
    sinks = f"stdout,syslog:tcp://127.0.0.1:{port},syslog:unix:{tmp_path / 'absent'}"
    server = serve(tmp_path / "data", "--audit-sink", sinks)
    answers = [server.client().list_keys() for _ in range(20)]
    trail = Trail(server)
    assert all(trail.one(answer) for answer in answers)
    eventually(lambda: [e for e in json_lines(server) if e.get("requestID") == request_id(answers[-1])], "it goes on")


@pytest.mark.parametrize(
    "arguments",
    [
        ("--audit-sink", "nonsense"), ("--audit-sink", "syslog:udp://nowhere"), ("--audit-sink", "stdout,stdout"),
        ("--audit-durability", "sometimes"), ("--audit-retention", "soon"), ("--audit-retention", "0d"),
    ],
)  # fmt: skip
def test_a_bad_setting_is_named(tmp_path, arguments):
    listen = ("--listen", "127.0.0.1:0")
    assert_refused(trent("serve", "--data-dir", tmp_path / "data", *listen, *arguments), "audit", arguments[0][2:])


# Retention


def test_retention_removes_whole_files_and_says_so(serve_at, clock, tmp_path):
    data = tmp_path / "data"
    trail = Trail(data)
    server = serve_at(-40 * DAY)
    old = server.client().list_keys()
    clock.set(-40 * DAY + 3600)
    (first,) = eventually(trail.closed, "the log is closed")
    recent = server.client().list_aliases()
    clock.set(-40 * DAY + 7200)
    both = eventually(lambda: len(closed := trail.closed()) == 2 and closed, "the log is closed")
    eventually(trail.digests, "there is a digest")
    # Without a retention setting nothing goes.
    clock.set(-2 * DAY)
    kept = server.client().list_keys(Limit=7)
    clock.set(-2 * DAY + 3600)
    eventually(lambda: len(trail.closed()) == 3, "the log is closed")
    server.stop()
    assert trail.one(old) and first.exists()
    server = serve_at(0, "--audit-retention", "30d")
    eventually(lambda: not any(path.exists() for path in both), "the oldest files are removed")
    eventually(lambda: len(trail.closed()) >= 1, "younger files stay")
    assert trail.of(old) == [] and trail.of(recent) == []
    assert trail.one(kept)["requestParameters"] == {"limit": 7}
    assert first.name.encode() in (trail.place / "journal.log").read_bytes(), "the journal says which"
    finished = trent("audit", "verify", "--data-dir", data)
    assert finished.returncode == 0, finished.stdout + finished.stderr
    server.stop()
    finished = trent("audit", "verify", "--data-dir", data)
    assert finished.returncode == 0, finished.stdout + finished.stderr
    server = serve_at(0, "--audit-retention", "30d")
    assert trail.one(server.client().list_keys())


def test_settings_come_from_a_file_too(serve, tmp_path):
    path = tmp_path / "trent.yaml"
    path.write_text("audit-sink: stdout\naudit-durability: synced\naudit-retention: 400d\n")
    server = serve(tmp_path / "data", "--config", path)
    answer = server.client().list_keys()
    eventually(lambda: [e for e in json_lines(server) if e.get("requestID") == request_id(answer)], "it is shown")


def test_help_tells_of_the_trail():
    finished = trent("audit", "--help")
    assert finished.returncode == 0
    for command in ("verify", "search", "tail"):
        assert command in finished.stdout
    settings = trent("serve", "--help").stdout
    for setting in ("--audit-durability", "--audit-retention", "--audit-sink"):
        assert setting in settings


def test_the_accounts_of_a_search_are_all_or_one(search_json, story):
    assert {record["recipientAccountId"] for record in search_json()} == {ACCOUNT}
    assert {record["awsRegion"] for record in search_json()} == {REGION, ABROAD}
