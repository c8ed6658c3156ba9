"""A collection in memory that speaks as much of MongoDB's protocol as a key vault needs: insert, find and update.

It stands in for the database, which is in no package registry.
https://www.mongodb.com/docs/manual/reference/mongodb-wire-protocol/
"""

import contextlib
import itertools
import socketserver
import struct
import threading

import bson

OP_REPLY, OP_QUERY, OP_MSG = 1, 2004, 2013
DOCUMENT, SEQUENCE = 0, 1
# The subtype of encrypted values.
ENCRYPTED = 6
HELLO = {"isWritablePrimary": True, "ismaster": True, "helloOk": True, "minWireVersion": 0, "maxWireVersion": 25}
LIMITS = {"maxBsonObjectSize": 2**24, "maxMessageSizeBytes": 48_000_000, "maxWriteBatchSize": 100_000}


class Vault:
    """The documents."""

    def __init__(self):
        self.documents = []

    def answer(self, command):
        name = next(iter(command))
        if name.lower() in ("hello", "ismaster"):
            return HELLO | LIMITS
        if name == "insert":
            self.documents += command["documents"]
            return {"n": len(command["documents"])}
        if name == "find":
            found = [each for each in self.documents if matches(command.get("filter", {}), each)]
            return {"cursor": {"id": bson.Int64(0), "ns": "encryption.__keyVault", "firstBatch": found}}
        if name == "update":
            return self.update(command["updates"])
        return {}

    def update(self, updates):
        changed = 0
        for update, document in itertools.product(updates, self.documents):
            if matches(update["q"], document):
                document.update(update["u"]["$set"])
                changed += 1
        return {"n": changed, "nModified": changed}


def matches(condition, document):
    """Of the query language, what drivers ask a key vault."""
    return all(holds(name, wanted, document) for name, wanted in condition.items())


def holds(name, wanted, document):
    if name == "$or":
        return any(matches(each, document) for each in wanted)
    value = document.get(name)
    values = value if isinstance(value, list) else [value]
    return any(each in (wanted["$in"] if isinstance(wanted, dict) else [wanted]) for each in values)


class Conversation(socketserver.StreamRequestHandler):
    def handle(self):
        with contextlib.suppress(ConnectionError):
            while head := self.rfile.read(16):
                length, number, _, operation = struct.unpack("<4i", head)
                body = self.rfile.read(length - 16)
                self.wfile.write(self.reply(number, operation, body))

    def reply(self, number, operation, body):
        """Drivers start with the older form of a message."""
        if operation == OP_QUERY:
            command = bson.decode(body[body.index(b"\0", 4) + 9 :])
            return message(number, OP_REPLY, struct.pack("<iqii", 8, 0, 0, 1), self.server.vault.answer(command))
        return message(number, OP_MSG, struct.pack("<iB", 0, DOCUMENT), self.server.vault.answer(command_of(body)))


def message(number, operation, prefix, document):
    content = prefix + bson.encode({"ok": 1.0} | document)
    return struct.pack("<4i", 16 + len(content), 0, number, operation) + content


def command_of(body):
    """The document of a message, with its sequences of documents."""
    command, at = {}, 4
    while at < len(body):
        kind, (size,) = body[at], struct.unpack_from("<i", body, at + 1)
        section = body[at + 1 : at + 1 + size]
        if kind == SEQUENCE:
            name, _, documents = section[4:].partition(b"\0")
            command[name.decode()] = bson.decode_all(documents)
        else:
            command |= bson.decode(section)
        at += 1 + size
    return command


class Server(socketserver.ThreadingTCPServer):
    daemon_threads = True
    vault = Vault()


def start_mongodb():
    """The URI of a server that ends with the process."""
    server = Server(("127.0.0.1", 0), Conversation)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return f"mongodb://127.0.0.1:{server.server_address[1]}/?directConnection=true"


def decrypt_bytes(mongodb_uri, ca_file, value):
    return decrypt(mongodb_uri, ca_file, bson.Binary(value, ENCRYPTED))  # noqa: F821 (the guide's function)


def change_data_key(name):
    """Changes a byte of a data key as the key vault holds it, encrypted."""
    for document in Server.vault.documents:
        if name in document["keyAltNames"]:
            material = bytearray(document["keyMaterial"])
            material[-1] ^= 1
            document["keyMaterial"] = bson.Binary(bytes(material))
