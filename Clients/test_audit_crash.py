"""No acknowledged call without its record: kill -9, power failure, a full disk, a clock that goes back."""

import collections
import json
import os
import shutil
import threading
import time

import botocore.exceptions
import pytest
from audit import Trail, by, found, refusal, request_id
from changes import STOPPED
from disks import FAULTS
from harness import environment, eventually, refused, trent

THREADS = 4
ROUNDS = 4
CALLS = 300


class Callers:
    """Threads that call until the server ends, and know of which calls they were told."""

    def __init__(self):
        self.acknowledged = []
        self.failures = []

    def run(self, server, count):
        """Lets them call, and kills the server once `count` calls have been answered."""
        before = len(self.acknowledged)
        key = server.client().create_key()["KeyMetadata"]["KeyId"]
        threads = [
            threading.Thread(target=self.call, args=(server.client(), key, number)) for number in range(THREADS)
        ]
        for thread in threads:
            thread.start()
        while len(self.acknowledged) - before < count and all(thread.is_alive() for thread in threads):
            time.sleep(0.001)
        server.kill()
        for thread in threads:
            thread.join()
        assert not self.failures, self.failures
        return before

    def call(self, kms, key, number):
        ways = [
            lambda: kms.encrypt(KeyId=key, Plaintext=b"x", EncryptionContext={"number": str(number)}),
            lambda: kms.generate_data_key(KeyId=key, KeySpec="AES_256"),
            lambda: kms.describe_key(KeyId=key),
            lambda: kms.create_key(Description="made under load"),
            lambda: refusal(kms.describe_key, KeyId="alias/absent"),
        ]
        try:
            while True:
                self.acknowledged.append(request_id(ways[len(self.acknowledged) % len(ways)]()))
        except STOPPED:
            pass
        except Exception as failure:
            self.failures.append(failure)


def assert_recorded(data, requests):
    """Each of the requests has one record."""
    counts = collections.Counter(record.get("requestID") for record in Trail(data).records())
    missing = [request for request in requests if counts[request] != 1]
    assert not missing, f"{len(missing)} of {len(requests)} calls: {[(each, counts[each]) for each in missing[:5]]}"


def assert_whole(data):
    finished = trent("audit", "verify", "--data-dir", data)
    assert finished.returncode == 0, finished.stdout + finished.stderr


@pytest.mark.parametrize("durability", ["written", "synced"])
def test_what_was_acknowledged_is_recorded_after_being_killed_again_and_again(serve, tmp_path, durability):
    data = tmp_path / "data"
    server = serve(data, "--audit-durability", durability)
    callers = Callers()
    for _ in range(ROUNDS):
        callers.run(server, CALLS)
        assert_whole(data)
        server.start()
        assert_recorded(data, callers.acknowledged)
    server.stop()
    assert_whole(data)
    assert len(callers.acknowledged) >= ROUNDS * CALLS


# Power failure


class Shadow:
    """What would be left of one directory of the trail, kept by the library of Clients/unsynced."""

    def __init__(self, library, directory, place):
        self.directory, self.place = directory, place
        place.mkdir()
        self.environment = environment(
            LD_PRELOAD=str(library), UNSYNCED_DIRECTORY=str(directory), UNSYNCED_SHADOW=str(place)
        )

    def restore(self, target):
        """Makes the files of `target`, the same directory elsewhere, those that would be left."""
        for path in target.iterdir():
            if path.is_file():
                path.unlink()
        for line in (self.place / "listing").read_text().splitlines():
            number, name = line.split(" ", 1)
            content = self.place / "content" / number
            (target / name).write_bytes(content.read_bytes() if content.exists() else b"")
            (target / name).chmod(0o600)


@pytest.mark.parametrize("directory", ["live", "."])
def test_synced_records_survive_a_power_failure(serve, library, tmp_path, directory):
    """In turn for the live log and for head and journal: each alone must not depend on what is in the page cache."""
    data = tmp_path / "data"
    serve(data, "--audit-durability", "synced").stop()
    shadow = Shadow(library, data / "audit" / directory, tmp_path / "shadow")
    server = serve(data, "--audit-durability", "synced", env=shadow.environment)
    assert os.listdir(shadow.place / "content"), "the library is at work in the server"
    callers = Callers()
    callers.run(server, 200)
    left = tmp_path / "left"
    shutil.copytree(data, left)
    shadow.restore(left / "audit" / directory)
    survivor = serve(left, "--audit-durability", "synced")
    assert_recorded(left, callers.acknowledged)
    survivor.client().list_keys()
    survivor.stop()
    assert_whole(left)


# A full disk


def calls_until_refused(kms, key, requests):
    """Calls until one fails, and notes those that did not: the failure."""
    for _ in range(20_000):
        try:
            requests.append(request_id(kms.describe_key(KeyId=key)))
        except botocore.exceptions.ClientError as error:
            return error
    pytest.fail("a full disk is not noticed")


