"""MongoDB's client-side field level encryption, whose driver signs and sends requests by itself, over TLS only.

The database is a stand-in: encryption/mongodb.py.
"""

import itertools

import pytest
from encryption.tool import Tool, Uses, allowed, calls_of, refuses, told, variables
from harness import Credentials, Server, key_arn
from iam import People, allow
from multi_region import ABROAD

pytestmark = pytest.mark.further_clients
NAMES = itertools.count(1)


@pytest.fixture(scope="module")
def server(tmp_path_factory, certificate, clean_environment):
    arguments = "--tls-certificate", certificate[0], "--tls-key", certificate[1]
    data = tmp_path_factory.mktemp("mongodb") / "data"
    with pytest.MonkeyPatch.context() as patch, Server(data, *arguments) as server:
        patch.setenv("AWS_CA_BUNDLE", str(certificate[0]))
        yield server


@pytest.fixture(scope="module")
def caller(server):
    return allowed(People(server), "MongoDB")


class Driver:
    """The guide's functions, with their settings."""

    def __init__(self, tool, certificate, endpoint):
        self.tool, self.endpoint = tool, endpoint
        self.settings = tool.call("start_mongodb"), str(certificate[0])

    def new_data_key(self, arn, name, endpoint=None):
        self.tool.call("new_data_key", *self.settings, arn, endpoint or self.endpoint, name)

    def encrypt(self, name, value):
        return self.tool.call("encrypt", *self.settings, name, value)

    def decrypt(self, value):
        return self.tool.call("decrypt_bytes", *self.settings, value)

    def move_to(self, arn, names):
        return self.tool.call("move_to", *self.settings, arn, self.endpoint, names)

    def change_data_key(self, name):
        self.tool.call("change_data_key", name)


@pytest.fixture(scope="module")
def make_driver(server, certificate, tmp_path_factory):
    """Drivers that call as somebody."""
    tools = []

    def make(credentials):
        directory = tmp_path_factory.mktemp("mongodb")
        found = variables(server, credentials)
        tools.append(Tool(directory, "with_mongodb.py", found, more=["mongodb.py"]))
        return Driver(tools[-1], certificate, server.address)

    yield make
    for tool in tools:
        with tool:
            pass


@pytest.fixture(scope="module")
def mongodb(make_driver, caller):
    return make_driver(caller)


@pytest.fixture(autouse=True)
def named(mongodb, record_property):
    told(record_property, "MongoDB", "pymongocrypt")


@pytest.fixture
def arn(key):
    return key_arn(key)


@pytest.fixture
def name():
    return f"data-key-{next(NAMES)}"


@pytest.fixture
def value(mongodb, arn, name):
    """An encrypted value."""
    mongodb.new_data_key(arn, name)
    return mongodb.encrypt(name, "4111111111111111")


def test_a_value_comes_back_as_it_was(mongodb, server, arn, name):
    uses = Uses(server, arn)
    mongodb.new_data_key(arn, name)
    value = mongodb.encrypt(name, "4111111111111111")
    assert b"4111111111111111" not in value
    assert mongodb.decrypt(value) == "4111111111111111"
    assert uses.counts() == {"Encrypt": 1, "Decrypt": 2}
    assert set(uses.counts()) == calls_of("MongoDB")
    assert uses.contexts() == []


def test_a_changed_data_key_is_refused_by_the_server(mongodb, name, value):
    mongodb.change_data_key(name)
    with refuses("EncryptionError", "InvalidCiphertextException"):
        mongodb.decrypt(value)


def test_a_changed_value_is_refused(mongodb, value):
    with refuses("EncryptionError", "HMAC validation failure"):
        mongodb.decrypt(value[:-1] + bytes([value[-1] ^ 1]))


def test_a_disabled_key_decrypts_nothing_until_it_is_enabled(mongodb, kms, key, arn, value):
    kms.disable_key(KeyId=key)
    with refuses("EncryptionError", "DisabledException"):
        mongodb.decrypt(value)
    with refuses("EncryptionError", "DisabledException"):
        mongodb.new_data_key(arn, "another")
    kms.enable_key(KeyId=key)
    assert mongodb.decrypt(value) == "4111111111111111"


def test_data_keys_move_to_another_key(mongodb, server, kms, key, name, value, other_key):
    uses = Uses(server, key_arn(other_key))
    assert mongodb.move_to(key_arn(other_key), [name]) == 1
    kms.disable_key(KeyId=key)
    assert mongodb.decrypt(value) == "4111111111111111"
    assert uses.counts() == {"Encrypt": 1, "Decrypt": 1}


def test_a_key_of_another_region(mongodb, server, name):
    abroad = server.client(region=ABROAD)
    mongodb.new_data_key(abroad.create_key()["KeyMetadata"]["Arn"], name)
    assert mongodb.decrypt(mongodb.encrypt(name, 42)) == 42


def test_a_wrong_secret_is_refused(make_driver, server, arn, name):
    with refuses("EncryptionError", "InvalidSignatureException"):
        stranger = Credentials(server.credentials.access_key_id, "wrong")
        make_driver(stranger).new_data_key(arn, name)


def test_a_session_with_its_token(make_driver, server, arn, name):
    people = People(server)
    driver = make_driver(people.assume(people.role(allow("kms:*"))))
    driver.new_data_key(arn, name)
    assert driver.decrypt(driver.encrypt(name, 42)) == 42
