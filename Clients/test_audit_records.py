"""Every call leaves a record with the fields and types of the example that AWS's guide gives for it, and no secret."""

import base64
import datetime
import json

import botocore
import calls
import pytest
from audit import GOLDEN, Trail, assert_form, assert_identity, mismatches, refusal, request_id
from calls import Prepared, grant, new_alias, new_key
from harness import ACCOUNT, REGION, Credentials, key_arn
from iam import ADMINISTRATOR, allow, new_name, policy, trusting
from multi_region import ABROAD

CONTEXT = {"Department": "Engineering"}
WITH_CONTEXT = {"EncryptionContext": CONTEXT}
# Of an EC2 cluster that is none: custom key stores are refused, and their records have what the request said.
CLUSTER = {
    "CloudHsmClusterId": "cluster-abcdefghijk", "TrustAnchorCertificate": "certificate", "KeyStorePassword": "kmsPswd",
}  # fmt: skip


def with_context(prepared):
    made = prepared.kms.encrypt(KeyId=prepared.key, Plaintext=b"x", **WITH_CONTEXT)
    return {"CiphertextBlob": made["CiphertextBlob"], **WITH_CONTEXT}


def material(prepared):
    return {"KeyMaterialId": prepared.kms.describe_key(KeyId=prepared.key)["KeyMetadata"]["CurrentKeyMaterialId"]}


def import_terms(prepared):
    expiry = datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(days=30)
    return {"ExpirationModel": "KEY_MATERIAL_EXPIRES", "ValidTo": expiry, "ImportType": "NEW_KEY_MATERIAL",
            "KeyMaterialDescription": "ExampleKeyMaterialA"}  # fmt: skip


def second_page(listing, make, keep_key):
    def parameters(prepared):
        for _ in range(2):
            make(prepared.kms, new_key(prepared.kms) if not keep_key else prepared.key)
        named = {"KeyId": prepared.key} if keep_key else {}
        page = getattr(prepared.kms, listing)(Limit=1, **named)
        return {"Limit": 1, "Marker": page["NextMarker"]} | ({} if keep_key else {"KeyId": None})

    return parameters


def of_another(prepared):
    source = new_key(prepared.kms)
    made = prepared.kms.encrypt(KeyId=source, Plaintext=b"x", **WITH_CONTEXT)
    return {"CiphertextBlob": made["CiphertextBlob"], "SourceEncryptionContext": CONTEXT,
            "DestinationEncryptionContext": {"Level": "3A"}}  # fmt: skip


def grant_token(prepared):
    made = prepared.kms.create_grant(
        KeyId=prepared.key, GranteePrincipal=ADMINISTRATOR, Operations=["Encrypt", "RetireGrant"]
    )
    return {"KeyId": None, "GrantId": None, "GrantToken": made["GrantToken"]}


# What the examples ask for beside what calls.ROWS has.
PARAMETERS = {
    "CreateGrant": {"Constraints": {"EncryptionContextSubset": CONTEXT}, "Operations": ["Encrypt", "RetireGrant"]},
    "CreateKey": {"Origin": "EXTERNAL"},
    "Decrypt": with_context,
    "DeleteImportedKeyMaterial": material,
    "DescribeCustomKeyStores": {"CustomKeyStoreId": calls.STORE},
    "EnableKeyRotation": {"RotationPeriodInDays": 180},
    "Encrypt": WITH_CONTEXT,
    "GenerateDataKey": WITH_CONTEXT,
    "GenerateDataKeyPair": WITH_CONTEXT,
    "GenerateDataKeyPairWithoutPlaintext": WITH_CONTEXT,
    "GenerateDataKeyWithoutPlaintext": WITH_CONTEXT,
    "GetKeyPolicy": {"PolicyName": "default"},
    "ImportKeyMaterial": import_terms,
    "ListAliases": second_page("list_aliases", new_alias, keep_key=False),
    "ListGrants": second_page("list_grants", grant, keep_key=True),
    "ListKeyRotations": {"IncludeKeyMaterial": "ALL_KEY_MATERIAL"},
    "ListKeys": {"Limit": 1},
    "PutKeyPolicy": {"PolicyName": "default", "BypassPolicyLockoutSafetyCheck": False},
    "ReEncrypt": of_another,
    "ReplicateKey": {"Description": "", "BypassPolicyLockoutSafetyCheck": False},
    "RetireGrant": grant_token,
    "ScheduleKeyDeletion": {"PendingWindowInDays": 20},
    "Sign": {"MessageType": "RAW"},
    "Verify": {"MessageType": "RAW"},
}


