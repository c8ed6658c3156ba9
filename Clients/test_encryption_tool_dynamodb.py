"""The DynamoDB Encryption Client, with moto's server in the place of DynamoDB."""

import itertools

import boto3
import pytest
from encryption.stand_in import storage
from encryption.tool import Tool, Uses, allowed, calls_of, refuses, told, variables
from harness import REGION, key_arn
from iam import allow

pytestmark = pytest.mark.further_clients
TABLES = itertools.count(1)
PRIMARY_KEY = {"customer": "c-1", "order": "o-1"}
ITEM = PRIMARY_KEY | {"card": "4111111111111111", "status": "open", "seen": "no"}


@pytest.fixture(scope="module")
def stand_in(clean_environment):
    with storage() as url:
        yield url


@pytest.fixture(scope="module")
def tables(server, stand_in):
    """Makes tables, which are seen as a client does that does not decrypt."""
    key = server.credentials
    dynamodb = boto3.resource(
        "dynamodb", region_name=REGION, endpoint_url=stand_in, aws_access_key_id=key.access_key_id,
        aws_secret_access_key=key.secret_access_key,
    )  # fmt: skip

    def make():
        return dynamodb.create_table(
            TableName=f"orders-{next(TABLES)}",
            KeySchema=[
                {"AttributeName": "customer", "KeyType": "HASH"}, {"AttributeName": "order", "KeyType": "RANGE"},
            ],
            AttributeDefinitions=[{"AttributeName": name, "AttributeType": "S"} for name in PRIMARY_KEY],
            BillingMode="PAY_PER_REQUEST",
        )  # fmt: skip

    return make


@pytest.fixture(scope="module")
def dynamodb(server, people, stand_in, tmp_path_factory):
    found = variables(server, allowed(people, "DynamoDB Encryption Client"), AWS_ENDPOINT_URL_DYNAMODB=stand_in)
    with Tool(tmp_path_factory.mktemp("dynamodb"), "with_dynamodb.py", found) as tool:
        yield tool


@pytest.fixture(autouse=True)
def named(dynamodb, record_property):
    told(record_property, "DynamoDB Encryption Client", "dynamodb-encryption-sdk")


@pytest.fixture
def arn(key):
    return key_arn(key)


@pytest.fixture
def table(tables):
    return tables()


@pytest.fixture
def stored(dynamodb, arn, table):
    """The item as it is in the table."""
    dynamodb.call("put", table.name, arn, ITEM)
    return table.get_item(Key=PRIMARY_KEY)["Item"]


def test_an_item_comes_back_as_it_was(dynamodb, server, arn, table):
    uses = Uses(server, arn)
    dynamodb.call("put", table.name, arn, ITEM)
    raw = table.get_item(Key=PRIMARY_KEY)["Item"]
    assert raw["status"] == "open"
    assert ITEM["card"].encode() not in raw["card"].value
    assert dynamodb.call("get", table.name, arn, PRIMARY_KEY) == ITEM
    assert uses.counts() == {"GenerateDataKey": 1, "Decrypt": 1}
    assert set(uses.counts()) == calls_of("DynamoDB Encryption Client")
    for context in uses.contexts():
        assert context["*aws-kms-table*"] == table.name
        assert PRIMARY_KEY.items() <= context.items()


def test_what_is_not_signed_may_change_and_what_is_signed_may_not(dynamodb, arn, table, stored):
    table.put_item(Item=stored | {"seen": "yes"})
    assert dynamodb.call("get", table.name, arn, PRIMARY_KEY)["seen"] == "yes"
    table.put_item(Item=stored | {"status": "paid"})
    with refuses("SignatureVerificationError"):
        dynamodb.call("get", table.name, arn, PRIMARY_KEY)


def test_an_item_does_not_open_under_another_primary_key(dynamodb, arn, table, stored):
    elsewhere = PRIMARY_KEY | {"customer": "c-2"}
    table.put_item(Item=stored | elsewhere)
    with refuses("UnwrappingError", "InvalidCiphertextException"):
        dynamodb.call("get", table.name, arn, elsewhere)


def test_an_item_does_not_open_in_another_table(dynamodb, arn, tables, stored):
    other = tables()
    other.put_item(Item=stored)
    with refuses("UnwrappingError", "InvalidCiphertextException"):
        dynamodb.call("get", other.name, arn, PRIMARY_KEY)


def test_a_reader_needs_the_right_to_decrypt_whatever_key_he_names(
    dynamodb, server, stand_in, people, arn, other_key, table, stored, tmp_path
):
    """The client names no key when it decrypts: what a reader may read is the server's decision alone."""
    assert dynamodb.call("get", table.name, key_arn(other_key), PRIMARY_KEY) == ITEM
    reader = people.user(allow("kms:*", key_arn(other_key))).credentials
    found = variables(server, reader, AWS_ENDPOINT_URL_DYNAMODB=stand_in)
    with Tool(tmp_path, "with_dynamodb.py", found) as theirs, refuses("UnwrappingError", "AccessDeniedException"):
        theirs.call("get", table.name, arn, PRIMARY_KEY)


def test_a_disabled_key_decrypts_nothing_until_it_is_enabled(dynamodb, kms, key, arn, table, stored):
    kms.disable_key(KeyId=key)
    with refuses("UnwrappingError", "DisabledException"):
        dynamodb.call("get", table.name, arn, PRIMARY_KEY)
    with refuses("WrappingError", "DisabledException"):
        dynamodb.call("put", table.name, arn, ITEM)
    kms.enable_key(KeyId=key)
    assert dynamodb.call("get", table.name, arn, PRIMARY_KEY) == ITEM
