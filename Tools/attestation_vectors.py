"""Makes the test vectors of Recipient in KeyCrypto: attestation documents as AWS Nitro enclaves have them, under a root
of our own, and RSA keys of enclaves.

From AWS's description of the documents alone, and with another implementation of X.509 and ECDSA than the one tested:

    https://github.com/aws/aws-nitro-enclaves-nsm-api/blob/main/docs/attestation_process.md

Run with the package `cryptography` (48 or later) installed; it takes no time of day and no randomness, and always
writes the same:

    python3 Tools/attestation_vectors.py Tests/KeyCryptoTests/Vectors

writes attestation-v1.json into that folder. Its private keys are for tests; nothing else may trust them.
"""

import datetime
import hashlib
import json
import math
import pathlib
import struct
import sys

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa, utils
from cryptography.x509.oid import NameOID

SECOND = datetime.timedelta(seconds=1)
SMALL_PRIMES = math.prod(number for number in range(3, 4000, 2) if all(number % part for part in range(3, number, 2)))


def made_up(name, count):
    """Bytes that look random and are the same in every run."""
    return hashlib.shake_256(f"trent test vector: {name}".encode()).digest(count)


# Keys.


def ec_key(name, curve=ec.SECP384R1()):
    return ec.derive_private_key(int.from_bytes(made_up(f"key of {name}", curve.key_size // 8 - 1), "big"), curve)


def prime(name, bits):
    """A number that is prime beyond reasonable doubt, of which the two highest bits are set."""
    number = int.from_bytes(made_up(f"prime {name}", bits // 8), "big") | 0b11 << bits - 2 | 1
    while math.gcd(number, SMALL_PRIMES) != 1 or any(pow(base, number - 1, number) != 1 for base in (2, 3, 5, 7)):
        number += 2
    return number


def rsa_key(bits):
    p, q = (prime(f"{half} of RSA {bits}", bits // 2) for half in "pq")
    d = pow(65537, -1, (p - 1) * (q - 1))
    public = rsa.RSAPublicNumbers(65537, p * q)
    return rsa.RSAPrivateNumbers(p, q, d, d % (p - 1), d % (q - 1), rsa.rsa_crt_iqmp(p, q), public).private_key()


def public_der(key):
    return key.public_key().public_bytes(
        serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)


def private_der(key):
    return key.private_bytes(
        serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())


# Certificates.


def key_usage(*uses):
    names = ["digital_signature", "content_commitment", "key_encipherment", "data_encipherment", "key_agreement",
             "key_cert_sign", "crl_sign", "encipher_only", "decipher_only"]
    return x509.KeyUsage(**{name: name in uses for name in names})


AUTHORITY = key_usage("digital_signature", "key_cert_sign", "crl_sign")
SIGNER = key_usage("digital_signature", "content_commitment")


def time(text):
    return datetime.datetime.fromisoformat(text)


class Entity:
    """A name with its key and certificate."""

    def __init__(self, name, issuer=None, *, authority, path_length=None, usage="as usual", start="2024-01-01T00:00:00",
                 end="2034-01-01T00:00:00", curve=ec.SECP384R1(), critical=None, issuer_key=None):
        self.name = name
        self.key = ec_key(name, curve)
        issuer = issuer or self
        builder = (
            x509.CertificateBuilder()
            .subject_name(self.subject).issuer_name(issuer.subject).public_key(self.key.public_key())
            .serial_number(int.from_bytes(made_up(f"serial number of {name}", 15), "big"))
            .not_valid_before(time(start)).not_valid_after(time(end))
            .add_extension(x509.BasicConstraints(authority, path_length), critical=True))
        if usage == "as usual":
            usage = AUTHORITY if authority else SIGNER
        if usage:
            builder = builder.add_extension(usage, critical=authority)
        if critical:
            builder = builder.add_extension(x509.UnrecognizedExtension(x509.ObjectIdentifier(critical), b"\5\0"), True)
        self.certificate = builder.sign(issuer_key or issuer.key, hashes.SHA384(), ecdsa_deterministic=True)

    @property
    def subject(self):
        return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, f"Trent {self.name}")])

    @property
    def der(self):
        return self.certificate.public_bytes(serialization.Encoding.DER)


# CBOR and COSE.


def cbor_head(major, number):
    for width, (limit, form) in enumerate([(1 << 8, ">B"), (1 << 16, ">H"), (1 << 32, ">I"), (1 << 64, ">Q")]):
        if number < 24:
            return bytes([major << 5 | number])
        if number < limit:
            return bytes([major << 5 | 24 + width]) + struct.pack(form, number)
    raise ValueError(number)


def cbor(value, indefinite=False):
    def inner(part):
        return cbor(part, indefinite)

    def container(major, count, content):
        return bytes([major << 5 | 31]) + content + b"\xff" if indefinite else cbor_head(major, count) + content

    match value:
        case None:
            return b"\xf6"
        case int():
            return cbor_head(0, value) if value >= 0 else cbor_head(1, -1 - value)
        case bytes():
            if indefinite:
                return b"\x5f" + cbor(value[:7]) + cbor(value[7:]) + b"\xff"
            return cbor_head(2, len(value)) + value
        case str():
            return cbor_head(3, len(value.encode())) + value.encode()
        case list():
            return container(4, len(value), b"".join(inner(part) for part in value))
        case dict():
            return container(5, len(value), b"".join(inner(key) + inner(part) for key, part in value.items()))


def sign1(payload, key, *, protected=b"\xa1\x01\x38\x22", digest=hashes.SHA384()):
    """An untagged COSE_Sign1 structure."""
    der = key.sign(cbor(["Signature1", protected, b"", payload]), ec.ECDSA(digest, deterministic_signing=True))
    signature = b"".join(number.to_bytes(48, "big") for number in utils.decode_dss_signature(der))
    return cbor([protected, {}, payload, signature])


# Documents.

ROOT = Entity("root", authority=True, start="2019-10-28T00:00:00", end="2049-10-28T00:00:00")
REGION = Entity("region", ROOT, authority=True, path_length=1, start="2024-05-01T00:00:00", end="2024-05-21T00:00:00")
INSTANCE = Entity(
    "instance", REGION, authority=True, path_length=0, start="2024-05-10T00:00:00", end="2024-05-11T00:00:00")
ENCLAVE = Entity("enclave", INSTANCE, authority=False, start="2024-05-10T12:00:00", end="2024-05-10T15:00:00")
NOW = time("2024-05-10T13:00:00")

ENCLAVE_KEYS = {bits: rsa_key(bits) for bits in (2048, 3072, 4096)}


def payload(*path, **changes):
    """`path`: the enclave's certificate, its issuer, and so on up to the root."""
    return {
        "module_id": "i-0123456789abcdef0-enc0123456789abcdef",
        "digest": "SHA384",
        "timestamp": milliseconds(NOW) - 1000,
        "pcrs": {index: made_up(f"PCR{index}", 48) for index in (0, 1, 2, 3, 4, 8)},
        "certificate": path[0].der,
        "cabundle": [entity.der for entity in reversed(path[1:])],
        "public_key": public_der(ENCLAVE_KEYS[2048]),
        "user_data": None,
        "nonce": made_up("nonce", 20),
        **changes,
    }


def milliseconds(moment):
    return int(moment.replace(tzinfo=datetime.timezone.utc).timestamp() * 1000)


def document(*path, **options):
    return sign1(cbor(payload(*path)), path[0].key, **options)


def accepted_documents():
    usual = cbor(payload(ENCLAVE, INSTANCE, REGION, ROOT))
    yield "untagged", sign1(usual, ENCLAVE.key)
    yield "tagged", b"\xd2" + sign1(usual, ENCLAVE.key)
    yield "payload of indefinite lengths", sign1(
        cbor(payload(ENCLAVE, INSTANCE, REGION, ROOT), indefinite=True), ENCLAVE.key)
    yield "issued by the root", document(Entity("enclave of the root", ROOT, authority=False), ROOT)


def refused_documents():
    """Name, the error, the document."""
    impostor = Entity("impostor", ROOT, authority=True, issuer_key=ec_key("another root"))
    no_ca = Entity("no authority", ROOT, authority=False, usage=key_usage("digital_signature", "key_cert_sign"))
    no_issuer = Entity("authority that may not issue", ROOT, authority=True, usage=key_usage("digital_signature"))
    no_uses = Entity("authority without key usage", ROOT, authority=True, usage=None)
    for name, issuer in [
        ("issued by an authority that the root did not sign", impostor),
        ("issued by a certificate that is no authority's", no_ca),
        ("issued by an authority that may not issue", no_issuer),
        ("issued by an authority without key usage", no_uses),
    ]:
        enclave = Entity(f"enclave of {issuer.name}", issuer, authority=False)
        yield name, "certificateInvalid", document(enclave, issuer, ROOT)
    short = Entity("authority of a short path", ROOT, authority=True, path_length=0)
    below = Entity("authority below", short, authority=True)
    yield "path longer than its authority allows", "certificateInvalid", document(
        Entity("enclave below", below, authority=False), below, short, ROOT)
    yield "authority missing from the bundle", "certificateInvalid", document(ENCLAVE, INSTANCE, ROOT)
    for name, options in [
        ("signed by an authority", {"authority": True}),
        ("signed by a certificate for key agreement", {"usage": key_usage("key_agreement")}),
        ("signed by a certificate without key usage", {"usage": None}),
        ("signed by a certificate with a strange extension", {"critical": "1.3.6.1.4.1.99999.1"}),
    ]:
        yield name, "certificateInvalid", document(Entity(name, ROOT, **{"authority": False, **options}), ROOT)
    p256 = Entity("enclave on P-256", ROOT, authority=False, curve=ec.SECP256R1())
    yield "signed on the curve P-256", "signatureInvalid", document(p256, ROOT)
    yield "signed over SHA-256", "signatureInvalid", document(ENCLAVE, INSTANCE, REGION, ROOT, digest=hashes.SHA256())
    other = cbor(payload(ENCLAVE, INSTANCE, REGION, ROOT))
    yield "signed with another key", "signatureInvalid", sign1(other, INSTANCE.key)
    yield "algorithm ES256 (-7)", "malformed", document(ENCLAVE, INSTANCE, REGION, ROOT, protected=cbor({1: -7}))
    yield "algorithm ES384 and more in the header", "malformed", document(
        ENCLAVE, INSTANCE, REGION, ROOT, protected=cbor({1: -35, 4: b"key id"}))


def moments():
    """Milliseconds, and whether the usual document is valid then."""
    for entity in (REGION, INSTANCE, ENCLAVE):
        start = entity.certificate.not_valid_before_utc.replace(tzinfo=None)
        end = entity.certificate.not_valid_after_utc.replace(tzinfo=None)
        yield start - SECOND, False
        yield end + SECOND, False
    yield ENCLAVE.certificate.not_valid_before_utc.replace(tzinfo=None), True
    yield ENCLAVE.certificate.not_valid_after_utc.replace(tzinfo=None) - SECOND, True
    yield time("1970-01-01T00:00:00"), False
    yield time("2100-01-01T00:00:00"), False


def vectors():
    return {
        "root": ROOT.der.hex(),
        "anotherRoot": Entity("another root", authority=True).der.hex(),
        "bundle": [entity.der.hex() for entity in (ROOT, REGION, INSTANCE)],
        "certificate": ENCLAVE.der.hex(),
        "certificateKey": ENCLAVE.key.private_numbers().private_value.to_bytes(48, "big").hex(),
        "now": milliseconds(NOW),
        "pcrs": {str(index): pcr.hex() for index, pcr in payload(ENCLAVE)["pcrs"].items()},
        "nonce": made_up("nonce", 20).hex(),
        "accepted": [{"name": name, "document": bytes.hex()} for name, bytes in accepted_documents()],
        "refused": [
            {"name": name, "error": error, "document": bytes.hex()} for name, error, bytes in refused_documents()],
        "moments": [{"at": milliseconds(moment), "isValid": is_valid} for moment, is_valid in moments()],
        "enclaveKeys": [
            {"bits": bits, "publicKey": public_der(key).hex(), "privateKey": private_der(key).hex()}
            for bits, key in ENCLAVE_KEYS.items()],
        "otherPublicKeys": [
            {"name": "RSA 1024", "publicKey": public_der(rsa_key(1024)).hex()},
            {"name": "RSA 2560", "publicKey": public_der(rsa_key(2560)).hex()},
            {"name": "P-384", "publicKey": public_der(ENCLAVE.key).hex()},
        ],
    }


def main():
    file = pathlib.Path(sys.argv[1]) / "attestation-v1.json"
    file.write_text(json.dumps(vectors(), indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
