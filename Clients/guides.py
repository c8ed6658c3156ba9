"""The guides in docs/guides, taken at their word: tests do what stands in their fenced blocks.

    guides.follow(guides.steps("terraform.md"), server, directory)

follows a guide from its first block to its last; `guides.blocks("terraform.md", "sh")` gives the blocks of a language.
A block with a title, as ```terraform title="keys.tf", is a file that the reader writes; one in `sh` without is run.
"""

import os
import pathlib
import re
import subprocess
import sys
import typing

from harness import binary, environment

DIRECTORY = pathlib.Path(__file__).resolve().parent.parent / "docs" / "guides"
# Where `trent serve` listens if it is told nothing else.
ADDRESS = "127.0.0.1:4599"
FENCE = re.compile(r"^```(\w+)(?: title=\"([^\"\n]+)\")?\n(.*?)^```$", re.MULTILINE | re.DOTALL)
SECONDS_MAX = 300


class Step(typing.NamedTuple):
    """A fenced block. It has an empty title if its fence has none."""

    language: str
    title: str
    text: str


def steps(path):
    """The fenced blocks of a guide in their order. `path` counts from docs/guides.

    A guide without any is an error, since a test of nothing would pass; so is a fence that a reader sees and this not.
    """
    guide = (DIRECTORY / path).read_text(encoding="utf-8")
    found = [Step(*groups) for groups in FENCE.findall(guide)]
    marks = len(re.findall(r"^ *```", guide, re.MULTILINE))
    assert found and marks == 2 * len(found), f"{path}: a fence has no language, no end, or does not start its line"
    return found


def blocks(path, language):
    """The texts of the blocks of a language, in the order of the guide. There has to be one."""
    found = [step.text for step in steps(path) if step.language == language]
    assert found, f"{path} has no block of {language}"
    return found


def files(path):
    """The files that a guide has the reader write: their texts by title. A title given twice is a later state of it."""
    return {step.title: step.text for step in steps(path) if step.title}


def follow(some, server, directory, **changes):
    """Writes the files and runs the scripts in `directory`, one after the other. `changes`: as `run` takes them."""
    for step in some:
        if step.title:
            file = pathlib.Path(directory) / step.title
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(at(server, step.text), encoding="utf-8")
        elif step.language == "sh":
            run(step.text, server, directory, **changes)


def at(server, text):
    """A guide's text with the address of this server for that of the guides."""
    return text.replace(ADDRESS, server.address)


def run(script, server, directory, codes=(0,), **changes):
    """What a script of a guide prints, its exit code one of `codes`. It ends at its first failure.

    It runs as a reader runs it: in `directory`, where `data` is the server's data directory, with `trent` and the AWS
    CLI among the commands, after `eval "$(trent env --data-dir data)"`. A server without a data directory is pointed at
    by the script itself. `changes`: more variables of its environment.
    """
    pointing = 'eval "$(trent env --data-dir data)"\n' if server.data_dir else ""
    commands = commands_of_a_reader(pathlib.Path(directory), server)
    variables = {"HOME": str(directory), "TRENT_LISTEN": server.address, "PATH": commands} | changes
    done = subprocess.run(
        ["bash", "-euo", "pipefail", "-c", pointing + at(server, script)], cwd=directory, text=True,
        env=environment(**variables), capture_output=True, timeout=SECONDS_MAX,
    )  # fmt: skip
    assert done.returncode in codes, f"{script}\n{done.stdout[-4000:]}\n{done.stderr[-4000:]}"
    return done.stdout


def commands_of_a_reader(directory, server):
    """The value of PATH. Makes the links that a reader's directory has."""
    links = {directory / ".bin" / "trent": binary()}
    if server.data_dir:
        links[directory / "data"] = server.data_dir
    for link, target in links.items():
        link.parent.mkdir(exist_ok=True)
        if not link.exists():
            link.symlink_to(target)
    return os.pathsep.join([str(directory / ".bin"), str(pathlib.Path(sys.executable).parent), os.environ["PATH"]])
