"""The four ways to name a key, and what is answered when there is none of that name."""

import pytest
from harness import ACCOUNT, REGION, alias_arn, key_arn, refused

ROOT = f"arn:aws:iam::{ACCOUNT}:root"


@pytest.fixture
def aliased(kms, key, alias_name):
    kms.create_alias(AliasName=alias_name, TargetKeyId=key)
    return alias_name


def calls_that_take_any_form(kms, blob):
    return [
        lambda name: kms.describe_key(KeyId=name)["KeyMetadata"]["Arn"],
        lambda name: kms.encrypt(KeyId=name, Plaintext=b"x")["KeyId"],
        lambda name: kms.decrypt(KeyId=name, CiphertextBlob=blob)["KeyId"],
        lambda name: kms.re_encrypt(SourceKeyId=name, DestinationKeyId=name, CiphertextBlob=blob)["KeyId"],
        lambda name: kms.generate_data_key(KeyId=name, KeySpec="AES_256")["KeyId"],
        lambda name: kms.generate_data_key_without_plaintext(KeyId=name, KeySpec="AES_256")["KeyId"],
        lambda name: kms.generate_data_key_pair(KeyId=name, KeyPairSpec="ECC_NIST_P256")["KeyId"],
        lambda name: kms.generate_data_key_pair_without_plaintext(KeyId=name, KeyPairSpec="ECC_NIST_P256")["KeyId"],
    ]


def calls_of_other_kinds_that_take_any_form(kms):
    """These find the key before they see that it is a symmetric one."""
    return [
        lambda name: kms.sign(KeyId=name, Message=b"x", SigningAlgorithm="ECDSA_SHA_256"),
        lambda name: kms.verify(KeyId=name, Message=b"x", Signature=b"x", SigningAlgorithm="ECDSA_SHA_256"),
        lambda name: kms.generate_mac(KeyId=name, Message=b"x", MacAlgorithm="HMAC_SHA_256"),
        lambda name: kms.verify_mac(KeyId=name, Message=b"x", Mac=b"x", MacAlgorithm="HMAC_SHA_256"),
        lambda name: kms.derive_shared_secret(KeyId=name, KeyAgreementAlgorithm="ECDH", PublicKey=b"x"),
        lambda name: kms.encapsulate(KeyId=name, EncapsulationAlgorithm="ML_KEM"),
        lambda name: kms.decapsulate(
            KeyId=name, EncapsulationAlgorithm="ML_KEM", SharedSecretCiphertextBlob=b"x"
        ),
    ]


def calls_that_take_keys_only(kms):
    return [
        lambda name: kms.enable_key(KeyId=name),
        lambda name: kms.disable_key(KeyId=name),
        lambda name: kms.update_key_description(KeyId=name, Description="x"),
        lambda name: kms.schedule_key_deletion(KeyId=name),
        lambda name: kms.cancel_key_deletion(KeyId=name),
        lambda name: kms.tag_resource(KeyId=name, Tags=[{"TagKey": "a", "TagValue": "b"}]),
        lambda name: kms.untag_resource(KeyId=name, TagKeys=["a"]),
        lambda name: kms.list_resource_tags(KeyId=name),
        lambda name: kms.get_key_policy(KeyId=name),
        lambda name: kms.put_key_policy(KeyId=name, Policy="{}"),
        lambda name: kms.list_key_policies(KeyId=name),
        lambda name: kms.list_aliases(KeyId=name),
        lambda name: kms.enable_key_rotation(KeyId=name),
        lambda name: kms.disable_key_rotation(KeyId=name),
        lambda name: kms.get_key_rotation_status(KeyId=name),
        lambda name: kms.rotate_key_on_demand(KeyId=name),
        lambda name: kms.list_key_rotations(KeyId=name),
        lambda name: kms.get_key_last_usage(KeyId=name),
        lambda name: kms.create_grant(KeyId=name, GranteePrincipal=ROOT, Operations=["Decrypt"]),
        lambda name: kms.list_grants(KeyId=name),
        lambda name: kms.revoke_grant(KeyId=name, GrantId=64 * "0"),
        lambda name: kms.get_parameters_for_import(
            KeyId=name, WrappingAlgorithm="RSAES_OAEP_SHA_256", WrappingKeySpec="RSA_2048"
        ),
        lambda name: kms.import_key_material(
            KeyId=name, ImportToken=b"x", EncryptedKeyMaterial=b"x", ExpirationModel="KEY_MATERIAL_DOES_NOT_EXPIRE"
        ),
        lambda name: kms.delete_imported_key_material(KeyId=name),
        lambda name: kms.replicate_key(KeyId=name, ReplicaRegion="eu-west-1"),
        lambda name: kms.update_primary_region(KeyId=name, PrimaryRegion="eu-west-1"),
    ]


