"""What an operator does about access: further accounts, explanations, and keys that let nobody in any more."""

import configparser
import json
import re

import access
import pytest
from access import OTHER_ACCOUNT, document, root, statement
from harness import ACCOUNT, Credentials, assert_refused, environment, key_arn, refused, trent

THIRD_ACCOUNT = "222233334444"


@pytest.fixture(scope="module")
def world(tmp_path_factory, clean_environment):
    world = access.World(tmp_path_factory.mktemp("operators") / "data")
    yield world
    world.server.stop()


@pytest.fixture
def data(serve, tmp_path):
    """A data directory of no server that runs."""
    serve(tmp_path / "data").stop()
    return tmp_path / "data"


def succeed(*arguments, **options):
    finished = trent(*arguments, **options)
    assert finished.returncode == 0, finished.stdout + finished.stderr
    return finished.stdout


# Accounts


def test_an_account_is_made_with_an_administrator(serve, data):
    said = succeed("account", "create", THIRD_ACCOUNT, "--data-dir", data, "--region", "eu-west-1")
    path = data / f"credentials-{THIRD_ACCOUNT}"
    assert str(path) in said
    assert path.stat().st_mode & 0o777 == 0o600
    profile = configparser.ConfigParser()
    profile.read(path)
    key = Credentials(profile["trent"]["aws_access_key_id"], profile["trent"]["aws_secret_access_key"])
    assert profile["trent"]["region"] == "eu-west-1"
    assert key.secret_access_key not in said
    server = serve(data)
    assert server.client("sts", credentials=key).get_caller_identity()["Account"] == THIRD_ACCOUNT
    made = server.client(credentials=key).create_key()["KeyMetadata"]
    assert made["Arn"] == key_arn(made["KeyId"], account=THIRD_ACCOUNT)
    assert server.client().list_keys()["Keys"] == []


def test_accounts_are_listed_also_while_a_server_runs(world):
    before = succeed("account", "list", "--data-dir", world.server.data_dir).splitlines()
    assert [line.split()[0] for line in before] == [ACCOUNT, OTHER_ACCOUNT]
    world.user(OTHER_ACCOUNT)
    world.administrators[OTHER_ACCOUNT].client("iam").create_account_alias(AccountAlias="the-others")
    after = succeed("account", "list", "--data-dir", world.server.data_dir).splitlines()
    assert after[0] == before[0]
    count = int(re.search(r"users=(\d+)", before[1])[1])
    assert after[1] == f"{OTHER_ACCOUNT} users={count + 1} the-others"


def test_an_account_is_made_once(data):
    assert_refused(trent("account", "create", ACCOUNT, "--data-dir", data), "already")
    succeed("account", "create", THIRD_ACCOUNT, "--data-dir", data)
    credentials = data / f"credentials-{THIRD_ACCOUNT}"
    before = credentials.read_text()
    assert_refused(trent("account", "create", THIRD_ACCOUNT, "--data-dir", data), "already")
    assert credentials.read_text() == before
    credentials.unlink()
    assert_refused(trent("account", "create", THIRD_ACCOUNT, "--data-dir", data), "already")
    assert not credentials.exists()


@pytest.mark.parametrize("account", ["12", "abcdefghijkl", "1234567890123", "12345678901 ", "١٢٣٤٥٦٧٨٩٠١٢"])
def test_an_account_has_twelve_digits(data, account):
    assert_refused(trent("account", "create", account, "--data-dir", data), "account")
    assert [path.name for path in data.iterdir() if path.name.startswith("credentials-")] == []


def test_no_account_is_made_under_a_server_or_where_there_is_none(world, tmp_path):
    assert_refused(trent("account", "create", THIRD_ACCOUNT, "--data-dir", world.server.data_dir), "in use")
    for command in (("create", THIRD_ACCOUNT), ("list",)):
        assert_refused(trent("account", *command, "--data-dir", tmp_path / "none"), "none", "no such", "data directory")
    assert not (tmp_path / "none").exists()


# Explanations


def explain(world, principal, key, action="kms:Encrypt", *more, **options):
    terms = ("--data-dir", world.server.data_dir, "--principal", principal, "--action", action, "--key", key)
    return trent("explain", *terms, *more, **options)


@pytest.fixture(scope="module")
def user(world):
    return world.user()


@pytest.fixture
def key(world):
    return world.key(access.delegation())["KeyId"]


