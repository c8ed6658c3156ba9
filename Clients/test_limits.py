"""Every blob that is a member of a request: of no bytes, of as many as the model allows, and of one more.

What RSA and SM2 keys can encrypt is in test_asymmetric_encryption.py.
"""

import boto3
import pytest
from botocore.exceptions import ClientError
from calls import Prepared
from harness import refused

SERVICE = boto3.Session().client("kms", region_name="us-east-1").meta.service_model
BLOBS = [
    (operation, member, shape.metadata["max"])
    for operation in SERVICE.operation_names
    for member, shape in SERVICE.operation_model(operation).input_shape.members.items()
    if shape.type_name == "blob"
]


def test_the_model_has_the_limits_that_the_documents_name():
    limits = {(operation, member): most for operation, member, most in BLOBS}
    assert limits["Encrypt", "Plaintext"] == limits["Sign", "Message"] == limits["GenerateMac", "Message"] == 4096
    assert limits["Decrypt", "CiphertextBlob"] == limits["Verify", "Signature"] == limits["VerifyMac", "Mac"] == 6144


@pytest.mark.parametrize(("operation", "member", "most"), BLOBS)
def test_a_blob_has_at_least_a_byte_and_no_more_than_the_model_allows(server, lax, operation, member, most):
    made = Prepared(server, operation)
    name = member[0].lower() + member[1:]
    said = f"1 validation error detected: Value at '{name}' failed to satisfy constraint: Member must have length "
    with refused("ValidationException", f"{said}greater than or equal to 1"):
        made.call(lax, **{member: b""})
    with refused("ValidationException", f"{said}less than or equal to {most}"):
        made.call(lax, **{member: bytes(most + 1)})
    for length in (1, most):
        try:
            made.call(lax, **{member: bytes(length)})
        except ClientError as error:
            # It is no ciphertext, signature, key or token; but it was looked at.
            assert "constraint" not in error.response["Error"].get("Message", "")
