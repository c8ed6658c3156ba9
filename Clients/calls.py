"""A call of every operation that works, with the key it is about."""

import copy
import dataclasses
import os
import types

import botocore
import importing
import outside
from harness import ACCOUNT, eventually
from importing import FOREVER
from key_states import AGREEMENT, ECDSA, GRANTEE, HMAC, KEM, MAC, ML_KEM, MULTI_REGION, SIGNING, SYMMETRIC, TAGS
from multi_region import ABROAD

STORE = "cks-1234567890abcdef0"
ROOT = f"arn:aws:iam::{ACCOUNT}:root"
WRAPPING = {"WrappingAlgorithm": "RSAES_OAEP_SHA_256", "WrappingKeySpec": "RSA_2048"}
EXTERNAL = {"Origin": "EXTERNAL"}


@dataclasses.dataclass(frozen=True)
class Row:
    """How an operation is called."""

    # The spec and usage of the key it is about, and what else CreateKey is to know of it. None: it is about none.
    kind: tuple | None = SYMMETRIC
    create: dict = dataclasses.field(default_factory=dict)
    # The parameters beside that which names the key. What it does to the key comes before the call.
    parameters: types.FunctionType = lambda kms, key: {}
    # The parameter that names the key.
    naming: str | None = "KeyId"
    # Whether there is a replica of the key.
    has_replica: bool = False


def new_key(kms, kind=SYMMETRIC, **parameters):
    return kms.create_key(KeySpec=kind[0], KeyUsage=kind[1], **parameters)["KeyMetadata"]["KeyId"]


def blob(kms, key):
    return {"CiphertextBlob": kms.encrypt(KeyId=key, Plaintext=b"x")["CiphertextBlob"]}


def blob_of_another(kms, _):
    return blob(kms, new_key(kms))


def new_alias(kms, key):
    name = f"alias/of-{key}"
    kms.create_alias(AliasName=name, TargetKeyId=key)
    return {"AliasName": name}


def grant(kms, key):
    return {"GrantId": kms.create_grant(KeyId=key, **GRANTEE)["GrantId"]}


def wrapped(kms, key, material=None):
    """Key material, wrapped and ready for its import."""
    given = kms.get_parameters_for_import(KeyId=key, **WRAPPING)
    sealed = outside.wrap("RSA_2048", given["PublicKey"], "RSAES_OAEP_SHA_256", material or os.urandom(32))
    return {"ImportToken": given["ImportToken"], "EncryptedKeyMaterial": sealed} | FOREVER


def imported(kms, key):
    importing.import_material(kms, key, os.urandom(32))
    return {}


def deletion(kms, key):
    kms.schedule_key_deletion(KeyId=key)
    return {}


def retirable(kms, key):
    kms.create_grant(KeyId=key, RetiringPrincipal=ROOT, **GRANTEE)
    return {"RetiringPrincipal": ROOT}


def always(**parameters):
    return lambda kms, key: parameters


def peer(*_):
    return {"KeyAgreementAlgorithm": "ECDH", "PublicKey": outside.spki(outside.generate("ECC_NIST_P256").public_key())}


def of_store(**parameters):
    return Row(None, parameters=always(**parameters), naming=None)


