"""`trent serve --dev --seed FILE`: what a seed file holds is there from the first request on, the same in every run."""

import base64
import json
import subprocess
import sys

import pytest
from harness import Credentials, assert_refused, environment, refused, trent

OTHER_ACCOUNT = "444455556666"
ORDERS = "1234abcd-12ab-34cd-56ef-1234567890ab"
SIGNING = "22222222-12ab-34cd-56ef-1234567890ab"
SHARED = "mrk-1234abcd12ab34cd56ef1234567890ab"
SEED = f"""
Account: "111122223333"
Region: eu-west-1
Keys:
  - KeyId: {ORDERS}
    Description: Files of the orders
    KeyRotationEnabled: true
    RotationPeriodInDays: 180
    Tags:
      team: data
    Policy:
      Version: 2012-10-17
      Statement:
        - Effect: Allow
          Principal: {{AWS: "arn:aws:iam::111122223333:root"}}
          Action: kms:*
          Resource: "*"
        - Effect: Allow
          Principal: {{AWS: "arn:aws:iam::111122223333:user/etl"}}
          Action: [kms:Encrypt, kms:DescribeKey]
          Resource: "*"
    KeyMaterial:
      - AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=
      - hex:5cdaead27fe7da2de47945d73cd6d79e36494e73802f3cd3869f1d2cb0b5d7a9
  - KeyId: {SHARED}
    ReplicaRegions: [us-east-1]
    KeyMaterial: ICEiIyQlJicoKSorLC0uLzAxMjM0NTY3ODk6Ozw9Pj8=
  - KeyId: {SIGNING}
    Account: "{OTHER_ACCOUNT}"
    KeySpec: ECC_NIST_P256
    KeyUsage: SIGN_VERIFY
    KeyMaterial: |
{{pem}}
Aliases:
  - AliasName: alias/orders
    TargetKeyId: {ORDERS}
Policies:
  - PolicyName: look
    PolicyDocument: '{{"Version":"2012-10-17","Statement":{{"Effect":"Allow","Action":"kms:ListKeys","Resource":"*"}}}}'
Users:
  - UserName: etl
    ManagedPolicyArns: ["arn:aws:iam::111122223333:policy/look"]
    AccessKeys:
      - AccessKeyId: AKIAIOSFODNN7EXAMPLE
        SecretAccessKey: wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY
"""
ETL = Credentials("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY")
ROOT = Credentials("111122223333", "anything")


@pytest.fixture(scope="module")
def pem(tmp_path_factory):
    """A private key as OpenSSL writes it, in the form of SEC 1."""
    command = ["openssl", "ecparam", "-name", "prime256v1", "-genkey"]
    return subprocess.check_output(command, text=True, stderr=subprocess.DEVNULL)


@pytest.fixture
def seed(tmp_path, pem):
    path = tmp_path / "seed.yaml"
    path.write_text(SEED.replace("{pem}", "\n".join("      " + line for line in pem.splitlines())))
    return path


@pytest.fixture
def emulator(serve, seed):
    return serve(None, "--dev", "--seed", seed, credentials=ROOT)


def outline(server):
    """What anybody can see of the keys."""
    kms = server.client(region="eu-west-1")
    seen = {}
    for key in (ORDERS, SHARED):
        seen[key] = kms.describe_key(KeyId=key)["KeyMetadata"], kms.list_resource_tags(KeyId=key)["Tags"]
        seen[key] += (kms.get_key_policy(KeyId=key)["Policy"], kms.list_aliases(KeyId=key)["Aliases"])
        status = kms.get_key_rotation_status(KeyId=key)
        del status["ResponseMetadata"]
        seen[key] += (status,)
    user = server.client("iam").get_user(UserName="etl")["User"]
    return seen | {"user": user}


def test_keys_and_aliases_are_there(emulator):
    kms = emulator.client(region="eu-west-1")
    key = kms.describe_key(KeyId="alias/orders")["KeyMetadata"]
    assert key["Arn"] == f"arn:aws:kms:eu-west-1:111122223333:key/{ORDERS}"
    assert (key["Description"], key["KeyState"], key["Origin"]) == ("Files of the orders", "Enabled", "AWS_KMS")
    status = kms.get_key_rotation_status(KeyId=ORDERS)
    assert (status["KeyRotationEnabled"], status["RotationPeriodInDays"]) == (True, 180)
    assert kms.list_resource_tags(KeyId=ORDERS)["Tags"] == [{"TagKey": "team", "TagValue": "data"}]
    assert json.loads(kms.get_key_policy(KeyId=ORDERS)["Policy"])["Version"] == "2012-10-17"
    assert len(kms.list_key_rotations(KeyId=ORDERS)["Rotations"]) == 1
    blob = kms.encrypt(KeyId=SHARED, Plaintext=b"x")["CiphertextBlob"]
    assert emulator.client(region="us-east-1").decrypt(CiphertextBlob=blob)["Plaintext"] == b"x"


