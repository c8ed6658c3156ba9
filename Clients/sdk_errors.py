"""What errors look like in AWS's SDKs for Go, Ruby and Java, and the messages that come with them."""

import re

from harness import alias_arn
from iam import no_policy, not_authorized

UUID = r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"
JAVA_V2, JAVA_V1 = "software.amazon.awssdk.services.kms.model.", "com.amazonaws.services.kms.model."
# How an SDK's types of errors are called: those that KMS's service model has, and those that it has not.
TYPES = {
    "Go v2": ("*types.{}", "*smithy.GenericAPIError"),
    "Go v1": ("*kms.{}", "*awserr.requestError"),
    "Ruby": ("Aws::KMS::Errors::{0}", "Aws::KMS::Errors::{0}"),
    "Java v2": (JAVA_V2 + "{}", JAVA_V2 + "KmsException"),
    "Java v1": (JAVA_V1 + "{}", JAVA_V1 + "AWSKMSException"),
}
DENIED_BY_STS = {
    "Go v2": "*smithy.GenericAPIError", "Go v1": "*awserr.requestError", "Ruby": "Aws::STS::Errors::AccessDenied",
    "Java v2": "software.amazon.awssdk.services.sts.model.StsException",
    "Java v1": "com.amazonaws.services.securitytoken.model.AWSSecurityTokenServiceException",
}  # fmt: skip
# What an SDK calls otherwise than KMS does.
RENAMED = {
    "Go v1": {"KMSInvalidStateException": "InvalidStateException"},
    "Java v2": {
        "KMSInvalidStateException": "KmsInvalidStateException", "KMSInvalidMacException": "KmsInvalidMacException",
        "KMSInvalidSignatureException": "KmsInvalidSignatureException",
    },
}  # fmt: skip
NOT_MODELLED = {
    "AccessDeniedException", "InvalidSignatureException", "UnrecognizedClientException", "ValidationException",
}  # fmt: skip


def assert_refused(program, refusal, code, message=""):
    """The SDK has a type for the error, and shows its code, its message and the id of the request."""
    modelled, other = TYPES[program.name]
    name = RENAMED.get(program.name, {}).get(code, code)
    assert refusal["type"] == (other if code in NOT_MODELLED else modelled).format(name)
    assert (refusal["code"], refusal["status"]) == (code, 400)
    # Where the service sends no message, the SDK for Ruby shows the name of the type.
    assert (refusal["message"] or "").removeprefix(refusal["type"]) == message
    assert re.fullmatch(UUID, refusal["request_id"])


def messages(program, seen):
    """What the server says for each of the errors; an empty text where it says nothing, as AWS does."""
    denied = not_authorized(
        program.stranger.arn, "kms:DescribeKey", seen["key"], no_policy("identity-based", "kms:DescribeKey")
    )
    usage = f"{seen.get('hmac')} key usage is GENERATE_VERIFY_MAC which is not valid for Encrypt."
    long = f"1 validation error detected: Value '{8193 * 'x'}' at 'description' failed to satisfy constraint: "
    return {
        "NotFoundException": f"Alias {alias_arn('alias/nobody')} is not found.",
        "DisabledException": f"{seen['disabled']} is disabled.",
        "KMSInvalidStateException": f"{seen['pending']} is pending deletion.",
        "InvalidCiphertextException": "",
        "IncorrectKeyException": "The key ID in the request does not identify a CMK that can perform this operation.",
        "InvalidKeyUsageException": usage,
        "AlreadyExistsException": f"An alias with the name {alias_arn('alias/errors')} already exists",
        "LimitExceededException": "The key policy is longer than 32768 bytes.",
        "MalformedPolicyDocumentException": "Syntax errors in policy.",
        "TagException": "Tags beginning with aws: are reserved",
        "InvalidMarkerException": "Could not deserialize marker.",
        "InvalidArnException": "ARN does not refer to a valid principal: arn:aws:iam::000000000000:user/nobody",
        "InvalidGrantTokenException": "The grant token is not valid.",
        "UnsupportedOperationException": "",
        "AccessDeniedException": denied,
        "ValidationException": long + "Member must have length less than or equal to 8192",
        "InvalidSignatureException": "The request signature we calculated does not match the signature you provided. "
        "Check your AWS Secret Access Key and signing method. Consult the service documentation for details.",
        "UnrecognizedClientException": "The security token included in the request is invalid.",
    }
