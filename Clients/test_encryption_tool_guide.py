"""The guide of client-side encryption: what it says before it comes to the tools, and that all it says is tried."""

import pathlib
import re

import guides
from encryption.tool import GUIDE, rows, tools

HERE = pathlib.Path(__file__).resolve().parent
TESTS = "\n".join(path.read_text(encoding="utf-8") for path in HERE.glob("test_encryption_tool_*.py"))
PINNED = "\n".join(path.read_text(encoding="utf-8") for path in HERE.glob("encryption/*.txt"))


def test_a_key_and_what_was_done_with_it(server, tmp_path):
    untitled = [text for text in guides.blocks(GUIDE, "sh") if text not in guides.files(GUIDE).values()]
    shown = guides.run("\n".join(untitled), server, tmp_path)
    assert [line.split("\t")[1:] for line in shown.splitlines()] == [
        ["Encrypt", "administrator"], ["CreateKey", "administrator"],
    ]  # fmt: skip


def test_there_is_a_test_of_every_file_and_of_every_tool():
    assert len(tools()) >= 9
    for name in [*guides.files(GUIDE), *tools()]:
        assert f'"{name}"' in TESTS, name


def test_the_versions_are_those_that_are_tried():
    for package in ", ".join(row[1] for row in rows()).split(", "):
        name, version = package.split()
        assert re.search(rf"^{re.escape(name)}(\[.*\])?=={re.escape(version)}$", PINNED, re.MULTILINE), package


def test_the_packages_to_install_are_those_that_are_tried():
    text = (guides.DIRECTORY / GUIDE).read_text(encoding="utf-8")
    named = [word.strip("'") for command in re.findall(r"`pip install ([^`]+)`", text) for word in command.split()]
    assert len(named) >= 9
    for package in named:
        name = re.split(r"[\[<]", package)[0]
        assert re.search(rf"^{re.escape(name)}(\[.*\])?==", PINNED, re.MULTILINE), package
