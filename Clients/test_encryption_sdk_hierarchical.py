"""The AWS Encryption SDK's hierarchical keyring, with moto's server in the place of DynamoDB.

https://docs.aws.amazon.com/encryption-sdk/latest/developer-guide/use-hierarchical-keyring.html
"""

import aws_encryption_sdk
import pytest
from aws_cryptographic_material_providers.keystore.client import KeyStore
from aws_cryptographic_material_providers.keystore.config import KeyStoreConfig
from aws_cryptographic_material_providers.keystore.models import (
    CreateKeyInput,
    CreateKeyStoreInput,
    KMSConfigurationKmsKeyArn,
    VersionKeyInput,
)
from aws_cryptographic_material_providers.mpl import AwsCryptographicMaterialProviders
from aws_cryptographic_material_providers.mpl.config import MaterialProvidersConfig
from aws_cryptographic_material_providers.mpl.errors import AwsCryptographicMaterialProvidersException
from aws_cryptographic_material_providers.mpl.models import CreateAwsKmsHierarchicalKeyringInput
from aws_encryption_sdk.exceptions import AWSEncryptionSDKClientError
from aws_encryption_sdk.identifiers import CommitmentPolicy
from encryption.stand_in import storage
from encryption.tool import Uses
from harness import REGION, SESSION, key_arn

TABLE = "branch-keys"
TTL_SECONDS = 600
REFUSALS = (AWSEncryptionSDKClientError, AwsCryptographicMaterialProvidersException)


@pytest.fixture(scope="module")
def dynamodb(clean_environment):
    with storage() as url:
        yield SESSION.client(
            "dynamodb", region_name=REGION, endpoint_url=url, aws_access_key_id="any", aws_secret_access_key="any"
        )


@pytest.fixture
def store(dynamodb, kms, key):
    store = KeyStore(
        KeyStoreConfig(
            ddb_table_name=TABLE,
            kms_configuration=KMSConfigurationKmsKeyArn(key_arn(key)),
            logical_key_store_name=TABLE,
            ddb_client=dynamodb,
            kms_client=kms,
        )
    )
    store.create_key_store(CreateKeyStoreInput())
    return store


@pytest.fixture
def branch_key(store):
    return store.create_key(CreateKeyInput()).branch_key_identifier


class Keyring:
    """A keyring that has cached nothing yet."""

    def __init__(self, store, branch_key):
        providers = AwsCryptographicMaterialProviders(config=MaterialProvidersConfig())
        self.keyring = providers.create_aws_kms_hierarchical_keyring(
            CreateAwsKmsHierarchicalKeyringInput(key_store=store, branch_key_id=branch_key, ttl_seconds=TTL_SECONDS)
        )
        policy = CommitmentPolicy.REQUIRE_ENCRYPT_REQUIRE_DECRYPT
        self.sdk = aws_encryption_sdk.EncryptionSDKClient(commitment_policy=policy)

    def encrypt(self, data):
        return self.sdk.encrypt(source=data, keyring=self.keyring, encryption_context={"dataset": "orders"})[0]

    def decrypt(self, message):
        return self.sdk.decrypt(source=message, keyring=self.keyring)[0]


def test_a_branch_key_takes_few_calls(store, server, key):
    uses = Uses(server, key_arn(key))
    store.create_key(CreateKeyInput())
    assert uses.names() == ["GenerateDataKeyWithoutPlaintext", "ReEncrypt", "GenerateDataKeyWithoutPlaintext"]
    assert {context["tablename"] for context in uses.contexts()} == {TABLE}


def test_messages_take_no_call_while_the_branch_key_is_cached(store, branch_key, server, key):
    uses, keyring = Uses(server, key_arn(key)), Keyring(store, branch_key)
    messages = [keyring.encrypt(b"%d" % number) for number in range(5)]
    assert [keyring.decrypt(message) for message in messages] == [b"%d" % number for number in range(5)]
    # The version that encrypts now and the version of a message are cached apart.
    assert uses.names() == ["Decrypt", "Decrypt"]


def test_a_disabled_key_decrypts_nothing_for_a_keyring_that_has_cached_nothing(store, branch_key, kms, key):
    message = Keyring(store, branch_key).encrypt(b"the data")
    kms.disable_key(KeyId=key)
    with pytest.raises(REFUSALS):
        Keyring(store, branch_key).decrypt(message)
    kms.enable_key(KeyId=key)
    assert Keyring(store, branch_key).decrypt(message) == b"the data"


def test_messages_of_before_a_new_version_of_the_branch_key_decrypt(store, branch_key):
    old = Keyring(store, branch_key).encrypt(b"the data")
    store.version_key(VersionKeyInput(branch_key_identifier=branch_key))
    new = Keyring(store, branch_key).encrypt(b"the data")
    assert [Keyring(store, branch_key).decrypt(message) for message in (old, new)] == [b"the data"] * 2


def test_a_branch_key_that_was_changed_in_the_table_is_refused_by_the_server(store, branch_key, dynamodb):
    message = Keyring(store, branch_key).encrypt(b"the data")
    items = [item for item in dynamodb.scan(TableName=TABLE)["Items"] if item["branch-key-id"]["S"] == branch_key]
    assert {item["type"]["S"].split(":")[0] for item in items} == {"branch", "beacon"}
    for item in items:
        material = bytearray(item["enc"]["B"])
        material[-1] ^= 1
        dynamodb.put_item(TableName=TABLE, Item=item | {"enc": {"B": bytes(material)}})
    with pytest.raises(REFUSALS):
        Keyring(store, branch_key).decrypt(message)


def test_another_branch_key_is_refused(store, branch_key):
    message = Keyring(store, branch_key).encrypt(b"the data")
    other = store.create_key(CreateKeyInput()).branch_key_identifier
    with pytest.raises(REFUSALS):
        Keyring(store, other).decrypt(message)
