"""SM2 (GB/T 32918) and the verification of Ed25519ph (RFC 8032, section 5.1), which the library that checks all other
algorithms lacks: written from the standards in the arithmetic they are given in, for tests only."""

import dataclasses
import hashlib
import secrets

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature, encode_dss_signature

# SM2: y² = x³ + ax + b over the integers modulo P; G has the order N.
P = 0xFFFFFFFEFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF00000000FFFFFFFFFFFFFFFF
A = P - 3
B = 0x28E9FA9E9D9F5E344D5A9E4BCF6509A7F39789F515AB8F92DDBCBD414D940E93
N = 0xFFFFFFFEFFFFFFFFFFFFFFFFFFFFFFFF7203DF6B21C6052B53BBF40939D54123
G = (
    0x32C4AE2C1F1981195F9904466A39C9948FE30BBFF2660BE1715A4589334C74C7,
    0xBC3736A2F4F6779C59BDCEE36B692153D0A9877CC62A474002DF32E52139F0A0,
)
DEFAULT_ID = b"1234567812345678"


def sm3(*parts):
    digest = hashes.Hash(hashes.SM3())
    for part in parts:
        digest.update(part)
    return digest.finalize()


def number_bytes(*numbers):
    return b"".join(number.to_bytes(32, "big") for number in numbers)


def add(one, other):
    """The sum of two points; None is the point at infinity."""
    if one is None or other is None:
        return one or other
    (x1, y1), (x2, y2) = one, other
    if x1 == x2 and (y1 + y2) % P == 0:
        return None
    if one == other:
        slope = (3 * x1 * x1 + A) * pow(2 * y1, -1, P)
    else:
        slope = (y2 - y1) * pow(x2 - x1, -1, P)
    x = (slope * slope - x1 - x2) % P
    return x, (slope * (x1 - x) - y1) % P


def multiply(number, point):
    total = None
    for bit in bin(number)[2:]:
        total = add(total, total)
        if bit == "1":
            total = add(total, point)
    return total


@dataclasses.dataclass(frozen=True)
class SM2PublicKey:
    """A point, and the DER in which it came."""

    point: tuple
    der: bytes

    @classmethod
    def load(cls, der):
        """The point is the end of a SubjectPublicKeyInfo, uncompressed."""
        assert der[-65] == 4, der.hex()
        point = int.from_bytes(der[-64:-32], "big"), int.from_bytes(der[-32:], "big")
        assert (point[0] ** 3 + A * point[0] + B - point[1] ** 2) % P == 0
        return cls(point, der)

    def digest(self, message):
        """The hash that is signed: of the signer's identifier, the curve, the public key and the message."""
        signer = (8 * len(DEFAULT_ID)).to_bytes(2, "big") + DEFAULT_ID + number_bytes(A, B, *G, *self.point)
        return sm3(sm3(signer), message)

    def verifies(self, signature, digest):
        r, s = decode_dss_signature(signature)
        if not (0 < r < N and 0 < s < N and (r + s) % N):
            return False
        x, _ = add(multiply(s, G), multiply((r + s) % N, self.point))
        return (int.from_bytes(digest, "big") + x) % N == r

    def encrypt(self, plaintext):
        """The ciphertext of GM/T 0009: a DER SEQUENCE of C1's coordinates, C3 and C2."""
        number = secrets.randbelow(N - 1) + 1
        shared = multiply(number, self.point)
        masked = bytes(a ^ b for a, b in zip(plaintext, stretch(number_bytes(*shared), len(plaintext))))
        check = sm3(number_bytes(shared[0]), plaintext, number_bytes(shared[1]))
        coordinates = der_of_pair(*multiply(number, G))
        return der_value(0x30, coordinates + der_value(0x04, check) + der_value(0x04, masked))


