"""Grants: CreateGrant, ListGrants, ListRetirableGrants, RetireGrant, RevokeGrant.

https://docs.aws.amazon.com/kms/latest/developerguide/grants.html
"""

import datetime
import itertools

import pytest
from harness import ACCOUNT, key_arn, pages, refused

DRY_RUN = "The request would have succeeded, but the DryRun option is set."
ROOT = f"arn:aws:iam::{ACCOUNT}:root"
# Federated users need not be made first, as users and roles must.
GRANTEE = f"arn:aws:sts::{ACCOUNT}:federated-user/reader"
RETIRERS = (f"arn:aws:sts::{ACCOUNT}:federated-user/retirer-{number}" for number in itertools.count())
SERVICE = "dynamodb.amazonaws.com"
TABLE = f"arn:aws:dynamodb:us-east-1:{ACCOUNT}:table/orders"
# What a grant can allow for each usage (https://docs.aws.amazon.com/kms/latest/developerguide/grants.html).
FOR_ANY = ["CreateGrant", "RetireGrant", "DescribeKey"]
FOR_SYMMETRIC = [
    "Encrypt", "Decrypt", "ReEncryptFrom", "ReEncryptTo", "GenerateDataKey", "GenerateDataKeyWithoutPlaintext",
    "GenerateDataKeyPair", "GenerateDataKeyPairWithoutPlaintext",
]  # fmt: skip
BY_KIND = {
    ("SYMMETRIC_DEFAULT", "ENCRYPT_DECRYPT"): FOR_SYMMETRIC,
    ("RSA_2048", "ENCRYPT_DECRYPT"): ["Encrypt", "Decrypt", "ReEncryptFrom", "ReEncryptTo", "GetPublicKey"],
    ("ECC_NIST_P256", "SIGN_VERIFY"): ["Sign", "Verify", "GetPublicKey"],
    ("ECC_NIST_P256", "KEY_AGREEMENT"): ["DeriveSharedSecret", "GetPublicKey"],
    ("ML_KEM_768", "ENCAPSULATE_DECAPSULATE"): ["Encapsulate", "Decapsulate", "GetPublicKey"],
    ("HMAC_256", "GENERATE_VERIFY_MAC"): ["GenerateMac", "VerifyMac"],
}


def grant(kms, key, **terms):
    """A grant to decrypt, unless `terms` say otherwise. Terms that are None are left out."""
    terms = {"GranteePrincipal": GRANTEE, "Operations": ["Decrypt"]} | terms
    return kms.create_grant(KeyId=key, **{name: value for name, value in terms.items() if value is not None})


def listed(kms, key, **terms):
    return kms.list_grants(KeyId=key, **terms)["Grants"]


def now():
    return datetime.datetime.now(datetime.timezone.utc)


def test_a_grant_is_listed_as_it_was_created(kms, key):
    constraints = {"EncryptionContextSubset": {"table": "orders"}}
    made = grant(
        kms, key, RetiringPrincipal=ROOT, Operations=["Encrypt", "Decrypt"], Constraints=constraints, Name="mine"
    )
    assert len(made["GrantId"]) == 64
    assert made["GrantToken"]
    (entry,) = listed(kms, key)
    assert abs(now() - entry.pop("CreationDate")) < datetime.timedelta(minutes=1)
    assert sorted(entry.pop("Operations")) == ["Decrypt", "Encrypt"]
    assert entry == {
        "KeyId": key_arn(key),
        "GrantId": made["GrantId"],
        "Name": "mine",
        "GranteePrincipal": GRANTEE,
        "RetiringPrincipal": ROOT,
        "IssuingAccount": ROOT,
        "Constraints": constraints,
    }


