"""The package that `make package` has built, in Debian systems without Swift; `make test-package` runs these tests."""

import contextlib
import os
import pathlib
import re
import shutil
import socket
import stat
import subprocess
import sys

import guides
import packages
import pytest
from harness import Credentials, Server, environment, eventually, trent

pytestmark = pytest.mark.package

GUIDE = guides.steps("packages.md")
CONFIG = "etc/trent/trent.yaml"
DATA = "var/lib/trent"


@pytest.fixture(scope="session")
def deb():
    return packages.package()


@pytest.fixture(scope="session")
def without_systemd():
    return packages.System.minimal()


@pytest.fixture(scope="session")
def with_systemd():
    return packages.System.usual()


@pytest.fixture
def machine(with_systemd, tmp_path):
    """A system that runs its systemd, with nothing of Trent."""
    with with_systemd.copied(tmp_path / "machine").booted() as machine:
        yield machine


def free_port():
    with socket.create_server(("127.0.0.1", 0)) as listening:
        return listening.getsockname()[1]


def listen(machine, port):
    """Leaves the port of the guides to others on this machine."""
    with open(machine.path / CONFIG, "a", encoding="utf-8") as file:
        file.write(f"\nlisten: 127.0.0.1:{port}\n")


def client(machine, port):
    """Makes clients of the service."""
    server = Server(machine.path / DATA)
    server.url = f"http://127.0.0.1:{port}"
    return server


def round_trip(kms):
    key = kms.create_key()["KeyMetadata"]["KeyId"]
    blob = kms.encrypt(KeyId=key, Plaintext=b"packaged")["CiphertextBlob"]
    assert kms.decrypt(CiphertextBlob=blob)["Plaintext"] == b"packaged"
    return blob


# The package itself


@packages.needs(("lintian", "lintian"))
def test_lintian_finds_nothing_wrong(deb):
    assert packages.run("lintian", "--allow-root", "--fail-on", "error,warning", deb) == ""


def test_it_needs_only_libraries_and_holds_only_files_of_root(deb):
    depends = packages.run("dpkg-deb", "--field", deb, "Depends")
    assert {"libc6", "libsodium23", "zlib1g"} <= set(re.findall(r"[a-z][a-z0-9+.-]+", depends))
    assert not re.search("swift|-dev", depends)
    files = packages.run("dpkg-deb", "--contents", deb).splitlines()
    assert len(files) > 15 and all(line.split()[1] == "root/root" for line in files)


def test_the_same_binary_gives_the_same_bytes(deb):
    before = deb.read_bytes()
    packages.run(packages.ROOT / "Tools" / "package.sh", cwd=packages.ROOT)
    assert deb.read_bytes() == before


def test_no_path_of_this_machine_is_in_it(deb, tmp_path):
    packages.run("dpkg-deb", "--extract", deb, tmp_path)
    for file in tmp_path.rglob("*"):
        if file.is_file():
            assert str(packages.ROOT).encode() not in file.read_bytes(), file


# A system without systemd


def test_it_works_in_a_system_without_swift_and_systemd(deb, without_systemd, tmp_path):
    system = without_systemd.copied(tmp_path / "system")
    system.install(deb)
    assert system.run("trent", "--version") == trent("--version").stdout
    libraries = system.run("ldd", "/usr/bin/trent")
    assert "not found" not in libraries and "swift" not in libraries
    data = (system.path / DATA).stat()
    assert (stat.S_IMODE(data.st_mode), data.st_uid, data.st_gid) == (0o700, *system.user())
    assert system.user()[0] < 1000
    as_trent = system.entry("trent:trent")
    with Server(None, "--config", f"/{CONFIG}", wrapper=as_trent, program="/usr/bin/trent") as server:
        server.data_dir = system.path / DATA
        round_trip(server.client())
        server.stop()
    assert {file.stat().st_uid for file in (system.path / DATA).rglob("*")} == {system.user()[0]}


# A system with systemd


def test_the_guide_is_right(deb, machine, tmp_path):
    port = free_port()
    shutil.copy(deb, machine.path / "root" / deb.name)
    blob = None
    for step in GUIDE:
        text = re.sub(r"trent_\S+\.deb", deb.name, step.text)
        if step.language == "sh":
            said = machine.run("bash", "-euo", "pipefail", "-c", f"cd /root\n{text}")
            if "apt-get install --yes ./" in text:
                assert machine.property("ActiveState") == "inactive"
                listen(machine, port)
            if "trent env" in text:
                pointing = said.replace("/var/lib/trent", str(machine.path / DATA))
        elif step.language == "bash":
            assert "arn:aws:iam::000000000000:user/operator" in by_aws_cli(pointing + text)
            blob = round_trip(client(machine, port).client())
        if "recover" in text and step.language == "sh":
            kms = client(machine, port).client()
            assert kms.decrypt(CiphertextBlob=blob)["Plaintext"] == b"packaged"
    assert machine.run("sh", "-c", "command -v trent || echo gone") == "gone\n"
    assert (machine.path / DATA / "backup").is_file() and (machine.path / CONFIG).is_file()