def test_an_explanation_tells_what_allows(world, user, key):
    user.allow(statement("kms:Encrypt") | {"Sid": "ForWriting"})
    finished = explain(world, user.arn, key)
    assert finished.returncode == 0, finished.stderr
    lines = finished.stdout.splitlines()
    assert lines[0] == f"{user.arn} asks for kms:Encrypt on {key_arn(key)}"
    assert "ForWriting" in lines[-1] and lines[-1].startswith("allowed by identity-based policy")
    user.kms.encrypt(KeyId=key, Plaintext=b"x")


def test_an_explanation_tells_what_denies_by_its_exit_code_too(world, user, key):
    user.allow()
    finished = explain(world, user.arn, key)
    assert (finished.returncode, finished.stderr) == (1, "")
    assert finished.stdout.splitlines()[-1] == "denied: no identity-based policy allows it"
    user.allow(access.EVERYTHING)
    world.put_policy(key, access.delegation(), statement("kms:Encrypt", "Deny", principal=user.arn) | {"Sid": "NotHim"})
    finished = explain(world, user.arn, key)
    assert finished.returncode == 1
    assert finished.stdout.splitlines()[-1].startswith("denied by resource-based policy")
    assert "NotHim" in finished.stdout.splitlines()[-1]
    assert explain(world, user.arn, key, "kms:Decrypt").returncode == 0


def test_an_explanation_knows_the_encryption_context_and_grants(world, user, key):
    user.allow()
    world.put_policy(key)
    constraint = {"EncryptionContextEquals": {"team": "red", "a=b": "c=d"}}
    made = world.kms.create_grant(KeyId=key, GranteePrincipal=user.arn, Operations=["Encrypt"], Constraints=constraint)
    right = ("--encryption-context", "team=red", "--encryption-context", "a=b=c=d")
    assert explain(world, user.arn, key, "kms:Encrypt", "--encryption-context", "team=red").returncode == 1
    assert explain(world, user.arn, key, "kms:Encrypt", *right).returncode == 1
    world.kms.create_grant(
        KeyId=key, GranteePrincipal=user.arn, Operations=["Encrypt"],
        Constraints={"EncryptionContextEquals": {"team": "red", "a": "b=c=d"}},
    )  # fmt: skip
    finished = explain(world, user.arn, key, "kms:Encrypt", *right)
    assert finished.returncode == 0, finished.stdout
    assert finished.stdout.splitlines()[-1].startswith("allowed by grant")
    assert made["GrantId"] not in finished.stdout
    assert explain(world, user.arn, key, "kms:Encrypt").returncode == 1
    condition = {"StringEquals": {"kms:EncryptionContext:team": "red"}}
    world.put_policy(key, statement("kms:Decrypt", principal=user.arn, **condition))
    assert explain(world, user.arn, key, "kms:Decrypt", "--encryption-context", "team=red").returncode == 0
    assert explain(world, user.arn, key, "kms:Decrypt", "--encryption-context", "team=blue").returncode == 1


def test_anybody_can_be_asked_about_and_any_name_of_a_key_used(world, key):
    role = world.role().allow(statement("kms:Encrypt"))
    stranger = world.user(OTHER_ACCOUNT).allow(access.EVERYTHING)
    world.kms.create_alias(AliasName=f"alias/of-{key}", TargetKeyId=key)
    session = f"arn:aws:sts::{ACCOUNT}:assumed-role/{role.name}/somebody"
    for name in (key, key_arn(key), f"alias/of-{key}"):
        for principal in (role.arn, session, root(), world.administrator.arn):
            assert explain(world, principal, name).returncode == 0, principal
    for principal in (stranger.arn, root(OTHER_ACCOUNT)):
        assert explain(world, principal, key_arn(key)).returncode == 1
    world.put_policy(key, statement("kms:Encrypt", principal=root(OTHER_ACCOUNT)))
    assert explain(world, stranger.arn, key_arn(key)).returncode == 0


def test_an_operation_that_never_crosses_accounts_is_explained_so(world, key):
    stranger = world.user(OTHER_ACCOUNT).allow(access.EVERYTHING)
    world.put_policy(key, statement("kms:*", principal=root(OTHER_ACCOUNT)))
    assert explain(world, stranger.arn, key_arn(key), "kms:DescribeKey").returncode == 0
    finished = explain(world, stranger.arn, key_arn(key), "kms:DisableKey")
    assert finished.returncode == 1
    assert "account" in finished.stdout.splitlines()[-1]


