"""Each operation on each kind of key: what works, and what is refused as no use of such keys."""

import importing
import outside
import pytest
import specs
from harness import ACCOUNT, REGION, eventually, refused

MESSAGE = {"Message": bytes(64)}


def algorithm_of(spec, usage, of_usage):
    """An algorithm of the key if it has the usage, else one that such an operation takes."""
    kinds, _ = specs.USAGES[of_usage]
    return kinds[spec][0] if usage == of_usage else next(iter(kinds.values()))[0]


class Key:
    """A key of a kind, with each use of key material as a call on it."""

    def __init__(self, kms, key, spec, usage):
        self.kms, self.spec, self.usage = kms, spec, usage
        self.name = {"KeyId": key}
        self.arn = kms.describe_key(KeyId=key)["KeyMetadata"]["Arn"]
        self.encryption = {"EncryptionAlgorithm": specs.ENCRYPTION.get(spec, ["SYMMETRIC_DEFAULT"])[0]}

    def uses(self):
        """By operation: the usage it is for, and the call."""
        return {
            "Encrypt": ("ENCRYPT_DECRYPT", self.encrypt),
            "Decrypt": ("ENCRYPT_DECRYPT", self.decrypt),
            "Sign": ("SIGN_VERIFY", self.sign),
            "Verify": ("SIGN_VERIFY", self.verify),
            "GenerateMac": ("GENERATE_VERIFY_MAC", self.generate_mac),
            "VerifyMac": ("GENERATE_VERIFY_MAC", self.verify_mac),
            "DeriveSharedSecret": ("KEY_AGREEMENT", self.derive_shared_secret),
            "Encapsulate": ("ENCAPSULATE_DECAPSULATE", self.encapsulate),
            "Decapsulate": ("ENCAPSULATE_DECAPSULATE", self.decapsulate),
        }

    def encrypt(self):
        return self.kms.encrypt(Plaintext=b"x", **self.name, **self.encryption)["CiphertextBlob"]

    def decrypt(self):
        blob = self.encrypt() if self.usage == "ENCRYPT_DECRYPT" else b"x"
        return self.kms.decrypt(CiphertextBlob=blob, **self.name, **self.encryption)

    def signing(self):
        return {"SigningAlgorithm": algorithm_of(self.spec, self.usage, "SIGN_VERIFY")}

    def sign(self):
        return self.kms.sign(**self.name, **MESSAGE, **self.signing())["Signature"]

    def verify(self):
        signature = self.sign() if self.usage == "SIGN_VERIFY" else b"x"
        return self.kms.verify(Signature=signature, **self.name, **MESSAGE, **self.signing())

    def mac(self):
        return {"MacAlgorithm": algorithm_of(self.spec, self.usage, "GENERATE_VERIFY_MAC")}

    def generate_mac(self):
        return self.kms.generate_mac(**self.name, **MESSAGE, **self.mac())["Mac"]

    def verify_mac(self):
        mac = self.generate_mac() if self.usage == "GENERATE_VERIFY_MAC" else b"x"
        return self.kms.verify_mac(Mac=mac, **self.name, **MESSAGE, **self.mac())

    def derive_shared_secret(self):
        peer = self.kms.get_public_key(**self.name)["PublicKey"] if self.usage == "KEY_AGREEMENT" else b"x"
        return self.kms.derive_shared_secret(PublicKey=peer, KeyAgreementAlgorithm="ECDH", **self.name)

    def encapsulate(self):
        made = self.kms.encapsulate(EncapsulationAlgorithm="ML_KEM", **self.name)
        return made["SharedSecretCiphertextBlob"]

    def decapsulate(self):
        made = self.encapsulate() if self.usage == "ENCAPSULATE_DECAPSULATE" else b"x"
        return self.kms.decapsulate(
            SharedSecretCiphertextBlob=made, EncapsulationAlgorithm="ML_KEM", **self.name
        )

    def data_keys(self):
        """What only symmetric encryption keys do."""
        return {
            "GenerateDataKey": lambda: self.kms.generate_data_key(KeySpec="AES_256", **self.name),
            "GenerateDataKeyWithoutPlaintext": lambda: self.kms.generate_data_key_without_plaintext(
                KeySpec="AES_256", **self.name
            ),
            "GenerateDataKeyPair": lambda: self.kms.generate_data_key_pair(KeyPairSpec="ECC_NIST_P256", **self.name),
            "GenerateDataKeyPairWithoutPlaintext": lambda: self.kms.generate_data_key_pair_without_plaintext(
                KeyPairSpec="ECC_NIST_P256", **self.name
            ),
        }


@pytest.fixture
def key_of(shared_key):
    return lambda spec, usage: Key(*shared_key(spec, usage), spec, usage)


