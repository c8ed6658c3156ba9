"""What each operation answers in each state of a key.

https://docs.aws.amazon.com/kms/latest/developerguide/key-state.html
"""

import dataclasses
import os
import types

import importing
import outside
from harness import ACCOUNT
from multi_region import ABROAD

STATES = ["Enabled", "Disabled", "PendingDeletion", "PendingImport"]
# What a state answers where it forbids an operation.
DISABLED = ("DisabledException", "{arn} is disabled.")
DELETION = ("KMSInvalidStateException", "{arn} is pending deletion.")
IMPORT = ("KMSInvalidStateException", "{arn} is pending import.")
NO_DELETION = ("KMSInvalidStateException", "{arn} is not pending deletion.")
ORIGIN = ("UnsupportedOperationException", "{arn} origin is EXTERNAL which is not valid for this operation.")
# Rows of the table, in the order of STATES. None: it works. "-": there is no such key.
ANY_STATE = (None, None, None, None)
USE = (None, DISABLED, DELETION, IMPORT)
USE_OF_GENERATED = (None, DISABLED, DELETION, "-")
CHANGE = (None, None, DELETION, None)
SWITCH = (None, None, DELETION, IMPORT)

SYMMETRIC = ("SYMMETRIC_DEFAULT", "ENCRYPT_DECRYPT")
SIGNING = ("ECC_NIST_P256", "SIGN_VERIFY")
AGREEMENT = ("ECC_NIST_P256", "KEY_AGREEMENT")
RSA = ("RSA_2048", "ENCRYPT_DECRYPT")
MAC = ("HMAC_256", "GENERATE_VERIFY_MAC")
KEM = ("ML_KEM_768", "ENCAPSULATE_DECAPSULATE")
GRANTEE = {"GranteePrincipal": f"arn:aws:iam::{ACCOUNT}:root", "Operations": ["DescribeKey"]}
ECDSA = {"Message": b"x", "SigningAlgorithm": "ECDSA_SHA_256"}
HMAC = {"Message": b"x", "MacAlgorithm": "HMAC_SHA_256"}
ML_KEM = {"EncapsulationAlgorithm": "ML_KEM"}
OAEP = {"EncryptionAlgorithm": "RSAES_OAEP_SHA_256"}
TAGS = {"Tags": [{"TagKey": "a", "TagValue": "b"}]}


@dataclasses.dataclass(frozen=True)
class Row:
    """An operation: the kind of key, what each state answers, and what to prepare while the key still works."""

    kind: tuple
    answers: tuple
    call: types.FunctionType
    prepare: types.FunctionType = lambda kms, key: None
    # Of keys with imported material in every state, or in the state PendingImport only.
    is_for_imported: bool = False
    parameters: dict = dataclasses.field(default_factory=dict)


def blob(kms, key):
    return kms.encrypt(KeyId=key, Plaintext=b"x")["CiphertextBlob"]


def rsa_blob(kms, key):
    return kms.encrypt(KeyId=key, Plaintext=b"x", **OAEP)["CiphertextBlob"]


def blob_of_another(kms, _):
    return blob(kms, kms.create_key()["KeyMetadata"]["KeyId"])


def another(kms, _):
    return kms.create_key()["KeyMetadata"]["KeyId"]


def alias(kms, key):
    name = f"alias/state-{key}"
    kms.create_alias(AliasName=name, TargetKeyId=key)
    return name


def alias_of_another(kms, key):
    name = f"alias/state-{key}"
    kms.create_alias(AliasName=name, TargetKeyId=another(kms, key))
    return name


def peer(*_):
    return outside.spki(outside.generate("ECC_NIST_P256").public_key())


def capsule(kms, key):
    return kms.encapsulate(KeyId=key, **ML_KEM)["SharedSecretCiphertextBlob"]


def wrapped(kms, key):
    """New material, ready to be imported. The key's own is imported again where it has one."""
    given = importing.parameters(kms, key, "RSAES_OAEP_SHA_256", "RSA_2048")
    material = MATERIALS.setdefault(key, os.urandom(32))
    sealed = outside.wrap("RSA_2048", given["PublicKey"], "RSAES_OAEP_SHA_256", material)
    return {"ImportToken": given["ImportToken"], "EncryptedKeyMaterial": sealed} | importing.FOREVER


def waiting_material(kms, key):
    importing.import_material(kms, key, os.urandom(32), ImportType="NEW_KEY_MATERIAL")


def replica(kms, key):
    """Makes one, so that it can become the primary key."""
    kms.replicate_key(KeyId=key, ReplicaRegion=ABROAD)


MATERIALS = {}
MULTI_REGION = {"MultiRegion": True}

