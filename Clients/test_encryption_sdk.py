"""The AWS Encryption SDK protects a file of 10 MB with a key of Trent, by its keyring and by its older provider."""

import hashlib
import random

import aws_encryption_sdk
import pytest
from aws_cryptographic_material_providers.mpl import AwsCryptographicMaterialProviders
from aws_cryptographic_material_providers.mpl.config import MaterialProvidersConfig
from aws_cryptographic_material_providers.mpl.errors import AwsCryptographicMaterialProvidersException
from aws_cryptographic_material_providers.mpl.models import CreateAwsKmsKeyringInput
from aws_encryption_sdk.exceptions import AWSEncryptionSDKClientError
from aws_encryption_sdk.identifiers import CommitmentPolicy
from harness import key_arn

FILE_BYTES = 10 * 1024 * 1024
CONTEXT = {"dataset": "orders", "stage": "test"}
REFUSALS = (AWSEncryptionSDKClientError, AwsCryptographicMaterialProvidersException)


@pytest.fixture(scope="module")
def sdk():
    return aws_encryption_sdk.EncryptionSDKClient(commitment_policy=CommitmentPolicy.REQUIRE_ENCRYPT_REQUIRE_DECRYPT)


@pytest.fixture
def keyring(kms):
    providers = AwsCryptographicMaterialProviders(config=MaterialProvidersConfig())

    def make(key):
        return providers.create_aws_kms_keyring(CreateAwsKmsKeyringInput(kms_key_id=key_arn(key), kms_client=kms))

    return make


@pytest.fixture
def provider(server, monkeypatch):
    """The way of earlier releases: the SDK makes its own clients, which find the server by their environment."""
    for name, value in server.client_environment().items():
        if name.startswith("AWS_"):
            monkeypatch.setenv(name, value)
    return lambda key: aws_encryption_sdk.StrictAwsKmsMasterKeyProvider(key_ids=[key_arn(key)])


@pytest.fixture
def ways(keyring, provider):
    return {
        "keyring": lambda key: {"keyring": keyring(key)},
        "provider": lambda key: {"key_provider": provider(key)},
    }


@pytest.fixture
def large_file(tmp_path):
    path = tmp_path / "plain"
    path.write_bytes(random.Random(1).randbytes(FILE_BYTES))
    return path


def digest(path):
    return hashlib.sha256(path.read_bytes()).hexdigest()


def convert(sdk, mode, source, target, **how):
    with open(source, "rb") as plain, open(target, "wb") as out, sdk.stream(mode=mode, source=plain, **how) as stream:
        for chunk in stream:
            out.write(chunk)
    return stream.header


@pytest.mark.parametrize(("encrypts", "decrypts"), [("keyring", "provider"), ("provider", "keyring")])
def test_a_file_of_10_mb_comes_back_as_it_was(sdk, ways, key, large_file, tmp_path, encrypts, decrypts):
    cipher, back = tmp_path / "cipher", tmp_path / "back"
    convert(sdk, "e", large_file, cipher, encryption_context=CONTEXT, **ways[encrypts](key))
    assert cipher.stat().st_size > FILE_BYTES
    header = convert(sdk, "d", cipher, back, **ways[decrypts](key))
    assert digest(back) == digest(large_file)
    assert CONTEXT.items() <= header.encryption_context.items()


@pytest.fixture
def message(sdk, ways, key):
    encrypted, _ = sdk.encrypt(source=b"the data", encryption_context=CONTEXT, **ways["keyring"](key))
    return encrypted


@pytest.mark.parametrize("way", ["keyring", "provider"])
def test_another_key_does_not_decrypt_it(sdk, ways, message, key, other_key, way):
    with pytest.raises(REFUSALS):
        sdk.decrypt(source=message, **ways[way](other_key))
    assert sdk.decrypt(source=message, **ways[way](key))[0] == b"the data"


@pytest.mark.parametrize("way", ["keyring", "provider"])
def test_a_message_whose_context_was_changed_does_not_decrypt(sdk, ways, message, key, way):
    assert message.count(b"orders") == 1
    with pytest.raises(REFUSALS):
        sdk.decrypt(source=message.replace(b"orders", b"orderz"), **ways[way](key))


def test_a_reader_who_expects_another_context_is_refused(sdk, keyring, message, key):
    with pytest.raises(REFUSALS):
        sdk.decrypt(source=message, keyring=keyring(key), encryption_context=CONTEXT | {"dataset": "customers"})
    assert sdk.decrypt(source=message, keyring=keyring(key), encryption_context=CONTEXT)[0] == b"the data"


@pytest.mark.parametrize("way", ["keyring", "provider"])
def test_a_disabled_key_does_not_decrypt_it_until_it_is_enabled(sdk, ways, kms, message, key, way):
    kms.disable_key(KeyId=key)
    with pytest.raises(REFUSALS):
        sdk.decrypt(source=message, **ways[way](key))
    kms.enable_key(KeyId=key)
    assert sdk.decrypt(source=message, **ways[way](key))[0] == b"the data"


def test_messages_of_before_a_rotation_decrypt(sdk, ways, kms, message, key):
    kms.rotate_key_on_demand(KeyId=key)
    assert sdk.decrypt(source=message, **ways["keyring"](key))[0] == b"the data"
