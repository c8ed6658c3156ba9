import pytest
from vault import Vault

ALIAS = "alias/vault"


@pytest.fixture
def vault(kms):
    key = kms.create_key()["KeyMetadata"]["KeyId"]
    kms.create_alias(AliasName=ALIAS, TargetKeyId=key)
    return Vault(ALIAS)


def test_a_secret_comes_back(vault):
    vault.put("ada", b"1815")
    assert vault.get("ada") == b"1815"
    assert b"1815" not in vault.secrets["ada"]


def test_a_secret_is_one_persons(vault, kms):
    vault.put("ada", b"1815")
    with pytest.raises(kms.exceptions.InvalidCiphertextException):
        vault.get("ada", of="grace")


def test_nothing_can_be_read_while_the_key_is_disabled(vault, kms):
    vault.put("ada", b"1815")
    key = kms.describe_key(KeyId=ALIAS)["KeyMetadata"]["KeyId"]
    kms.disable_key(KeyId=key)
    with pytest.raises(kms.exceptions.DisabledException):
        vault.get("ada")


def test_each_test_has_an_account_of_its_own(kms, account):
    assert kms.list_keys()["Keys"] == []
    assert account in kms.create_key()["KeyMetadata"]["Arn"]
