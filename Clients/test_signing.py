"""Sign, Verify and GetPublicKey: every algorithm of every signing key, checked by others in both directions."""

import hashlib

import outside
import pytest
import specs
from harness import key_arn, refused
from importing import IMPORTABLE_SIGNING, imported_key

CASES = [(spec, algorithm) for spec, algorithms in specs.SIGNING.items() for algorithm in algorithms]
DIGEST_CASES = [case for case in CASES if specs.digest_bytes(case[1]) and case[1] != "ED25519_PH_SHA_512"]
MESSAGE = b"The quick brown fox"
DRY_RUN = "The request would have succeeded, but the DryRun option is set."


@pytest.fixture
def signer(shared_key):
    """`signer(spec)`: a client, the id of a signing key and its public key as others read it."""

    def make(spec):
        kms, key = shared_key(spec, "SIGN_VERIFY")
        return kms, key, outside.public_key(spec, kms.get_public_key(KeyId=key)["PublicKey"])

    return make


def digest_of(spec, public, algorithm, message):
    """The message as MessageType DIGEST wants it. SM2's digest has the public key in it."""
    if algorithm == "SM2DSA":
        return public.digest(message)
    return outside.digest(message, outside.hash_of(algorithm))


def forms(spec, public, algorithm):
    """Every MessageType that the algorithm takes, with a message."""
    if algorithm != "ED25519_PH_SHA_512":
        yield "RAW", MESSAGE
    if specs.digest_bytes(algorithm):
        yield "DIGEST", digest_of(spec, public, algorithm, MESSAGE)
    if algorithm == "ML_DSA_SHAKE_256":
        yield "EXTERNAL_MU", outside.external_mu(public, MESSAGE)


@pytest.mark.parametrize(("spec", "algorithm"), CASES)
def test_signatures_verify_elsewhere_and_here(signer, spec, algorithm):
    kms, key, public = signer(spec)
    for form, message in forms(spec, public, algorithm):
        terms = {"KeyId": key, "Message": message, "MessageType": form, "SigningAlgorithm": algorithm}
        signed = kms.sign(**terms)
        assert signed["KeyId"].endswith(f"key/{key}")
        assert signed["SigningAlgorithm"] == algorithm
        signature = signed["Signature"]
        assert outside.is_valid(public, algorithm, signature, message, form), form
        assert not outside.is_valid(public, algorithm, signature, bytes(len(message)), form), form
        verified = kms.verify(Signature=signature, **terms)
        assert (verified["KeyId"], verified["SignatureValid"]) == (signed["KeyId"], True)
        assert verified["SigningAlgorithm"] == algorithm


@pytest.mark.parametrize(("spec", "algorithm"), CASES)
def test_what_is_no_signature_of_the_message_is_refused(signer, spec, algorithm):
    kms, key, public = signer(spec)
    form, message = next(forms(spec, public, algorithm))
    terms = {"KeyId": key, "MessageType": form, "SigningAlgorithm": algorithm}
    signature = kms.sign(Message=message, **terms)["Signature"]
    changed = bytes([signature[0] ^ 1]) + signature[1:]
    last = signature[:-1] + bytes([signature[-1] ^ 1])
    for wrong in (changed, last, signature[:-1], signature + b"\0", b"x", bytes(len(signature)), 6144 * b"\xff"):
        with refused("KMSInvalidSignatureException", ""):
            kms.verify(Message=message, Signature=wrong, **terms)
    with refused("KMSInvalidSignatureException", ""):
        kms.verify(Message=bytes(len(message)), Signature=signature, **terms)