@dataclasses.dataclass(frozen=True)
class SM2PrivateKey:
    """A number, and the public key that goes with it."""

    number: int
    public: SM2PublicKey

    @classmethod
    def load(cls, pkcs8, public_der):
        """The ECPrivateKey of RFC 5915 begins with version 1 and an OCTET STRING of 32 bytes."""
        begin = pkcs8.index(bytes.fromhex("0201010420")) + 5
        return cls(int.from_bytes(pkcs8[begin : begin + 32], "big"), SM2PublicKey.load(public_der))

    @classmethod
    def generate(cls, like):
        """A new key whose SubjectPublicKeyInfo differs from `like` in the point only."""
        number = secrets.randbelow(N - 2) + 1
        return cls(number, SM2PublicKey.load(like[:-64] + number_bytes(*multiply(number, G))))

    def is_pair(self):
        return multiply(self.number, G) == self.public.point

    def sign(self, digest):
        while True:
            number = secrets.randbelow(N - 1) + 1
            r = (int.from_bytes(digest, "big") + multiply(number, G)[0]) % N
            s = pow(1 + self.number, -1, N) * (number - r * self.number) % N
            if r and s and (r + number) % N:
                return encode_dss_signature(r, s)

    def decrypt(self, ciphertext):
        x, y, check, masked = der_values(der_values(ciphertext)[0])
        shared = multiply(self.number, (int.from_bytes(x, "big"), int.from_bytes(y, "big")))
        plaintext = bytes(a ^ b for a, b in zip(masked, stretch(number_bytes(*shared), len(masked))))
        assert sm3(number_bytes(shared[0]), plaintext, number_bytes(shared[1])) == check
        return plaintext

    def shared_secret(self, peer):
        return number_bytes(multiply(self.number, peer.point)[0])


def stretch(secret, length):
    """GB/T 32918.4's key derivation function."""
    blocks = (sm3(secret, count.to_bytes(4, "big")) for count in range(1, length // 32 + 2))
    return b"".join(blocks)[:length]


def der_value(tag, content):
    length = len(content)
    if length < 128:
        return bytes([tag, length]) + content
    return bytes([tag, 0x82]) + length.to_bytes(2, "big") + content


def der_of_pair(x, y):
    """Two INTEGERs."""
    return b"".join(der_value(0x02, number.to_bytes(number.bit_length() // 8 + 1, "big")) for number in (x, y))


def der_values(data):
    """The contents of the values that follow each other."""
    found = []
    while data:
        length, begin = data[1], 2
        if length & 0x80:
            begin += length & 0x7F
            length = int.from_bytes(data[2:begin], "big")
        found.append(data[begin : begin + length])
        data = data[begin + length :]
    return found


# Ed25519: -x² + y² = 1 + dx²y² over the integers modulo Q; points as (x, y).
Q = 2**255 - 19
ORDER = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, -1, Q) % Q
ROOT_OF_MINUS_ONE = pow(2, (Q - 1) // 4, Q)


def edwards_add(one, other):
    (x1, y1), (x2, y2) = one, other
    product = D * x1 * x2 * y1 * y2
    x = (x1 * y2 + x2 * y1) * pow(1 + product, -1, Q)
    return x % Q, (y1 * y2 + x1 * x2) * pow(1 - product, -1, Q) % Q


def edwards_multiply(number, point):
    total = (0, 1)
    for bit in bin(number)[2:]:
        total = edwards_add(total, total)
        if bit == "1":
            total = edwards_add(total, point)
    return total


def edwards_point(data):
    """Section 5.1.3: y in 255 bits, and the lowest bit of x."""
    bits = int.from_bytes(data, "little")
    y = bits & (2**255 - 1)
    square = (y * y - 1) * pow(D * y * y + 1, -1, Q) % Q
    x = pow(square, (Q + 3) // 8, Q)
    if x * x % Q != square:
        x = x * ROOT_OF_MINUS_ONE % Q
    assert x * x % Q == square, "not on the curve"
    return (Q - x if x & 1 != bits >> 255 else x), y


EDWARDS_BASE = edwards_point((4 * pow(5, -1, Q) % Q).to_bytes(32, "little"))


def ed25519ph_verifies(public, signature, message):
    """Section 5.1.7 with the prehash SHA-512 and an empty context."""
    context = b"SigEd25519 no Ed25519 collisions" + bytes([1, 0])
    number = int.from_bytes(signature[32:], "little")
    if len(signature) != 64 or number >= ORDER:
        return False
    hashed = hashlib.sha512(context + signature[:32] + public + hashlib.sha512(message).digest()).digest()
    expected = edwards_add(
        edwards_point(signature[:32]), edwards_multiply(int.from_bytes(hashed, "little") % ORDER, edwards_point(public))
    )
    return edwards_multiply(number, EDWARDS_BASE) == expected
