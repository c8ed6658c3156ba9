"""Every operation, called by everybody: who is let in, and what the others are told."""

import access
import pytest
from access import NO_IDENTITY, NO_RESOURCE
from access_matrix import (
    CASES, CROSSING, CROSSINGS, OF_ACCOUNT, Callers, Trial, cross, crossing_outcome, named_by_arn,
)  # fmt: skip
from calls import ROWS
from harness import refused

CONTEXT, WRONG_CONTEXT = {"purpose": "test", "tenant": "red"}, {"purpose": "test", "tenant": "blue"}
CONSTRAINTS = {"equals": {"EncryptionContextEquals": CONTEXT}, "subset": {"EncryptionContextSubset": {"tenant": "red"}}}
WITH_CONTEXT = [
    "Decrypt", "Encrypt", "GenerateDataKey", "GenerateDataKeyPair", "GenerateDataKeyPairWithoutPlaintext",
    "GenerateDataKeyWithoutPlaintext", "ReEncrypt",
]  # fmt: skip
# What grants permit; ReEncrypt by ReEncryptFrom and ReEncryptTo.
GRANTED = [
    "CreateGrant", "Decapsulate", "Decrypt", "DeriveSharedSecret", "DescribeKey", "Encapsulate", "Encrypt",
    "GenerateDataKey", "GenerateDataKeyPair", "GenerateDataKeyPairWithoutPlaintext", "GenerateDataKeyWithoutPlaintext",
    "GenerateMac", "GetPublicKey", "ReEncrypt", "RetireGrant", "Sign", "Verify", "VerifyMac",
]  # fmt: skip
# About keys in states that allow no grants.
UNREADY = {"CancelKeyDeletion", "GetParametersForImport", "ImportKeyMaterial", "UpdatePrimaryRegion"}
OPERATIONS = {
    ("SYMMETRIC_DEFAULT", "ENCRYPT_DECRYPT"): [
        "Encrypt", "Decrypt", "ReEncryptFrom", "ReEncryptTo", "GenerateDataKey", "GenerateDataKeyWithoutPlaintext",
        "GenerateDataKeyPair", "GenerateDataKeyPairWithoutPlaintext",
    ],
    ("ECC_NIST_P256", "SIGN_VERIFY"): ["Sign", "Verify", "GetPublicKey"],
    ("ECC_NIST_P256", "KEY_AGREEMENT"): ["DeriveSharedSecret", "GetPublicKey"],
    ("ML_KEM_768", "ENCAPSULATE_DECAPSULATE"): ["Encapsulate", "Decapsulate", "GetPublicKey"],
    ("HMAC_256", "GENERATE_VERIFY_MAC"): ["GenerateMac", "VerifyMac"],
}  # fmt: skip


@pytest.fixture(scope="module")
def world(tmp_path_factory, clean_environment):
    world = access.World(tmp_path_factory.mktemp("matrix") / "data")
    yield world
    world.server.stop()


@pytest.fixture(scope="module")
def callers(world):
    return Callers(world)


def outcome(trial, caller, denial, **changes):
    """Expects the call to be refused with the message `denial`, or to go through if that is None."""
    if denial is None:
        trial.goes_through(caller, **changes)
        return
    with refused("AccessDeniedException", denial):
        trial.call(caller.kms, **changes)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name.replace(" ", "-"))
@pytest.mark.parametrize("operation", ROWS)
def test_policies_decide_who_may_call(world, callers, operation, case):
    trial = Trial(world, operation)
    caller = case.arrange(trial, callers)
    on_key = case.on_retirement if operation == "RetireGrant" else case.on_key
    outcome(trial, caller, trial.refusal(caller, on_key, case.of_account))


# Across accounts


@pytest.mark.parametrize("crossing", CROSSINGS, ids=lambda crossing: crossing.name.replace(" ", "-"))
@pytest.mark.parametrize("operation", ROWS)
def test_another_account_needs_both_sides(world, callers, operation, crossing):
    trial = Trial(world, operation)
    caller = cross(trial, callers, crossing)
    expected = crossing_outcome(trial, caller, crossing)
    if expected is None:
        trial.goes_through(caller, **named_by_arn(trial))
        return
    with refused(*expected):
        trial.call(caller.kms, **named_by_arn(trial))


def test_the_operations_that_cross_accounts_are_those_of_the_documentation(world):
    model = world.kms.meta.service_model
    documented = {name: model.operation_model(name).documentation for name in ROWS}
    assert {name for name, text in documented.items() if "<b>Cross-account use</b>: Yes" in text} == CROSSING


# Grants


def permitting(trial):
    """The operations by which a grant lets the call through, and those that the grant which the call makes has."""
    return trial.grantable + (["DescribeKey"] if trial.operation == "CreateGrant" else [])


def no_permission(world, callers, operation):
    """A call by somebody who has no permission at a key that is closed."""
    trial = Trial(world, operation)
    trial.open_to()
    return trial, callers.user.allow()