@pytest.mark.parametrize(("spec", "usage"), BY_KIND)
def test_a_grant_can_allow_what_its_key_can_do(shared_key, spec, usage):
    kms, key = shared_key(spec, usage)
    operations = FOR_ANY + BY_KIND[spec, usage]
    made = grant(kms, key, Operations=operations)
    (entry,) = listed(kms, key, GrantId=made["GrantId"])
    assert sorted(entry["Operations"]) == sorted(operations)
    kms.revoke_grant(KeyId=key, GrantId=made["GrantId"])


@pytest.mark.parametrize(("spec", "usage"), BY_KIND)
def test_a_grant_cannot_allow_what_its_key_cannot_do(shared_key, spec, usage):
    kms, key = shared_key(spec, usage)
    every = set(itertools.chain(*BY_KIND.values()))
    for operation in sorted(every - {*BY_KIND[spec, usage]}):
        with refused("ValidationException"):
            grant(kms, key, Operations=["DescribeKey", operation])
    assert listed(kms, key) == []


def test_an_operation_that_no_grant_allows_is_refused(lax, key):
    for operations in (["ScheduleKeyDeletion"], ["decrypt"], [""]):
        with refused("ValidationException") as caught:
            grant(lax, key, Operations=operations)
        assert "1 validation error detected" in caught.value.response["Error"]["Message"]


@pytest.mark.parametrize("missing", ["Operations", "KeyId"])
def test_a_grant_needs_a_key_and_operations(lax, key, missing):
    terms = {"KeyId": key, "GranteePrincipal": GRANTEE, "Operations": ["Decrypt"]}
    del terms[missing]
    with refused("ValidationException") as caught:
        lax.create_grant(**terms)
    member = missing[0].lower() + missing[1:]
    message = f"Value null at '{member}' failed to satisfy constraint: Member must not be null"
    assert message in caught.value.response["Error"]["Message"]


def test_a_grant_has_one_grantee_and_at_most_one_retirer(kms, key):
    for_service = {"Constraints": {"SourceArn": TABLE}}
    for terms in (
        {"GranteePrincipal": None},
        {"GranteeServicePrincipal": SERVICE, "RetiringPrincipal": ROOT} | for_service,
        {"RetiringPrincipal": ROOT, "RetiringServicePrincipal": SERVICE} | for_service,
    ):
        with refused("ValidationException"):
            grant(kms, key, **terms)
    assert listed(kms, key) == []


def test_a_grant_to_a_service_needs_a_source_and_a_retirer(kms, key):
    terms = {"GranteePrincipal": None, "GranteeServicePrincipal": SERVICE}
    with refused("ValidationException"):
        grant(kms, key, RetiringPrincipal=ROOT, **terms)
    with refused("ValidationException"):
        grant(kms, key, Constraints={"SourceArn": TABLE}, **terms)
    made = grant(kms, key, RetiringServicePrincipal=SERVICE, Constraints={"SourceArn": TABLE}, **terms)
    (entry,) = listed(kms, key)
    assert (entry["GrantId"], entry["GranteeServicePrincipal"]) == (made["GrantId"], SERVICE)
    assert (entry["RetiringServicePrincipal"], entry["Constraints"]) == (SERVICE, {"SourceArn": TABLE})


def test_an_encryption_context_is_no_constraint_for_keys_without_one(shared_key):
    kms, key = shared_key("ECC_NIST_P256", "SIGN_VERIFY")
    with refused("ValidationException"):
        grant(kms, key, Operations=["Sign"], Constraints={"EncryptionContextEquals": {"a": "b"}})


def test_a_constraint_has_up_to_eight_pairs(kms, key):
    pairs = {str(number): "x" for number in range(9)}
    with refused("ValidationException"):
        grant(kms, key, Constraints={"EncryptionContextEquals": pairs})
    pairs.popitem()
    grant(kms, key, Constraints={"EncryptionContextEquals": pairs})