ROWS = {
    # Use of key material
    "Encrypt": Row(SYMMETRIC, USE, lambda kms, key, _: kms.encrypt(KeyId=key, Plaintext=b"x")),
    "Decrypt": Row(SYMMETRIC, USE, lambda kms, key, made: kms.decrypt(KeyId=key, CiphertextBlob=made), blob),
    "Encrypt (RSA)": Row(RSA, USE, lambda kms, key, _: kms.encrypt(KeyId=key, Plaintext=b"x", **OAEP)),
    "Decrypt (RSA)": Row(
        RSA, USE, lambda kms, key, made: kms.decrypt(KeyId=key, CiphertextBlob=made, **OAEP), rsa_blob
    ),
    "ReEncrypt from": Row(
        SYMMETRIC,
        USE,
        lambda kms, key, made: kms.re_encrypt(CiphertextBlob=made, DestinationKeyId=another(kms, key)),
        blob,
    ),
    "ReEncrypt to": Row(
        SYMMETRIC,
        USE,
        lambda kms, key, made: kms.re_encrypt(CiphertextBlob=made, DestinationKeyId=key),
        blob_of_another,
    ),
    "GenerateDataKey": Row(SYMMETRIC, USE, lambda kms, key, _: kms.generate_data_key(KeyId=key, KeySpec="AES_256")),
    "GenerateDataKeyWithoutPlaintext": Row(
        SYMMETRIC, USE, lambda kms, key, _: kms.generate_data_key_without_plaintext(KeyId=key, KeySpec="AES_256")
    ),
    "GenerateDataKeyPair": Row(
        SYMMETRIC, USE, lambda kms, key, _: kms.generate_data_key_pair(KeyId=key, KeyPairSpec="ECC_NIST_P256")
    ),
    "GenerateDataKeyPairWithoutPlaintext": Row(
        SYMMETRIC,
        USE,
        lambda kms, key, _: kms.generate_data_key_pair_without_plaintext(KeyId=key, KeyPairSpec="ECC_NIST_P256"),
    ),
    "Sign": Row(SIGNING, USE, lambda kms, key, _: kms.sign(KeyId=key, **ECDSA)),
    "Verify": Row(
        SIGNING,
        USE,
        lambda kms, key, made: kms.verify(KeyId=key, Signature=made, **ECDSA),
        lambda kms, key: kms.sign(KeyId=key, **ECDSA)["Signature"],
    ),
    "GenerateMac": Row(MAC, USE, lambda kms, key, _: kms.generate_mac(KeyId=key, **HMAC)),
    "VerifyMac": Row(
        MAC,
        USE,
        lambda kms, key, made: kms.verify_mac(KeyId=key, Mac=made, **HMAC),
        lambda kms, key: kms.generate_mac(KeyId=key, **HMAC)["Mac"],
    ),
    "DeriveSharedSecret": Row(
        AGREEMENT,
        USE,
        lambda kms, key, made: kms.derive_shared_secret(KeyId=key, KeyAgreementAlgorithm="ECDH", PublicKey=made),
        peer,
    ),
    "Encapsulate": Row(KEM, USE_OF_GENERATED, lambda kms, key, _: kms.encapsulate(KeyId=key, **ML_KEM)),
    "Decapsulate": Row(
        KEM,
        USE_OF_GENERATED,
        lambda kms, key, made: kms.decapsulate(KeyId=key, SharedSecretCiphertextBlob=made, **ML_KEM),
        capsule,
    ),
    "GetPublicKey": Row(SIGNING, SWITCH, lambda kms, key, _: kms.get_public_key(KeyId=key)),
    # Imported material
    "GetParametersForImport": Row(
        SYMMETRIC,
        CHANGE,
        lambda kms, key, _: importing.parameters(kms, key, "RSAES_OAEP_SHA_256", "RSA_2048"),
        is_for_imported=True,
    ),
    "ImportKeyMaterial": Row(
        SYMMETRIC,
        CHANGE,
        lambda kms, key, made: kms.import_key_material(KeyId=key, **made),
        wrapped,
        is_for_imported=True,
    ),
    "DeleteImportedKeyMaterial": Row(
        SYMMETRIC, ANY_STATE, lambda kms, key, _: kms.delete_imported_key_material(KeyId=key), is_for_imported=True
    ),
    # Rotation
    "EnableKeyRotation": Row(
        SYMMETRIC, (None, DISABLED, DELETION, ORIGIN), lambda kms, key, _: kms.enable_key_rotation(KeyId=key)
    ),
    "DisableKeyRotation": Row(
        SYMMETRIC, (None, DISABLED, DELETION, ORIGIN), lambda kms, key, _: kms.disable_key_rotation(KeyId=key)
    ),
    "RotateKeyOnDemand": Row(SYMMETRIC, USE, lambda kms, key, _: kms.rotate_key_on_demand(KeyId=key)),
    "RotateKeyOnDemand (imported)": Row(
        SYMMETRIC,
        USE,
        lambda kms, key, _: kms.rotate_key_on_demand(KeyId=key),
        waiting_material,
        is_for_imported=True,
    ),
    "GetKeyRotationStatus": Row(
        SYMMETRIC, (None, None, None, "-"), lambda kms, key, _: kms.get_key_rotation_status(KeyId=key)
    ),
    "ListKeyRotations": Row(SYMMETRIC, ANY_STATE, lambda kms, key, _: kms.list_key_rotations(KeyId=key)),
    # Multi-Region keys
    "ReplicateKey": Row(
        SYMMETRIC,
        USE,
        lambda kms, key, _: kms.replicate_key(KeyId=key, ReplicaRegion=ABROAD),
        parameters=MULTI_REGION,
    ),
    "UpdatePrimaryRegion": Row(
        SYMMETRIC,
        # With a replica, the primary key is pending replica deletion.
        (None, DISABLED, ("KMSInvalidStateException", "{arn} is pending replica deletion."), IMPORT),
        lambda kms, key, _: kms.update_primary_region(KeyId=key, PrimaryRegion=ABROAD),
        replica,
        parameters=MULTI_REGION,
    ),
    # Grants
    "CreateGrant": Row(SYMMETRIC, USE, lambda kms, key, _: kms.create_grant(KeyId=key, **GRANTEE)),
    "ListGrants": Row(SYMMETRIC, ANY_STATE, lambda kms, key, _: kms.list_grants(KeyId=key)),
    "RetireGrant": Row(
        SYMMETRIC,
        ANY_STATE,
        lambda kms, key, made: kms.retire_grant(GrantToken=made["GrantToken"]),
        lambda kms, key: kms.create_grant(KeyId=key, **GRANTEE),
    ),
    "RevokeGrant": Row(
        SYMMETRIC,
        ANY_STATE,
        lambda kms, key, made: kms.revoke_grant(KeyId=key, GrantId=made["GrantId"]),
        lambda kms, key: kms.create_grant(KeyId=key, **GRANTEE),
    ),
    # The state itself
    "EnableKey": Row(SYMMETRIC, SWITCH, lambda kms, key, _: kms.enable_key(KeyId=key)),
    "DisableKey": Row(SYMMETRIC, SWITCH, lambda kms, key, _: kms.disable_key(KeyId=key)),
    "ScheduleKeyDeletion": Row(SYMMETRIC, CHANGE, lambda kms, key, _: kms.schedule_key_deletion(KeyId=key)),
    "CancelKeyDeletion": Row(
        SYMMETRIC,
        (NO_DELETION, NO_DELETION, None, NO_DELETION),
        lambda kms, key, _: kms.cancel_key_deletion(KeyId=key),
    ),
    # Everything else about a key
    "CreateAlias": Row(
        SIGNING, CHANGE, lambda kms, key, _: kms.create_alias(AliasName=f"alias/new-{key}", TargetKeyId=key)
    ),
    "UpdateAlias (to)": Row(
        SYMMETRIC,
        CHANGE,
        lambda kms, key, made: kms.update_alias(AliasName=made, TargetKeyId=key),
        alias_of_another,
    ),
    "UpdateAlias (from)": Row(
        SYMMETRIC,
        ANY_STATE,
        lambda kms, key, made: kms.update_alias(AliasName=made, TargetKeyId=another(kms, key)),
        alias,
    ),
    "DeleteAlias": Row(SYMMETRIC, ANY_STATE, lambda kms, key, made: kms.delete_alias(AliasName=made), alias),
    "ListAliases": Row(SYMMETRIC, ANY_STATE, lambda kms, key, _: kms.list_aliases(KeyId=key)),
    "TagResource": Row(SIGNING, CHANGE, lambda kms, key, _: kms.tag_resource(KeyId=key, **TAGS)),
    "UntagResource": Row(SIGNING, CHANGE, lambda kms, key, _: kms.untag_resource(KeyId=key, TagKeys=["a"])),
    "ListResourceTags": Row(SIGNING, ANY_STATE, lambda kms, key, _: kms.list_resource_tags(KeyId=key)),
    "UpdateKeyDescription": Row(
        SIGNING, CHANGE, lambda kms, key, _: kms.update_key_description(KeyId=key, Description="new")
    ),
    "DescribeKey": Row(SIGNING, ANY_STATE, lambda kms, key, _: kms.describe_key(KeyId=key)),
    "GetKeyLastUsage": Row(SYMMETRIC, ANY_STATE, lambda kms, key, _: kms.get_key_last_usage(KeyId=key)),
    "GetKeyPolicy": Row(SIGNING, ANY_STATE, lambda kms, key, _: kms.get_key_policy(KeyId=key)),
    "PutKeyPolicy": Row(
        SIGNING,
        ANY_STATE,
        lambda kms, key, made: kms.put_key_policy(KeyId=key, Policy=made),
        lambda kms, key: kms.get_key_policy(KeyId=key)["Policy"],
    ),
    "ListKeyPolicies": Row(SIGNING, ANY_STATE, lambda kms, key, _: kms.list_key_policies(KeyId=key)),
}
