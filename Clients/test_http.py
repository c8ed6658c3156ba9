"""HTTP: the operator's pages, connections, and what is no request at all."""

import contextlib
import http.client
import json
import re
import select
import socket

import pytest
from harness import SECONDS_MAX, Reply

MIB = 1024 * 1024


def test_health_and_readiness_need_no_credentials(server):
    for path in ("/-/health", "/-/ready"):
        assert server.get(path).status == 200


def samples(server):
    reply = server.get("/-/metrics")
    assert reply.status == 200
    assert reply.headers["Content-Type"].startswith("text/plain")
    lines = [line for line in reply.body.decode().splitlines() if line and not line.startswith("#")]
    return {name: float(value) for name, value in (line.rsplit(" ", 1) for line in lines)}


def test_metrics_are_in_the_form_of_prometheus_and_count_calls(server):
    def calls():
        named = [(name, value) for name, value in samples(server).items() if "GenerateRandom" in name]
        return sum(value for name, value in named if "bucket" not in name)

    before = calls()
    for _ in range(3):
        server.call("GenerateRandom", {"NumberOfBytes": 1})
    assert calls() >= before + 3
    pattern = r"[a-zA-Z_:][a-zA-Z0-9_:]*(\{[a-zA-Z_][a-zA-Z0-9_]*=\"[^\"]*\"(,[a-zA-Z_][a-zA-Z0-9_]*=\"[^\"]*\")*\})?"
    assert [name for name in samples(server) if not re.fullmatch(pattern, name)] == []


def test_an_unknown_path_of_the_operators_is_not_found(server):
    assert server.get("/-/nothing").status == 404


def exchange(server, head, chunk=b"", count=0):
    """Sends bytes until they are answered, and returns the answer."""
    with socket.create_connection(("127.0.0.1", server.port), timeout=SECONDS_MAX) as connection:
        connection.sendall(head)
        for _ in range(count):
            if select.select([connection], [], [], 0)[0]:
                break
            try:
                connection.sendall(chunk)
            except (BrokenPipeError, ConnectionResetError):
                break
        response = http.client.HTTPResponse(connection, method="POST")
        response.begin()
        return Reply(response)


def test_a_body_that_is_too_large_is_refused_before_it_is_read(server):
    head = (
        f"POST / HTTP/1.1\r\nHost: {server.address}\r\nContent-Type: application/x-amz-json-1.1\r\n"
        f"X-Amz-Target: TrentService.Encrypt\r\nContent-Length: {1024 * MIB}\r\n\r\n"
    )
    reply = exchange(server, head.encode(), chunk=bytes(64 * 1024), count=1024)
    assert reply.status == 413
    assert server.get("/-/health").status == 200


@pytest.mark.parametrize(
    "head", [b"\0\0\0\0\r\n\r\n", b"GET\r\n\r\n", b"POST / HTTP/1.1\r\nContent-Length: -1\r\n\r\n"]
)
def test_what_is_no_http_ends_the_connection_and_nothing_else(server, head):
    with socket.create_connection(("127.0.0.1", server.port), timeout=SECONDS_MAX) as connection:
        connection.sendall(head)
        answer = connection.recv(1024)
        assert answer == b"" or answer.startswith(b"HTTP/1.1 4")
    assert server.get("/-/health").status == 200


def test_many_requests_go_over_one_connection(server):
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=SECONDS_MAX)
    with contextlib.closing(connection):
        connection.connect()
        opened = connection.sock
        for number in range(50):
            operation, status = ("GenerateRandom", 200) if number % 2 else ("Nonsense", 400)
            body = json.dumps({"NumberOfBytes": 4}).encode()
            connection.request("POST", "/", body=body, headers=server.sign(operation, body))
            assert Reply(connection.getresponse()).status == status
        assert connection.sock is opened


def test_idle_connections_keep_nobody_out(server):
    with contextlib.ExitStack() as stack:
        for _ in range(200):
            stack.enter_context(socket.create_connection(("127.0.0.1", server.port), timeout=SECONDS_MAX))
        assert server.call("ListKeys", {}).status == 200