def by_aws_cli(script):
    """What a script prints that uses the AWS CLI on this machine."""
    commands = os.pathsep.join([str(pathlib.Path(sys.executable).parent), os.environ["PATH"]])
    return packages.run("bash", "-euo", "pipefail", "-c", script, env=environment(PATH=commands))


@pytest.fixture
def service(deb, machine):
    """The service as it runs after an installation: (machine, its port)."""
    machine.install(deb)
    port = free_port()
    listen(machine, port)
    machine.run("systemctl", "enable", "--now", "trent")
    return machine, port


def test_the_service_runs_shut_in(service):
    machine, port = service
    assert machine.property("ActiveState") == "active"
    round_trip(client(machine, port).client())
    status = machine.run("cat", f"/proc/{machine.property('MainPID')}/status")
    said = dict(line.split(":\t", 1) for line in status.splitlines())
    assert int(said["CapBnd"], 16) == int(said["CapEff"], 16) == 0
    assert (said["NoNewPrivs"], said["Seccomp"]) == ("1", "2")
    assert said["Uid"].split()[0] == str(machine.user()[0])
    assert said["VmLck"].split()[0] != "0"
    metrics = client(machine, port).get("/-/metrics").body.decode()
    assert re.search(r"^trent_\w*unlocked\w* 0(\.0)?$", metrics, re.MULTILINE), metrics
    log = machine.run("journalctl", "--unit", "trent", "--no-pager")
    assert f"listening on http://127.0.0.1:{port}" in log
    # Nothing that the sandbox takes away was missed.
    assert not re.search(r"Operation not permitted|Read-only file system|SECCOMP|Fatal error", log), log


def test_keys_outlive_crash_upgrade_removal_and_purge(service, deb, tmp_path):
    machine, port = service
    blob = round_trip(client(machine, port).client())

    def assert_decrypts():
        kms = client(machine, port).client()
        assert kms.decrypt(CiphertextBlob=blob)["Plaintext"] == b"packaged"

    first = machine.property("MainPID")
    machine.run("systemctl", "kill", "--signal", "KILL", "trent")
    eventually(
        lambda: machine.property("ActiveState") == "active" and machine.property("MainPID") != first, "it is started again"
    )
    assert_decrypts()

    second = machine.property("MainPID")
    machine.install(newer(deb, tmp_path))
    assert machine.property("ActiveState") == "active" and machine.property("MainPID") != second
    assert_decrypts()

    machine.run("apt-get", "remove", "--yes", "trent")
    assert not (machine.path / "usr/bin/trent").exists()
    assert f"listen: 127.0.0.1:{port}" in (machine.path / CONFIG).read_text(encoding="utf-8")
    with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port)):
        pytest.fail("the service goes on after its removal")

    said = machine.run("apt-get", "purge", "--yes", "trent")
    assert "still in /var/lib/trent" in said
    assert not (machine.path / "etc/trent").exists()
    assert not (machine.path / "etc/systemd/system/multi-user.target.wants/trent.service").is_symlink()
    assert (machine.path / DATA / "root.key").is_file()

    machine.install(deb)
    assert machine.property("ActiveState") == "inactive"
    listen(machine, port)
    machine.run("systemctl", "start", "trent")
    assert_decrypts()


def newer(deb, directory):
    """The same package with a higher version."""
    packages.run("dpkg-deb", "--raw-extract", deb, directory / "newer")
    control = directory / "newer" / "DEBIAN" / "control"
    text = control.read_text(encoding="utf-8")
    control.write_text(re.sub(r"^(Version: .*)$", r"\1+next", text, flags=re.MULTILINE), encoding="utf-8")
    packages.run("dpkg-deb", "--root-owner-group", "--build", directory / "newer", directory / "newer.deb")
    return directory / "newer.deb"


def test_a_purge_without_keys_leaves_nothing(machine, deb):
    machine.install(deb)
    said = machine.run("apt-get", "purge", "--yes", "trent")
    assert "still in" not in said
    assert not (machine.path / DATA).exists() and not (machine.path / "etc/trent").exists()


def test_the_manual_and_the_completions_are_where_they_are_looked_for(deb, machine):
    machine.install(deb)
    for page in ("trent", "trent.yaml"):
        assert "--root-key-passphrase-file" in machine.run("man", "--pager=cat", page)
    script = "source /usr/share/bash-completion/completions/trent && complete -p trent"
    assert "trent" in machine.run("bash", "-c", script)


