"""AWS's SDKs for Go, Ruby and Java, unmodified: what programs that use them saw, held against what boto3 sees.

The programs are in go, ruby and java. Debian's SDK for Ruby is of a time before KMS could sign, so it has fewer steps.
"""

import contextlib
import re

import pytest
import sdks
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, padding
from harness import ACCOUNT, REGION, Server, key_arn
from iam import no_policy, not_authorized, session_arn
from importing import import_material
from sdk_errors import DENIED_BY_STS, UUID, assert_refused, messages
from sdks import unbase64

pytestmark = pytest.mark.further_clients

DAY_SECONDS = 86400
ORDERS, CUSTOMERS = {"table": "orders"}, {"table": "customers"}
AGENTS = {
    "Go v2": "aws-sdk-go-v2/", "Go v1": "aws-sdk-go/", "Ruby": "aws-sdk-ruby3/", "Java v2": "aws-sdk-java/",
    "Java v1": "aws-sdk-java/",
}  # fmt: skip
SIGNING = [name for name in sdks.SDKS if name != "Ruby"]


@pytest.fixture(scope="module")
def programs(tmp_path_factory, clean_environment):
    """Gives the program of an SDK, which has run."""
    ran = {}
    with contextlib.ExitStack() as stack:

        def program(name):
            if name not in ran:
                sdks.SDKS[name].check()
                place = tmp_path_factory.mktemp("program")
                ran[name] = sdks.Program(name, stack.enter_context(Server(place / "data")), place)
            return ran[name]

        yield program


@pytest.fixture(params=sdks.SDKS)
def program(request, programs, record_property):
    record_property("client", f"AWS SDK for {request.param}")
    try:
        program = programs(request.param)
    except sdks.Missing as missing:
        pytest.skip(str(missing))
    record_property("version", program.version)
    return program


signing = pytest.mark.parametrize("program", SIGNING, indirect=True)


def test_life_of_a_key(program):
    seen = program.saw("life")
    key = program.kms.describe_key(KeyId="alias/orders")["KeyMetadata"]
    assert seen["key"] == seen["through_alias"] == key["Arn"] == key_arn(key["KeyId"])
    assert seen["created"] == int(key["CreationDate"].timestamp())
    assert seen["description"] == key["Description"] == "all orders"
    assert (seen["manager"], seen["usage"], seen["origin"]) == ("CUSTOMER", "ENCRYPT_DECRYPT", "AWS_KMS")
    assert program.kms.list_resource_tags(KeyId=key["KeyId"])["Tags"] == [{"TagKey": "team", "TagValue": "data"}]
    assert seen["tag"] == "team=data"
    assert seen["rotation"] == [False, True, False]
    assert seen["states"] == ["Enabled", "Disabled", "Enabled", "PendingDeletion", key["KeyState"]]
    assert key["KeyState"] == "Disabled"
    assert 7 <= (seen["deletion"] - seen["created"]) / DAY_SECONDS < 8


def decrypted(program, blob, **context):
    return program.kms.decrypt(CiphertextBlob=unbase64(blob), EncryptionContext=context)


def test_data_keys(program):
    seen = program.saw("data_keys")
    assert seen["by"] == seen["key"]
    for name, length, context in (("plain", 32, {}), ("bound", 24, ORDERS), ("sealed", 16, ORDERS)):
        there = decrypted(program, seen[f"{name}_blob"], **context)
        assert there["Plaintext"] == unbase64(seen[f"{name}_again"]) == unbase64(seen.get(name, seen[f"{name}_again"]))
        assert len(there["Plaintext"]) == length
        assert there["KeyId"] == seen["key"]
    assert_refused(program, seen["unbound"], "InvalidCiphertextException")


@signing
def test_data_key_pair(program):
    seen = program.saw("data_key_pair")
    assert seen["private"] == seen["private_again"]
    private = serialization.load_der_private_key(unbase64(seen["private"]), password=None)
    assert private.curve.name == "secp256r1"
    assert private.public_key() == serialization.load_der_public_key(unbase64(seen["public"]))


def test_encryption(program):
    seen = program.saw("encryption")
    assert unbase64(seen["plaintext"]) == unbase64(seen["moved_plaintext"]) == b"row"
    assert (seen["source"], seen["destination"]) == (seen["first"], seen["second"])
    for blob, key, context in ((seen["blob"], seen["first"], ORDERS), (seen["moved"], seen["second"], CUSTOMERS)):
        there = decrypted(program, blob, **context)
        assert (there["Plaintext"], there["KeyId"]) == (b"row", key)


@signing
def test_what_is_encrypted_under_a_public_key(program):
    seen = program.saw("rsa_encryption")
    assert unbase64(seen["plaintext"]) == b"row"
    assert seen["algorithm"] == "RSAES_OAEP_SHA_256"


def verify(algorithm, signed):
    """As the SDK's program has done in its language; here with another library."""
    key = serialization.load_der_public_key(unbase64(signed["public_key"]))
    schemes = {
        "ECDSA_SHA_256": [ec.ECDSA(hashes.SHA256())],
        "RSASSA_PKCS1_V1_5_SHA_256": [padding.PKCS1v15(), hashes.SHA256()],
        "RSASSA_PSS_SHA_256": [padding.PSS(padding.MGF1(hashes.SHA256()), 32), hashes.SHA256()],
    }
    key.verify(unbase64(signed["signature"]), unbase64(signed["message"]), *schemes[algorithm])


