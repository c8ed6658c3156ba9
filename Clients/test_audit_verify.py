"""`trent audit verify` finds what was changed, removed, reordered or cut off, and says which."""

import gzip
import json
import shutil

import pytest
from audit import Trail, request_id
from harness import Clock, Server, eventually, trent

HOUR = 3600


def verify(data):
    return trent("audit", "verify", "--data-dir", data)


def assert_whole(data):
    finished = verify(data)
    assert finished.returncode == 0, finished.stdout + finished.stderr
    return finished.stdout


def assert_found(data, *words):
    """It ends with 1 and says of which file, and which record, it speaks."""
    finished = verify(data)
    said = finished.stdout + finished.stderr
    assert finished.returncode == 1, said
    for word in words:
        assert word in said, said


@pytest.fixture(scope="module")
def whole(tmp_path_factory, clock_library, clean_environment):
    """The data directory of a server that is stopped, with closed files, digests and a live log."""
    directory = tmp_path_factory.mktemp("verify")
    data = directory / "data"
    trail = Trail(data)
    with pytest.MonkeyPatch.context() as patch:
        clock = Clock(clock_library, directory / "clock", patch)
        clock.set(-3 * HOUR)
        with Server(data, env=clock.environment) as server:
            for hour in (1, 2, 3):
                for _ in range(10):
                    server.client().list_keys()
                clock.set((hour - 3) * HOUR)
                eventually(lambda: len(trail.closed()) >= hour, "the log is closed")
                eventually(lambda: len(trail.digests()) >= hour - 1, "there is a digest")
            for _ in range(10):
                server.client().list_keys()
            server.stop()
    assert_whole(data)
    return data


@pytest.fixture
def data(whole, tmp_path):
    """A copy to spoil."""
    copy = tmp_path / "data"
    shutil.copytree(whole, copy)
    return copy


@pytest.fixture
def trail(data):
    return Trail(data)


def lines_of(path):
    return path.read_bytes().splitlines(keepends=True)


def put(path, lines):
    path.write_bytes(b"".join(lines))


def flip(path, at):
    content = bytearray(path.read_bytes())
    content[at] ^= 1
    path.write_bytes(content)


def test_a_trail_that_nobody_touched_is_whole(data):
    assert "record" in assert_whole(data)


def test_without_a_trail_nothing_can_be_verified(tmp_path, data):
    assert verify(tmp_path / "nowhere").returncode not in (0, None)
    shutil.rmtree(data / "audit")
    assert verify(data).returncode == 1


# The live log


def test_a_changed_record(data, trail):
    path = trail.live()[-1]
    lines = lines_of(path)
    lines[3] = lines[3].replace(b"ListKeys", b"ListKey$")
    put(path, lines)
    assert_found(data, path.name)