@pytest.fixture(scope="module")
def trail(server):
    return Trail(server)


def answered(prepared, **parameters):
    """What a call answered, or its exception."""
    try:
        return prepared.call(**parameters)
    except botocore.exceptions.ClientError as error:
        return error


# Forms


@pytest.mark.parametrize(
    ("form", "value", "count"),
    [
        ({"a": "string", "b?": "number"}, {"a": "x"}, 0),
        ({"a": "string"}, {"a": "x", "b": 1}, 1),
        ({"a": "string"}, {}, 1),
        ({"a": "number"}, {"a": True}, 1),
        ({"a": "boolean"}, {"a": "true"}, 1),
        ({"*": "string"}, {"x": "y", "z": 1}, 1),
        ({"a": None}, {"a": {}}, 1),
        ({"a": ["string"]}, {"a": ["x", 1]}, 1),
        ({"a": ["string"]}, {"a": []}, 1),
        ({"a": "=x"}, {"a": "y"}, 1),
        ({"a": "=false"}, {"a": False}, 0),
        ({"a": "instant"}, {"a": "2022-08-14T23:08:31.000Z"}, 1),
        ({"a": "date"}, {"a": "Aug 10, 2022, 10:38:27 PM"}, 0),
        ({"a": "date"}, {"a": 1660171107}, 1),
        ({"a": {"anyOf": [None, {"b": "string"}]}}, {"a": None}, 0),
        ({"a": {"anyOf": [None, {"b": "string"}]}}, {"a": {"b": 1}}, 1),
    ],
)
def test_a_form_tells_what_differs(form, value, count):
    assert len(mismatches(form, value)) == count


# Calls of KMS


@pytest.mark.parametrize("operation", sorted(calls.ROWS))
def test_a_call_leaves_one_record_as_aws_shows_it(server, trail, operation):
    prepared = Prepared(server, operation)
    asked = PARAMETERS.get(operation, {})
    answer = answered(prepared, **(asked(prepared) if callable(asked) else asked))
    assert isinstance(answer, dict) or "CustomKeyStore" in operation, answer
    record = trail.one(answer, REGION)
    changes = {} if isinstance(answer, dict) else {"errorCode": "string", "errorMessage": "string"}
    assert_form(record, "call", operation, **changes)
    assert_identity(record, "IAMUser")
    assert record["userIdentity"]["arn"] == ADMINISTRATOR
    assert (record["awsRegion"], record["recipientAccountId"]) == (REGION, ACCOUNT)
    assert record["sourceIPAddress"] == "127.0.0.1"
    assert record["userAgent"].startswith("Boto3/")
    if prepared.key and GOLDEN["operations"][operation]["resources"]:
        assert any(key_arn(prepared.key) == each["ARN"] for each in record["resources"])


def test_every_operation_has_a_golden_record():
    assert set(GOLDEN["operations"]) == set(calls.ROWS)


def test_the_order_of_two_keys_is_source_and_destination(server, trail):
    prepared = Prepared(server, "ReEncrypt")
    record = trail.one(prepared.call(SourceKeyId=None))
    assert record["resources"][1]["ARN"] == key_arn(prepared.key)
    assert record["resources"][0]["ARN"] != key_arn(prepared.key)


@pytest.mark.parametrize(("operation", "companion"), [("UpdatePrimaryRegion",) * 2, ("ReplicateKey", "CreateKey")])
def test_what_happens_in_two_regions_is_recorded_in_both(server, trail, operation, companion):
    answer = Prepared(server, operation).call(
        **(PARAMETERS["ReplicateKey"] if operation == "ReplicateKey" else {})
    )
    here, there = trail.one(answer, REGION), trail.one(answer, ABROAD)
    assert (here["eventName"], there["eventName"]) == (operation, companion)
    assert here["eventID"] != there["eventID"]
    assert_form(there, "call", companion, "companions")


