"""The Amazon S3 Encryption Client, with moto's server in the place of S3."""

import boto3
import pytest
from encryption.stand_in import storage
from encryption.tool import Tool, Uses, allowed, calls_of, refuses, told, variables
from harness import REGION, key_arn

pytestmark = pytest.mark.further_clients
BUCKET, NAME, DATA = "orders", "2026/orders.csv", b"number,card\n1,4111111111111111\n"
CONTEXT = {"dataset": "orders"}


@pytest.fixture(scope="module")
def stand_in(clean_environment):
    with storage() as url:
        yield url


@pytest.fixture(scope="module")
def bucket(server, stand_in):
    """The bucket as a client sees it that does not decrypt."""
    key = server.credentials
    s3 = boto3.resource(
        "s3", region_name=REGION, endpoint_url=stand_in, aws_access_key_id=key.access_key_id,
        aws_secret_access_key=key.secret_access_key,
    )  # fmt: skip
    return s3.create_bucket(Bucket=BUCKET)


@pytest.fixture(scope="module")
def s3(server, people, bucket, stand_in, tmp_path_factory):
    found = variables(server, allowed(people, "S3 Encryption Client"), AWS_ENDPOINT_URL_S3=stand_in)
    with Tool(tmp_path_factory.mktemp("s3"), "with_s3.py", found) as tool:
        yield tool


@pytest.fixture(autouse=True)
def named(s3, record_property):
    told(record_property, "S3 Encryption Client", "amazon-s3-encryption-client-python")


@pytest.fixture
def arn(key):
    return key_arn(key)


@pytest.fixture
def stored(s3, arn, bucket):
    s3.call("put", arn, BUCKET, NAME, DATA, CONTEXT)
    return bucket.Object(NAME)


def test_an_object_comes_back_as_it_was(s3, server, arn, bucket):
    uses = Uses(server, arn)
    s3.call("put", arn, BUCKET, NAME, DATA, CONTEXT)
    assert DATA not in bucket.Object(NAME).get()["Body"].read()
    assert s3.call("get", arn, BUCKET, NAME, CONTEXT) == DATA
    assert uses.counts() == {"GenerateDataKey": 1, "Decrypt": 1}
    assert set(uses.counts()) == calls_of("S3 Encryption Client")
    assert all(set(context) == {"dataset", "aws:x-amz-cek-alg"} for context in uses.contexts())
    assert len(uses.contexts()) == 2


def test_another_context_is_refused(s3, arn, stored):
    with refuses("S3EncryptionClientError", "encryption context does not match"):
        s3.call("get", arn, BUCKET, NAME, {"dataset": "customers"})


def test_a_context_that_was_changed_in_the_metadata_is_refused_by_the_server(s3, arn, stored):
    metadata = {name: value.replace("orders", "customers") for name, value in stored.metadata.items()}
    assert metadata != stored.metadata
    stored.put(Body=stored.get()["Body"].read(), Metadata=metadata)
    with refuses("S3EncryptionClientError", "InvalidCiphertextException"):
        s3.call("get", arn, BUCKET, NAME, {"dataset": "customers"})


def test_a_changed_object_is_refused(s3, arn, stored):
    body = stored.get()["Body"].read()
    stored.put(Body=bytes([body[0] ^ 1]) + body[1:], Metadata=stored.metadata)
    with refuses("S3EncryptionClientError"):
        s3.call("get", arn, BUCKET, NAME, CONTEXT)


def test_another_key_is_refused(s3, other_key, stored):
    with refuses("S3EncryptionClientError", "IncorrectKeyException"):
        s3.call("get", key_arn(other_key), BUCKET, NAME, CONTEXT)


def test_a_disabled_key_decrypts_nothing_until_it_is_enabled(s3, kms, key, arn, stored):
    kms.disable_key(KeyId=key)
    with refuses("S3EncryptionClientError", "DisabledException"):
        s3.call("get", arn, BUCKET, NAME, CONTEXT)
    with refuses("S3EncryptionClientError", "DisabledException"):
        s3.call("put", arn, BUCKET, NAME, DATA, CONTEXT)
    kms.enable_key(KeyId=key)
    assert s3.call("get", arn, BUCKET, NAME, CONTEXT) == DATA
