"""GenerateMac and VerifyMac, checked with Python's own HMAC."""

import hmac
import os

import pytest
import specs
from harness import key_arn, refused
from importing import external_key, import_material

CASES = [(spec, algorithms[0]) for spec, algorithms in specs.MACS.items()]
DRY_RUN = "The request would have succeeded, but the DryRun option is set."


@pytest.mark.parametrize(("spec", "algorithm"), CASES)
def test_what_generate_mac_makes_verify_mac_accepts_and_nothing_else(shared_key, spec, algorithm):
    kms, key = shared_key(spec, "GENERATE_VERIFY_MAC")
    terms = {"KeyId": key, "Message": b"message", "MacAlgorithm": algorithm}
    made = kms.generate_mac(**terms)
    assert (made["KeyId"], made["MacAlgorithm"]) == (key_arn(key), algorithm)
    assert len(made["Mac"]) == specs.HMAC_BYTES[spec]
    assert kms.generate_mac(**terms)["Mac"] == made["Mac"]
    verified = kms.verify_mac(Mac=made["Mac"], **terms)
    assert (verified["KeyId"], verified["MacValid"], verified["MacAlgorithm"]) == (key_arn(key), True, algorithm)
    changed = bytes([made["Mac"][0] ^ 1]) + made["Mac"][1:]
    for wrong in (changed, made["Mac"][:-1], made["Mac"] + b"\0", b"x", 6144 * b"\0"):
        with refused("KMSInvalidMacException", ""):
            kms.verify_mac(Mac=wrong, **terms)
    with refused("KMSInvalidMacException", ""):
        kms.verify_mac(Mac=made["Mac"], **terms | {"Message": b"Message"})


@pytest.mark.parametrize(("spec", "algorithm"), CASES)
def test_macs_under_an_imported_key_are_those_of_others(kms, spec, algorithm):
    material = os.urandom(specs.HMAC_BYTES[spec])
    key = external_key(kms, spec, "GENERATE_VERIFY_MAC")
    import_material(kms, key, material)
    for message in (b"x", bytes(range(256)), 4096 * b"z"):
        expected = hmac.digest(material, message, f"sha{spec[5:]}")
        terms = {"KeyId": key, "Message": message, "MacAlgorithm": algorithm}
        assert kms.generate_mac(**terms)["Mac"] == expected
        assert kms.verify_mac(Mac=expected, **terms)["MacValid"]


@pytest.mark.parametrize(("spec", "algorithm"), CASES)
def test_the_algorithm_is_the_one_of_the_spec(shared_key, spec, algorithm):
    kms, key = shared_key(spec, "GENERATE_VERIFY_MAC")
    for _, other in CASES:
        if other == algorithm:
            continue
        message = f"Algorithm {other} is incompatible with key spec {spec}."
        with refused("InvalidKeyUsageException", message):
            kms.generate_mac(KeyId=key, Message=b"x", MacAlgorithm=other)
        with refused("InvalidKeyUsageException", message):
            kms.verify_mac(KeyId=key, Message=b"x", Mac=b"x", MacAlgorithm=other)


def test_a_mac_is_one_of_its_key_only(kms):
    one, other = (
        kms.create_key(KeySpec="HMAC_256", KeyUsage="GENERATE_VERIFY_MAC")["KeyMetadata"]["KeyId"] for _ in range(2)
    )
    terms = {"Message": b"x", "MacAlgorithm": "HMAC_SHA_256"}
    with refused("KMSInvalidMacException", ""):
        kms.verify_mac(KeyId=other, Mac=kms.generate_mac(KeyId=one, **terms)["Mac"], **terms)


@pytest.mark.parametrize(
    ("length", "bound"), [(0, "greater than or equal to 1"), (4097, "less than or equal to 4096")]
)
def test_messages_out_of_range_are_refused(shared_key, lax, length, bound):
    _, key = shared_key("HMAC_256", "GENERATE_VERIFY_MAC")
    said = "1 validation error detected: Value at 'message' failed to satisfy constraint: Member must have length "
    with refused("ValidationException", said + bound):
        lax.generate_mac(KeyId=key, Message=bytes(length), MacAlgorithm="HMAC_SHA_256")


def test_an_unknown_algorithm_is_refused_before_the_key_is_looked_for(lax, absent):
    with refused("ValidationException") as caught:
        lax.generate_mac(KeyId=absent, Message=b"x", MacAlgorithm="HMAC_MD5")
    message = caught.value.response["Error"]["Message"]
    assert message.startswith("1 validation error detected: Value 'HMAC_MD5' at 'macAlgorithm' failed to satisfy")
    assert "Member must satisfy enum value set: [" in message


def test_usage_comes_before_state_and_state_before_algorithm(kms, key):
    terms = {"Message": b"x", "MacAlgorithm": "HMAC_SHA_512"}
    kms.disable_key(KeyId=key)
    message = f"{key_arn(key)} key usage is ENCRYPT_DECRYPT which is not valid for GenerateMac."
    with refused("InvalidKeyUsageException", message):
        kms.generate_mac(KeyId=key, **terms)
    hmac_key = kms.create_key(KeySpec="HMAC_256", KeyUsage="GENERATE_VERIFY_MAC")["KeyMetadata"]["KeyId"]
    kms.disable_key(KeyId=hmac_key)
    with refused("DisabledException", f"{key_arn(hmac_key)} is disabled."):
        kms.generate_mac(KeyId=hmac_key, **terms)


def test_a_dry_run_makes_no_mac(shared_key):
    kms, key = shared_key("HMAC_256", "GENERATE_VERIFY_MAC")
    terms = {"KeyId": key, "Message": b"x", "MacAlgorithm": "HMAC_SHA_256"}
    with refused("DryRunOperationException", DRY_RUN):
        kms.generate_mac(DryRun=True, **terms)
    with refused("DryRunOperationException", DRY_RUN):
        kms.verify_mac(DryRun=True, Mac=kms.generate_mac(**terms)["Mac"], **terms)