@signing
@pytest.mark.parametrize("algorithm", ["ECDSA_SHA_256", "RSASSA_PSS_SHA_256", "RSASSA_PKCS1_V1_5_SHA_256"])
def test_signatures(program, algorithm):
    signed = program.saw("signatures")[algorithm]
    assert unbase64(signed["message"]) == b"order 1"
    assert (signed["valid"], signed["valid_here"], signed["other_valid_here"]) == (True, True, False)
    assert_refused(program, signed["refused"], "KMSInvalidSignatureException")
    verify(algorithm, signed)
    with pytest.raises(InvalidSignature):
        verify(algorithm, signed | {"message": "b3RoZXI="})


@signing
def test_mac(program):
    seen = program.saw("mac")
    there = program.kms.generate_mac(KeyId=seen["key"], Message=unbase64(seen["message"]), MacAlgorithm="HMAC_SHA_256")
    assert there["Mac"] == unbase64(seen["mac"])
    assert seen["valid"] is True
    assert_refused(program, seen["refused"], "KMSInvalidMacException")


def test_grants(program):
    seen = program.saw("grants")
    assert seen["listed"] == seen["grant"]
    assert (seen["name"], seen["grantee"]) == ("writer", program.stranger.arn)
    assert (seen["operations"], seen["constraint"]) == (["Encrypt"], "orders")
    assert decrypted(program, seen["blob"], **ORDERS)["Plaintext"] == b"row"
    denied = not_authorized(
        program.stranger.arn, "kms:Encrypt", seen["key"], no_policy("identity-based", "kms:Encrypt")
    )
    assert_refused(program, seen["elsewhere"], "AccessDeniedException", denied)
    assert_refused(program, seen["afterwards"], "AccessDeniedException", denied)
    assert program.kms.list_grants(KeyId=seen["key"])["Grants"] == []


def test_imported_key_material(program):
    """The material is the one that the program says: whoever brings it again can decrypt what was encrypted."""
    seen = program.saw("imports")
    assert seen["states"] == ["PendingImport", "Enabled", "PendingImport"]
    assert seen["expires"] == "KEY_MATERIAL_EXPIRES"
    assert seen["valid_to"] == seen["given"]
    key = program.kms.describe_key(KeyId=seen["key"])["KeyMetadata"]
    assert (key["KeyState"], key["Origin"]) == ("PendingImport", "EXTERNAL")
    import_material(program.kms, seen["key"], unbase64(seen["material"]))
    assert decrypted(program, seen["blob"])["Plaintext"] == b"row"


def test_session_of_a_role(program):
    seen = program.saw("session")
    assert seen["caller"] == session_arn(program.role, "pipeline")
    assert seen["account"] == ACCOUNT
    assert seen["described"] == seen["key"]
    refused = seen["refused"]
    assert (refused["type"], refused["code"], refused["status"]) == (DENIED_BY_STS[program.name], "AccessDenied", 403)
    assert refused["message"] == not_authorized(program.stranger.arn, "sts:AssumeRole", program.role.arn, "").strip()
    assert re.fullmatch(UUID, refused["request_id"])


def test_pages(program):
    """The SDK's paginator gives every item once, in the order in which boto3 lists them."""
    seen, kms = program.saw("pages"), program.kms
    here = {
        "keys": [key["KeyArn"] for key in kms.list_keys()["Keys"]],
        "aliases": [alias["AliasName"] for alias in kms.list_aliases(KeyId=seen["key"])["Aliases"]],
        "grants": [grant["Name"] for grant in kms.list_grants(KeyId=seen["key"])["Grants"]],
    }
    assert sorted(here["aliases"]) == [f"alias/page-{number}" for number in range(1, 6)]
    assert sorted(here["grants"]) == [f"page-{number}" for number in range(1, 6)]
    for name, items in here.items():
        assert [item for page in seen[name] for item in page] == items
        assert [len(page) for page in seen[name]] == [2] * (len(items) // 2) + [1] * (len(items) % 2)


# Of keys, or of members of requests, that Debian's SDK for Ruby does not know.
NEWER = {"IncorrectKeyException", "InvalidKeyUsageException", "UnsupportedOperationException"}


def test_errors(program):
    seen = program.saw("errors")
    expected = messages(program, seen)
    if program.name not in SIGNING:
        expected = {code: message for code, message in expected.items() if code not in NEWER}
    assert {code for code in seen if code.endswith("Exception")} == set(expected)
    for code, message in expected.items():
        assert_refused(program, seen[code], code, message)


def test_request_ids_are_those_of_the_audit_trail(program):
    """Nothing is recorded of whose signature is not his."""
    seen = program.saw("errors")
    refusals = {seen[code]["request_id"]: code for code in seen if code.endswith("Exception")}
    strangers = {seen[code]["request_id"] for code in ("InvalidSignatureException", "UnrecognizedClientException")}
    assert set(refusals) - set(program.records) <= strangers
    for request_id, code in refusals.items():
        if request_id not in strangers:
            record = program.records[request_id]
            assert record["awsRegion"] == REGION
            assert record["errorCode"] == ("AccessDenied" if code == "AccessDeniedException" else code)
            assert AGENTS[program.name] + program.version in record["userAgent"]
