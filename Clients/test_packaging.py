"""What is packaged, as far as it can be looked at without building a package; test_package.py tests a built one."""

import http.server
import json
import re
import shutil
import subprocess
import sys
import threading

import packages
import pytest
from harness import assert_refused, environment, trent
from packages import PACKAGING, ROOT

# Of 100, as `systemd-analyze security` counts. What is left is a server's: the network, and limits that it sets itself.
EXPOSURE_MAX = 15
UNIT = PACKAGING / "trent.service"
SETTINGS = (PACKAGING / "trent.yaml").read_text(encoding="utf-8")
SCRIPTS = [*sorted(PACKAGING.glob("debian/p*")), *sorted(PACKAGING.glob("*.sh")), ROOT / "Tools" / "package.sh"]
# The settings of the packaged file that have no default: what stands there is an example.
EXAMPLES = {
    "tls-certificate", "tls-key", "trusted-proxies", "root-key-passphrase-file", "web-identity-keys", "audit-retention",
    "audit-sink",
}  # fmt: skip


def help_of(*commands):
    """What the command line tells of a command, as swift-argument-parser dumps it."""
    command = json.loads(trent("--experimental-dump-help").stdout)["command"]
    for name in commands:
        command = next(one for one in command["subcommands"] if one["commandName"] == name)
    return command


def options_of(command):
    """The options' long names, less those of flags that say no."""
    names = {name["name"] for one in command["arguments"] for name in one.get("names", []) if name["kind"] == "long"}
    return {name for name in names if name.removeprefix("no-") not in names - {name}} - {"help", "version"}


# The settings


def settings(text):
    """The keys in a text of YAML, those that are commented out too."""
    return re.findall(r"^#?([a-z-]+): (.*)$", text, re.MULTILINE)


def test_the_settings_file_shows_every_setting_but_that_of_emulators():
    keys = [key for key, _ in settings(SETTINGS)]
    assert set(keys) == options_of(help_of("serve")) - {"config", "dev", "seed"}
    assert len(keys) == len(set(keys))


def test_a_server_takes_the_settings_file(serve, tmp_path):
    file = tmp_path / "trent.yaml"
    assert "data-dir: /var/lib/trent\n" in SETTINGS
    file.write_text(SETTINGS.replace("/var/lib/trent\n", f"{tmp_path}/data\n"), encoding="utf-8")
    server = serve(None, "--config", file)
    server.data_dir = tmp_path / "data"
    server.client().create_key()


def test_what_is_commented_out_in_it_is_the_default(serve, tmp_path):
    told = {name: help["abstract"] for help in help_of("serve")["arguments"] for name in options(help)}
    for key, value in settings(SETTINGS):
        value = value.strip('"')
        if found := re.search(r"default: ([^);]+)\)", told[key]):
            assert key in EXAMPLES | {"data-dir"} or found[1] == value, key
        else:
            assert key in EXAMPLES or value == "false", key
    lines = [line for line in SETTINGS.splitlines() if (key := settings(line)) and key[0][0] not in EXAMPLES]
    text = "\n".join(line.removeprefix("#") for line in lines).replace("/var/lib/trent", f"{tmp_path}/data")
    (tmp_path / "trent.yaml").write_text(text, encoding="utf-8")
    server = serve(None, "--config", tmp_path / "trent.yaml")
    server.data_dir = tmp_path / "data"
    server.client().create_key()


def options(argument):
    return [name["name"] for name in argument.get("names", [])]


def test_where_the_server_is_may_be_asked_by_whoever_cannot_read_its_passphrase():
    done = trent("env", env=environment(TRENT_ROOT_KEY_PASSPHRASE_FILE="/nowhere", TRENT_DATA_DIR="/var/lib/trent"))
    assert done.returncode == 0, done.stderr
    assert "/var/lib/trent/credentials" in done.stdout


# The unit


def directives():
    """What the unit says, by name; a name that is given again adds to it."""
    found = {}
    for name, value in re.findall(r"^(\w+)=(.*)$", UNIT.read_text(encoding="utf-8"), re.MULTILINE):
        found.setdefault(name, []).append(value)
    return found


def test_the_unit_runs_the_packaged_files_and_shuts_the_server_in():
    said = directives()
    assert said["ExecStart"] == ["/usr/bin/trent serve --config /etc/trent/trent.yaml"]
    assert said["StateDirectory"] == ["trent"] and said["StateDirectoryMode"] == ["0700"]
    assert said["User"] == ["trent"] and said["CapabilityBoundingSet"] == [""]
    assert said["LimitCORE"] == ["0"] and said["NoNewPrivileges"] == ["yes"] and said["ProtectSystem"] == ["strict"]
    assert said["SystemCallFilter"] == ["@system-service", "~@privileged"]


