"""Multi-Region keys: ReplicateKey, UpdatePrimaryRegion, what the keys of a set share, and how they are deleted.

https://docs.aws.amazon.com/kms/latest/developerguide/multi-region-keys-overview.html
"""

import os
import re

import outside
import pytest
from harness import REGION, key_arn, refused
from importing import external_key, import_material
from multi_region import ABROAD, FARTHER, Set


@pytest.fixture
def one(server):
    """A primary key without replicas."""
    return Set(server)


@pytest.fixture
def pair(one):
    """A primary key with a replica."""
    one.replicate()
    return one


def arn(keys, region=REGION):
    return key_arn(keys.key, region=region)


def test_a_primary_key_is_one_from_the_beginning(one):
    assert re.fullmatch("mrk-[0-9a-f]{32}", one.key)
    assert one.metadata["MultiRegion"] is True
    assert one.metadata["MultiRegionConfiguration"] == {
        "MultiRegionKeyType": "PRIMARY",
        "PrimaryKey": {"Arn": arn(one), "Region": REGION},
        "ReplicaKeys": [],
    }


def test_a_replica_is_described_with_its_set(one):
    answer = one[REGION].replicate_key(
        KeyId=one.key, ReplicaRegion=ABROAD, Description="abroad", Tags=[{"TagKey": "a", "TagValue": "b"}]
    )
    replica = answer["ReplicaKeyMetadata"]
    assert (replica["Arn"], replica["KeyId"]) == (arn(one, ABROAD), one.key)
    assert replica["KeyState"] in ("Creating", "Enabled")
    assert replica["Description"] == "abroad"
    assert answer["ReplicaTags"] == [{"TagKey": "a", "TagValue": "b"}]
    assert answer["ReplicaPolicy"] == one[ABROAD].get_key_policy(KeyId=one.key)["Policy"]
    one.settle(ABROAD)
    expected = {
        "PrimaryKey": {"Arn": arn(one), "Region": REGION},
        "ReplicaKeys": [{"Arn": arn(one, ABROAD), "Region": ABROAD}],
    }
    for region, kind in ((REGION, "PRIMARY"), (ABROAD, "REPLICA")):
        metadata = one.described(region)
        assert (metadata["KeyState"], metadata["MultiRegion"]) == ("Enabled", True)
        assert metadata["MultiRegionConfiguration"] == {"MultiRegionKeyType": kind} | expected


def test_a_replica_is_not_used_while_it_is_being_created(one):
    one[REGION].replicate_key(KeyId=one.key, ReplicaRegion=ABROAD)
    try:
        one[ABROAD].encrypt(KeyId=one.key, Plaintext=b"x")
    except one[ABROAD].exceptions.KMSInvalidStateException as error:
        assert error.response["Error"]["Message"] == f"{arn(one, ABROAD)} is creating."
    else:
        assert one.described(ABROAD)["KeyState"] == "Enabled"
    one.settle(ABROAD)


def test_a_blob_made_in_one_region_decrypts_in_another(pair):
    for source, target in ((REGION, ABROAD), (ABROAD, REGION)):
        blob = pair[source].encrypt(KeyId=pair.key, Plaintext=b"secret")["CiphertextBlob"]
        for terms in ({}, {"KeyId": pair.key}, {"KeyId": arn(pair, target)}):
            decrypted = pair[target].decrypt(CiphertextBlob=blob, **terms)
            assert (decrypted["Plaintext"], decrypted["KeyId"]) == (b"secret", arn(pair, target))


def test_a_blob_does_not_decrypt_where_there_is_no_replica(pair):
    blob = pair[REGION].encrypt(KeyId=pair.key, Plaintext=b"secret")["CiphertextBlob"]
    with refused("AccessDeniedException"):
        pair[FARTHER].decrypt(CiphertextBlob=blob)


