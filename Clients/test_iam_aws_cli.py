"""IAM and STS with the AWS CLI: what an administrator types."""

import json
import subprocess
import sys

import pytest
from harness import ACCOUNT
from iam import allow, new_name, policy, session_arn, trusting

AWS = [sys.executable, "-m", "awscli"]
SECONDS_MAX = 60


@pytest.fixture
def aws(server, tmp_path):
    """Runs a command and gives back its answer, or what it complains of."""
    clean = server.client_environment(HOME=str(tmp_path), AWS_DEFAULT_OUTPUT="json")

    def run(*arguments, key=None, fails=False):
        own = {}
        if key:
            own = {"AWS_ACCESS_KEY_ID": key["AccessKeyId"], "AWS_SECRET_ACCESS_KEY": key["SecretAccessKey"]}
            own |= {"AWS_SESSION_TOKEN": key["SessionToken"]} if "SessionToken" in key else {}
        done = subprocess.run(
            [*AWS, *map(str, arguments)], env=clean | own, cwd=tmp_path, capture_output=True, text=True,
            timeout=SECONDS_MAX,
        )  # fmt: skip
        assert (done.returncode != 0) == fails, done.stdout + done.stderr
        return done.stderr.strip() if fails else json.loads(done.stdout or "null")

    return run


def test_a_user_and_a_role_from_beginning_to_end(aws, tmp_path):
    name, role = new_name("user"), new_name("role")
    made = aws("iam", "create-user", "--user-name", name, "--path", "/team/")["User"]
    assert made["Arn"] == f"arn:aws:iam::{ACCOUNT}:user/team/{name}"
    (tmp_path / "policy.json").write_text(policy(allow("sts:AssumeRole")))
    document = ("--policy-name", "rights", "--policy-document", "file://policy.json")
    aws("iam", "put-user-policy", "--user-name", name, *document)
    key = aws("iam", "create-access-key", "--user-name", name)["AccessKey"]
    identity = aws("sts", "get-caller-identity", key=key)
    assert identity == {"UserId": made["UserId"], "Account": ACCOUNT, "Arn": made["Arn"]}
    denied = aws("kms", "list-keys", key=key, fails=True)
    assert "(AccessDeniedException) when calling the ListKeys operation: User: " in denied

    (tmp_path / "trust.json").write_text(policy(trusting(made["Arn"])))
    trust = ("--assume-role-policy-document", "file://trust.json")
    arn = aws("iam", "create-role", "--role-name", role, *trust)["Role"]["Arn"]
    aws("iam", "attach-role-policy", "--role-name", role, "--policy-arn", "arn:aws:iam::aws:policy/AdministratorAccess")
    session = aws("sts", "assume-role", "--role-arn", arn, "--role-session-name", "cli", key=key)["Credentials"]
    assert aws("sts", "get-caller-identity", key=session)["Arn"].endswith(f":assumed-role/{role}/cli")
    assert aws("kms", "create-key", key=session)["KeyMetadata"]["AWSAccountId"] == ACCOUNT
    assert "(DeleteConflict)" in aws("iam", "delete-user", "--user-name", name, fails=True)


def test_a_profile_assumes_its_role_by_itself(people, server, tmp_path):
    role = people.role(allow("kms:ListKeys"))
    key = server.credentials
    (tmp_path / "config").write_text(
        f"[profile base]\nregion = us-east-1\n\n[profile role]\nregion = us-east-1\nrole_arn = {role.arn}\n"
        "source_profile = base\nrole_session_name = profile\nduration_seconds = 900\n"
    )
    (tmp_path / "credentials").write_text(
        f"[base]\naws_access_key_id = {key.access_key_id}\naws_secret_access_key = {key.secret_access_key}\n"
    )
    variables = server.client_environment(
        AWS_CONFIG_FILE=str(tmp_path / "config"), AWS_SHARED_CREDENTIALS_FILE=str(tmp_path / "credentials"),
        AWS_PROFILE="role", HOME=str(tmp_path),
    )  # fmt: skip
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        del variables[name]
    for arguments in (["sts", "get-caller-identity", "--query", "Arn", "--output", "text"], ["kms", "list-keys"]):
        done = subprocess.run(
            [*AWS, *arguments], env=variables, capture_output=True, text=True, timeout=SECONDS_MAX
        )
        assert done.returncode == 0, done.stderr
        if arguments[0] == "sts":
            assert done.stdout.strip() == session_arn(role, "profile")
