"""Callers of every kind on a real server: users and roles of two accounts, made with boto3, and policies for them."""

import functools
import itertools
import json

import recording
from botocore.client import Config
from harness import ACCOUNT, REGION, SECONDS_MAX, SESSION, SESSION_LOCK, Credentials, Server, trent

OTHER_ACCOUNT = "111122223333"
NUMBERS = itertools.count(1)
# AWS's words for each reason of a refusal
# (https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html).
NO_IDENTITY = "because no identity-based policy allows the {} action"
NO_RESOURCE = "because no resource-based policy allows the {} action"
NO_BOUNDARY = "because no permissions boundary allows the {} action"
NO_SESSION = "because no session policy allows the {} action"
DENIED_BY_KEY = "with an explicit deny in a resource-based policy"
DENIED_BY_IDENTITY = "with an explicit deny in an identity-based policy"
DENIED_BY_SESSION = "with an explicit deny in a session policy"
UNKNOWN_RESOURCE = (
    "on this resource because the resource does not exist in this Region, no resource-based policies allow access, or "
    "a resource-based policy explicitly denies access"
)
UNKNOWN_CIPHERTEXT = (
    "The ciphertext refers to a customer master key that does not exist, does not exist in this region, or you are not "
    "allowed to access."
)
OF_CIPHERTEXT = "the resource associated with this ciphertext"


def message(arn, action, reason, resource=None):
    """A refusal's text. `resource`: an ARN, `*`, or other words; None if the reason has it."""
    place = "" if resource is None else f"on {resource} " if " " in resource else f"on resource: {resource} "
    return f"User: {arn} is not authorized to perform: {action} {place}{reason.format(action)}"


# Policies


def statement(actions, effect="Allow", principal=None, resource="*", **condition):
    """`condition`: operators with their keys and values."""
    made = {"Effect": effect, "Action": actions, "Resource": resource}
    if principal:
        made["Principal"] = principal if principal == "*" else {"AWS": principal}
    return made | ({"Condition": condition} if condition else {})


def document(*statements):
    return json.dumps({"Version": "2012-10-17", "Statement": statements})


def root(account=ACCOUNT):
    return f"arn:aws:iam::{account}:root"


def delegation(account=ACCOUNT):
    """The statement that leaves a key to an account's own policies."""
    return statement("kms:*", principal=root(account))


EVERYTHING = statement("*")


class Session(Credentials):
    """Credentials that STS gave."""

    def __init__(self, answer):
        super().__init__(answer["AccessKeyId"], answer["SecretAccessKey"])
        self.session_token = answer["SessionToken"]


class Caller:
    """Somebody who calls: his ARN, and clients that sign with his credentials."""

    def __init__(self, server, credentials, arn):
        self.server, self.credentials, self.arn = server, credentials, arn
        self.account = arn.split(":")[4]
        self.client = functools.cache(self.new_client)

    def new_client(self, service="kms", region=REGION):
        settings = {"retries": {"total_max_attempts": 1}, "read_timeout": SECONDS_MAX}
        with SESSION_LOCK:
            client = SESSION.client(
                service,
                region_name=region,
                endpoint_url=self.server.url,
                aws_access_key_id=self.credentials.access_key_id,
                aws_secret_access_key=self.credentials.secret_access_key,
                aws_session_token=getattr(self.credentials, "session_token", None),
                config=Config(**settings),
            )
        return recording.watched(client)

    @property
    def kms(self):
        return self.client()


