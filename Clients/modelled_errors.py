"""How each error that the service model has of an operation comes about, or why it does not.

The model is botocore's: https://docs.aws.amazon.com/kms/latest/APIReference/API_Operations.html, each page's Errors.
"""

import json
import uuid

import boto3
from calls import ROWS, STORE, new_key, wrapped
from importing import external_key
from key_states import SIGNING, SYMMETRIC
from multi_region import ABROAD

ALIASES_MAX, ROTATIONS_MAX, POLICY_BYTES_MAX = 50, 25, 32_768
# Faults of the server, made in test_faults.py.
FAULTS = {"KMSInternalException", "DependencyTimeoutException", "KeyUnavailableException"}


def modelled():
    """All pairs of an operation and an error that its model has."""
    service = boto3.Session().client("kms", region_name="us-east-1").meta.service_model
    return [
        (operation, shape.name)
        for operation in service.operation_names
        for shape in service.operation_model(operation).error_shapes
    ]


# What never occurs, by reason.

NO_STORES = "There are no custom key stores, and none can be created."
NO_CLUSTERS = "There are no CloudHSM clusters and no external key store proxies."
ANY_STATE = "It works in every state of a key."
NOTHING_STORED = "It neither reads nor writes anything that is stored."
STORE_OPERATIONS = [name for name in ROWS if "CustomKeyStore" in name]
NEVER = {
    NO_STORES: [
        *((name, "CustomKeyStoreInvalidStateException") for name in ("CreateKey", "GenerateRandom")),
        ("GenerateRandom", "UnsupportedOperationException"),
        ("CreateCustomKeyStore", "LimitExceededException"),
        *(
            (name, error)
            for name, error in modelled()
            if name in STORE_OPERATIONS and error.startswith("CustomKeyStore") and "NotFound" not in error
        ),
    ],
    NO_CLUSTERS: [
        (name, error)
        for name, error in modelled()
        if error.startswith(("CloudHsm", "Xks")) or error == "IncorrectTrustAnchorException"
    ],
    ANY_STATE: [
        (name, "KMSInvalidStateException")
        for name in (
            "DeleteAlias", "GetKeyPolicy", "GetKeyRotationStatus", "ListGrants", "ListKeyPolicies", "ListKeyRotations",
            "PutKeyPolicy", "RetireGrant", "RevokeGrant",
        )
    ],
    "The public key of any key pair that is not to be deleted can be had.": [
        ("GetPublicKey", "DisabledException"),
        ("GetPublicKey", "InvalidKeyUsageException"),
    ],
    NOTHING_STORED: [
        *((name, "KMSInternalException") for name in (*STORE_OPERATIONS, "GenerateRandom")),
        ("GenerateRandom", "DependencyTimeoutException"),
    ],
    "A name that is none of an alias is a ValidationException, as AWS answers it.": [
        ("CreateAlias", "InvalidAliasNameException")
    ],
    "The request has no ARN.": [("CreateKey", "InvalidArnException")],
    "It is about a principal that need not exist.": [("ListRetirableGrants", "NotFoundException")],
    "There is no limit on keys.": [("EnableKey", "LimitExceededException")],
    "Too many tags are a TagException, as AWS answers it.": [("TagResource", "LimitExceededException")],
    "Every key has a policy that can be changed.": [("PutKeyPolicy", "UnsupportedOperationException")],
    "A rotation is over when its call returns.": [("RotateKeyOnDemand", "ConflictException")],
    "It takes 50,000 grants: Tests/KeyServiceTests has it.": [("CreateGrant", "LimitExceededException")],
}  # fmt: skip


# What comes about by a call. Each takes a `Prepared` call and gives the parameters by which it goes wrong, after it has
# done to the key whatever else is needed.


def absent(made):
    return {made.row.naming: str(uuid.uuid4())}


def no_arn(made):
    return {made.row.naming: "arn:aws:kms:nowhere"}


def disabled(made):
    made.kms.disable_key(KeyId=made.key)
    return {}


def pending_deletion(made):
    made.kms.schedule_key_deletion(KeyId=made.key)
    return {}


def of_other_usage(made):
    return {made.row.naming: new_key(made.kms, SIGNING if made.row.kind == SYMMETRIC else SYMMETRIC)}


def being_created(made):
    """A replica, for about a second."""
    made.kms.replicate_key(KeyId=made.key, ReplicaRegion=ABROAD)
    return {"kms": made.abroad}


def cancelled(made):
    made.kms.cancel_key_deletion(KeyId=made.key)
    return {}


def repeated(made):
    made.call()
    return {}


def with_aliases(made):
    """All that a key may have."""
    for number in range(ALIASES_MAX):
        made.kms.create_alias(AliasName=f"alias/{number}-of-{made.key}", TargetKeyId=made.key)
    return {}


def rotated(made):
    """As often as a key may be."""
    for _ in range(ROTATIONS_MAX):
        made.kms.rotate_key_on_demand(KeyId=made.key)
    return {}


