"""More to do than can be done: what is refused, how it is refused, and that nothing accepted suffers."""

import collections
import http.client
import json
import os
import threading
import urllib.parse

import pytest
from audit import Trail, request_id
from harness import SECONDS_MAX, Reply, eventually
from test_http import samples

THROTTLED = "You have exceeded the rate at which you may call KMS. Reduce the frequency of your calls."
LOOPS = os.cpu_count()
FORM = {"Content-Type": "application/x-www-form-urlencoded; charset=utf-8"}


def heavy():
    """A call that is computed where it is read: so many of them at once are late on any machine."""
    statement = {"Effect": "Deny", "Action": "s3:Get*", "Resource": [f"arn:aws:s3:::bucket-{n}/*" for n in range(50)]}
    parameters = {
        "Action": "SimulateCustomPolicy",
        "Version": "2010-05-08",
        "PolicyInputList.member.1": json.dumps({"Version": "2012-10-17", "Statement": [statement] * 2}),
    }
    parameters |= {f"ActionNames.member.{n}": f"s3:GetObject{n}" for n in range(1, 101)}
    return urllib.parse.urlencode(parameters).encode()


class Flood:
    """As many connections as an overload needs, each of which sends its next request upon the last one's answer."""

    def __init__(self, server):
        self.server = server
        self.body = heavy()
        self.headers = server.sign(None, self.body, service="iam", headers=FORM)
        self.is_over = threading.Event()
        self.lock = threading.Lock()
        self.replies = collections.defaultdict(list)
        self.failures = []
        self.threads = [threading.Thread(target=self._run, daemon=True) for _ in range(32 * LOOPS)]

    def _run(self):
        connection = http.client.HTTPConnection("127.0.0.1", self.server.port, timeout=SECONDS_MAX)
        try:
            while not self.is_over.is_set():
                connection.request("POST", "/", body=self.body, headers=self.headers)
                reply = Reply(connection.getresponse())
                with self.lock:
                    self.replies[reply.status].append(reply)
        except (OSError, http.client.HTTPException) as error:
            self.failures.append(error)
        finally:
            connection.close()

    def __enter__(self):
        for thread in self.threads:
            thread.start()
        eventually(lambda: self.replies[400], "something is refused")
        return self

    def __exit__(self, *_):
        self.is_over.set()
        for thread in self.threads:
            thread.join(SECONDS_MAX)
        assert self.failures == []


@pytest.fixture
def flooded(serve):
    """A server of its own that has more to do than it can."""
    server = serve()
    with Flood(server) as flood:
        yield server, flood


def refused_reply(server, operation, body):
    """The first answer that is a refusal."""
    replies = []

    def is_refused():
        replies.append(server.call(operation, body))
        return replies[-1].status != 200

    eventually(is_refused, "a call is refused")
    return replies


def test_what_is_too_much_is_refused_as_kms_refuses_it(flooded):
    server, flood = flooded
    refusal = refused_reply(server, "GenerateRandom", {"NumberOfBytes": 8})[-1]
    assert refusal.status == 400
    assert refusal.json == {"__type": "ThrottlingException", "message": THROTTLED}
    assert refusal.headers["Content-Type"] == "application/x-amz-json-1.1"
    assert len(refusal.headers["x-amzn-RequestId"]) == 36
    assert refusal.headers["Connection"] is None
    body = flood.replies[400][0].body.decode()
    assert "<Code>Throttling</Code>" in body
    assert "<Message>Rate exceeded</Message>" in body


def test_operators_see_it(flooded):
    server, _ = flooded
    for _ in range(20):
        assert server.get("/-/health").status == 200
        assert server.get("/-/ready").status == 200
    assert samples(server)["trent_shed_requests_total"] > 0
    eventually(lambda: [line for line in server.log if "Throttling" in line], "the log tells of it")


def test_boto3_tries_again_and_succeeds(flooded):
    server, _ = flooded
    kms = server.client(retries={"mode": "standard", "total_max_attempts": 10})
    key = kms.create_key()["KeyMetadata"]["KeyId"]

    def was_tried_again():
        answer = kms.encrypt(KeyId=key, Plaintext=b"text")
        return answer["ResponseMetadata"]["RetryAttempts"]

    eventually(was_tried_again, "a call was refused, tried again, and answered")


def test_all_that_is_answered_is_recorded_and_what_is_refused_is_not(serve):
    server = serve()
    with Flood(server) as flood:
        calls = refused_reply(server, "GenerateRandom", {"NumberOfBytes": 8})
    server.stop()
    records = {record["requestID"] for record in Trail(server).records()}
    accepted = [request_id(reply) for reply in flood.replies[200] + calls if reply.status == 200]
    refused = [request_id(reply) for reply in flood.replies[400] + calls if reply.status == 400]
    assert accepted and refused
    assert [each for each in accepted if each not in records] == []
    assert [each for each in refused if each in records] == []
