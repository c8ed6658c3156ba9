"""The AWS Encryption SDK's further keyrings: RSA, key agreement, discovery, several keys, keys of several Regions.

https://docs.aws.amazon.com/encryption-sdk/latest/developer-guide/choose-keyring.html
"""

import contextlib

import aws_encryption_sdk
import pytest
from aws_cryptographic_material_providers.mpl import AwsCryptographicMaterialProviders, models
from aws_cryptographic_material_providers.mpl.config import MaterialProvidersConfig
from aws_cryptographic_material_providers.mpl.errors import AwsCryptographicMaterialProvidersException
from aws_cryptography_primitives.smithygenerated.aws_cryptography_primitives.models import ECDHCurveSpec
from aws_encryption_sdk.exceptions import AWSEncryptionSDKClientError
from aws_encryption_sdk.identifiers import AlgorithmSuite, CommitmentPolicy
from cryptography.hazmat.primitives import serialization
from encryption.tool import Uses
from harness import ACCOUNT, REGION, key_arn
from multi_region import ABROAD, Set

CONTEXT = {"dataset": "orders"}
PROVIDERS = AwsCryptographicMaterialProviders(config=MaterialProvidersConfig())
SDK = aws_encryption_sdk.EncryptionSDKClient(commitment_policy=CommitmentPolicy.REQUIRE_ENCRYPT_REQUIRE_DECRYPT)
# Keyrings of asymmetric keys make no signatures.
UNSIGNED = AlgorithmSuite.AES_256_GCM_HKDF_SHA512_COMMIT_KEY


def seal(keyring, **options):
    return SDK.encrypt(source=b"the data", keyring=keyring, encryption_context=CONTEXT, **options)[0]


def unseal(keyring, message):
    return SDK.decrypt(source=message, keyring=keyring)[0]


@contextlib.contextmanager
def refused_by_the_sdk():
    with pytest.raises((AWSEncryptionSDKClientError, AwsCryptographicMaterialProvidersException)):
        yield


def as_pem(der):
    return serialization.load_der_public_key(der).public_bytes(
        serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    )


# RSA


@pytest.mark.parametrize("algorithm", ["RSAES_OAEP_SHA_1", "RSAES_OAEP_SHA_256"])
def test_with_an_rsa_key_encrypting_asks_no_server(server, kms, algorithm):
    key = kms.create_key(KeySpec="RSA_2048", KeyUsage="ENCRYPT_DECRYPT")["KeyMetadata"]["KeyId"]
    public = as_pem(kms.get_public_key(KeyId=key)["PublicKey"])
    uses = Uses(server, key_arn(key))
    keyring = PROVIDERS.create_aws_kms_rsa_keyring(
        models.CreateAwsKmsRsaKeyringInput(
            kms_key_id=key_arn(key), encryption_algorithm=algorithm, public_key=public, kms_client=kms
        )
    )
    message = seal(keyring, algorithm=UNSIGNED)
    assert uses.names() == []
    assert unseal(keyring, message) == b"the data"
    assert uses.names() == ["Decrypt"]
    kms.disable_key(KeyId=key)
    with refused_by_the_sdk():
        unseal(keyring, message)


# Key agreement


def agreement(kms, scheme):
    return PROVIDERS.create_aws_kms_ecdh_keyring(
        models.CreateAwsKmsEcdhKeyringInput(
            key_agreement_scheme=scheme, curve_spec=ECDHCurveSpec.ECC_NIST_P256, kms_client=kms
        )
    )


def test_two_keys_agree_on_a_key(kms):
    sender, recipient, stranger = (
        kms.create_key(KeySpec="ECC_NIST_P256", KeyUsage="KEY_AGREEMENT")["KeyMetadata"]["KeyId"] for _ in range(3)
    )
    sends = models.KmsEcdhStaticConfigurationsKmsPrivateKeyToStaticPublicKey(
        models.KmsPrivateKeyToStaticPublicKeyInput(
            sender_kms_identifier=key_arn(sender), recipient_public_key=kms.get_public_key(KeyId=recipient)["PublicKey"]
        )
    )

    def reads(key):
        return models.KmsEcdhStaticConfigurationsKmsPublicKeyDiscovery(
            models.KmsPublicKeyDiscoveryInput(recipient_kms_identifier=key_arn(key))
        )

    message = seal(agreement(kms, sends), algorithm=UNSIGNED)
    assert unseal(agreement(kms, sends), message) == b"the data"
    assert unseal(agreement(kms, reads(recipient)), message) == b"the data"
    with refused_by_the_sdk():
        unseal(agreement(kms, reads(stranger)), message)


# Discovery and several keys


def keyring_of(kms, key, *others):
    """A keyring of a key that generates data keys and of others that they are encrypted under too."""
    made = [
        PROVIDERS.create_aws_kms_keyring(models.CreateAwsKmsKeyringInput(kms_key_id=key_arn(each), kms_client=kms))
        for each in (key, *others)
    ]
    return PROVIDERS.create_multi_keyring(models.CreateMultiKeyringInput(generator=made[0], child_keyrings=made[1:]))


def discovery(kms, account):
    filter = models.DiscoveryFilter(account_ids=[account], partition="aws")
    return PROVIDERS.create_aws_kms_discovery_keyring(
        models.CreateAwsKmsDiscoveryKeyringInput(kms_client=kms, discovery_filter=filter)
    )


def test_each_of_several_keys_decrypts(server, kms, key, other_key):
    uses = Uses(server, key_arn(key)), Uses(server, key_arn(other_key))
    message = seal(keyring_of(kms, key, other_key))
    assert [each.names() for each in uses] == [["GenerateDataKey"], ["Encrypt"]]
    kms.disable_key(KeyId=key)
    assert unseal(keyring_of(kms, other_key), message) == b"the data"
    with refused_by_the_sdk():
        unseal(keyring_of(kms, key), message)


def test_discovery_in_an_account(kms, key):
    message = seal(keyring_of(kms, key))
    assert unseal(discovery(kms, ACCOUNT), message) == b"the data"
    with refused_by_the_sdk():
        unseal(discovery(kms, "111122223333"), message)


# Multi-Region keys


def test_a_replica_decrypts_in_its_region(server):
    keys = Set(server)
    keys.replicate(ABROAD)

    def keyring(region):
        return PROVIDERS.create_aws_kms_mrk_keyring(
            models.CreateAwsKmsMrkKeyringInput(kms_key_id=key_arn(keys.key, region), kms_client=keys[region])
        )

    message = seal(keyring(REGION))
    uses = Uses(server, key_arn(keys.key, ABROAD))
    keys[REGION].disable_key(KeyId=keys.key)
    assert unseal(keyring(ABROAD), message) == b"the data"
    assert uses.names() == ["Decrypt"]
    with refused_by_the_sdk():
        unseal(keyring(REGION), message)
