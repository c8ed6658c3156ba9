"""Runs after the guide's file: what a program does with it, on a schema registry and a Kafka of librdkafka in memory.

Each process has a registry of its own. `keys` and `learn` carry over to another what a real one would have told it.
"""

import confluent_kafka
from confluent_kafka.schema_registry.rule_registry import RuleRegistry
from confluent_kafka.schema_registry.rules.encryption.dek_registry.dek_registry_client import DekAlgorithm

REGISTRY = registry("mock://")  # noqa: F821 (the guide's function)
PRODUCER = confluent_kafka.Producer({"test.mock.num.brokers": 1, "bootstrap.servers": "unused"})
ALGORITHM = DekAlgorithm.AES256_GCM
SECONDS_MAX = 30


def deks():
    """The client of the registry of data keys that the rules' executor has."""
    return RuleRegistry.get_global_instance().get_executor("ENCRYPT").executor.client


def brokers():
    """Where the Kafka of this process is."""
    known = PRODUCER.list_topics(timeout=SECONDS_MAX).brokers.values()
    return ",".join(f"{broker.host}:{broker.port}" for broker in known)


def know_schema(topic, key_arn):
    register_schema(REGISTRY, f"{topic}-value", topic, key_arn)  # noqa: F821


def produce(topic, order):
    PRODUCER.produce(topic, serialize(REGISTRY, topic, order))  # noqa: F821
    assert PRODUCER.flush(SECONDS_MAX) == 0


def keys(topic):
    """The data key of a topic as the registry keeps it, encrypted."""
    return deks().get_dek(topic, f"{topic}-value", ALGORITHM).encrypted_key_material


def learn(topic, key_arn, data_key):
    know_schema(topic, key_arn)
    # The executor gets its client when something is first serialized or deserialized.
    AvroDeserializer(REGISTRY)  # noqa: F821
    deks().register_kek(topic, "aws-kms", key_arn)
    deks().register_dek(topic, f"{topic}-value", data_key, ALGORITHM)


def fetch(servers, topic):
    """The first message of a topic, as it was sent."""
    settings = {"bootstrap.servers": servers, "group.id": topic, "auto.offset.reset": "earliest"}
    consumer = confluent_kafka.Consumer(settings)
    consumer.subscribe([topic])
    message = consumer.poll(SECONDS_MAX)
    consumer.close()
    assert message is not None and message.error() is None, message and message.error()
    return message.value()


def read(topic, data):
    return deserialize(REGISTRY, topic, data)  # noqa: F821