def test_asymmetric_and_hmac_keys_are_the_same_key_in_every_region(server):
    signing = Set(server, "ECC_NIST_P256", "SIGN_VERIFY")
    signing.replicate()
    terms = {"KeyId": signing.key, "Message": b"x", "SigningAlgorithm": "ECDSA_SHA_256"}
    signature = signing[ABROAD].sign(**terms)["Signature"]
    assert signing[REGION].verify(Signature=signature, **terms)["SignatureValid"]
    publics = {signing[region].get_public_key(KeyId=signing.key)["PublicKey"] for region in (REGION, ABROAD)}
    assert outside.is_valid(outside.public_key("ECC_NIST_P256", *publics), "ECDSA_SHA_256", signature, b"x", "RAW")
    mac = Set(server, "HMAC_256", "GENERATE_VERIFY_MAC")
    mac.replicate()
    terms = {"KeyId": mac.key, "Message": b"x", "MacAlgorithm": "HMAC_SHA_256"}
    assert mac[REGION].verify_mac(Mac=mac[ABROAD].generate_mac(**terms)["Mac"], **terms)["MacValid"]
    secret = Set(server, "ML_KEM_768", "ENCAPSULATE_DECAPSULATE")
    secret.replicate()
    made = secret[REGION].encapsulate(KeyId=secret.key, EncapsulationAlgorithm="ML_KEM")
    answer = secret[ABROAD].decapsulate(
        KeyId=secret.key,
        EncapsulationAlgorithm="ML_KEM",
        SharedSecretCiphertextBlob=made["SharedSecretCiphertextBlob"],
    )
    assert answer["SharedSecret"] == made["SharedSecret"]


def test_description_tags_aliases_policy_and_state_are_a_keys_own(pair, alias_name):
    home, abroad = pair[REGION], pair[ABROAD]
    home.update_key_description(KeyId=pair.key, Description="home")
    home.tag_resource(KeyId=pair.key, Tags=[{"TagKey": "a", "TagValue": "b"}])
    home.create_alias(AliasName=alias_name, TargetKeyId=pair.key)
    policy = home.get_key_policy(KeyId=pair.key)["Policy"].replace("key-default-1", "mine")
    home.put_key_policy(KeyId=pair.key, Policy=policy)
    home.disable_key(KeyId=pair.key)
    metadata = pair.described(ABROAD)
    assert (metadata["Description"], metadata["KeyState"]) == ("", "Enabled")
    assert abroad.list_resource_tags(KeyId=pair.key)["Tags"] == []
    assert abroad.list_aliases(KeyId=pair.key)["Aliases"] == []
    assert abroad.get_key_policy(KeyId=pair.key)["Policy"] != policy


def test_only_the_primary_key_is_replicated(pair, key):
    with refused("UnsupportedOperationException", f"{arn(pair, ABROAD)} is not a multi-region primary key."):
        pair[ABROAD].replicate_key(KeyId=pair.key, ReplicaRegion=FARTHER)
    with refused("UnsupportedOperationException", f"{key_arn(key)} is not a multi-region primary key."):
        pair[REGION].replicate_key(KeyId=key, ReplicaRegion=FARTHER)


def test_a_region_has_one_key_of_a_set(pair):
    with refused("AlreadyExistsException"):
        pair[REGION].replicate_key(KeyId=pair.key, ReplicaRegion=ABROAD)
    with pytest.raises(pair[REGION].exceptions.ClientError) as caught:
        pair[REGION].replicate_key(KeyId=pair.key, ReplicaRegion=REGION)
    assert caught.value.response["Error"]["Code"] in ("AlreadyExistsException", "UnsupportedOperationException")


@pytest.mark.parametrize("region", ["cn-north-1", "us-gov-west-1", "mars-north-1"])
def test_a_set_stays_in_its_partition(one, region):
    with pytest.raises(one[REGION].exceptions.ClientError) as caught:
        one[REGION].replicate_key(KeyId=one.key, ReplicaRegion=region)
    assert caught.value.response["ResponseMetadata"]["HTTPStatusCode"] == 400
    assert one.described(REGION)["MultiRegionConfiguration"]["ReplicaKeys"] == []