def test_a_key_pair_is_the_file_s(emulator, pem):
    kms = emulator.client(region="eu-west-1", credentials=Credentials(OTHER_ACCOUNT, "anything"))
    der = kms.get_public_key(KeyId=SIGNING)["PublicKey"]
    public = subprocess.run(
        ["openssl", "ec", "-pubout", "-outform", "DER"], input=pem.encode(), capture_output=True, check=True
    ).stdout
    assert der == public
    kms.sign(KeyId=SIGNING, Message=b"x", SigningAlgorithm="ECDSA_SHA_256")


# How OpenSSL makes the key pairs of specs, in the forms that it has for them.
PAIRS = {
    "RSA_2048": ["genrsa", "-traditional", "2048"],
    "RSA_3072": ["genpkey", "-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:3072"],
    "ECC_NIST_P384": ["genpkey", "-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-384"],
    "ECC_NIST_P521": ["ecparam", "-name", "secp521r1", "-genkey", "-noout"],
    "ECC_SECG_P256K1": ["ecparam", "-name", "secp256k1", "-genkey"],
    "ECC_NIST_EDWARDS25519": ["genpkey", "-algorithm", "ED25519"],
}


def test_key_pairs_of_openssl_are_read(serve, tmp_path):
    pairs = {
        spec: subprocess.check_output(["openssl", *command], text=True, stderr=subprocess.DEVNULL)
        for spec, command in PAIRS.items()
    }
    path = tmp_path / "pairs.yaml"
    keys = [
        {"KeyId": f"{number:08}-12ab-34cd-56ef-1234567890ab", "KeySpec": spec, "KeyUsage": "SIGN_VERIFY",
         "KeyMaterial": pem}
        for number, (spec, pem) in enumerate(pairs.items())
    ]  # fmt: skip
    # JSON is YAML.
    path.write_text(json.dumps({"Account": ROOT.access_key_id, "Keys": keys}))
    kms = serve(None, "--dev", "--seed", path, credentials=ROOT).client()
    for key in keys:
        public = subprocess.run(
            ["openssl", "pkey", "-pubout", "-outform", "DER"], input=key["KeyMaterial"].encode(), capture_output=True,
            check=True,
        ).stdout  # fmt: skip
        assert kms.get_public_key(KeyId=key["KeyId"])["PublicKey"] == public, key["KeySpec"]


def test_users_sign_with_their_access_keys_and_are_held_to_their_policies(emulator):
    assert emulator.client("sts", credentials=ETL).get_caller_identity()["Arn"] == "arn:aws:iam::111122223333:user/etl"
    kms = emulator.client(region="eu-west-1", credentials=ETL)
    kms.encrypt(KeyId="alias/orders", Plaintext=b"x")
    kms.list_keys()
    with refused("AccessDeniedException"):
        kms.create_key()
    wrong = Credentials(ETL.access_key_id, "another")
    with refused("InvalidSignatureException"):
        emulator.client(region="eu-west-1", credentials=wrong).list_keys()


def test_a_ciphertext_outlives_an_emulator_that_forgets(emulator):
    blob = emulator.client(region="eu-west-1").encrypt(KeyId="alias/orders", Plaintext=b"kept")["CiphertextBlob"]
    emulator.restart()
    assert emulator.client(region="eu-west-1").decrypt(CiphertextBlob=blob)["Plaintext"] == b"kept"


def test_the_same_file_again_changes_nothing(serve, seed, tmp_path):
    server = serve(tmp_path / "data", "--dev", "--seed", seed, credentials=ROOT)
    before = outline(server)
    server.restart()
    assert outline(server) == before
    assert any("made=0" in line and "changed=0" in line for line in server.log), server.log


def test_a_changed_file_is_put_in_as_far_as_it_can_be(serve, seed, tmp_path):
    server = serve(tmp_path / "data", "--dev", "--seed", seed, credentials=ROOT)
    server.stop()
    text = seed.read_text()
    seed.write_text(text.replace("Files of the orders", "Files"))
    server.start()
    assert server.client(region="eu-west-1").describe_key(KeyId=ORDERS)["KeyMetadata"]["Description"] == "Files"
    server.stop()
    seed.write_text(text.replace("AAECAwQ", "BAECAwQ"))
    finished = trent("serve", "--dev", "--seed", seed, "--data-dir", tmp_path / "data", "--listen", "127.0.0.1:0")
    assert_refused(finished, f"the key {ORDERS} is there already, with other key material")
    assert "BAECAwQ" not in finished.stdout + finished.stderr