def test_a_full_disk_fails_closed_and_recovers(disk, serve):
    server = serve(disk.path / "data")
    kms = server.client()
    key = kms.create_key()["KeyMetadata"]["KeyId"]
    requests = []
    disk.fill()
    error = calls_until_refused(kms, key, requests)
    assert error.response["Error"]["Code"] in FAULTS, error
    assert error.response["ResponseMetadata"]["HTTPStatusCode"] in (500, 503)
    assert "audit" in error.response["Error"]["Message"]
    # Nothing at all is done now.
    for call, parameters in (
        (kms.list_keys, {}), (kms.encrypt, {"KeyId": key, "Plaintext": b"x"}), (kms.create_key, {}),
    ):  # fmt: skip
        with pytest.raises(botocore.exceptions.ClientError) as caught:
            call(**parameters)
        assert caught.value.response["Error"]["Code"] in FAULTS
    assert server.get("/-/health").status == 200
    assert any("audit" in line for line in server.log), "the operator is told why"
    disk.free()

    def works():
        try:
            requests.append(request_id(kms.describe_key(KeyId=key)))
            return True
        except botocore.exceptions.ClientError:
            return False

    eventually(works, "calls are taken again")
    assert len(kms.list_keys()["Keys"]) == 1, "what was refused was not done"
    assert_recorded(disk.path / "data", requests)
    server.stop()
    assert_whole(disk.path / "data")


def test_under_load_a_full_disk_loses_no_record(disk, serve):
    server = serve(disk.path / "data")
    key = server.client().create_key()["KeyMetadata"]["KeyId"]
    requests, stop = [], threading.Event()

    def call():
        kms = server.client()
        while not stop.is_set():
            try:
                requests.append(request_id(kms.encrypt(KeyId=key, Plaintext=b"x")))
            except botocore.exceptions.ClientError:
                pass

    threads = [threading.Thread(target=call) for _ in range(THREADS)]
    for thread in threads:
        thread.start()
    for _ in range(3):
        known = len(requests)
        eventually(lambda: len(requests) > known + 50, "calls are answered")
        disk.fill()
        time.sleep(0.1)
        disk.free()
    known = len(requests)
    eventually(lambda: len(requests) > known + 20, "calls are answered again")
    stop.set()
    for thread in threads:
        thread.join()
    assert_recorded(disk.path / "data", requests)
    server.stop()
    assert_whole(disk.path / "data")


def test_a_trail_that_can_not_be_written_says_so_in_the_metrics(disk, serve):
    server = serve(disk.path / "data")
    kms = server.client()
    key = kms.create_key()["KeyMetadata"]["KeyId"]
    disk.fill()
    calls_until_refused(kms, key, [])
    metrics = server.get("/-/metrics").body.decode()
    lines = [line for line in metrics.splitlines() if "audit" in line and not line.startswith("#")]
    assert lines, "the metrics speak of the trail"
    disk.free()


# The clock


def test_a_clock_that_goes_back(serve_at, clock, tmp_path):
    server = serve_at(2 * 3600)
    first = server.client().list_keys()
    server.stop()
    server = serve_at(0)
    second = server.client().list_aliases()
    cloudtrail = server.client("cloudtrail")
    trail = Trail(server)
    assert trail.one(first)["eventTime"] > trail.one(second)["eventTime"]
    for each, name in ((first, "ListKeys"), (second, "ListAliases")):
        requests = [json.loads(e["CloudTrailEvent"])["requestID"] for e in found(cloudtrail, **by("EventName", name))]
        assert requests == [request_id(each)]
    event_ids = [record["eventID"] for record in trail.records()]
    assert len(set(event_ids)) == len(event_ids)
    assert_whole(tmp_path / "data")
    # And on again, past the hours that were lived twice.
    server.client().list_aliases()
    clock.set(3 * 3600)
    eventually(trail.closed, "the log is closed")
    clock.set(4 * 3600)
    eventually(trail.digests, "the hours have their digests")
    assert len(found(server.client("cloudtrail"), **by("EventName", "ListKeys"))) == 1
    server.stop()
    assert_whole(tmp_path / "data")


def test_the_log_is_closed_in_its_time_though_the_server_is_restarted(serve_at):
    server = serve_at(-240)
    answer = server.client().list_keys()
    for seconds in (-120, 0, 120):
        server.stop()
        server = serve_at(seconds)
    eventually(Trail(server).closed, "what is older than five minutes is closed")
    assert Trail(server).one(answer)


def test_a_data_directory_without_its_trail_is_not_taken_for_a_new_one(serve, tmp_path):
    data = tmp_path / "data"
    server = serve(data)
    server.client().list_keys()
    server.stop()
    shutil.rmtree(data / "audit")
    server.start(wait=False)
    eventually(lambda: server.url or not server.is_running, "the server has made up its mind")
    if server.is_running:
        server.terminate()
        server.process.wait(30)
    # Whether it starts or not: that there was a trail is known.
    finished = trent("audit", "verify", "--data-dir", data)
    assert finished.returncode == 1, finished.stdout + finished.stderr
    assert "missing" in finished.stdout


def test_refusals_leave_records_that_survive(serve):
    server = serve()
    with refused("NotFoundException") as caught:
        server.client().describe_key(KeyId="alias/absent")
    server.kill()
    server.start()
    assert Trail(server).one(caught.value)["errorCode"] == "NotFoundException"