def test_the_same_name_and_terms_are_the_same_grant(kms, key):
    terms = {"Name": "again", "Operations": ["Encrypt", "Decrypt"], "Constraints": {"SourceArn": TABLE}}
    made = [grant(kms, key, **terms) for _ in range(3)]
    assert len({entry["GrantId"] for entry in made}) == 1
    assert len({entry["GrantToken"] for entry in made}) == 3
    assert len(listed(kms, key)) == 1
    other = grant(kms, key, **terms | {"Operations": ["Decrypt"]})
    assert other["GrantId"] != made[0]["GrantId"]
    assert len(listed(kms, key)) == 2


def test_without_a_name_every_grant_is_a_new_one(kms, key):
    assert len({grant(kms, key)["GrantId"] for _ in range(3)}) == 3
    assert len(listed(kms, key)) == 3


def test_a_grant_is_retired_by_any_of_its_tokens(kms, key):
    first, second = (grant(kms, key, Name="twice") for _ in range(2))
    kms.retire_grant(GrantToken=first["GrantToken"])
    assert listed(kms, key) == []
    with pytest.raises(kms.exceptions.ClientError):
        kms.retire_grant(GrantToken=second["GrantToken"])


def test_a_grant_is_retired_by_key_and_id(kms, key):
    made = grant(kms, key)
    kept = grant(kms, key)
    kms.retire_grant(KeyId=key_arn(key), GrantId=made["GrantId"])
    assert [entry["GrantId"] for entry in listed(kms, key)] == [kept["GrantId"]]


def test_a_grant_is_retired_by_a_token_or_by_key_and_id(kms, key):
    made = grant(kms, key)
    for terms in ({}, {"KeyId": key_arn(key)}, {"GrantId": made["GrantId"]}):
        with refused("ValidationException"):
            kms.retire_grant(**terms)
    with refused("InvalidGrantTokenException"):
        kms.retire_grant(GrantToken="bm9uZQ==")
    assert len(listed(kms, key)) == 1


def test_a_revoked_grant_is_gone(kms, key):
    made = grant(kms, key)
    kms.revoke_grant(KeyId=key, GrantId=made["GrantId"])
    assert listed(kms, key) == []
    for identifier in (made["GrantId"], 64 * "0"):
        with pytest.raises(kms.exceptions.ClientError) as caught:
            kms.revoke_grant(KeyId=key, GrantId=identifier)
        assert caught.value.response["Error"]["Code"] in ("NotFoundException", "InvalidGrantIdException")


def test_a_grant_is_one_of_its_key(kms, key, other_key):
    made = grant(kms, key)
    with pytest.raises(kms.exceptions.ClientError):
        kms.revoke_grant(KeyId=other_key, GrantId=made["GrantId"])
    assert listed(kms, other_key) == []
    assert len(listed(kms, key)) == 1


def test_a_dry_run_changes_no_grant(kms, key):
    made = grant(kms, key)
    for call in (
        lambda: grant(kms, key, DryRun=True),
        lambda: kms.retire_grant(GrantToken=made["GrantToken"], DryRun=True),
        lambda: kms.retire_grant(KeyId=key_arn(key), GrantId=made["GrantId"], DryRun=True),
        lambda: kms.revoke_grant(KeyId=key, GrantId=made["GrantId"], DryRun=True),
    ):
        with refused("DryRunOperationException", DRY_RUN):
            call()
    assert [entry["GrantId"] for entry in listed(kms, key)] == [made["GrantId"]]


def test_grants_are_listed_by_id_and_grantee(kms, key):
    one = grant(kms, key)["GrantId"]
    other = grant(kms, key, GranteePrincipal=ROOT)["GrantId"]
    assert [entry["GrantId"] for entry in listed(kms, key, GrantId=other)] == [other]
    assert [entry["GrantId"] for entry in listed(kms, key, GranteePrincipal=GRANTEE)] == [one]
    assert listed(kms, key, GranteePrincipal=f"arn:aws:sts::{ACCOUNT}:federated-user/nobody") == []


