"""Makes the test vectors of docs/ciphertext-format.md: a second implementation of its formats, from its text alone.

Run with the package `cryptography` installed; it takes no time and no randomness, and always writes the same:

    python3 Tools/ciphertext_vectors.py Tests/KeyCryptoTests/Vectors

writes ciphertext-v1.json and records-v1.json into that folder. A vector, once published, is never changed: what was
sealed then must open for ever. New ones are added at the end.
"""

import hashlib
import hmac
import json
import pathlib
import struct
import sys

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDFExpand

SALT_BYTES = 16
NONCE_BYTES = 12
CHECK_BYTES = 4


def made_up(name, count):
    """Bytes that look random and are the same in every run."""
    return hashlib.shake_256(f"trent test vector: {name}".encode()).digest(count)


def box(message, key, label, associated_data, fresh):
    salt, nonce = fresh[:SALT_BYTES], fresh[SALT_BYTES:]
    assert len(nonce) == NONCE_BYTES
    message_key = HKDFExpand(algorithm=SHA256(), length=32, info=label.encode() + salt).derive(key)
    return salt + nonce + AESGCM(message_key).encrypt(nonce, message, associated_data)


def prefixed(text):
    return struct.pack(">I", len(text.encode())) + text.encode()


def canonical_context(pairs):
    ordered = sorted(pairs, key=lambda pair: pair[0].encode())
    return struct.pack(">I", len(ordered)) + b"".join(prefixed(key) + prefixed(value) for key, value in ordered)


def binary_key_id(key_id):
    kind = 1 if key_id.startswith("mrk-") else 0
    return bytes([kind]) + bytes.fromhex(key_id.removeprefix("mrk-").replace("-", ""))


def key_material_id(material, key_id):
    return hmac.digest(material, b"trent key material id v1" + binary_key_id(key_id), "sha256")


def ciphertext_blob(plaintext, material, account, key_id, context, fresh):
    encoded_id = binary_key_id(key_id)
    header = bytes([1, 1]) + encoded_id[:1] + int(account).to_bytes(6, "big") + encoded_id[1:]
    header += key_material_id(material, key_id)
    header += hashlib.sha256(header).digest()[:CHECK_BYTES]
    assert len(header) == 61
    return header + box(plaintext, material, "trent ciphertext v1", header + canonical_context(context), fresh)


def record_binding(collection, account, region, name, version):
    return b"".join(prefixed(part) for part in [collection, account, region, name]) + struct.pack(">q", version)


def sealed_record(content, domain_key, domain_key_id, binding, fresh):
    return bytes([1]) + domain_key_id + box(content, domain_key, "trent record v1", binding, fresh)


def wrapped_domain_key(domain_key, root_key, binding, fresh):
    return bytes([1]) + box(domain_key, root_key, "trent root key wrap v1", binding, fresh)


UUID_KEY = "1234abcd-12ab-34cd-56ef-1234567890ab"
MULTI_REGION_KEY = "mrk-1234abcd12ab34cd56ef1234567890ab"

# Name, key id, account, encryption context, number of bytes of the plaintext.
BLOBS = [
    ("no context", UUID_KEY, "111122223333", [], 16),
    ("multi-Region key", MULTI_REGION_KEY, "111122223333", [], 16),
    ("empty plaintext", UUID_KEY, "111122223333", [["purpose", "test"]], 0),
    ("longest plaintext", UUID_KEY, "111122223333", [["purpose", "test"]], 4096),
    ("lowest account", UUID_KEY, "000000000000", [], 1),
    ("highest account", UUID_KEY, "999999999999", [], 1),
    ("context in order of keys", UUID_KEY, "111122223333", [["a", "1"], ["aa", "2"], ["b", "3"]], 32),
    ("context in another order", UUID_KEY, "111122223333", [["b", "3"], ["a", "1"], ["aa", "2"]], 32),
    ("empty key and value", UUID_KEY, "111122223333", [["", ""]], 32),
    ("composed letter", UUID_KEY, "111122223333", [["\u00e9", "\u00e9"]], 32),
    ("decomposed letter", UUID_KEY, "111122223333", [["e\u0301", "e\u0301"]], 32),
    ("order by bytes, not by UTF-16 units", UUID_KEY, "111122223333", [["\U0001f511", "1"], ["\uff5e", "2"]], 32),
]

# Collection, account, Region, name, version, number of bytes of the content.
RECORDS = [
    ("key", "111122223333", "eu-central-1", UUID_KEY, 1, 200),
    ("key", "111122223333", "eu-central-1", UUID_KEY, 2, 200),
    ("access-key", "", "", "AKIDEXAMPLE", 1, 0),
    ("alias", "111122223333", "us-east-1", "alias/\u00e9", 9_223_372_036_854_775_807, 1),
]


def blob_vectors():
    for name, key_id, account, context, count in BLOBS:
        material = made_up(f"material of {key_id}", 32)
        fresh = made_up(f"fresh bytes of {name}", SALT_BYTES + NONCE_BYTES)
        plaintext = made_up(f"plaintext of {name}", count)
        yield {
            "name": name,
            "material": material.hex(),
            "keyID": key_id,
            "account": account,
            "context": context,
            "fresh": fresh.hex(),
            "plaintext": plaintext.hex(),
            "canonicalContext": canonical_context(context).hex(),
            "keyMaterialID": key_material_id(material, key_id).hex(),
            "blob": ciphertext_blob(plaintext, material, account, key_id, context, fresh).hex(),
        }


def record_vectors():
    domain_key, domain_key_id, root_key = made_up("domain key", 32), made_up("domain key id", 8), made_up("root key", 32)
    wrap_fresh = made_up("fresh bytes of the domain key", SALT_BYTES + NONCE_BYTES)
    wrap_binding = record_binding("domain-key", "", "", domain_key_id.hex(), 1)
    records = []
    for number, (collection, account, region, name, version, count) in enumerate(RECORDS):
        fresh = made_up(f"fresh bytes of record {number}", SALT_BYTES + NONCE_BYTES)
        content = made_up(f"content of record {number}", count)
        binding = record_binding(collection, account, region, name, version)
        records.append({
            "collection": collection,
            "account": account,
            "region": region,
            "name": name,
            "version": version,
            "fresh": fresh.hex(),
            "content": content.hex(),
            "sealed": sealed_record(content, domain_key, domain_key_id, binding, fresh).hex(),
        })
    return {
        "rootKey": root_key.hex(),
        "rootKeyID": key_material_id(root_key, "00000000-0000-0000-0000-000000000000").hex()[:32],
        "domainKey": domain_key.hex(),
        "domainKeyID": domain_key_id.hex(),
        "domainKeyFresh": wrap_fresh.hex(),
        "domainKeySealed": wrapped_domain_key(domain_key, root_key, wrap_binding, wrap_fresh).hex(),
        "records": records,
    }


def main():
    folder = pathlib.Path(sys.argv[1])
    for name, vectors in [("ciphertext-v1.json", list(blob_vectors())), ("records-v1.json", record_vectors())]:
        (folder / name).write_text(json.dumps(vectors, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
