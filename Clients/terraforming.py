"""Terraform in a directory of its own, with the AWS provider of a mirror: it is in no Python registry.

The directory of the mirror may be given in TERRAFORM_PLUGINS; it holds registry.terraform.io/hashicorp/aws/….
"""

import functools
import json
import os
import pathlib
import shutil
import subprocess

import pytest

PROVIDER = "registry.terraform.io/hashicorp/aws"
PLACES = ("/opt/*", "/usr/share/terraform/*", "/usr/local/share/terraform/*", "~/.terraform.d/*")
SECONDS_MAX = 240
# The provider looks at most changes until it has seen them several times; all look at the same time.
TOGETHER = "-parallelism=50"


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


def settings(directory):
    """Variables with which Terraform takes the provider from the mirror and asks nobody anything."""
    plugins = mirror()
    if shutil.which("terraform") is None or plugins is None:
        pytest.skip("terraform, or a mirror of its AWS provider, is not installed")
    file = directory / "terraform.rc"
    file.write_text(f'provider_installation {{\n  filesystem_mirror {{\n    path = "{plugins}"\n  }}\n}}\n')
    return {"TF_CLI_CONFIG_FILE": str(file), "TF_CLI_ARGS": "-no-color", "TF_IN_AUTOMATION": "1", "TF_INPUT": "0",
            "CHECKPOINT_DISABLE": "1"}  # fmt: skip


class Terraform:
    """A working directory of Terraform, for a server. `values`: what its variables are unless a run says otherwise."""

    def __init__(self, server, directory, files, **values):
        self.directory = directory
        (directory / "terraform.tfvars.json").write_text(json.dumps(values))
        for file in files:
            shutil.copy(file, directory)
        self.variables = server.client_environment(HOME=str(directory), **settings(directory))
        self.run("init")

    @functools.cached_property
    def version(self):
        versions = json.loads(self.run("version", "-json"))
        return f"{versions['terraform_version']}, AWS provider {versions['provider_selections'][PROVIDER]}"

    def run(self, *arguments, codes=(0,)):
        """What it says; its exit code has to be one of `codes`."""
        done = subprocess.run(
            ["terraform", *arguments], cwd=self.directory, env=self.variables, text=True, timeout=SECONDS_MAX,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        )  # fmt: skip
        assert done.returncode in codes, done.stdout[-8000:]
        return done.stdout

    def apply(self, *arguments):
        return self.run("apply", "-auto-approve", TOGETHER, *arguments)

    def assert_settled(self, *variables):
        """A plan finds nothing to do."""
        self.run("plan", "-detailed-exitcode", TOGETHER, *variables)

    def plan(self, *variables):
        """The changes that it would make, by address, as `terraform show -json` tells them. It keeps them in `plan`."""
        self.run("plan", "-out=plan", TOGETHER, *variables)
        changes = json.loads(self.run("show", "-json", "plan"))["resource_changes"]
        return {change["address"]: change["change"] for change in changes if change["mode"] == "managed"}

    def outputs(self):
        return {name: output["value"] for name, output in json.loads(self.run("output", "-json")).items()}

    def resources(self):
        """Address, type and attributes of all that it manages."""
        for resource in json.loads(self.run("state", "pull"))["resources"]:
            for instance in resource["instances"] if resource["mode"] == "managed" else []:
                index = f'["{instance["index_key"]}"]' if "index_key" in instance else ""
                yield f"{resource['type']}.{resource['name']}{index}", resource["type"], instance["attributes"]