@pytest.mark.parametrize("line", [1, 4, -1])
def test_any_flipped_byte(data, trail, line):
    path = trail.live()[-1]
    lines = lines_of(path)
    spoiled = bytearray(lines[line])
    spoiled[len(spoiled) // 2] ^= 1
    lines[line] = bytes(spoiled)
    put(path, lines)
    assert_found(data, path.name)


def test_a_removed_record(data, trail):
    path = trail.live()[-1]
    lines = lines_of(path)
    del lines[4]
    put(path, lines)
    assert_found(data, path.name)


def test_records_that_changed_places(data, trail):
    path = trail.live()[-1]
    lines = lines_of(path)
    lines[3], lines[4] = lines[4], lines[3]
    put(path, lines)
    assert_found(data, path.name)


def test_a_record_that_stands_twice(data, trail):
    path = trail.live()[-1]
    lines = lines_of(path)
    lines.insert(4, lines[4])
    put(path, lines)
    assert_found(data, path.name)


@pytest.mark.parametrize("count", [1, 5])
def test_a_tail_that_was_cut_off(data, trail, count):
    path = trail.live()[-1]
    put(path, lines_of(path)[:-count])
    assert_found(data, path.name, "missing")


def test_a_tail_that_was_cut_within_a_record(data, trail):
    path = trail.live()[-1]
    path.write_bytes(path.read_bytes()[:-20])
    assert_found(data, path.name)


def test_a_live_log_that_is_gone(data, trail):
    path = trail.live()[-1]
    path.unlink()
    assert_found(data, path.name)


def test_a_live_log_that_was_emptied(data, trail):
    path = trail.live()[-1]
    put(path, lines_of(path)[:1])
    assert_found(data, path.name)


# Head and journal


def test_a_changed_head(data, trail):
    for at in (0, len((trail.place / "head").read_bytes()) // 2):
        flip(trail.place / "head", at)
    assert_found(data, "head")


def test_a_head_that_is_gone(data, trail):
    (trail.place / "head").unlink()
    assert_found(data, "head")


@pytest.mark.parametrize("line", [0, 1, -1])
def test_a_changed_journal(data, trail, line):
    path = trail.place / "journal.log"
    lines = lines_of(path)
    spoiled = bytearray(lines[line])
    spoiled[-10] ^= 1
    lines[line] = bytes(spoiled)
    put(path, lines)
    assert_found(data, "journal")


@pytest.mark.parametrize("kept", [slice(0, -1), slice(1, None), slice(0, 0)])
def test_a_journal_with_lines_missing(data, trail, kept):
    path = trail.place / "journal.log"
    put(path, lines_of(path)[kept])
    assert_found(data, "journal")


def test_a_journal_that_is_gone(data, trail):
    (trail.place / "journal.log").unlink()
    assert_found(data, "journal")


# Closed files


def test_a_closed_file_with_a_flipped_byte(data, trail):
    path = trail.closed()[0]
    flip(path, path.stat().st_size // 2)
    assert_found(data, path.name)


def test_a_closed_file_that_was_written_anew(data, trail):
    path = trail.closed()[0]
    content = json.loads(gzip.decompress(path.read_bytes()))
    del content["Records"][0]
    path.write_bytes(gzip.compress(json.dumps(content).encode()))
    assert_found(data, path.name)


def test_a_closed_file_that_is_gone(data, trail):
    path = trail.closed()[0]
    path.unlink()
    assert_found(data, path.name, "missing")


def test_closed_files_that_changed_places(data, trail):
    first, second = trail.closed()[:2]
    content = first.read_bytes()
    first.write_bytes(second.read_bytes())
    second.write_bytes(content)
    assert_found(data, first.name, second.name)


def test_a_file_that_the_trail_did_not_make(data, trail):
    path = trail.closed()[0]
    other = path.with_name(path.name.replace(path.name[-24:-8], "x" * 16))
    shutil.copy(path, other)
    assert_found(data, other.name)


def test_a_digest_that_was_changed(data, trail):
    path = trail.digests()[0]
    content = gzip.decompress(path.read_bytes()) + b" "
    path.write_bytes(gzip.compress(content))
    assert_found(data, path.name)


def test_a_digest_that_is_gone(data, trail):
    path = trail.digests()[-1]
    path.unlink()
    assert_found(data, path.name)


def test_a_signature_that_was_changed(data, trail):
    path = trail.digests()[0]
    path = path.with_name(path.name + ".metadata.json")
    signed = json.loads(path.read_text())
    path.write_text(json.dumps(signed | {"signature": "00" + signed["signature"][2:]}))
    assert_found(data, path.name)


def test_the_index_is_not_trusted_and_not_missed(data, trail):
    for path in trail.place.glob("index.sqlite*"):
        path.write_bytes(b"nonsense")
    assert_whole(data)


# Beside a server


def test_a_trail_is_verified_beside_its_server(serve):
    server = serve()
    for _ in range(20):
        server.client().list_keys()
    said = assert_whole(server.data_dir)
    assert "20" in said or "record" in said
    server.kill()
    assert_whole(server.data_dir)
    server.start()
    server.client().list_keys()
    assert_whole(server.data_dir)


def test_a_server_does_not_hide_what_was_changed_while_it_was_down(serve):
    server = serve()
    for _ in range(5):
        server.client().list_keys()
    kept = server.client().list_aliases()
    server.stop()
    trail = Trail(server)
    path = trail.live()[-1]
    put(path, [line for line in lines_of(path) if request_id(kept).encode() not in line])
    name = path.name
    # It may refuse to start, or start and go on; what is missing stays known.
    server.start(wait=False)
    eventually(lambda: server.url or not server.is_running, "the server has made up its mind")
    if server.is_running:
        server.terminate()
        server.process.wait(30)
    assert verify(server.data_dir).returncode == 1, name