@pytest.mark.parametrize(("spec", "algorithm"), DIGEST_CASES)
def test_a_signature_of_the_message_is_one_of_its_digest(signer, spec, algorithm):
    kms, key, public = signer(spec)
    digest = digest_of(spec, public, algorithm, MESSAGE)
    terms = {"KeyId": key, "SigningAlgorithm": algorithm}
    of_message = kms.sign(Message=MESSAGE, **terms)["Signature"]
    of_digest = kms.sign(Message=digest, MessageType="DIGEST", **terms)["Signature"]
    assert kms.verify(Message=digest, MessageType="DIGEST", Signature=of_message, **terms)["SignatureValid"]
    assert kms.verify(Message=MESSAGE, MessageType="RAW", Signature=of_digest, **terms)["SignatureValid"]
    # A digest that is taken for a message is hashed once more.
    with refused("KMSInvalidSignatureException", ""):
        kms.verify(Message=digest, MessageType="RAW", Signature=of_digest, **terms)


@pytest.mark.parametrize(("spec", "algorithm"), [case for case in CASES if specs.digest_bytes(case[1])])
def test_a_digest_of_another_length_is_refused(signer, spec, algorithm):
    kms, key, _ = signer(spec)
    terms = {"KeyId": key, "MessageType": "DIGEST", "SigningAlgorithm": algorithm}
    for length in (1, specs.digest_bytes(algorithm) - 1, specs.digest_bytes(algorithm) + 1, 4096):
        with refused("ValidationException", f"Digest is invalid length for algorithm {algorithm}."):
            kms.sign(Message=bytes(length), **terms)
        with refused("ValidationException", f"Digest is invalid length for algorithm {algorithm}."):
            kms.verify(Message=bytes(length), Signature=b"x", **terms)


@pytest.mark.parametrize("spec", ["ML_DSA_44", "ML_DSA_65", "ML_DSA_87"])
def test_an_external_mu_has_64_bytes_and_signs_the_message(signer, spec):
    kms, key, public = signer(spec)
    terms = {"KeyId": key, "SigningAlgorithm": "ML_DSA_SHAKE_256"}
    for length in (1, 63, 65):
        with refused("ValidationException"):
            kms.sign(Message=bytes(length), MessageType="EXTERNAL_MU", **terms)
    mu = outside.external_mu(public, MESSAGE)
    signature = kms.sign(Message=mu, MessageType="EXTERNAL_MU", **terms)["Signature"]
    assert outside.is_valid(public, "ML_DSA_SHAKE_256", signature, MESSAGE, "RAW")
    assert kms.verify(Message=MESSAGE, Signature=signature, **terms)["SignatureValid"]
    signature = kms.sign(Message=MESSAGE, **terms)["Signature"]
    assert kms.verify(Message=mu, MessageType="EXTERNAL_MU", Signature=signature, **terms)["SignatureValid"]


@pytest.mark.parametrize(
    ("spec", "algorithm", "form"),
    [
        ("ECC_NIST_EDWARDS25519", "ED25519_SHA_512", "DIGEST"),
        ("ECC_NIST_EDWARDS25519", "ED25519_PH_SHA_512", "RAW"),
        ("ECC_NIST_P256", "ECDSA_SHA_256", "EXTERNAL_MU"),
        ("RSA_2048", "RSASSA_PSS_SHA_512", "EXTERNAL_MU"),
        ("ML_DSA_65", "ML_DSA_SHAKE_256", "DIGEST"),
    ],
)
def test_a_form_of_message_that_the_algorithm_does_not_take_is_refused(signer, spec, algorithm, form):
    kms, key, _ = signer(spec)
    terms = {"KeyId": key, "Message": bytes(64), "MessageType": form, "SigningAlgorithm": algorithm}
    with refused("ValidationException"):
        kms.sign(**terms)
    with refused("ValidationException"):
        kms.verify(Signature=b"x", **terms)


@pytest.mark.parametrize("spec", specs.SIGNATURE_BYTES)
def test_signatures_of_fixed_length_have_it(signer, spec):
    kms, key, _ = signer(spec)
    signed = kms.sign(KeyId=key, Message=MESSAGE, SigningAlgorithm=specs.SIGNING[spec][0])
    assert len(signed["Signature"]) == specs.SIGNATURE_BYTES[spec]