class User(Caller):
    """A user with at most one policy of his own, which changes only when it has to."""

    def __init__(self, server, iam, account, **terms):
        self.iam, self.name, self.policy = iam, f"user-{next(NUMBERS)}", None
        made = iam.create_user(UserName=self.name, **terms)["User"]
        key = iam.create_access_key(UserName=self.name)["AccessKey"]
        super().__init__(server, Credentials(key["AccessKeyId"], key["SecretAccessKey"]), made["Arn"])
        self.id = made["UserId"]
        assert self.account == account

    def allow(self, *statements):
        """Replaces what he may do by his own policy; without statements it is nothing."""
        policy = document(*statements) if statements else None
        if policy and policy != self.policy:
            self.iam.put_user_policy(UserName=self.name, PolicyName="own", PolicyDocument=policy)
        elif self.policy and not policy:
            self.iam.delete_user_policy(UserName=self.name, PolicyName="own")
        self.policy = policy
        return self

    def delete(self):
        self.allow()
        self.iam.delete_access_key(UserName=self.name, AccessKeyId=self.credentials.access_key_id)
        self.iam.delete_user(UserName=self.name)

    def made_anew(self):
        """Another user, of the same name. This one is gone."""
        self.delete()
        self.iam.create_user(UserName=self.name)
        key = self.iam.create_access_key(UserName=self.name)["AccessKey"]
        return Caller(self.server, Credentials(key["AccessKeyId"], key["SecretAccessKey"]), self.arn)


class Role:
    """A role that its account's administrator may assume."""

    def __init__(self, world, account):
        self.world, self.account = world, account
        self.iam, self.name = world.administrators[account].client("iam"), f"role-{next(NUMBERS)}"
        self.arn = self.create()

    def create(self):
        actions = ["sts:AssumeRole", "sts:TagSession"]
        trust = document({"Effect": "Allow", "Principal": {"AWS": root(self.account)}, "Action": actions})
        return self.iam.create_role(RoleName=self.name, AssumeRolePolicyDocument=trust)["Role"]["Arn"]

    def allow(self, *statements):
        self.iam.put_role_policy(RoleName=self.name, PolicyName="own", PolicyDocument=document(*statements))
        return self

    def session(self, *statements, name="session", **terms):
        """`statements`: of the session's policy; none means that there is none."""
        policy = {"Policy": document(*statements)} if statements else {}
        sts = self.world.administrators[self.account].client("sts")
        made = sts.assume_role(RoleArn=self.arn, RoleSessionName=name, **policy, **terms)
        return Caller(self.world.server, Session(made["Credentials"]), made["AssumedRoleUser"]["Arn"])


class World:
    """A server with two accounts, an administrator in each."""

    def __init__(self, data_dir, *arguments):
        self.server = Server(data_dir, *arguments).start()
        self.server.stop()
        made = trent("account", "create", OTHER_ACCOUNT, "--data-dir", data_dir)
        assert made.returncode == 0, made.stderr
        self.server.start()
        self.administrators = {}
        for account, name in ((ACCOUNT, "credentials"), (OTHER_ACCOUNT, f"credentials-{OTHER_ACCOUNT}")):
            self.administrators[account] = Caller(
                self.server, self.read(data_dir / name), f"arn:aws:iam::{account}:user/administrator"
            )

    @staticmethod
    def read(path):
        values = dict(line.split(" = ") for line in path.read_text().splitlines() if " = " in line)
        return Credentials(values["aws_access_key_id"], values["aws_secret_access_key"])

    @property
    def administrator(self):
        return self.administrators[ACCOUNT]

    @property
    def kms(self):
        return self.administrator.kms

    def user(self, account=ACCOUNT, **terms):
        return User(self.server, self.administrators[account].client("iam"), account, **terms)

    def role(self, account=ACCOUNT):
        return Role(self, account)

    def closed(self):
        """The statement of a key policy that lets the administrator in, and by itself nobody else."""
        return statement("kms:*", principal=self.administrator.arn)

    def key(self, *statements, kms=None, **terms):
        """The metadata of a new key. Its policy lets the administrator in, and else whom `statements` name."""
        policy = document(self.closed(), *statements)
        return (kms or self.kms).create_key(Policy=policy, **terms)["KeyMetadata"]

    def put_policy(self, key, *statements, region=REGION):
        self.administrator.client(region=region).put_key_policy(
            KeyId=key, Policy=document(self.closed(), *statements)
        )