def test_the_primary_region_can_be_changed(pair):
    blob = pair[REGION].encrypt(KeyId=pair.key, Plaintext=b"secret")["CiphertextBlob"]
    pair.move(ABROAD)
    for region, kind in ((REGION, "REPLICA"), (ABROAD, "PRIMARY")):
        metadata = pair.described(region)
        assert metadata["KeyState"] == "Enabled"
        assert metadata["MultiRegionConfiguration"] == {
            "MultiRegionKeyType": kind,
            "PrimaryKey": {"Arn": arn(pair, ABROAD), "Region": ABROAD},
            "ReplicaKeys": [{"Arn": arn(pair), "Region": REGION}],
        }
    assert pair[ABROAD].decrypt(CiphertextBlob=blob)["Plaintext"] == b"secret"
    with refused("UnsupportedOperationException", f"{arn(pair)} is not a multi-region primary key."):
        pair[REGION].replicate_key(KeyId=pair.key, ReplicaRegion=FARTHER)
    pair.replicate(FARTHER, source=ABROAD)
    assert pair.types() == {REGION: "REPLICA", ABROAD: "PRIMARY", FARTHER: "REPLICA"}
    pair.move(REGION, source=ABROAD)
    assert pair.types() == {REGION: "PRIMARY", ABROAD: "REPLICA", FARTHER: "REPLICA"}


def test_a_key_is_used_while_its_primary_region_changes(pair):
    pair[REGION].update_primary_region(KeyId=pair.key, PrimaryRegion=ABROAD)
    for region in (REGION, ABROAD):
        assert pair.described(region)["KeyState"] in ("Updating", "Enabled")
        blob = pair[region].encrypt(KeyId=pair.key, Plaintext=b"x")["CiphertextBlob"]
        assert pair[region].decrypt(CiphertextBlob=blob)["Plaintext"] == b"x"
    pair.settle(REGION, ABROAD)


def test_the_primary_region_moves_to_a_replica_only(pair, key):
    with pytest.raises(pair[REGION].exceptions.ClientError) as caught:
        pair[REGION].update_primary_region(KeyId=pair.key, PrimaryRegion=FARTHER)
    assert caught.value.response["Error"]["Code"] in ("NotFoundException", "UnsupportedOperationException")
    for kms, identifier in ((pair[ABROAD], pair.key), (pair[REGION], key)):
        with refused("UnsupportedOperationException"):
            kms.update_primary_region(KeyId=identifier, PrimaryRegion=REGION)


def test_rotation_is_the_primary_keys_and_goes_for_all(pair):
    pair[REGION].enable_key_rotation(KeyId=pair.key, RotationPeriodInDays=100)
    for region in (REGION, ABROAD):
        status = pair[region].get_key_rotation_status(KeyId=pair.key)
        assert (status["KeyRotationEnabled"], status["RotationPeriodInDays"]) == (True, 100)
    old = pair[ABROAD].encrypt(KeyId=pair.key, Plaintext=b"old")["CiphertextBlob"]
    before = pair.described(ABROAD)["CurrentKeyMaterialId"]
    pair[REGION].rotate_key_on_demand(KeyId=pair.key)
    current = {pair.described(region)["CurrentKeyMaterialId"] for region in (REGION, ABROAD)}
    assert len(current) == 1 and before not in current
    for region in (REGION, ABROAD):
        assert pair[region].decrypt(CiphertextBlob=old)["Plaintext"] == b"old"
    for call in (
        lambda: pair[ABROAD].rotate_key_on_demand(KeyId=pair.key),
        lambda: pair[ABROAD].enable_key_rotation(KeyId=pair.key),
        lambda: pair[ABROAD].disable_key_rotation(KeyId=pair.key),
    ):
        with refused("UnsupportedOperationException"):
            call()


def test_a_primary_key_waits_for_its_replicas_to_be_deleted(pair):
    answer = pair[REGION].schedule_key_deletion(KeyId=pair.key, PendingWindowInDays=7)
    assert (answer["KeyState"], answer["PendingWindowInDays"]) == ("PendingReplicaDeletion", 7)
    assert "DeletionDate" not in answer
    metadata = pair.described(REGION)
    assert (metadata["KeyState"], metadata["PendingDeletionWindowInDays"]) == ("PendingReplicaDeletion", 7)
    assert "DeletionDate" not in metadata
    message = f"{arn(pair)} is pending replica deletion."
    for call in (
        lambda: pair[REGION].encrypt(KeyId=pair.key, Plaintext=b"x"),
        lambda: pair[REGION].replicate_key(KeyId=pair.key, ReplicaRegion=FARTHER),
        lambda: pair[REGION].update_primary_region(KeyId=pair.key, PrimaryRegion=ABROAD),
        lambda: pair[REGION].enable_key(KeyId=pair.key),
        lambda: pair[REGION].schedule_key_deletion(KeyId=pair.key),
        lambda: pair[REGION].tag_resource(KeyId=pair.key, Tags=[{"TagKey": "a", "TagValue": "b"}]),
    ):
        with refused("KMSInvalidStateException", message):
            call()
    assert pair[ABROAD].encrypt(KeyId=pair.key, Plaintext=b"x")
    pair[REGION].cancel_key_deletion(KeyId=pair.key)
    assert pair.described(REGION)["KeyState"] == "Disabled"


