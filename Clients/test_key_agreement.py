"""DeriveSharedSecret: the other side is another key, or a key that the server never saw."""

import outside
import pytest
import specs
from cryptography.hazmat.primitives.asymmetric import ec
from curves import SM2PrivateKey
from harness import key_arn, refused
from importing import imported_key

NIST = [spec for spec in specs.AGREEMENT if spec != "SM2"]
SECRET_BYTES = {"ECC_NIST_P256": 32, "ECC_NIST_P384": 48, "ECC_NIST_P521": 66, "SM2": 32}
DRY_RUN = "The request would have succeeded, but the DryRun option is set."


def derive(kms, key, public):
    return kms.derive_shared_secret(KeyId=key, KeyAgreementAlgorithm="ECDH", PublicKey=public)


@pytest.mark.parametrize("spec", NIST)
def test_both_sides_derive_the_same_secret(shared_key, spec):
    kms, key = shared_key(spec, "KEY_AGREEMENT")
    public = outside.public_key(spec, kms.get_public_key(KeyId=key)["PublicKey"])
    private = outside.generate(spec)
    answer = derive(kms, key, outside.spki(private.public_key()))
    assert answer["SharedSecret"] == private.exchange(ec.ECDH(), public)
    assert len(answer["SharedSecret"]) == SECRET_BYTES[spec]
    assert answer["KeyId"] == key_arn(key)
    assert (answer["KeyAgreementAlgorithm"], answer["KeyOrigin"]) == ("ECDH", "AWS_KMS")


def test_both_sides_derive_the_same_secret_with_sm2(shared_key):
    kms, key = shared_key("SM2", "KEY_AGREEMENT")
    public = outside.public_key("SM2", kms.get_public_key(KeyId=key)["PublicKey"])
    private = SM2PrivateKey.generate(like=public.der)
    assert derive(kms, key, private.public.der)["SharedSecret"] == private.shared_secret(public)


@pytest.mark.parametrize("spec", specs.AGREEMENT)
def test_two_keys_of_the_server_agree(shared_key, spec):
    kms, one = shared_key(spec, "KEY_AGREEMENT")
    other = kms.create_key(KeySpec=spec, KeyUsage="KEY_AGREEMENT")["KeyMetadata"]["KeyId"]
    publics = {key: kms.get_public_key(KeyId=key)["PublicKey"] for key in (one, other)}
    secrets = {derive(kms, key, publics[peer])["SharedSecret"] for key, peer in ((one, other), (other, one))}
    assert len(secrets) == 1
    assert {len(secret) for secret in secrets} == {SECRET_BYTES[spec]}


@pytest.mark.parametrize("spec", NIST)
def test_an_imported_key_agrees_as_its_owner_does(server, spec):
    kms, key, private = imported_key(server, spec, "KEY_AGREEMENT")
    peer = outside.generate(spec)
    answer = derive(kms, key, outside.spki(peer.public_key()))
    assert answer["SharedSecret"] == peer.exchange(ec.ECDH(), private.public_key())
    assert answer["KeyOrigin"] == "EXTERNAL"


@pytest.mark.parametrize("spec", NIST)
def test_a_public_key_that_is_none_of_the_curve_is_refused(shared_key, spec):
    kms, key = shared_key(spec, "KEY_AGREEMENT")
    good = outside.spki(outside.generate(spec).public_key())
    others = [outside.spki(outside.generate(other).public_key()) for other in outside.CURVES if other != spec]
    rsa = outside.spki(outside.generate("RSA_2048").public_key())
    off_the_curve = good[:-1] + bytes([good[-1] ^ 1])
    for wrong in (*others, rsa, off_the_curve, good[:-1], good + b"\0", b"x", 8192 * b"\0"):
        with refused("ValidationException", ""):
            derive(kms, key, wrong)


def test_keys_of_another_usage_do_not_agree(shared_key):
    kms, key = shared_key("ECC_NIST_P256", "SIGN_VERIFY")
    message = f"{key_arn(key)} key usage is SIGN_VERIFY which is not valid for DeriveSharedSecret."
    with refused("InvalidKeyUsageException", message):
        derive(kms, key, b"x")


def test_a_dry_run_derives_nothing(shared_key):
    kms, key = shared_key("ECC_NIST_P256", "KEY_AGREEMENT")
    public = outside.spki(outside.generate("ECC_NIST_P256").public_key())
    with refused("DryRunOperationException", DRY_RUN):
        kms.derive_shared_secret(KeyId=key, KeyAgreementAlgorithm="ECDH", PublicKey=public, DryRun=True)


def test_an_unknown_algorithm_is_refused(lax, absent):
    said = (
        "1 validation error detected: Value 'DH' at 'keyAgreementAlgorithm' failed to satisfy constraint: "
        "Member must satisfy enum value set: [ECDH]"
    )
    with refused("ValidationException", said):
        lax.derive_shared_secret(KeyId=absent, KeyAgreementAlgorithm="DH", PublicKey=b"x")