def test_the_key_material_is_named_that_was_used(server, trail, key):
    kms = server.client()
    made = kms.encrypt(KeyId=key, Plaintext=b"x")["CiphertextBlob"]
    first = kms.describe_key(KeyId=key)["KeyMetadata"]["CurrentKeyMaterialId"]
    kms.rotate_key_on_demand(KeyId=key)
    used = trail.one(kms.decrypt(CiphertextBlob=made))["additionalEventData"]["keyMaterialId"]
    assert used == first
    assert trail.one(kms.encrypt(KeyId=key, Plaintext=b"x"))["additionalEventData"]["keyMaterialId"] != first


def test_the_values_of_a_record_are_those_of_the_call(server, trail, key):
    answer = server.client().generate_data_key(KeyId=key, NumberOfBytes=24, EncryptionContext={"a": "ü\"\\\n☃"})
    record = trail.one(answer)
    assert record["requestParameters"] == {
        "keyId": key, "numberOfBytes": 24, "encryptionContext": {"a": "ü\"\\\n☃"}
    }  # fmt: skip
    assert record["requestID"] == request_id(answer)
    now = datetime.datetime.now(datetime.timezone.utc)
    time = datetime.datetime.fromisoformat(record["eventTime"].replace("Z", "+00:00"))
    assert abs((now - time).total_seconds()) < 60
    material = server.client().describe_key(KeyId=key)["KeyMetadata"]["CurrentKeyMaterialId"]
    assert record["additionalEventData"] == {"keyMaterialId": material}


# Refused calls


def test_a_refused_call_is_recorded_with_its_error(server, trail, people, lax, absent):
    nobody = people.user()
    key = lax.create_key()["KeyMetadata"]["KeyId"]
    lax.disable_key(KeyId=key)
    denied = refusal(people.kms(nobody).describe_key, KeyId=key)
    missing = refusal(lax.describe_key, KeyId=absent)
    disabled = refusal(lax.encrypt, KeyId=key, Plaintext=b"x")
    invalid = refusal(lax.create_key, Description="x" * 9000)
    names = {denied: "DescribeKey", missing: "DescribeKey", disabled: "Encrypt", invalid: "CreateKey"}
    for error, name in names.items():
        record = trail.one(error)
        code = error.response["Error"]["Code"]
        # CloudTrail has AccessDenied where KMS answers AccessDeniedException.
        assert record["errorCode"] in (code, code.removesuffix("Exception")), record
        # CloudTrail cuts messages off at a kilobyte.
        message = error.response["Error"]["Message"]
        assert record["errorMessage"] == message or len(record["errorMessage"]) <= 1024 < len(message)
        assert message.startswith(record["errorMessage"])
        assert (record["eventName"], record["responseElements"]) == (name, None)
        assert not mismatches({"*": "any"} | GOLDEN["call"]["record"], record)
    assert trail.one(denied)["userIdentity"]["arn"] == nobody.arn
    assert trail.one(missing)["requestParameters"] == {"keyId": absent}
    assert trail.one(disabled)["requestParameters"]["keyId"] == key
    assert trail.one(disabled)["resources"][0]["ARN"] == key_arn(key)


def test_a_body_that_can_not_be_read_is_recorded_without_parameters(server, trail):
    reply = server.call("Encrypt", b'{"KeyId": "')
    assert reply.error == "SerializationException"
    record = trail.one(reply)
    assert (record["errorCode"], record["eventName"]) == ("SerializationException", "Encrypt")
    assert (record["requestParameters"], record["responseElements"], record["readOnly"]) == (None, None, True)


def test_large_parameters_are_left_out(server, trail, key):
    description = {"Description": "x" * 110_000}
    record = trail.one(server.call("UpdateKeyDescription", {"KeyId": key} | description))
    assert len(json.dumps(record)) < 256 * 1024
    assert "x" * 1000 not in json.dumps(record["requestParameters"])


# Strangers


