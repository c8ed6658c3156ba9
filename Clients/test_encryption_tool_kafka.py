"""Kafka's field level encryption: rules in a schema registry, and messages between two processes."""

import base64
import itertools

import pytest
from encryption.tool import Tool, Uses, allowed, calls_of, refuses, told, variables
from harness import key_arn

pytestmark = pytest.mark.further_clients
TOPICS = itertools.count(1)
ORDER = {"number": 1, "card": "4111111111111111"}


@pytest.fixture(scope="module")
def processes(server, people, tmp_path_factory):
    """(one that produces, one that consumes)"""
    found = variables(server, allowed(people, "Kafka"))

    def start():
        return Tool(tmp_path_factory.mktemp("kafka"), "with_kafka.py", found, more=["kafka.py"])

    with start() as producer, start() as consumer:
        yield producer, consumer


@pytest.fixture
def producer(processes):
    return processes[0]


@pytest.fixture
def consumer(processes):
    return processes[1]


@pytest.fixture(autouse=True)
def named(processes, record_property):
    told(record_property, "Kafka", "confluent-kafka")


@pytest.fixture
def arn(key):
    return key_arn(key)


@pytest.fixture
def topic():
    return f"orders-{next(TOPICS)}"


@pytest.fixture
def message(producer, topic, arn):
    """A message on its way, as a consumer gets it."""
    producer.call("know_schema", topic, arn)
    producer.call("produce", topic, ORDER)
    return producer.call("fetch", producer.call("brokers"), topic)


@pytest.fixture
def data_key(producer, topic, message):
    return producer.call("keys", topic)


def test_a_message_comes_back_as_it_was(producer, consumer, server, arn, topic):
    uses = Uses(server, arn)
    producer.call("know_schema", topic, arn)
    for _ in range(3):
        producer.call("produce", topic, ORDER)
    consumer.call("learn", topic, arn, producer.call("keys", topic))
    message = consumer.call("fetch", producer.call("brokers"), topic)
    assert ORDER["card"].encode() not in message
    assert consumer.call("read", topic, message) == ORDER
    assert consumer.call("read", topic, message) == ORDER
    # A process decrypts the data key once.
    assert uses.counts() == {"Encrypt": 1, "Decrypt": 2}
    assert set(uses.counts()) == calls_of("Kafka")
    assert uses.contexts() == []


def test_a_changed_field_is_refused(consumer, arn, topic, message, data_key):
    consumer.call("learn", topic, arn, data_key)
    # The last field is in Base64.
    other = b"B" if message[-20:-19] == b"A" else b"A"
    changed = message[:-20] + other + message[-19:]
    with refuses("SerializationError"):
        consumer.call("read", topic, changed)


def test_a_changed_data_key_is_refused_by_the_server(consumer, arn, topic, message, data_key):
    blob = bytearray(base64.b64decode(data_key))
    blob[-1] ^= 1
    consumer.call("learn", topic, arn, base64.b64encode(blob).decode())
    with refuses("SerializationError", "InvalidCiphertextException"):
        consumer.call("read", topic, message)


def test_a_disabled_key_decrypts_nothing_until_it_is_enabled(consumer, kms, key, arn, topic, message, data_key):
    consumer.call("learn", topic, arn, data_key)
    kms.disable_key(KeyId=key)
    with refuses("SerializationError", "DisabledException"):
        consumer.call("read", topic, message)
    kms.enable_key(KeyId=key)
    assert consumer.call("read", topic, message) == ORDER


def test_nothing_is_sent_in_the_clear_with_a_disabled_key(producer, kms, key, arn, topic):
    producer.call("know_schema", topic, arn)
    kms.disable_key(KeyId=key)
    with refuses("SerializationError", "DisabledException"):
        producer.call("produce", topic, ORDER)