@packages.needs(("systemd-analyze", "systemd"))
def test_systemd_finds_nothing_wrong_with_the_unit_and_little_exposed(tmp_path):
    unit = tmp_path / "trent.service"
    # What it runs has to be there.
    text = UNIT.read_text(encoding="utf-8").replace("/usr/bin/trent serve", "/bin/true serve")
    unit.write_text(text, encoding="utf-8")
    assert packages.run("systemd-analyze", "verify", "--man=no", unit) == ""
    packages.run("systemd-analyze", "security", "--offline=true", f"--threshold={EXPOSURE_MAX}", "--no-pager", unit)


# The manual and the completions


def manual():
    done = subprocess.run(
        [sys.executable, PACKAGING / "manual.py", "--version", "1.2.3", "--date", "2026-01-02"],
        input=trent("--experimental-dump-help").stdout, capture_output=True, text=True, check=True,
    )  # fmt: skip
    return done.stdout


def commands(command, path=()):
    found = [one for one in command.get("subcommands", []) if one["commandName"] != "help"]
    if not found:
        yield path, command
    for one in found:
        yield from commands(one, (*path, one["commandName"]))


def test_the_manual_tells_of_every_command_and_option():
    page = manual().replace("\\-", "-").replace("\\fR", "\\fB")
    sections = dict(re.findall(r'^\.SS "(.+?)"\n(.*?)(?=^\.S[SH] )', page, re.MULTILINE | re.DOTALL))
    every = {" ".join(path): options_of(command) for path, command in commands(help_of())}
    assert set(sections) == set(every) and "serve" in every and "audit verify" in every
    for name, text in sections.items():
        told = {long.removeprefix("[no-]") for long in re.findall(r"^\\fB--(\S+?)\\fB", text, re.MULTILINE)}
        assert told == every[name], name
    assert page.splitlines()[1] == '.TH TRENT 1 "2026-01-02" "trent 1.2.3" "User Commands"'


@packages.needs(("mandoc", "mandoc"))
def test_mandoc_finds_nothing_wrong_with_the_manual(tmp_path):
    (tmp_path / "trent.1").write_text(manual(), encoding="utf-8")
    assert packages.run("mandoc", "-Tlint", "-Wwarning", tmp_path / "trent.1") == ""


@packages.needs(("man", "man-db"))
def test_man_shows_the_manual(tmp_path):
    (tmp_path / "trent.1").write_text(manual(), encoding="utf-8")
    done = subprocess.run(
        ["man", "--warnings", "--local-file", tmp_path / "trent.1"],
        capture_output=True, text=True, env=environment(MANWIDTH="100", LC_ALL="C.UTF-8", PAGER="cat"), check=True,
    )  # fmt: skip
    assert done.stderr == ""
    assert "--root-key-passphrase-file" in done.stdout and "/etc/trent/trent.yaml" in done.stdout


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_there_are_completions(shell, tmp_path):
    script = trent("--generate-completion-script", shell).stdout
    assert all(word in script for word in ("serve", "root-key", "listen"))
    if shutil.which(shell):
        (tmp_path / "script").write_text(script, encoding="utf-8")
        packages.run(shell, "-n", tmp_path / "script")


# The image, and the scripts


def test_hadolint_finds_nothing_wrong_with_the_dockerfile():
    assert packages.run(sys.prefix + "/bin/hadolint", ROOT / "Dockerfile") == ""


def test_an_image_is_made_of_the_package_alone():
    ignored = (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()
    given = {line[1:] for line in ignored if line.startswith("!")}
    copied = re.findall(r"^COPY ([^-]\S*) ", (ROOT / "Dockerfile").read_text(encoding="utf-8"), re.MULTILINE)
    assert "*" in ignored and given == set(copied) and len(copied) == 2


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda script: script.name)
def test_a_script_is_well_formed(script):
    shell = script.read_text(encoding="utf-8").splitlines()[0].removeprefix("#!")
    assert shell in ("/bin/sh", "/bin/bash")
    packages.run(shell, "-n", script)
    if shutil.which("shellcheck"):
        packages.run("shellcheck", script)


# The command that a container's engine asks


def test_health_is_that_of_the_server(serve):
    server = serve()
    done = trent("health", "--listen", server.address)
    assert (done.returncode, done.stdout) == (0, "ready\n")
    assert trent("health", env=environment(TRENT_LISTEN=server.address)).returncode == 0
    server.stop()
    refused = trent("health", "--listen", server.address)
    assert_refused(refused, "cannot connect")
    assert refused.returncode == 1


def test_health_over_https_needs_no_trust(serve, certificate):
    server = serve(None, "--dev", "--tls-certificate", certificate[0], "--tls-key", certificate[1])
    done = trent("health", "--listen", server.address, "--tls-certificate", certificate[0])
    assert (done.returncode, done.stdout) == (0, "ready\n")


class NotReady(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_error(503 if self.path == "/-/ready" else 200)

    def log_message(self, *_):
        pass


def test_a_server_that_is_not_ready_is_not_well():
    with http.server.HTTPServer(("127.0.0.1", 0), NotReady) as server:
        threading.Thread(target=server.handle_request, daemon=True).start()
        done = trent("health", "--listen", f"127.0.0.1:{server.server_port}")
    assert_refused(done, "is not ready: it answered 503")