def test_a_passphrase_may_be_a_credential_of_systemd(deb, machine):
    machine.install(deb)
    port = free_port()
    listen(machine, port)
    (machine.path / "etc/trent/passphrase").write_text("open sesame\n", encoding="utf-8")
    (machine.path / "etc/trent/passphrase").chmod(0o600)
    drop_in = machine.path / "etc/systemd/system/trent.service.d/passphrase.conf"
    drop_in.parent.mkdir()
    drop_in.write_text("[Service]\nLoadCredential=passphrase:/etc/trent/passphrase\n", encoding="utf-8")
    with open(machine.path / CONFIG, "a", encoding="utf-8") as file:
        file.write("root-key-passphrase-file: /run/credentials/trent.service/passphrase\n")
    machine.run("systemctl", "daemon-reload")
    machine.run("systemctl", "start", "trent")
    round_trip(client(machine, port).client())


# The image


@pytest.fixture(scope="session")
def image(deb, without_systemd, tmp_path_factory):
    """The root file system that the Dockerfile's first stage makes, and that is all of the image."""
    system = without_systemd.copied(tmp_path_factory.mktemp("image") / "files")
    (system.path / "etc/dpkg/dpkg.cfg.d").mkdir(exist_ok=True)
    (system.path / "etc/dpkg/dpkg.cfg.d/docker").write_text(packages.SLIM, encoding="utf-8")
    build = system.path / "build"
    build.mkdir()
    shutil.copy(deb, build / "trent.deb")
    shutil.copy(packages.PACKAGING / "container.sh", build)
    command = dockerfile("RUN").split()
    system.run(*command)
    return system.path / "image"


def dockerfile(instruction):
    """What stands behind the last instruction of this name."""
    text = (packages.ROOT / "Dockerfile").read_text(encoding="utf-8")
    return re.findall(rf"^{instruction} (.*)$", text, re.MULTILINE)[-1]


def variables():
    return dict(pair.split("=", 1) for pair in dockerfile("ENV").split())


def inside(image):
    """A command that runs another one in the image as an engine does: read-only but for the volume, as its user."""
    steps = [
        'root=$1 user=$2; shift 2; mkdir -p "$root/proc" "$root/dev"',
        'mount --bind "$root" "$root" && mount --bind "$root/var/lib/trent" "$root/var/lib/trent"',
        'mount --bind /proc "$root/proc" && mount --rbind /dev "$root/dev" && mount -o remount,bind,ro "$root"',
        'exec chroot --userspec="$user" "$root" "$@"',
    ]
    settings = [f"{name}={value}" for name, value in variables().items()]
    script = "; ".join(["set -e", *steps])
    return ["env", "-i", *settings, "unshare", "--mount", "sh", "-c", script, "sh", image, dockerfile("USER")]


def test_the_image_holds_what_the_binary_needs_and_no_shell(image):
    files = [path for path in image.rglob("*") if path.is_file() and not path.is_symlink()]
    names = {path.name for path in files if path.stat().st_mode & 0o111}
    assert "trent" in names
    assert all(name == "trent" or ".so" in name for name in names), names
    assert (image / "etc/ssl/certs/ca-certificates.crt").stat().st_size > 100_000
    assert (image / "usr/share/doc/trent/third-party-notices.gz").is_file()
    known = {path.name for path in (image / "var/lib/dpkg/status.d").iterdir()}
    assert {"trent", "libc6", "libsodium23", "ca-certificates"} <= known
    data = (image / DATA).stat()
    assert f"{data.st_uid}:{data.st_gid}" == dockerfile("USER") and stat.S_IMODE(data.st_mode) == 0o700
    assert variables()["TRENT_DATA_DIR"] == f"/{DATA}" == dockerfile("WORKDIR")
    assert dockerfile("VOLUME") == f'["/{DATA}"]' and variables()["TRENT_LISTEN"].endswith(":" + dockerfile("EXPOSE"))


def test_the_image_serves_and_knows_how_it_is(image):
    program = dockerfile("ENTRYPOINT").strip('[]"')
    run = inside(image)
    # As it is, it would tell its plaintexts to the network.
    refused = subprocess.run([*run, program, "serve"], capture_output=True, text=True, timeout=60)
    assert refused.returncode != 0 and "--allow-insecure-listen" in refused.stderr
    # A wrapper's loopback is this machine's.
    with Server(None, wrapper=run, program=program) as server:
        server.data_dir = image / DATA
        round_trip(server.client())
        health = re.search(r'CMD \["(.*?)", "(.*?)"\]', dockerfile("HEALTHCHECK")).groups()
        packages.run(*run, *health, "--listen", server.address)
        packages.run(*run, program, "backup", f"/{DATA}/backup")
        server.stop()
        packages.run(*run, *health, "--listen", server.address, codes=(1,))
    assert Credentials.read(image / DATA).access_key_id.startswith("AKIA")


def test_the_containers_settings_in_the_guide_are_there():
    text = next(step.text for step in GUIDE if "docker run" in step.text)
    names = {name.lower().replace("_", "-") for name in re.findall(r"--env TRENT_(\w+)", text)}
    assert names and all(f"--{name}" in trent("serve", "--help").stdout for name in names)
    assert f":/{DATA} " in text and f":{dockerfile('EXPOSE')} " in text