def test_a_request_that_does_not_authenticate_leaves_no_record(server, trail):
    known = server.credentials
    wrong = Credentials(known.access_key_id, "x" * 40)
    unknown = Credentials("AKIAIOSFODNN7EXAMPLE", "x" * 40)
    past = datetime.datetime.now(datetime.timezone.utc) - datetime.timedelta(hours=1)
    target = {"Content-Type": "application/x-amz-json-1.1", "X-Amz-Target": "TrentService.ListKeys"}
    replies = [
        server.call("ListKeys", {}, credentials=wrong),
        server.call("ListKeys", {}, credentials=unknown),
        server.call("ListKeys", {}, at=past),
        server.send("POST", "/", b"{}", target),
        server.get("/-/health"),
    ]
    assert [reply.status for reply in replies] == [400, 400, 400, 400, 200]
    for reply in replies[:4]:
        assert reply.headers["x-amzn-RequestId"]
        assert trail.of(reply) == [], reply.body
    assert b"AKIAIOSFODNN7EXAMPLE" not in b"".join(trail.bytes_of_records(b"AKIAIOSFODNN7EXAMPLE"))


# Other services


def test_calls_of_iam_are_recorded(server, trail, people):
    name = new_name("recorded")
    made = people.iam.create_user(UserName=name, Path="/team/", Tags=[{"Key": "a", "Value": "b"}])
    record = trail.one(made)
    assert (record["eventSource"], record["eventName"]) == ("iam.amazonaws.com", "CreateUser")
    assert (record["awsRegion"], record["readOnly"]) == ("us-east-1", False)
    assert record["requestParameters"] == {"userName": name, "path": "/team/", "tags": [{"key": "a", "value": "b"}]}
    user = record["responseElements"]["user"]
    assert (user["userName"], user["arn"]) == (name, made["User"]["Arn"])
    assert_identity(record, "IAMUser")
    read = trail.one(people.iam.get_user(UserName=name))
    assert (read["readOnly"], read["requestParameters"], read["responseElements"]) == (True, {"userName": name}, None)
    refused = trail.one(refusal(people.iam.get_user, UserName="absent"))
    # CloudTrail has NoSuchEntityException where IAM answers NoSuchEntity.
    assert refused["errorCode"].startswith("NoSuchEntity")


def test_an_access_key_is_recorded_without_its_secret(trail, people):
    name = people.user().name
    made = people.iam.create_access_key(UserName=name)
    record = trail.one(made)
    assert record["responseElements"]["accessKey"]["accessKeyId"] == made["AccessKey"]["AccessKeyId"]
    assert "secretAccessKey" not in record["responseElements"]["accessKey"]


def test_calls_of_sts_are_recorded(trail, people):
    role = people.role()
    made = people.sts.assume_role(RoleArn=role.arn, RoleSessionName="audited")
    record = trail.one(made)
    assert (record["eventSource"], record["eventName"], record["readOnly"]) == ("sts.amazonaws.com", "AssumeRole", True)
    assert record["requestParameters"] == {"roleArn": role.arn, "roleSessionName": "audited"}
    # "Even though they are logged as read-only, CloudTrail will include the full responseElements"; no token here.
    elements = record["responseElements"]
    assert elements["credentials"]["accessKeyId"] == made["Credentials"]["AccessKeyId"]
    assert set(elements["credentials"]) == {"accessKeyId", "expiration"}
    assert elements["assumedRoleUser"]["arn"] == made["AssumedRoleUser"]["Arn"]
    assert record["resources"] == [{"accountId": ACCOUNT, "type": "AWS::IAM::Role", "ARN": role.arn}]
    token = trail.one(people.sts.get_session_token())
    assert (token["eventName"], token["readOnly"]) == ("GetSessionToken", False)
    assert set(token["responseElements"]["credentials"]) == {"accessKeyId", "expiration"}
    who = trail.one(people.sts.get_caller_identity())
    assert (who["eventName"], who["readOnly"], who["responseElements"]) == ("GetCallerIdentity", True, None)