def test_a_key_is_found_by_all_four_forms_and_answers_with_its_arn(kms, key, aliased, blob):
    for call in calls_that_take_any_form(kms, blob):
        for name in (key, key_arn(key), aliased, alias_arn(aliased)):
            assert call(name) == key_arn(key)


def test_keys_of_other_kinds_are_found_by_all_four_forms_too(kms, key, aliased):
    for call in calls_of_other_kinds_that_take_any_form(kms):
        for name in (key, key_arn(key), aliased, alias_arn(aliased)):
            with refused("InvalidKeyUsageException") as caught:
                call(name)
            message = caught.value.response["Error"]["Message"]
            assert message.startswith(f"{key_arn(key)} key usage is ENCRYPT_DECRYPT which is not valid for ")
    for name in (key, key_arn(key), aliased, alias_arn(aliased)):
        with refused("UnsupportedOperationException", ""):
            kms.get_public_key(KeyId=name)


def test_where_only_keys_are_allowed_an_alias_is_refused(kms, aliased):
    for call in calls_that_take_keys_only(kms):
        for name in (aliased, alias_arn(aliased), "alias/that-does-not-exist"):
            with refused("InvalidArnException"):
                call(name)


def test_where_only_keys_are_allowed_both_forms_of_a_key_are(kms, key):
    for name in (key, key_arn(key)):
        assert kms.list_resource_tags(KeyId=name)["Tags"] == []
        assert kms.get_key_rotation_status(KeyId=name)["KeyRotationEnabled"] is False
        assert kms.list_key_policies(KeyId=name)["PolicyNames"] == ["default"]


@pytest.mark.parametrize("name", ["fake-key-id", "0123456789abcdef0123456789abcdef", "mrk-fake-key-id"])
def test_what_looks_like_no_key_id_is_called_invalid(kms, name):
    for call in (kms.describe_key, kms.enable_key):
        with refused("NotFoundException", f"Invalid keyId '{name}'"):
            call(KeyId=name)


def test_an_absent_key_is_named_by_the_arn_it_would_have(kms, absent, blob):
    calls = calls_that_take_any_form(kms, blob) + calls_that_take_keys_only(kms)
    for call in calls + calls_of_other_kinds_that_take_any_form(kms) + [lambda name: kms.get_public_key(KeyId=name)]:
        for name in (absent, key_arn(absent)):
            with refused("NotFoundException", f"Key '{key_arn(absent)}' does not exist"):
                call(name)


def test_an_absent_multi_region_key_is_named_likewise(kms):
    name = "mrk-" + 32 * "0"
    with refused("NotFoundException", f"Key '{key_arn(name)}' does not exist"):
        kms.describe_key(KeyId=name)


def test_an_absent_alias_is_named_by_its_arn(kms, blob):
    name = "alias/that-does-not-exist"
    for call in calls_that_take_any_form(kms, blob) + calls_of_other_kinds_that_take_any_form(kms):
        for form in (name, alias_arn(name)):
            with refused("NotFoundException", f"Alias {alias_arn(name)} is not found."):
                call(form)


def test_an_arn_of_another_region_is_refused(kms, key, aliased):
    assert REGION != "eu-west-1"
    for arn in (key_arn(key, region="eu-west-1"), alias_arn(aliased, region="eu-west-1")):
        with refused("NotFoundException", "Invalid arn eu-west-1"):
            kms.describe_key(KeyId=arn)


def test_an_arn_of_another_account_is_denied_whether_or_not_it_exists(kms, key, absent):
    for name in (key, absent):
        with refused("AccessDeniedException") as caught:
            kms.encrypt(KeyId=key_arn(name, account="111122223333"), Plaintext=b"x")
        message = caught.value.response["Error"]["Message"]
        assert message.startswith("User: arn:aws:iam::")
        assert message.endswith(
            "is not authorized to perform: kms:Encrypt on this resource because the resource does not exist in this "
            "Region, no resource-based policies allow access, or a resource-based policy explicitly denies access"
        )