@pytest.mark.parametrize(("spec", "usage"), specs.KINDS)
def test_a_key_is_described_by_its_spec_and_usage(shared_key, spec, usage):
    kms, key = shared_key(spec, usage)
    metadata = kms.describe_key(KeyId=key)["KeyMetadata"]
    assert (metadata["KeySpec"], metadata["KeyUsage"], metadata["CustomerMasterKeySpec"]) == (spec, usage, spec)
    assert (metadata["KeyState"], metadata["Origin"], metadata["MultiRegion"]) == ("Enabled", "AWS_KMS", False)
    assert ("CurrentKeyMaterialId" in metadata) == (spec == "SYMMETRIC_DEFAULT")
    for name, (kinds, member) in specs.USAGES.items():
        expected = kinds[spec] if name == usage else None
        assert (sorted(metadata[member]) if member in metadata else None) == (expected and sorted(expected))


@pytest.mark.parametrize(("spec", "usage"), specs.KINDS)
def test_a_key_is_used_for_what_it_is_for_and_nothing_else(key_of, spec, usage):
    key = key_of(spec, usage)
    for operation, (for_usage, call) in key.uses().items():
        if for_usage == usage:
            call()
            continue
        message = f"{key.arn} key usage is {usage} which is not valid for {operation}."
        with refused("InvalidKeyUsageException", message):
            call()


@pytest.mark.parametrize(("spec", "usage"), specs.KINDS)
def test_only_symmetric_keys_make_data_keys(key_of, spec, usage):
    for call in (key := key_of(spec, usage)).data_keys().values():
        if key.spec == "SYMMETRIC_DEFAULT":
            call()
            continue
        with refused("InvalidKeyUsageException"):
            call()


@pytest.mark.parametrize(("spec", "usage"), specs.KINDS)
def test_only_keys_that_encrypt_re_encrypt(key_of, spec, usage):
    key = key_of(spec, usage)
    other = key.kms.create_key()["KeyMetadata"]["KeyId"]
    blob = key.kms.encrypt(KeyId=other, Plaintext=b"x")["CiphertextBlob"]
    terms = {"DestinationEncryptionAlgorithm": key.encryption["EncryptionAlgorithm"]}

    def there_and_back():
        moved = key.kms.re_encrypt(CiphertextBlob=blob, DestinationKeyId=key.name["KeyId"], **terms)
        key.kms.re_encrypt(
            CiphertextBlob=moved["CiphertextBlob"],
            SourceKeyId=key.name["KeyId"],
            SourceEncryptionAlgorithm=key.encryption["EncryptionAlgorithm"],
            DestinationKeyId=other,
        )

    if usage == "ENCRYPT_DECRYPT":
        there_and_back()
    else:
        with refused("InvalidKeyUsageException"):
            there_and_back()


@pytest.mark.parametrize(("spec", "usage"), specs.KINDS)
def test_only_key_pairs_have_a_public_key(key_of, spec, usage):
    key = key_of(spec, usage)
    if (spec, usage) in specs.ASYMMETRIC:
        outside.public_key(spec, key.kms.get_public_key(**key.name)["PublicKey"])
    else:
        with refused("UnsupportedOperationException", ""):
            key.kms.get_public_key(**key.name)


@pytest.mark.parametrize(("spec", "usage"), specs.KINDS)
def test_only_symmetric_encryption_keys_rotate(key_of, spec, usage):
    key = key_of(spec, usage)
    assert key.kms.get_key_rotation_status(**key.name)["KeyRotationEnabled"] is False
    kms = key.kms
    for call in (
        kms.enable_key_rotation, kms.disable_key_rotation, kms.rotate_key_on_demand, kms.list_key_rotations
    ):  # fmt: skip
        if spec == "SYMMETRIC_DEFAULT":
            call(**key.name)
        else:
            with refused("UnsupportedOperationException", ""):
                call(**key.name)


@pytest.mark.parametrize(("spec", "usage"), specs.KINDS)
def test_every_key_is_managed_alike(server, spec, usage, alias_name):
    kms = server.client(region=specs.region_of(spec))
    key = kms.create_key(KeySpec=spec, KeyUsage=usage, Description="one")["KeyMetadata"]["KeyId"]
    kms.update_key_description(KeyId=key, Description="other")
    kms.tag_resource(KeyId=key, Tags=[{"TagKey": "a", "TagValue": "b"}])
    kms.untag_resource(KeyId=key, TagKeys=["a"])
    assert kms.list_resource_tags(KeyId=key)["Tags"] == []
    kms.create_alias(AliasName=alias_name, TargetKeyId=key)
    kms.update_alias(AliasName=alias_name, TargetKeyId=key)
    assert kms.describe_key(KeyId=alias_name)["KeyMetadata"]["Description"] == "other"
    assert len(kms.list_aliases(KeyId=key)["Aliases"]) == 1
    kms.delete_alias(AliasName=alias_name)
    assert kms.list_key_policies(KeyId=key)["PolicyNames"] == ["default"]
    kms.put_key_policy(KeyId=key, Policy=kms.get_key_policy(KeyId=key)["Policy"])
    assert kms.get_key_last_usage(KeyId=key).get("KeyLastUsage", {}) == {}
    kms.disable_key(KeyId=key)
    kms.enable_key(KeyId=key)
    kms.schedule_key_deletion(KeyId=key)
    kms.cancel_key_deletion(KeyId=key)
    assert kms.describe_key(KeyId=key)["KeyMetadata"]["KeyState"] == "Disabled"


