"""The table of further clients: complete also if the time is up."""

import pathlib
import re
import signal
import subprocess
import sys

from harness import environment, eventually

HERE = pathlib.Path(__file__).resolve().parent

TESTS = """
import pathlib, time, pytest
pytestmark = pytest.mark.further_clients
def test_that_passes(record_property):
    record_property("client", "First")
def test_that_hangs():
    pathlib.Path("begun").touch()
    time.sleep(600)
def test_that_waits(): pass
"""


def test_a_run_that_is_ended_prints_its_table(tmp_path):
    (tmp_path / "test_some.py").write_text(TESTS)
    (tmp_path / "pytest.ini").write_text("[pytest]\nmarkers =\n    further_clients: all of them\n")
    command = [sys.executable, str(HERE / "further_clients.py"), str(tmp_path)]
    run = subprocess.Popen(command, cwd=tmp_path, env=environment(), stdout=subprocess.PIPE, text=True)
    try:
        eventually((tmp_path / "begun").exists, "the test that hangs has begun")
        run.send_signal(signal.SIGTERM)
        said, _ = run.communicate(timeout=60)
    finally:
        run.kill()
    assert run.returncode != 0
    rows = re.findall(r"^\| (\w+) +\| - +\| that (\w+) +\| ([\w ]+?) +\|$", said, re.MULTILINE)
    assert rows == [
        ("First", "passes", "passed"), ("Some", "hangs", "not ended in time"), ("Some", "waits", "not begun in time"),
    ], said  # fmt: skip
