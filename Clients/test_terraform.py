"""Terraform with the AWS provider: terraform/*.tf is applied, changed in place, imported and destroyed."""

import base64
import datetime
import json
import pathlib

import outside
import pytest
from harness import REGION, Credentials, Server, refused
from multi_region import ABROAD
from terraforming import TOGETHER, Terraform

FILES = sorted((pathlib.Path(__file__).parent / "terraform").glob("*.tf"))
# When imported key material expires, at first and later.
VALID_TO = [f"{datetime.date.today() + datetime.timedelta(days=days)}T00:00:00Z" for days in (30, 60)]
LATER = ("-var", "later=true")
# What AWS does not give back, by type of resource: after an import it is unknown, whatever the configuration says.
KEY = ["bypass_policy_lockout_safety_check", "deletion_window_in_days"]
UNREAD = {
    "aws_kms_key": KEY,
    "aws_kms_replica_key": KEY,
    "aws_kms_external_key": [*KEY, "key_material_base64"],
    "aws_kms_replica_external_key": [*KEY, "key_material_base64"],
    "aws_kms_grant": ["grant_creation_tokens", "retire_on_delete"],
    "aws_iam_user": ["force_destroy"],
}
# Resources that are imported by something else than their id.
IMPORTED_BY = {
    "aws_iam_user_policy_attachment": "{user}/{policy_arn}",
    "aws_iam_group_policy_attachment": "{group}/{policy_arn}",
    "aws_iam_role_policy_attachment": "{role}/{policy_arn}",
    "aws_iam_user_group_membership": "{user}/{groups[0]}",
}

pytestmark = pytest.mark.further_clients


@pytest.fixture(scope="module")
def server(tmp_path_factory, clean_environment):
    server = Server(tmp_path_factory.mktemp("terraform") / "data").start()
    yield server
    server.stop()


@pytest.fixture(scope="module")
def applied(server, tmp_path_factory):
    terraform = Terraform(server, tmp_path_factory.mktemp("configuration"), FILES, valid_to=VALID_TO)
    terraform.apply()
    return terraform


@pytest.fixture(autouse=True)
def named(applied, record_property):
    record_property("client", "Terraform")
    record_property("version", applied.version)


def test_keys_are_as_the_configuration_says(applied, server):
    kms, keys = server.client(), applied.outputs()["keys"]
    for spec, arn in keys.items():
        assert kms.describe_key(KeyId=arn)["KeyMetadata"]["KeySpec"] == spec
    full = keys["SYMMETRIC_DEFAULT"]
    assert kms.describe_key(KeyId="alias/pipeline")["KeyMetadata"]["Arn"] == full
    assert kms.describe_key(KeyId=full)["KeyMetadata"]["Description"] == "first"
    assert kms.get_key_rotation_status(KeyId=full)["RotationPeriodInDays"] == 90
    tags = {tag["TagKey"]: tag["TagValue"] for tag in kms.list_resource_tags(KeyId=full)["Tags"]}
    assert tags == {"team": "data", "old": "x"}
    grants = kms.list_grants(KeyId=full)["Grants"]
    constraints = [{name: pairs for name, pairs in grant["Constraints"].items() if pairs} for grant in grants]
    assert {"EncryptionContextEquals": {"dataset": "orders"}} in constraints
    assert {"EncryptionContextSubset": {"dataset": "orders", "stage": "raw"}} in constraints
    assert [grant["RetiringPrincipal"][-7:] for grant in grants if "RetiringPrincipal" in grant] == ["janitor"]


def test_imported_key_material_is_the_one_that_was_given(applied, server):
    """A replica has no other material, and so it reads what the primary key wrote."""
    key = applied.outputs()["imported"]
    blob = server.client().encrypt(KeyId=key, Plaintext=b"x")["CiphertextBlob"]
    abroad = server.client(region=ABROAD)
    assert abroad.decrypt(CiphertextBlob=blob, KeyId=key.replace(REGION, ABROAD))["Plaintext"] == b"x"


def test_data_sources(applied):
    read = applied.outputs()["read"]
    assert read["secrets"] == {"kept": "secret", "fresh": "secret"}
    assert read["key"] == read["alias"] == applied.outputs()["keys"]["SYMMETRIC_DEFAULT"]
    assert read["regions"] == "PRIMARY"
    assert len(set(read["services"])) == 1
    outside.public_key("ECC_NIST_P384", base64.b64decode(read["public_key"]))


def reader(applied, server):
    key = applied.outputs()["access_key"]
    return server.client(credentials=Credentials(key["id"], key["secret"]))


def test_the_rights_that_it_gave_count(applied, server):
    kms, context = server.client(), {"dataset": "orders"}
    key = applied.outputs()["keys"]["SYMMETRIC_DEFAULT"]
    blob = kms.encrypt(KeyId=key, Plaintext=b"x", EncryptionContext=context)["CiphertextBlob"]
    reading = reader(applied, server)
    assert reading.decrypt(CiphertextBlob=blob, EncryptionContext=context)["Plaintext"] == b"x"
    with refused("AccessDeniedException"):
        reading.encrypt(KeyId=key, Plaintext=b"x", EncryptionContext=context)


