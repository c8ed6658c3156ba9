"""The guides in docs/guides, taken at their word: tests run what stands in their fenced blocks.

    for script in guides.blocks("terraform.md", "sh"):
        guides.run(script, server, directory)

A block whose fence has a `title` is a file that the reader makes: ```terraform title="keys.tf".
"""

import os
import pathlib
import re
import subprocess
import sys

from harness import binary, environment

DIRECTORY = pathlib.Path(__file__).resolve().parent.parent / "docs" / "guides"
# Where `trent serve` listens if it is told nothing else.
ADDRESS = "127.0.0.1:4599"
FENCE = re.compile(r"^```(\w+)(?: title=\"([^\"\n]+)\")?\n(.*?)^```$", re.MULTILINE | re.DOTALL)
SECONDS_MAX = 300


def blocks(path, language):
    """The text of each fenced block of a language, in the order of the guide. `path` counts from docs/guides.

    A guide without any is an error: a test of nothing would pass.
    """
    found = [text for spoken, _, text in fences(path) if spoken == language]
    assert found, f"{path} has no block of {language}"
    return found


def files(path):
    """The files that a guide has the reader make: their texts by name. A name given twice is a later state of it."""
    return {title: text for _, title, text in fences(path) if title}


def fences(path):
    """Language, title (or an empty text) and text of each fenced block."""
    guide = (DIRECTORY / path).read_text(encoding="utf-8")
    found = FENCE.findall(guide)
    marks = len(re.findall(r"^ *```", guide, re.MULTILINE))
    assert marks == 2 * len(found), f"{path}: a fence that does not start its line, or has no language or no end"
    return found


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
        env=environment(**variables), stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=SECONDS_MAX,
    )  # fmt: skip
    assert done.returncode in codes, f"{script}\n{done.stdout[-8000:]}"
    return done.stdout


def commands_of_a_reader(directory, server):
    """The value of PATH. Makes the links that a reader's directory has."""
    links = {directory / ".bin" / "trent": binary()}
    if server.data_dir:
        links[directory / "data"] = server.data_dir
    for link, target in links.items():
        link.parent.mkdir(exist_ok=True)
        if not link.is_symlink():
            link.symlink_to(target)
    return os.pathsep.join([str(directory / ".bin"), str(pathlib.Path(sys.executable).parent), os.environ["PATH"]])