def long_policy(made):
    """A valid policy that is too long."""
    policy = json.loads(made.kms.get_key_policy(KeyId=made.key or new_key(made.kms))["Policy"])
    statement = policy["Statement"][0]
    # With shorter Sids than it has.
    count = 2 * POLICY_BYTES_MAX // len(json.dumps(statement))
    return {"Policy": json.dumps(policy | {"Statement": [statement | {"Sid": str(n)} for n in range(count)]})}


def no_key_of_the_spec(made):
    return wrapped(made.kms, made.key, material=bytes(16))


def other_key(member):
    return lambda made: {member: new_key(made.kms)}


def other_kind(kind):
    return lambda made: {made.row.naming: new_key(made.kms, kind)}


def parameters(**changes):
    return lambda made: changes


GENERAL = {
    "NotFoundException": absent,
    "InvalidArnException": no_arn,
    "DisabledException": disabled,
    "KMSInvalidStateException": pending_deletion,
    "InvalidKeyUsageException": of_other_usage,
    "DryRunOperationException": parameters(DryRun=True),
    "InvalidGrantTokenException": parameters(GrantTokens=["bm9uZQ=="]),
    "InvalidGrantIdException": parameters(GrantId="none"),
    "InvalidMarkerException": parameters(Marker="none"),
    "MalformedPolicyDocumentException": parameters(Policy="{}"),
    "TagException": parameters(Tags=[{"TagKey": "aws:mine", "TagValue": "x"}]),
    "InvalidCiphertextException": parameters(CiphertextBlob=b"x"),
    "KMSInvalidSignatureException": parameters(Signature=b"x"),
    "KMSInvalidMacException": parameters(Mac=b"x"),
    "InvalidImportTokenException": parameters(ImportToken=b"x"),
    "IncorrectKeyMaterialException": no_key_of_the_spec,
    "CustomKeyStoreNotFoundException": parameters(CustomKeyStoreId=STORE),
    "AlreadyExistsException": repeated,
}
SPECIAL = {
    ("DeleteAlias", "NotFoundException"): parameters(AliasName="alias/none"),
    ("ListRetirableGrants", "InvalidArnException"): parameters(RetiringPrincipal="arn:aws:kms:nowhere"),
    ("CancelKeyDeletion", "KMSInvalidStateException"): cancelled,
    ("DeleteImportedKeyMaterial", "KMSInvalidStateException"): being_created,
    ("Decrypt", "InvalidKeyUsageException"): lambda made: of_other_usage(made) | {"CiphertextBlob": b"x"},
    ("Decrypt", "IncorrectKeyException"): other_key("KeyId"),
    ("ReEncrypt", "IncorrectKeyException"): other_key("SourceKeyId"),
    ("ImportKeyMaterial", "InvalidCiphertextException"): parameters(EncryptedKeyMaterial=b"x"),
    ("Decapsulate", "InvalidCiphertextException"): parameters(SharedSecretCiphertextBlob=b"x"),
    ("RetireGrant", "InvalidGrantTokenException"): parameters(GrantToken="bm9uZQ==", KeyId=None, GrantId=None),
    ("UntagResource", "TagException"): parameters(TagKeys=["aws:mine"]),
    ("CreateKey", "CustomKeyStoreNotFoundException"): parameters(CustomKeyStoreId=STORE, Origin="AWS_CLOUDHSM"),
    ("CreateAlias", "LimitExceededException"): with_aliases,
    ("UpdateAlias", "LimitExceededException"): with_aliases,
    ("CreateKey", "LimitExceededException"): long_policy,
    ("PutKeyPolicy", "LimitExceededException"): long_policy,
    ("ReplicateKey", "LimitExceededException"): long_policy,
    ("RotateKeyOnDemand", "LimitExceededException"): rotated,
    # SM2 is in the China Regions only.
    ("CreateKey", "UnsupportedOperationException"): parameters(KeySpec="SM2", KeyUsage="SIGN_VERIFY"),
    ("GenerateDataKeyPair", "UnsupportedOperationException"): parameters(KeyPairSpec="SM2"),
    ("GenerateDataKeyPairWithoutPlaintext", "UnsupportedOperationException"): parameters(KeyPairSpec="SM2"),
    ("GetKeyRotationStatus", "UnsupportedOperationException"): lambda made: {"KeyId": external_key(made.kms)},
} | {
    (operation, "UnsupportedOperationException"): other_kind(kind)
    for kind, operations in (
        (SIGNING, ("DisableKeyRotation", "EnableKeyRotation", "ListKeyRotations", "RotateKeyOnDemand")),
        # Neither EXTERNAL nor a multi-Region key nor asymmetric.
        (SYMMETRIC, ("DeleteImportedKeyMaterial", "GetParametersForImport", "GetPublicKey", "ImportKeyMaterial",
                     "ReplicateKey", "UpdatePrimaryRegion")),
    )
    for operation in operations
}  # fmt: skip
# By the clock alone.
LATE = ("ImportKeyMaterial", "ExpiredImportTokenException")


def never():
    """The reason of each pair that does not occur."""
    return {pair: reason for reason, pairs in NEVER.items() for pair in pairs}


def way(operation, error):
    """How the error of the operation comes about by a call; None if it does not."""
    return SPECIAL.get((operation, error)) or GENERAL.get(error)