def test_a_second_plan_is_empty(applied):
    applied.assert_settled()


def test_update_in_place(applied, server):
    planned = {address: change["actions"] for address, change in applied.plan(*LATER).items()}
    changed = {address for address, actions in planned.items() if actions != ["no-op"]}
    assert {tuple(planned[address]) for address in changed} == {("update",)}, planned
    assert {"aws_kms_key.full", "aws_kms_key.switched_off", "aws_kms_key.switched_on", "aws_kms_key_policy.elsewhere",
            "aws_kms_replica_key.primary", "aws_kms_external_key.expiring", "aws_kms_alias.named",
            "aws_cloudtrail.keys", "aws_iam_policy.use"} <= changed  # fmt: skip
    applied.run("apply", TOGETHER, "plan")
    kms, key = server.client(), applied.outputs()["keys"]["SYMMETRIC_DEFAULT"]
    assert kms.describe_key(KeyId=key)["KeyMetadata"]["Description"] == "later"
    assert kms.get_key_rotation_status(KeyId=key)["RotationPeriodInDays"] == 2560
    reader(applied, server).encrypt(KeyId=key, Plaintext=b"x", EncryptionContext={"dataset": "orders"})


def test_a_plan_after_the_update_is_empty(applied):
    applied.assert_settled(*LATER)


def importing(resources):
    """A configuration that imports them, by what, and one that disregards what can't be read of them."""
    names = {address: IMPORTED_BY.get(kind, "{id}").format(**attributes)
             for address, kind, attributes in resources if kind != "aws_kms_ciphertext"}  # fmt: skip
    blocks = (f"import {{\n  to = {address}\n  id = {json.dumps(name)}\n}}\n" for address, name in names.items())
    overridden = {tuple(address.split("[")[0].split(".")) for address in names}
    overrides = {kind: {name: {"lifecycle": {"ignore_changes": UNREAD[kind]}} for of, name in overridden if of == kind}
                 for kind in UNREAD}  # fmt: skip
    return names, {"imports.tf": "".join(blocks), "unread_override.tf.json": json.dumps({"resource": overrides})}


def test_what_is_there_can_be_imported(applied, server, tmp_path):
    """Into the state of somebody who has the same files and nothing else: what he reads of it is as he wrote it."""
    names, files = importing(applied.resources())
    for name, text in files.items():
        (tmp_path / name).write_text(text)
    planned = Terraform(server, tmp_path, FILES, valid_to=VALID_TO).plan(*LATER)
    assert planned.pop("aws_kms_ciphertext.password")["actions"] == ["create"]
    assert {address: change["importing"]["id"] for address, change in planned.items()} == names
    changed = {address: change for address, change in planned.items() if change["actions"] != ["no-op"]}
    assert changed == {}


def test_what_is_not_there_is_the_providers_own_error(server, tmp_path):
    (tmp_path / "absent.tf").write_text(
        'data "aws_kms_custom_key_store" "named" {\n  custom_key_store_name = "vault"\n}\n'
        'data "aws_kms_custom_key_store" "by_id" {\n  custom_key_store_id = "cks-1234567890abcdef0"\n}\n'
        'data "aws_kms_key" "named" {\n  key_id = "alias/absent"\n}\n'
    )
    said = Terraform(server, tmp_path, []).run("plan", codes=(1,))
    for absent in ("Custom Key Store (vault)", "Custom Key Store (cks-1234567890abcdef0)", "Key (alias/absent)"):
        assert f"Error: reading KMS {absent}: couldn't find resource" in said


def test_destroy(applied, server):
    """With all that hangs on the user, also what Terraform does not know of."""
    iam, kms = server.client("iam"), server.client()
    iam.create_access_key(UserName="reader")
    keys = applied.outputs()["keys"]
    applied.run("destroy", "-auto-approve", TOGETHER, *LATER)
    assert [user["UserName"] for user in iam.list_users()["Users"]] == ["administrator"]
    for listed in (
        iam.list_roles()["Roles"],
        iam.list_groups()["Groups"],
        iam.list_policies(Scope="Local")["Policies"],
        iam.list_open_id_connect_providers()["OpenIDConnectProviderList"],
        server.client("cloudtrail").describe_trails()["trailList"],
        kms.list_grants(KeyId=keys["SYMMETRIC_DEFAULT"])["Grants"],
    ):
        assert listed == []
    ending = {spec: kms.describe_key(KeyId=arn)["KeyMetadata"] for spec, arn in keys.items()}
    assert {key["KeyState"] for key in ending.values()} == {"PendingDeletion"}
    days = {spec: (key["DeletionDate"].date() - datetime.date.today()).days for spec, key in ending.items()}
    assert days.pop("SYMMETRIC_DEFAULT") < 9 and min(days.values()) > 28
    assert [alias["AliasName"] for alias in kms.list_aliases()["Aliases"]] == ["alias/aws/s3"]
