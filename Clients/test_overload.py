"""More to do than can be done: what is refused, how it is refused, and that nothing accepted suffers."""

import os
import subprocess

import botocore.exceptions
import pytest
from audit import Trail, request_id
from harness import binary, eventually
from test_http import samples

THROTTLED = "Rate exceeded"
# One processor for all threads of the server, so that there is more to do than it can on any machine.
SLOW = ["taskset", "--cpu-list", str(min(os.sched_getaffinity(0)))]


@pytest.fixture
def flooded(serve, tmp_path):
    """A server that a thousand connections ask without a pause, and that has begun to refuse."""
    server = serve(tmp_path / "data", "--log-level", "notice", wrapper=SLOW)
    flood = [binary(), "bench", "--connections", "1000", "--seconds", "300", "--allow-throttling"]
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    with subprocess.Popen(flood, env=server.client_environment(), **quiet) as process:
        try:
            eventually(lambda: samples(server)["trent_shed_requests_total"] > 0, "something is refused")
            yield server
        finally:
            process.terminate()


def until_refused(server):
    """Calls, of which the last is the first that is refused."""
    replies = []

    def is_refused():
        replies.append(server.call("GenerateRandom", {"NumberOfBytes": 8}))
        return replies[-1].status != 200

    eventually(is_refused, "a call is refused")
    return replies


def test_kms_refuses_in_its_own_words(flooded):
    refusal = until_refused(flooded)[-1]
    assert refusal.status == 400
    assert refusal.json == {"__type": "ThrottlingException", "message": THROTTLED}
    assert refusal.headers["Content-Type"] == "application/x-amz-json-1.1"
    assert len(request_id(refusal)) == 36


@pytest.mark.parametrize("service, operation", [("iam", "list_users"), ("sts", "get_caller_identity")])
def test_iam_and_sts_refuse_in_theirs(flooded, service, operation):
    client = flooded.client(service)

    def refusal():
        try:
            getattr(client, operation)()
        except botocore.exceptions.ClientError as error:
            return error.response

    response = eventually(refusal, "a call is refused")
    assert response["Error"] == {"Type": "Sender", "Code": "Throttling", "Message": "Rate exceeded"}
    assert response["ResponseMetadata"]["HTTPStatusCode"] == 400


def test_operators_see_it(flooded):
    for _ in range(20):
        assert flooded.get("/-/health").status == 200
        assert flooded.get("/-/ready").status == 200
    before = samples(flooded)["trent_shed_requests_total"]
    eventually(lambda: samples(flooded)["trent_shed_requests_total"] > before, "what is refused is counted")


def test_boto3_tries_again_and_succeeds(flooded):
    client = flooded.client(retries={"mode": "standard", "total_max_attempts": 10})

    def was_tried_again():
        return client.generate_random(NumberOfBytes=8)["ResponseMetadata"]["RetryAttempts"]

    eventually(was_tried_again, "a call was refused, tried again, and answered")


def test_all_that_is_answered_is_recorded_and_what_is_refused_is_not(flooded):
    replies = until_refused(flooded)
    while all(reply.status != 200 for reply in replies):
        replies += until_refused(flooded)
    flooded.stop()
    trail = Trail(flooded)
    for reply in replies:
        assert len(trail.of(reply)) == (1 if reply.status == 200 else 0)
