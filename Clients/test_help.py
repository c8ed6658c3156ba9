"""`trent COMMAND --help`: each command says what it does and shows how, each option what it is for."""

import json
import re

import pytest
from harness import trent

SETTING = re.compile(r"\((?:TRENT|AWS)_[A-Z_]+[^()]*; (default: [^()]+|required)\)")


def commands(command, path=()):
    """All commands by their paths, `help` aside, which the parser adds."""
    yield (*path, command["commandName"]), command
    for below in command.get("subcommands", []):
        if below["commandName"] != "help":
            yield from commands(below, (*path, command["commandName"]))


@pytest.fixture(scope="module")
def all_commands(clean_environment):
    finished = trent("--experimental-dump-help")
    assert finished.returncode == 0, finished.stderr
    found = dict(commands(json.loads(finished.stdout)["command"]))
    assert {path[1] for path in found if len(path) > 1} >= {
        "account", "audit", "backup", "bench", "env", "explain", "recover", "restore", "root-key", "serve",
    }  # fmt: skip
    return found


def own_arguments(command):
    return [
        argument for argument in command.get("arguments", [])
        if {name["name"] for name in argument.get("names", [])}.isdisjoint({"help", "version"})
    ]  # fmt: skip


def test_each_command_has_an_abstract(all_commands):
    for path, command in all_commands.items():
        assert command.get("abstract", "").endswith("."), path


def test_each_command_has_an_example_of_itself(all_commands):
    for path, command in all_commands.items():
        assert f"{' '.join(path)} " in command.get("discussion", "") + " ", path


def test_each_option_says_what_it_is_for(all_commands):
    for path, command in all_commands.items():
        for argument in own_arguments(command):
            text = argument.get("abstract", "")
            assert re.match(r"[A-Z].*[.)]$", text, re.DOTALL) and "\n" not in text, (path, argument)


def test_each_option_that_may_be_left_out_says_what_is_then(all_commands):
    for path, command in all_commands.items():
        for argument in own_arguments(command):
            if argument["kind"] != "option" or not argument.get("isOptional"):
                continue
            text = argument.get("abstract", "")
            says = "default: " in text or "required" in text or argument.get("defaultValue") is not None
            assert says, (path, argument["valueName"], text)


def test_variables_stand_where_the_default_does(all_commands):
    for path, command in all_commands.items():
        for argument in own_arguments(command):
            text = argument.get("abstract", "")
            assert "TRENT_" not in text or SETTING.search(text), (path, text)


def test_each_setting_of_the_server_names_its_variable(all_commands):
    for argument in own_arguments(all_commands["trent", "serve"]):
        name = argument["names"][-1]["name"].removeprefix("no-")
        variable = "TRENT_" + name.upper().replace("-", "_")
        assert f"({variable};" in argument["abstract"] or f"({variable}," in argument["abstract"], argument


def test_help_of_each_command_is_shown(all_commands):
    for path, command in all_commands.items():
        finished = trent(*path[1:], "--help")
        assert (finished.returncode, finished.stderr) == (0, "")
        assert finished.stdout.startswith(f"OVERVIEW: {command['abstract'].split(':')[0][:40]}"), path