def test_every_conflict_with_what_is_there_is_said(serve, seed, tmp_path):
    server = serve(tmp_path / "data", "--dev", "--seed", seed, credentials=ROOT)
    server.stop()
    seed.write_text(seed.read_text().replace("AAECAwQ", "BAECAwQ").replace("ICEiIyQ", "JCEiIyQ"))
    finished = trent("serve", "--dev", "--seed", seed, "--data-dir", tmp_path / "data", "--listen", "127.0.0.1:0")
    assert_refused(finished, "and 1 more: see the log")
    said = finished.stdout + finished.stderr
    assert "seed validate" not in said
    for key in (ORDERS, SHARED):
        lines = [line for line in said.splitlines() if " error " in line and f"the key {key} is there already" in line]
        assert len(lines) == 1, said


def test_the_aws_cli_finds_it_all(emulator, tmp_path):
    plain, sealed = tmp_path / "plain", tmp_path / "sealed"
    plain.write_bytes(b"hello")
    program = [sys.executable.rsplit("/", 1)[0] + "/aws", "kms"]
    env = emulator.client_environment(AWS_DEFAULT_OUTPUT="text")
    env |= {"AWS_REGION": "eu-west-1", "AWS_DEFAULT_REGION": "eu-west-1"}
    blob = subprocess.check_output(
        [*program, "encrypt", "--key-id", "alias/orders", "--plaintext", f"fileb://{plain}",
         "--query", "CiphertextBlob"], env=env, text=True,
    )  # fmt: skip
    sealed.write_bytes(base64.b64decode(blob))
    emulator.restart()
    answer = subprocess.check_output(
        [*program, "decrypt", "--ciphertext-blob", f"fileb://{sealed}", "--query", "Plaintext"],
        env=env | {"AWS_ENDPOINT_URL": emulator.url}, text=True,
    )  # fmt: skip
    assert base64.b64decode(answer) == b"hello"


def test_it_may_be_set_by_its_variable(serve, seed):
    server = serve(None, "--dev", credentials=ROOT, env=environment(TRENT_SEED=str(seed)))
    assert server.client(region="eu-west-1").describe_key(KeyId=ORDERS)


def test_it_is_for_development_only(seed, tmp_path):
    finished = trent("serve", "--seed", seed, "--data-dir", tmp_path / "data")
    assert_refused(finished, "--dev")
    assert not (tmp_path / "data").exists()


def test_a_seed_leaves_no_record_in_the_audit_trail(serve, seed, tmp_path):
    def records():
        lines = server.get("/-/metrics").body.decode().splitlines()
        return [float(line.split()[1]) for line in lines if line.startswith("trent_audit_records ")]

    server = serve(tmp_path / "data", "--dev", "--seed", seed, credentials=ROOT)
    assert records() == [0]
    server.client(region="eu-west-1").describe_key(KeyId=ORDERS)
    assert records() == [1]
    events = server.client("cloudtrail", region="eu-west-1").lookup_events()["Events"]
    assert {event["EventName"] for event in events} <= {"DescribeKey"}


def test_a_file_is_validated(seed):
    finished = trent("seed", "validate", seed)
    assert finished.returncode == 0, finished.stderr
    assert finished.stdout == f"{seed}: 3 keys, 1 alias, 1 policy, 1 user\n"


def test_all_that_is_wrong_is_said(seed):
    text = seed.read_text().replace("alias/orders", "alias/aws/orders")
    seed.write_text(text.replace("KeyRotationEnabled", "RotationEnabled").replace("ICEiIyQl", "ICEi"))
    finished = trent("seed", "validate", seed)
    assert finished.returncode == 1
    said = finished.stdout.splitlines()
    assert len(said) == 4 and finished.stderr.strip() in ("", "Error: 1"), finished
    assert all(line.startswith(f"{seed}:") for line in said)
    unknown = "Keys[0]: there is no member 'RotationEnabled'"
    for part in (unknown, "Keys[0].RotationPeriodInDays", "Keys[1].KeyMaterial"):
        assert any(part in line for line in said), said
    assert "ICEi" not in finished.stdout
    refused_start = trent("serve", "--dev", "--seed", seed, "--listen", "127.0.0.1:0")
    assert_refused(refused_start, "and 3 more: trent seed validate")


def test_a_file_that_is_wrong_leaves_nothing_behind(tmp_path):
    data = tmp_path / "data"
    (tmp_path / "bad.yaml").write_text("Keys: [{KeyId: x}]\n")
    for name, word in (("bad.yaml", "a key id is a UUID"), ("none.yaml", "No such file")):
        finished = trent("serve", "--dev", "--data-dir", data, "--listen", "127.0.0.1:0", "--seed", tmp_path / name)
        assert_refused(finished, word)
        assert finished.stdout == "" and finished.stderr.count("\n") == 1, finished
        assert not data.exists()


def test_a_file_that_is_not_there_is_said_to_be(tmp_path):
    for command in (["seed", "validate"], ["serve", "--dev", "--listen", "127.0.0.1:0", "--seed"]):
        assert_refused(trent(*command, tmp_path / "none.yaml"), "No such file")