def test_grants_come_in_pages_of_fifty(kms, key):
    made = [grant(kms, key)["GrantId"] for _ in range(53)]
    first = kms.list_grants(KeyId=key)
    assert (len(first["Grants"]), first["Truncated"]) == (50, True)
    rest = kms.list_grants(KeyId=key, Marker=first["NextMarker"])
    assert (len(rest["Grants"]), rest["Truncated"]) == (3, False)
    found = pages(kms.list_grants, "Grants", 20, KeyId=key)
    assert [len(page) for page in found] == [20, 20, 13]
    assert {entry["GrantId"] for page in found for entry in page} == set(made)
    paginated = kms.get_paginator("list_grants").paginate(KeyId=key, PaginationConfig={"PageSize": 7})
    assert len(paginated.build_full_result()["Grants"]) == 53


def test_a_marker_that_is_none_is_refused(kms, key):
    for call in (
        lambda: kms.list_grants(KeyId=key, Marker="nonsense"),
        lambda: kms.list_retirable_grants(RetiringPrincipal=ROOT, Marker="nonsense"),
    ):
        with refused("InvalidMarkerException"):
            call()


def test_retirable_grants_are_those_of_a_retiring_principal_on_any_key(kms, key, other_key):
    retirer = next(RETIRERS)
    made = {grant(kms, name, RetiringPrincipal=retirer)["GrantId"] for name in (key, key, key, other_key, other_key)}
    grant(kms, key, RetiringPrincipal=next(RETIRERS))
    grant(kms, key)
    found = kms.list_retirable_grants(RetiringPrincipal=retirer)
    assert {entry["GrantId"] for entry in found["Grants"]} == made
    assert {entry["KeyId"] for entry in found["Grants"]} == {key_arn(key), key_arn(other_key)}
    in_pages = pages(kms.list_retirable_grants, "Grants", 2, RetiringPrincipal=retirer)
    assert [len(page) for page in in_pages] == [2, 2, 1]
    assert {entry["GrantId"] for page in in_pages for entry in page} == made


def test_retirable_grants_are_those_of_one_region(server, kms, key):
    retirer = next(RETIRERS)
    grant(kms, key, RetiringPrincipal=retirer)
    assert server.client(region="eu-west-1").list_retirable_grants(RetiringPrincipal=retirer)["Grants"] == []


def test_retirable_grants_are_asked_for_by_a_principal(kms):
    with refused("ValidationException"):
        kms.list_retirable_grants()
    with refused("ValidationException"):
        kms.list_retirable_grants(RetiringPrincipal=ROOT, RetiringServicePrincipal=SERVICE)


def test_a_grant_token_is_accepted_with_every_use(kms, key, blob):
    tokens = [grant(kms, key)["GrantToken"]]
    assert kms.decrypt(CiphertextBlob=blob, GrantTokens=tokens)["Plaintext"] == b"secret"
    assert kms.describe_key(KeyId=key, GrantTokens=tokens)["KeyMetadata"]["KeyId"] == key
    grant(kms, key, GrantTokens=tokens)


def test_grants_are_not_for_aliases(kms, key, alias_name):
    kms.create_alias(AliasName=alias_name, TargetKeyId=key)
    for call in (
        lambda: grant(kms, alias_name),
        lambda: kms.list_grants(KeyId=alias_name),
        lambda: kms.revoke_grant(KeyId=alias_name, GrantId=64 * "0"),
    ):
        with refused("InvalidArnException"):
            call()


def test_grants_survive_a_restart(serve):
    server = serve()
    kms = server.client()
    key = kms.create_key()["KeyMetadata"]["KeyId"]
    made = grant(kms, key, Name="kept", RetiringPrincipal=ROOT)
    before = listed(kms, key)
    kms = server.restart().client()
    assert listed(kms, key) == before
    assert kms.list_retirable_grants(RetiringPrincipal=ROOT)["Grants"] == before
    kms.retire_grant(GrantToken=made["GrantToken"])
    assert listed(kms, key) == []
