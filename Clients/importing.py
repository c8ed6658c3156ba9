"""Importing key material, as its owner does it."""

import functools
import itertools
import os

import outside
import specs

IMPORTABLE_SIGNING = ["RSA_2048", "RSA_3072", "RSA_4096", *specs.IMPORTABLE_CURVES, "SM2"]
FOREVER = {"ExpirationModel": "KEY_MATERIAL_DOES_NOT_EXPIRE"}


def external_key(kms, spec="SYMMETRIC_DEFAULT", usage="ENCRYPT_DECRYPT", **parameters):
    """The id of a new key that waits for its material."""
    made = kms.create_key(KeySpec=spec, KeyUsage=usage, Origin="EXTERNAL", **parameters)["KeyMetadata"]
    assert (made["KeyState"], made["Enabled"], made["Origin"]) == ("PendingImport", False, "EXTERNAL")
    return made["KeyId"]


def wrapping_for(spec):
    """A wrapping algorithm and a wrapping key's spec for material of a spec."""
    if spec == "SM2":
        return "SM2PKE", "SM2"
    algorithm = "RSA_AES_KEY_WRAP_SHA_256" if spec.startswith(("RSA_", "ECC_")) else "RSAES_OAEP_SHA_256"
    return algorithm, "RSA_2048"


def parameters(kms, key, algorithm, wrapping_spec):
    return kms.get_parameters_for_import(KeyId=key, WrappingAlgorithm=algorithm, WrappingKeySpec=wrapping_spec)


def import_material(kms, key, material, wrapping=("RSAES_OAEP_SHA_256", "RSA_2048"), **terms):
    """Wraps and imports; unless `terms` say otherwise, for ever. A term that is None is left out."""
    algorithm, wrapping_spec = wrapping
    given = parameters(kms, key, algorithm, wrapping_spec)
    wrapped = outside.wrap(wrapping_spec, given["PublicKey"], algorithm, material)
    terms = {name: value for name, value in (FOREVER | terms).items() if value is not None}
    return kms.import_key_material(
        KeyId=key, ImportToken=given["ImportToken"], EncryptedKeyMaterial=wrapped, **terms
    )


@functools.cache
def rsa_pairs(spec):
    """Three private keys, over and over: each takes long to make."""
    return itertools.cycle([outside.generate(spec) for _ in range(3)])


def new_pair(kms, spec):
    """A private key as `outside` has it, and its PKCS #8. That of SM2 is a data key pair of the server's."""
    if spec != "SM2":
        private = next(rsa_pairs(spec)) if spec.startswith("RSA_") else outside.generate(spec)
        return private, outside.pkcs8(private)
    key = kms.create_key()["KeyMetadata"]["KeyId"]
    pair = kms.generate_data_key_pair(KeyId=key, KeyPairSpec=spec)
    return outside.private_key(spec, pair["PrivateKeyPlaintext"], pair["PublicKey"]), pair["PrivateKeyPlaintext"]


def new_material(kms, spec):
    """What may be imported into a key of the spec."""
    if spec == "SYMMETRIC_DEFAULT":
        return os.urandom(32)
    if spec in specs.HMAC_BYTES:
        return os.urandom(specs.HMAC_BYTES[spec])
    return new_pair(kms, spec)[1]


def imported_key(server, spec, usage):
    """A client, the id of a key with imported material, and the private key."""
    kms = server.client(region=specs.region_of(spec))
    key = external_key(kms, spec, usage)
    private, pkcs8 = new_pair(kms, spec)
    import_material(kms, key, pkcs8, wrapping_for(spec))
    return kms, key, private


def is_importable(spec):
    return spec in ("SYMMETRIC_DEFAULT", *specs.HMAC_BYTES, *IMPORTABLE_SIGNING)
