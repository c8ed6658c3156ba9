"""Terraform with the AWS provider: terraform/main.tf is applied, changed in place and destroyed.

Terraform is in no Python registry: where it or the provider's mirror is not installed, these tests are skipped. The
directory of the mirror may be given in TERRAFORM_PLUGINS; it holds registry.terraform.io/hashicorp/aws/….
"""

import json
import os
import pathlib
import shutil
import subprocess

import pytest
from harness import Credentials, Server, refused

CONFIGURATION = pathlib.Path(__file__).parent / "terraform" / "main.tf"
PROVIDER = "registry.terraform.io/hashicorp/aws"
PLACES = ("/opt/*", "/usr/share/terraform/*", "/usr/local/share/terraform/*", "~/.terraform.d/*")
SECONDS_MAX = 240
CHANGED = ("-var", "description=Keys of all pipelines", "-var", "may_encrypt=true")

pytestmark = pytest.mark.further_clients


def mirror():
    """The directory that holds the AWS provider; None if there is none."""
    given = os.environ.get("TERRAFORM_PLUGINS")
    for place in [given] if given else map(os.path.expanduser, PLACES):
        root = pathlib.Path(place.removesuffix("/*"))
        found = [root] if given else sorted(root.glob("*"))
        for directory in found:
            if any(directory.glob(f"{PROVIDER}/*/*/terraform-provider-aws*")):
                return directory
    return None


class Terraform:
    """A working directory of Terraform, for a server."""

    def __init__(self, server, directory):
        self.directory = directory
        shutil.copy(CONFIGURATION, directory)
        (directory / "terraform.rc").touch()
        self.variables = server.client_environment(
            HOME=str(directory), TF_CLI_CONFIG_FILE=str(directory / "terraform.rc"), TF_IN_AUTOMATION="1", TF_INPUT="0",
            CHECKPOINT_DISABLE="1",
        )  # fmt: skip

    def run(self, *arguments, codes=(0,)):
        """What it says on its standard output; its exit code has to be one of `codes`."""
        done = subprocess.run(
            ["terraform", *arguments], cwd=self.directory, env=self.variables, capture_output=True, text=True,
            timeout=SECONDS_MAX,
        )  # fmt: skip
        assert done.returncode in codes, done.stdout[-4000:] + done.stderr[-4000:]
        return done.stdout

    def plan(self, *variables):
        """What it would do: the actions on each resource that it would change."""
        self.run("plan", "-no-color", "-detailed-exitcode", "-out=plan", *variables, codes=(0, 2))
        changes = json.loads(self.run("show", "-json", "plan")).get("resource_changes", [])
        actions = {change["address"]: change["change"]["actions"] for change in changes}
        return {address: done for address, done in actions.items() if done not in (["no-op"], ["read"])}

    def outputs(self):
        return {name: output["value"] for name, output in json.loads(self.run("output", "-json")).items()}


@pytest.fixture(scope="module")
def server(tmp_path_factory, clean_environment):
    server = Server(tmp_path_factory.mktemp("terraform") / "data").start()
    yield server
    server.stop()


@pytest.fixture(scope="module")
def terraform(server, tmp_path_factory):
    plugins = mirror()
    if shutil.which("terraform") is None or plugins is None:
        pytest.skip("terraform, or a mirror of its AWS provider, is not installed")
    terraform = Terraform(server, tmp_path_factory.mktemp("configuration"))
    terraform.run("init", "-no-color", f"-plugin-dir={plugins}")
    versions = json.loads(terraform.run("version", "-json"))
    terraform.version = f"{versions['terraform_version']}, AWS provider {versions['provider_selections'][PROVIDER]}"
    return terraform


@pytest.fixture(scope="module")
def applied(terraform):
    terraform.run("apply", "-no-color", "-auto-approve")
    return terraform


@pytest.fixture(autouse=True)
def named(terraform, record_property):
    record_property("client", "Terraform")
    record_property("version", terraform.version)


def test_apply(applied, server):
    outputs = applied.outputs()
    iam, kms = server.client("iam"), server.client()
    assert [user["UserName"] for user in iam.list_users(PathPrefix="/pipeline/")["Users"]] == ["reader"]
    assert kms.describe_key(KeyId="alias/pipeline")["KeyMetadata"]["Arn"] == outputs["key"]
    grants = kms.list_grants(KeyId=outputs["key"])["Grants"]
    assert [grant["GranteePrincipal"] for grant in grants] == [outputs["role"]]


def reader(applied, server):
    key = applied.outputs()["access_key"]
    return server.client(credentials=Credentials(key["id"], key["secret"]))


def test_the_rights_that_it_gave_count(applied, server):
    kms, context = server.client(), {"dataset": "orders"}
    blob = kms.encrypt(KeyId="alias/pipeline", Plaintext=b"x", EncryptionContext=context)["CiphertextBlob"]
    reading = reader(applied, server)
    assert reading.decrypt(CiphertextBlob=blob, EncryptionContext=context)["Plaintext"] == b"x"
    with refused("AccessDeniedException"):
        reading.encrypt(KeyId="alias/pipeline", Plaintext=b"x", EncryptionContext=context)


def test_a_second_plan_is_empty(applied):
    assert applied.plan() == {}


def test_update_in_place(applied, server):
    planned = applied.plan(*CHANGED)
    assert set(map(tuple, planned.values())) == {("update",)}, planned
    assert {"aws_iam_policy.use_of_keys", "aws_iam_role.writer", "aws_kms_key.pipeline"} <= set(planned)
    applied.run("apply", "-no-color", "plan")
    key = server.client().describe_key(KeyId="alias/pipeline")["KeyMetadata"]
    assert key["Description"] == "Keys of all pipelines"
    reader(applied, server).encrypt(KeyId=key["Arn"], Plaintext=b"x", EncryptionContext={"dataset": "orders"})


def test_a_plan_after_the_update_is_empty(applied):
    assert applied.plan(*CHANGED) == {}


def test_what_is_there_can_be_imported(applied, server):
    policy = server.client("iam").list_policies(Scope="Local")["Policies"][0]["Arn"]
    names = {
        "aws_kms_alias.pipeline": "alias/pipeline",
        "aws_iam_role_policy.writer": "writer:inline",
        "aws_iam_group.readers": "readers",
        "aws_iam_policy.use_of_keys": policy,
        "aws_iam_user_policy_attachment.reader": f"reader/{policy}",
    }
    for address, name in names.items():
        applied.run("state", "rm", address)
        applied.run("import", "-no-color", *CHANGED, address, name)
    assert applied.plan(*CHANGED) == {}


def test_destroy(applied, server):
    """With all that hangs on the user, also what Terraform does not know of."""
    iam, kms = server.client("iam"), server.client()
    iam.create_access_key(UserName="reader")
    key = applied.outputs()["key"]
    applied.run("destroy", "-no-color", "-auto-approve", *CHANGED)
    assert [user["UserName"] for user in iam.list_users()["Users"]] == ["administrator"]
    for listed in (
        iam.list_roles()["Roles"],
        iam.list_groups()["Groups"],
        iam.list_policies(Scope="Local")["Policies"],
        iam.list_open_id_connect_providers()["OpenIDConnectProviderList"],
    ):
        assert listed == []
    assert kms.describe_key(KeyId=key)["KeyMetadata"]["KeyState"] == "PendingDeletion"
    assert "alias/pipeline" not in [alias["AliasName"] for alias in kms.list_aliases()["Aliases"]]
