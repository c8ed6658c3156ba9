"""One server has all Regions. The signature says which one a request means."""

import pytest
from harness import ACCOUNT, REGION, alias_arn, key_arn, refused

HIDDEN = (
    "The ciphertext refers to a customer master key that does not exist, does not exist in this region, "
    "or you are not allowed to access."
)


@pytest.mark.parametrize(
    ("region", "partition"),
    [
        ("us-east-1", "aws"),
        ("eu-central-1", "aws"),
        ("ap-southeast-2", "aws"),
        ("cn-north-1", "aws-cn"),
        ("us-gov-west-1", "aws-us-gov"),
    ],
)
def test_arns_name_the_partition_and_region_of_the_signature(server, alias_name, region, partition):
    kms = server.client(region=region)
    made = kms.create_key()["KeyMetadata"]
    assert made["Arn"] == key_arn(made["KeyId"], region=region, partition=partition)
    kms.create_alias(AliasName=alias_name, TargetKeyId=made["KeyId"])
    (alias,) = kms.list_aliases(KeyId=made["KeyId"])["Aliases"]
    assert alias["AliasArn"] == alias_arn(alias_name, region=region, partition=partition)
    encrypted = kms.encrypt(KeyId=alias["AliasArn"], Plaintext=b"x")
    assert encrypted["KeyId"] == made["Arn"]
    assert kms.decrypt(CiphertextBlob=encrypted["CiphertextBlob"], KeyId=made["Arn"])["Plaintext"] == b"x"


def test_a_key_exists_in_its_own_region_only(server, kms, key):
    abroad = server.client(region="eu-central-1")
    with refused("NotFoundException", f"Key '{key_arn(key, region='eu-central-1')}' does not exist"):
        abroad.describe_key(KeyId=key)
    with refused("NotFoundException", f"Invalid arn {REGION}"):
        abroad.describe_key(KeyId=key_arn(key))
    listed = abroad.get_paginator("list_keys").paginate().build_full_result()["Keys"]
    assert key not in {entry["KeyId"] for entry in listed}


def test_a_blob_of_another_region_does_not_decrypt(server, blob):
    with refused("AccessDeniedException", HIDDEN):
        server.client(region="eu-central-1").decrypt(CiphertextBlob=blob)


def test_the_same_alias_may_name_a_key_in_each_region(server, alias_name):
    made = {}
    for region in ("us-east-1", "us-west-2", "cn-north-1"):
        kms = server.client(region=region)
        made[region] = kms.create_key()["KeyMetadata"]["Arn"]
        kms.create_alias(AliasName=alias_name, TargetKeyId=made[region])
    for region, arn in made.items():
        assert server.client(region=region).describe_key(KeyId=alias_name)["KeyMetadata"]["Arn"] == arn


@pytest.mark.parametrize("region", ["mars-north-1", "us-east-99", "x"])
def test_an_unknown_region_is_refused(server, region):
    with refused("InvalidSignatureException", "Credential should be scoped to a valid region. "):
        server.client(region=region).list_keys()


@pytest.mark.parametrize("region", ["us-east-1", "eu-central-1", "us-gov-west-1"])
def test_sts_names_the_caller_in_any_region(server, region):
    assert server.client("sts", region=region).get_caller_identity()["Account"] == ACCOUNT
