"""docs/guides/emulator.md and the examples for tests, used as their reader uses them."""

import base64
import os
import pathlib
import shutil
import subprocess
import sys

import guides
import pytest
from harness import binary, environment

EXAMPLES = pathlib.Path(__file__).resolve().parent.parent / "examples"


def test_the_guide_is_right(serve, tmp_path):
    start, encrypt, other = guides.blocks("emulator.md", "sh")
    assert start.strip() == "trent serve --dev"
    server = serve(None, "--dev")
    said = guides.run(encrypt, server, tmp_path)
    assert len(base64.b64decode(said.strip())) > 100
    # Still pointed at the emulator: the reader goes on in the same shell.
    pointed = 'eval "$(trent env --dev)"\n'
    assert guides.run(pointed + "aws kms list-keys --query 'length(Keys)'", server, tmp_path).strip() == "1"
    assert guides.run(pointed + other, server, tmp_path).strip() == "[]"


def test_env_for_an_emulator_names_an_account(server, tmp_path):
    from harness import trent

    lines = trent("env", "--dev", "--listen", "127.0.0.1:1", env=environment(TRENT_ACCOUNT_ID="111122223333"))
    assert lines.stdout.splitlines() == [
        "export AWS_ENDPOINT_URL=http://127.0.0.1:1",
        "unset AWS_PROFILE AWS_SESSION_TOKEN",
        "export AWS_ACCESS_KEY_ID=111122223333 AWS_SECRET_ACCESS_KEY=any",
        "export AWS_REGION=us-east-1 AWS_DEFAULT_REGION=us-east-1",
    ]


def pytest_of_a_reader(directory, **changes):
    """Runs the example in a directory of the reader's, with his own settings for AWS, which it must not use."""
    own = {"AWS_PROFILE": "production", "AWS_CONFIG_FILE": str(directory / "none")}
    return subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", *changes.pop("arguments", [])],
        cwd=directory, env=environment(**own | changes), capture_output=True, text=True, timeout=120,
    )  # fmt: skip


@pytest.fixture
def example(tmp_path):
    return shutil.copytree(EXAMPLES / "pytest", tmp_path / "example", ignore=shutil.ignore_patterns("__pycache__"))


def test_the_example_for_pytest_passes_and_leaves_no_server(example):
    """The server stands in a link of this test's, by which its process would be found."""
    link = example / "trent-of-the-example"
    link.symlink_to(binary())
    done = pytest_of_a_reader(example, TRENT_BINARY=str(link))
    assert done.returncode == 0 and "4 passed" in done.stdout, done.stdout + done.stderr
    for process in pathlib.Path("/proc").glob("[0-9]*/cmdline"):
        try:
            assert os.fsencode(link) not in process.read_bytes()
        except OSError:
            continue


def test_the_example_finds_trent_in_the_path(example):
    (example / "trent").symlink_to(binary())
    done = pytest_of_a_reader(example, PATH=f"{example}:{os.environ['PATH']}", arguments=["-k", "comes_back"])
    assert done.returncode == 0 and "1 passed" in done.stdout, done.stdout + done.stderr


def test_the_example_says_why_there_is_no_server(example):
    done = pytest_of_a_reader(
        example, TRENT_BINARY=binary(), TRENT_REGION="mars-north-1", arguments=["-s", "-k", "comes_back"]
    )
    assert done.returncode == 1
    assert "Trent did not start" in done.stdout
    assert "TRENT_REGION: mars-north-1 is no Region of AWS" in done.stderr