def test_a_role_that_is_not_given_is_recorded(trail, people):
    never = {"Bool": {"aws:SecureTransport": "true"}}
    role = people.role(trust=trusting(f"arn:aws:iam::{ACCOUNT}:root", Condition=never))
    record = trail.one(refusal(people.sts.assume_role, RoleArn=role.arn, RoleSessionName="audited"))
    assert (record["eventName"], record["errorCode"]) == ("AssumeRole", "AccessDenied")
    assert record["responseElements"] is None


def test_calls_of_cloudtrail_are_recorded(server, trail):
    cloudtrail = server.client("cloudtrail")
    record = trail.one(cloudtrail.lookup_events(MaxResults=1))
    assert (record["eventSource"], record["eventName"]) == ("cloudtrail.amazonaws.com", "LookupEvents")
    assert (record["readOnly"], record["requestParameters"]) == (True, {"maxResults": 1})
    refused = trail.one(refusal(cloudtrail.get_trail, Name="no-such-trail"))
    assert (refused["eventName"], refused["errorCode"]) == ("GetTrail", "TrailNotFoundException")


# Secrets


class Overheard:
    """Whatever a client sent and got that has no place in a record: all blobs, and what is named as a secret."""

    NAMES = {"GrantToken", "SecretAccessKey", "SessionToken", "Password", "KeyStorePassword", "WebIdentityToken"}

    def __init__(self):
        self.secrets = []

    def listen(self, client, service):
        client.meta.events.register(f"provide-client-params.{service}", lambda params, **_: self.take(params))
        client.meta.events.register(f"after-call.{service}", lambda parsed, **_: self.take(parsed))
        return client

    def take(self, value, name=""):
        if isinstance(value, dict):
            for key, each in value.items():
                self.take(each, key)
        elif isinstance(value, list):
            for each in value:
                self.take(each, name)
        elif isinstance(value, (bytes, bytearray)) or name in self.NAMES:
            self.secrets.append(value.encode() if isinstance(value, str) else bytes(value))


def test_no_file_of_the_trail_holds_a_secret(serve, tmp_path):
    server = serve(tmp_path / "data")
    overheard = Overheard()
    client = server.client

    def listening(service="kms", **options):
        return overheard.listen(client(service, **options), service)

    server.client = listening
    for operation in sorted(calls.ROWS):
        prepared = Prepared(server, operation)
        secret = {"Plaintext": b"a plaintext, which is secret"} if operation == "Encrypt" else {}
        answered(prepared, **(CLUSTER if operation == "CreateCustomKeyStore" else secret))
    iam, sts = server.client("iam"), server.client("sts")
    iam.create_user(UserName="someone")
    iam.create_access_key(UserName="someone")
    sts.get_session_token()
    role = iam.create_role(RoleName="role", AssumeRolePolicyDocument=policy(trusting(ADMINISTRATOR)))["Role"]
    sts.assume_role(RoleArn=role["Arn"], RoleSessionName="session")
    sts.get_federation_token(Name="name", Policy=policy(allow("kms:*")))
    overheard.secrets.append(server.credentials.secret_access_key.encode())
    secrets = {secret for secret in overheard.secrets if len(secret) >= 7}
    assert len(secrets) > 40
    files = list(Trail(server).content())
    assert sum(len(content) for _, content in files) > 50_000
    for path, content in files:
        for secret in secrets:
            encoded = base64.b64encode(secret).rstrip(b"=")
            for form in (secret, encoded, encoded.replace(b"/", rb"\/"), secret.hex().encode()):
                assert form not in content, f"{path} holds {secret[:40]}"


# TLS


def test_tls_is_recorded(serve, tmp_path, certificate):
    server = serve(tmp_path / "data", "--tls-certificate", certificate[0], "--tls-key", certificate[1])
    answer = server.client(verify=str(certificate[0])).list_keys()
    record = Trail(server).one(answer)
    assert not mismatches(GOLDEN["call"]["tlsDetails"], record["tlsDetails"])
    assert record["tlsDetails"]["tlsVersion"] == "TLSv1.3"
    assert record["tlsDetails"]["cipherSuite"].startswith("TLS_")
    assert record["tlsDetails"]["clientProvidedHostHeader"] == server.address


def test_without_tls_nothing_is_said_of_it(server, trail):
    assert "tlsDetails" not in trail.one(server.client().list_keys())