DATA_KEY, DATA_KEY_PAIR = always(KeySpec="AES_256"), always(KeyPairSpec="ECC_NIST_P256")
ROWS = {
    "CancelKeyDeletion": Row(parameters=deletion),
    "ConnectCustomKeyStore": of_store(CustomKeyStoreId=STORE),
    "CreateAlias": Row(parameters=lambda kms, key: {"AliasName": f"alias/new-{key}"}, naming="TargetKeyId"),
    "CreateCustomKeyStore": of_store(CustomKeyStoreName="mine"),
    "CreateGrant": Row(parameters=always(**GRANTEE)),
    "CreateKey": Row(None, naming=None),
    "Decapsulate": Row(
        KEM,
        parameters=lambda kms, key: ML_KEM
        | {"SharedSecretCiphertextBlob": kms.encapsulate(KeyId=key, **ML_KEM)["SharedSecretCiphertextBlob"]},
    ),
    "Decrypt": Row(parameters=blob),
    "DeleteAlias": Row(parameters=new_alias, naming=None),
    "DeleteCustomKeyStore": of_store(CustomKeyStoreId=STORE),
    "DeleteImportedKeyMaterial": Row(create=EXTERNAL | MULTI_REGION, parameters=imported),
    "DeriveSharedSecret": Row(AGREEMENT, parameters=peer),
    "DescribeCustomKeyStores": of_store(),
    "DescribeKey": Row(),
    "DisableKey": Row(),
    "DisableKeyRotation": Row(),
    "DisconnectCustomKeyStore": of_store(CustomKeyStoreId=STORE),
    "EnableKey": Row(),
    "EnableKeyRotation": Row(),
    "Encapsulate": Row(KEM, parameters=always(**ML_KEM)),
    "Encrypt": Row(parameters=always(Plaintext=b"x")),
    "GenerateDataKey": Row(parameters=DATA_KEY),
    "GenerateDataKeyPair": Row(parameters=DATA_KEY_PAIR),
    "GenerateDataKeyPairWithoutPlaintext": Row(parameters=DATA_KEY_PAIR),
    "GenerateDataKeyWithoutPlaintext": Row(parameters=DATA_KEY),
    "GenerateMac": Row(MAC, parameters=always(**HMAC)),
    "GenerateRandom": Row(None, parameters=always(NumberOfBytes=1), naming=None),
    "GetKeyLastUsage": Row(),
    "GetKeyPolicy": Row(),
    "GetKeyRotationStatus": Row(),
    "GetParametersForImport": Row(create=EXTERNAL, parameters=always(**WRAPPING)),
    "GetPublicKey": Row(SIGNING),
    "ImportKeyMaterial": Row(create=EXTERNAL, parameters=wrapped),
    "ListAliases": Row(),
    "ListGrants": Row(),
    "ListKeyPolicies": Row(),
    "ListKeyRotations": Row(),
    "ListKeys": Row(None, naming=None),
    "ListResourceTags": Row(),
    "ListRetirableGrants": Row(parameters=retirable, naming=None),
    "PutKeyPolicy": Row(parameters=lambda kms, key: {"Policy": kms.get_key_policy(KeyId=key)["Policy"]}),
    "ReEncrypt": Row(parameters=blob_of_another, naming="DestinationKeyId"),
    "ReplicateKey": Row(create=MULTI_REGION, parameters=always(ReplicaRegion=ABROAD)),
    "RetireGrant": Row(parameters=grant),
    "RevokeGrant": Row(parameters=grant),
    "RotateKeyOnDemand": Row(),
    "ScheduleKeyDeletion": Row(),
    "Sign": Row(SIGNING, parameters=always(**ECDSA)),
    "TagResource": Row(parameters=always(**TAGS)),
    "UntagResource": Row(parameters=always(TagKeys=["a"])),
    "UpdateAlias": Row(parameters=lambda kms, key: new_alias(kms, new_key(kms)), naming="TargetKeyId"),
    "UpdateCustomKeyStore": of_store(CustomKeyStoreId=STORE, NewCustomKeyStoreName="other"),
    "UpdateKeyDescription": Row(parameters=always(Description="new")),
    "UpdatePrimaryRegion": Row(create=MULTI_REGION, parameters=always(PrimaryRegion=ABROAD), has_replica=True),
    "Verify": Row(
        SIGNING, parameters=lambda kms, key: ECDSA | {"Signature": kms.sign(KeyId=key, **ECDSA)["Signature"]}
    ),
    "VerifyMac": Row(MAC, parameters=lambda kms, key: HMAC | {"Mac": kms.generate_mac(KeyId=key, **HMAC)["Mac"]}),
}


class Prepared:
    """A call that would work, with a key of its own."""

    def __init__(self, server, operation):
        self.operation, self.row = operation, ROWS[operation]
        self.kms, self.abroad = server.client(), server.client(region=ABROAD)
        self.key = new_key(self.kms, self.row.kind, **self.row.create) if self.row.kind else None
        if self.row.has_replica:
            self.replicate()
        named = {self.row.naming: self.key} if self.row.naming else {}
        self.parameters = self.row.parameters(self.kms, self.key) | named

    def replicate(self):
        self.kms.replicate_key(KeyId=self.key, ReplicaRegion=ABROAD)
        described = lambda: self.abroad.describe_key(KeyId=self.key)["KeyMetadata"]  # noqa: E731
        eventually(lambda: described()["KeyState"] != "Creating", "a replica is made")

    def moved(self, kms, abroad):
        """The same call of another server that has the same keys."""
        moved = copy.copy(self)
        moved.kms, moved.abroad = kms, abroad
        return moved

    def call(self, kms=None, **changes):
        """`changes`: other parameters; those that are None are left out."""
        parameters = {name: value for name, value in (self.parameters | changes).items() if value is not None}
        return getattr(kms or self.kms, botocore.xform_name(self.operation))(**parameters)