def test_an_explanation_is_the_server_s_own_decision(world, user):
    for number, statements in enumerate(
        (
            [access.delegation()], [], [statement("kms:*", principal=user.arn)],
            [statement("kms:*", principal="*"), statement("kms:Sign", "Deny", principal="*")],
            [statement("kms:Encrypt", principal=user.arn, StringEquals={"kms:KeySpec": "RSA_2048"})],
        )
    ):  # fmt: skip
        key = world.key(*statements)["KeyId"]
        for own in ([], [statement("kms:Enc*")], [access.EVERYTHING, statement("kms:Encrypt", "Deny")]):
            user.allow(*own)
            try:
                user.kms.encrypt(KeyId=key, Plaintext=b"x")
                is_allowed = True
            except user.kms.exceptions.ClientError:
                is_allowed = False
            assert (explain(world, user.arn, key).returncode == 0) == is_allowed, (number, own)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"principal": f"arn:aws:iam::{ACCOUNT}:user/nobody"}, ["user/nobody"]),
        ({"principal": "nobody"}, ["nobody"]),
        ({"principal": f"arn:aws:iam::{ACCOUNT}:role/nobody"}, ["role/nobody"]),
        ({"key": "alias/not-there"}, ["alias/not-there"]),
        ({"key": "nonsense"}, ["nonsense"]),
        ({"key": key_arn("1234abcd-12ab-34cd-56ef-1234567890ab")}, ["1234abcd-12ab-34cd-56ef-1234567890ab"]),
        ({"more": ["--encryption-context", "no-pair"]}, ["no-pair"]),
        ({"more": ["--region", "mars-north-1"]}, ["region"]),
        ({"action": "nonsense"}, ["nonsense"]),
        ({"action": "s3:GetObject"}, ["s3:GetObject"]),
        ({"action": "kms:NoSuchAction"}, ["kms:NoSuchAction"]),
    ],
)
def test_what_can_not_be_explained_is_named(world, user, key, changes, words):
    terms = {"principal": user.arn, "key": key, "action": "kms:Encrypt", "more": []} | changes
    finished = explain(world, terms["principal"], terms["key"], terms["action"], *terms["more"])
    assert_refused(finished, *words)
    assert finished.returncode not in (0, 1) or finished.stdout == "", "it is no denial"
    assert finished.stderr


def test_without_the_root_key_nothing_is_explained(world, user, key, tmp_path):
    assert_refused(trent("account", "list", "--data-dir", tmp_path), "root key", "root.key", str(tmp_path))
    passphrase = environment(TRENT_ROOT_KEY_PASSPHRASE="wrong")
    assert_refused(explain(world, user.arn, key, env=passphrase), "passphrase", "root.key", "root key")


# Keys that let nobody in


def test_a_key_that_lets_nobody_in_comes_back(serve, tmp_path):
    server = serve(tmp_path / "data")
    kms = server.client()
    key = kms.create_key()["KeyMetadata"]["KeyId"]
    blob = kms.encrypt(KeyId=key, Plaintext=b"kept")["CiphertextBlob"]
    default = kms.get_key_policy(KeyId=key)["Policy"]
    closed = document(statement("kms:Decrypt", principal=root(), StringEquals={"aws:SourceVpc": "vpc-1"}))
    kms.put_key_policy(KeyId=key, Policy=closed, BypassPolicyLockoutSafetyCheck=True)
    for call in (
        lambda: kms.decrypt(CiphertextBlob=blob),
        lambda: kms.put_key_policy(KeyId=key, Policy=default),
        lambda: kms.get_key_policy(KeyId=key),
    ):
        with refused("AccessDeniedException"):
            call()
    assert_refused(trent("recover", "key", key_arn(key), "--data-dir", tmp_path / "data"), "in use")
    server.stop()
    said = succeed("recover", "key", key_arn(key), "--data-dir", tmp_path / "data")
    assert json.loads(said) == json.loads(closed)
    kms = server.start().client()
    assert kms.decrypt(CiphertextBlob=blob)["Plaintext"] == b"kept"
    assert kms.get_key_policy(KeyId=key)["Policy"] == default


def test_a_key_that_is_to_be_recovered_is_there_and_named_by_its_arn(data):
    absent = key_arn("1234abcd-12ab-34cd-56ef-1234567890ab")
    for name in (absent, absent.split("/")[1], "alias/mine", "nonsense", key_arn("x", account="12")):
        assert_refused(trent("recover", "key", name, "--data-dir", data), name)
    (data / "root.key").rename(data.parent / "elsewhere")
    assert_refused(trent("recover", "key", absent, "--data-dir", data), "root key", "root.key")