@pytest.mark.parametrize(("spec", "usage"), specs.KINDS)
def test_every_key_has_grants(shared_key, spec, usage):
    kms, key = shared_key(spec, usage)
    arn = kms.describe_key(KeyId=key)["KeyMetadata"]["Arn"]
    grantee = f"arn:{arn.split(':')[1]}:iam::{ACCOUNT}:root"
    made = [kms.create_grant(KeyId=key, GranteePrincipal=grantee, Operations=["DescribeKey"]) for _ in range(2)]
    assert {grant["GrantId"] for grant in made} <= {
        grant["GrantId"] for grant in kms.list_grants(KeyId=key)["Grants"]
    }
    kms.retire_grant(KeyId=arn, GrantId=made[0]["GrantId"])
    kms.revoke_grant(KeyId=key, GrantId=made[1]["GrantId"])


@pytest.mark.parametrize(("region", "other"), [(REGION, "eu-west-1"), (specs.CHINA, "cn-northwest-1")])
def test_every_key_can_be_a_multi_region_key(server, region, other):
    """All at once, since a new replica and a new primary key take a moment."""
    kinds = [(spec, usage) for spec, usage in specs.KINDS if specs.region_of(spec) == region]
    home, abroad = server.client(region=region), server.client(region=other)
    made = [
        home.create_key(KeySpec=spec, KeyUsage=usage, MultiRegion=True)["KeyMetadata"]["KeyId"]
        for spec, usage in kinds
    ]

    def settle(state="Enabled"):
        for kms in (home, abroad):
            for key in made:
                eventually(lambda: kms.describe_key(KeyId=key)["KeyMetadata"]["KeyState"] == state, f"{key}: {state}")

    for key in made:
        home.replicate_key(KeyId=key, ReplicaRegion=other)
    settle()
    for key in made:
        home.update_primary_region(KeyId=key, PrimaryRegion=other)
    settle()
    for key, (spec, usage) in zip(made, kinds, strict=True):
        metadata = abroad.describe_key(KeyId=key)["KeyMetadata"]
        assert metadata["MultiRegionConfiguration"]["MultiRegionKeyType"] == "PRIMARY"
        assert (metadata["KeySpec"], metadata["KeyUsage"]) == (spec, usage)


@pytest.mark.parametrize(("spec", "usage"), specs.KINDS)
def test_material_of_every_kind_but_the_newest_can_be_imported(server, spec, usage):
    kms = server.client(region=specs.region_of(spec))
    if not importing.is_importable(spec):
        with refused("UnsupportedOperationException"):
            kms.create_key(KeySpec=spec, KeyUsage=usage, Origin="EXTERNAL")
        return
    key = importing.external_key(kms, spec, usage)
    importing.import_material(kms, key, importing.new_material(kms, spec), importing.wrapping_for(spec))
    assert kms.describe_key(KeyId=key)["KeyMetadata"]["KeyState"] == "Enabled"
    # Once more, of an enabled key.
    importing.parameters(kms, key, *importing.wrapping_for(spec))
    kms.delete_imported_key_material(KeyId=key)


@pytest.mark.parametrize("spec", specs.SPECS)
def test_usages_that_a_spec_does_not_have_are_refused(server, spec):
    kms = server.client(region=specs.region_of(spec))
    for usage, (kinds, _) in specs.USAGES.items():
        if spec not in kinds:
            with refused("ValidationException", f"KeyUsage {usage} is not compatible with KeySpec {spec}"):
                kms.create_key(KeySpec=spec, KeyUsage=usage)


@pytest.mark.parametrize("spec", [spec for spec in specs.SPECS if spec != "SYMMETRIC_DEFAULT"])
def test_every_other_spec_needs_a_usage(server, spec):
    message = "You must specify a KeyUsage value for all KMS keys except for symmetric encryption keys."
    with refused("ValidationException", message):
        server.client(region=specs.region_of(spec)).create_key(KeySpec=spec)