@pytest.mark.parametrize("spec", ["RSA_2048", "ECC_NIST_P256", "ECC_NIST_EDWARDS25519", "ML_DSA_44", "SM2"])
def test_messages_have_up_to_4096_bytes(server, signer, spec):
    kms, key, public = signer(spec)
    terms = {"KeyId": key, "SigningAlgorithm": specs.SIGNING[spec][0]}
    for length in (1, 4096):
        signature = kms.sign(Message=bytes(length), **terms)["Signature"]
        assert outside.is_valid(public, terms["SigningAlgorithm"], signature, bytes(length), "RAW")
    lax = server.client(region=specs.region_of(spec), parameter_validation=False)
    said = "1 validation error detected: Value at 'message' failed to satisfy constraint: Member must have length "
    for length, bound in ((4097, "less than or equal to 4096"), (0, "greater than or equal to 1")):
        with refused("ValidationException", said + bound):
            lax.sign(Message=bytes(length), **terms)


@pytest.mark.parametrize(("spec", "algorithm"), [case for case in CASES if case[0] in IMPORTABLE_SIGNING])
def test_signatures_made_elsewhere_verify_here(server, spec, algorithm):
    kms, key, private = imported_key(server, spec, "SIGN_VERIFY")
    if spec == "SM2":
        signature = private.sign(private.public.digest(MESSAGE))
    else:
        signature = private.sign(MESSAGE, *outside.signature_parameters(algorithm, is_digest=False))
    terms = {"KeyId": key, "SigningAlgorithm": algorithm}
    assert kms.verify(Message=MESSAGE, Signature=signature, **terms)["SignatureValid"]
    with refused("KMSInvalidSignatureException", ""):
        kms.verify(Message=MESSAGE + b".", Signature=signature, **terms)


@pytest.mark.parametrize("spec", specs.SIGNING)
def test_a_signature_is_one_of_its_key_only(signer, server, spec):
    kms, key, public = signer(spec)
    other = kms.create_key(KeySpec=spec, KeyUsage="SIGN_VERIFY")["KeyMetadata"]["KeyId"]
    algorithm = specs.SIGNING[spec][-1]
    form, message = next(forms(spec, public, algorithm))
    terms = {"Message": message, "MessageType": form, "SigningAlgorithm": algorithm}
    signature = kms.sign(KeyId=key, **terms)["Signature"]
    with refused("KMSInvalidSignatureException", ""):
        kms.verify(KeyId=other, Signature=signature, **terms)


@pytest.mark.parametrize("spec", ["RSA_2048", "ECC_NIST_P256", "ECC_NIST_EDWARDS25519", "ML_DSA_44"])
def test_an_algorithm_of_another_spec_is_refused(signer, spec):
    kms, key, _ = signer(spec)
    others = {algorithm for algorithms in specs.SIGNING.values() for algorithm in algorithms} - {*specs.SIGNING[spec]}
    for algorithm in others:
        message = f"Algorithm {algorithm} is incompatible with key spec {spec}."
        with refused("InvalidKeyUsageException", message):
            # The algorithm is looked at before the digest's length.
            kms.sign(KeyId=key, Message=b"x", MessageType="DIGEST", SigningAlgorithm=algorithm)
        with refused("InvalidKeyUsageException", message):
            kms.verify(KeyId=key, Message=b"x", Signature=b"x", SigningAlgorithm=algorithm)


def test_a_dry_run_neither_signs_nor_verifies(signer):
    kms, key, _ = signer("ECC_NIST_P256")
    terms = {"KeyId": key, "Message": MESSAGE, "SigningAlgorithm": "ECDSA_SHA_256", "DryRun": True}
    with refused("DryRunOperationException", DRY_RUN):
        kms.sign(**terms)
    with refused("DryRunOperationException", DRY_RUN):
        kms.verify(Signature=kms.sign(**terms | {"DryRun": False})["Signature"], **terms)