@pytest.mark.parametrize("operation", [name for name in ROWS if name not in OF_ACCOUNT | UNREADY])
def test_a_grant_lets_in_for_what_it_permits(world, callers, operation):
    trial, caller = no_permission(world, callers, operation)
    of_kind = OPERATIONS[trial.row.kind] + ["CreateGrant", "DescribeKey", "RetireGrant"]
    assert (operation in GRANTED) == bool(trial.grantable)
    changes = trial.grant(caller, permitting(trial) if operation in GRANTED else of_kind)
    outcome(trial, caller, None if operation in GRANTED else trial.refusal(caller, NO_RESOURCE, NO_IDENTITY), **changes)


@pytest.mark.parametrize("operation", GRANTED)
def test_a_grant_does_not_let_in_for_anything_else(world, callers, operation):
    trial, caller = no_permission(world, callers, operation)
    of_kind = {*OPERATIONS[trial.row.kind], "CreateGrant", "DescribeKey", "RetireGrant"}
    changes = trial.grant(caller, sorted(of_kind - set(trial.grantable)))
    reason = NO_IDENTITY if operation == "RetireGrant" else NO_RESOURCE
    outcome(trial, caller, trial.refusal(caller, reason, None), **changes)


@pytest.mark.parametrize("operation", GRANTED)
def test_a_grant_lets_in_whoever_it_is_for_in_another_account(world, callers, operation):
    trial, caller = no_permission(world, callers, operation)
    changes = trial.grant(callers.foreigner.allow(), permitting(trial))
    trial.goes_through(callers.foreigner, **named_by_arn(trial), **changes)


@pytest.mark.parametrize("operation", GRANTED)
def test_a_denial_outweighs_a_grant(world, callers, operation):
    trial, _ = no_permission(world, callers, operation)
    denied = callers.denied.allow(access.EVERYTHING)
    changes = trial.grant(denied, permitting(trial))
    outcome(trial, denied, trial.refusal(denied, access.DENIED_BY_IDENTITY + f": {callers.denial}", None), **changes)


@pytest.mark.parametrize("operation", GRANTED)
def test_a_grant_is_for_nobody_else(world, callers, operation):
    trial, caller = no_permission(world, callers, operation)
    changes = trial.grant(callers.stranger, permitting(trial))
    reason = NO_IDENTITY if operation == "RetireGrant" else NO_RESOURCE
    outcome(trial, caller, trial.refusal(caller, reason, None), **changes)


def in_context(trial, context):
    """The call with this encryption context, made so that it works."""
    changes = {"EncryptionContext": context}
    if trial.operation == "ReEncrypt":
        changes = {"SourceEncryptionContext": context, "DestinationEncryptionContext": context}
    if "CiphertextBlob" in trial.parameters:
        (_, key) = trial.needs[0].key
        made = trial.kms.encrypt(KeyId=key, Plaintext=b"x", EncryptionContext=context)
        changes["CiphertextBlob"] = made["CiphertextBlob"]
    return changes


@pytest.mark.parametrize("kind", CONSTRAINTS)
@pytest.mark.parametrize("operation", WITH_CONTEXT)
def test_a_constrained_grant_lets_in_with_the_right_context_only(world, callers, operation, kind):
    trial, caller = no_permission(world, callers, operation)
    trial.grant(caller, trial.grantable, Constraints=CONSTRAINTS[kind])
    denial = trial.refusal(caller, NO_RESOURCE, None)
    outcome(trial, caller, denial, **in_context(trial, WRONG_CONTEXT))
    outcome(trial, caller, denial, **in_context(trial, {}))
    outcome(trial, caller, denial if kind == "equals" else None, **in_context(trial, CONTEXT | {"more": "x"}))
    outcome(trial, caller, None, **in_context(trial, CONTEXT))


def test_a_constraint_is_for_no_operation_without_an_encryption_context(world, callers):
    trial, caller = no_permission(world, callers, "DescribeKey")
    trial.grant(caller, ["DescribeKey", "Encrypt"], Constraints=CONSTRAINTS["equals"])
    trial.goes_through(caller)


@pytest.mark.parametrize("constraints", [{}, {"Constraints": {"EncryptionContextSubset": {"purpose": "test"}}}])
def test_a_constrained_grant_begets_none_that_gives_more(world, callers, constraints):
    trial, caller = no_permission(world, callers, "CreateGrant")
    trial.grant(caller, ["CreateGrant", "Encrypt", "DescribeKey"], Constraints=CONSTRAINTS["subset"])
    denial = trial.refusal(caller, NO_RESOURCE, None)
    terms = {"GranteePrincipal": callers.stranger.arn, "Operations": ["Encrypt"]}
    outcome(trial, caller, denial, **terms, **constraints)
    narrower = {"Constraints": {"EncryptionContextSubset": CONTEXT}}
    outcome(trial, caller, denial, **terms | {"Operations": ["Encrypt", "Decrypt"]}, **narrower)
    outcome(trial, caller, None, **terms, **narrower)


def test_the_tables_are_about_the_model(world):
    assert {name for name in ROWS if name not in OF_ACCOUNT and Trial(world, name).grantable} == set(GRANTED)
