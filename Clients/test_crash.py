"""kill -9 in the middle of changes: whatever was acknowledged is there after the next start."""

import random
import subprocess

from changes import Worker, acknowledged, run_until_killed

ROUNDS = 8
CHANGES = 1_000
WORKERS = 4


def test_what_was_acknowledged_survives_being_killed_again_and_again(serve):
    server = serve()
    workers = [Worker(number) for number in range(WORKERS)]
    count = random.Random(1)
    for _ in range(ROUNDS):
        run_until_killed(server, workers, CHANGES // ROUNDS + count.randint(0, 20))
        kms = server.start().client()
        for worker in workers:
            worker.verify(kms)
    assert acknowledged(workers) >= CHANGES
    server.stop()


def test_a_server_killed_during_its_first_start_starts_again(serve, tmp_path):
    pause = random.Random(2)
    for number in range(12):
        server = serve(tmp_path / f"data-{number}", wait=False)
        try:
            server.process.wait(pause.uniform(0, 0.06))
        except subprocess.TimeoutExpired:
            server.kill()
        server.start()
        kms = server.client()
        key = kms.create_key()["KeyMetadata"]["KeyId"]
        assert kms.encrypt(KeyId=key, Plaintext=b"x")["CiphertextBlob"]
        server.stop()


def test_the_lock_of_a_killed_server_keeps_nobody_out(serve):
    server = serve()
    key = server.client().create_key()["KeyMetadata"]["KeyId"]
    server.kill()
    server.start()
    assert server.client().describe_key(KeyId=key)["KeyMetadata"]["Enabled"]