def test_an_alias_names_a_signing_key(signer, alias_name):
    kms, key, public = signer("ECC_NIST_P256")
    kms.create_alias(AliasName=alias_name, TargetKeyId=key)
    signed = kms.sign(KeyId=alias_name, Message=MESSAGE, SigningAlgorithm="ECDSA_SHA_256")
    assert signed["KeyId"] == key_arn(key)
    assert outside.is_valid(public, "ECDSA_SHA_256", signed["Signature"], MESSAGE, "RAW")
    assert kms.get_public_key(KeyId=alias_name)["KeyId"] == key_arn(key)


@pytest.mark.parametrize(("spec", "usage"), specs.ASYMMETRIC)
def test_public_keys_are_described_and_parse_elsewhere(shared_key, spec, usage):
    kms, key = shared_key(spec, usage)
    answer = kms.get_public_key(KeyId=key)
    outside.public_key(spec, answer["PublicKey"])
    metadata = kms.describe_key(KeyId=key)["KeyMetadata"]
    assert answer["KeyId"] == metadata["Arn"]
    assert (answer["KeySpec"], answer["KeyUsage"], answer["CustomerMasterKeySpec"]) == (spec, usage, spec)
    for name, (_, member) in specs.USAGES.items():
        expected = specs.USAGES[usage][0][spec] if name == usage else None
        assert (sorted(answer[member]) if member in answer else None) == (expected and sorted(expected))
        assert answer.get(member) == metadata.get(member)


def test_signatures_survive_a_restart(serve):
    server = serve()
    kms = server.client()
    made = {}
    for spec in ("RSA_2048", "ECC_SECG_P256K1", "ECC_NIST_EDWARDS25519", "ML_DSA_44"):
        key = kms.create_key(KeySpec=spec, KeyUsage="SIGN_VERIFY")["KeyMetadata"]["KeyId"]
        terms = {"KeyId": key, "Message": MESSAGE, "SigningAlgorithm": specs.SIGNING[spec][0]}
        made[spec] = terms, kms.sign(**terms)["Signature"], kms.get_public_key(KeyId=key)["PublicKey"]
    kms = server.restart().client()
    for terms, signature, public in made.values():
        assert kms.verify(Signature=signature, **terms)["SignatureValid"]
        assert kms.verify(Signature=kms.sign(**terms)["Signature"], **terms)["SignatureValid"]
        assert kms.get_public_key(KeyId=terms["KeyId"])["PublicKey"] == public


def test_the_digest_of_ed25519ph_is_hashed_once_more(signer):
    kms, key, public = signer("ECC_NIST_EDWARDS25519")
    digest = hashlib.sha512(MESSAGE).digest()
    terms = {"KeyId": key, "Message": digest, "MessageType": "DIGEST", "SigningAlgorithm": "ED25519_PH_SHA_512"}
    signature = kms.sign(**terms)["Signature"]
    assert outside.is_valid(public, "ED25519_PH_SHA_512", signature, digest, "DIGEST")
    assert not outside.is_valid(public, "ED25519_PH_SHA_512", signature, MESSAGE, "DIGEST")


@pytest.mark.parametrize("algorithm", specs.SIGNING["ECC_NIST_EDWARDS25519"])
def test_ed25519_gives_the_same_signature_however_often_it_signs(kms, algorithm):
    key = kms.create_key(KeySpec="ECC_NIST_EDWARDS25519", KeyUsage="SIGN_VERIFY")["KeyMetadata"]["KeyId"]
    public = outside.public_key("ECC_NIST_EDWARDS25519", kms.get_public_key(KeyId=key)["PublicKey"])
    form, message = next(forms("ECC_NIST_EDWARDS25519", public, algorithm))
    terms = {"KeyId": key, "Message": message, "MessageType": form, "SigningAlgorithm": algorithm}
    (signature,) = {kms.sign(**terms)["Signature"] for _ in range(5)}
    assert outside.is_valid(public, algorithm, signature, message, form)