def test_a_replica_is_deleted_like_any_key(pair):
    assert pair[ABROAD].schedule_key_deletion(KeyId=pair.key)["KeyState"] == "PendingDeletion"
    assert pair.described(REGION)["KeyState"] == "Enabled"
    with refused("AlreadyExistsException"):
        pair[REGION].replicate_key(KeyId=pair.key, ReplicaRegion=ABROAD)
    pair[ABROAD].cancel_key_deletion(KeyId=pair.key)
    assert pair.described(ABROAD)["KeyState"] == "Disabled"


def test_a_replica_of_an_imported_key_waits_for_the_same_material(server):
    keys = Set(server, Origin="EXTERNAL")
    material = os.urandom(32)
    import_material(keys[REGION], keys.key, material)
    keys.replicate()
    assert keys.described(ABROAD)["KeyState"] == "PendingImport"
    with refused("IncorrectKeyMaterialException"):
        import_material(keys[ABROAD], keys.key, os.urandom(32))
    import_material(keys[ABROAD], keys.key, material)
    blob = keys[REGION].encrypt(KeyId=keys.key, Plaintext=b"x")["CiphertextBlob"]
    assert keys[ABROAD].decrypt(CiphertextBlob=blob)["Plaintext"] == b"x"


def test_new_material_of_a_set_is_rotated_to_once_every_replica_has_it(server):
    keys = Set(server, Origin="EXTERNAL")
    first, second = os.urandom(32), os.urandom(32)
    import_material(keys[REGION], keys.key, first)
    keys.replicate()
    import_material(keys[ABROAD], keys.key, first)
    with refused("UnsupportedOperationException"):
        import_material(keys[ABROAD], keys.key, second, ImportType="NEW_KEY_MATERIAL")
    name = import_material(keys[REGION], keys.key, second, ImportType="NEW_KEY_MATERIAL")["KeyMaterialId"]
    assert material_state(keys, name) == "PENDING_MULTI_REGION_IMPORT_AND_ROTATION"
    with refused("KMSInvalidStateException"):
        keys[REGION].rotate_key_on_demand(KeyId=keys.key)
    import_material(keys[ABROAD], keys.key, second, ImportType="EXISTING_KEY_MATERIAL")
    assert material_state(keys, name) == "PENDING_ROTATION"
    keys[REGION].rotate_key_on_demand(KeyId=keys.key)
    assert {keys.described(region)["CurrentKeyMaterialId"] for region in (REGION, ABROAD)} == {name}


def material_state(keys, name):
    listed = keys[REGION].list_key_rotations(KeyId=keys.key, IncludeKeyMaterial="ALL_KEY_MATERIAL")["Rotations"]
    return {entry["KeyMaterialId"]: entry["KeyMaterialState"] for entry in listed}[name]


def test_a_primary_key_may_wait_for_its_material(server):
    kms = server.client()
    assert external_key(kms, MultiRegion=True).startswith("mrk-")


def test_sets_survive_a_restart(serve):
    server = serve()
    keys = Set(server)
    keys.replicate()
    keys.move(ABROAD)
    blob = keys[REGION].encrypt(KeyId=keys.key, Plaintext=b"x")["CiphertextBlob"]
    before = keys.described(REGION)
    server.restart()
    keys.clients = {region: server.client(region=region) for region in keys.clients}
    assert keys.described(REGION) == before
    assert keys[ABROAD].decrypt(CiphertextBlob=blob)["Plaintext"] == b"x"
