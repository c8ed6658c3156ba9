"""Users, groups and roles of a test's own, clients that call as them, and the policies that they are given."""

import itertools
import json

from harness import ACCOUNT, Credentials

NUMBERS = itertools.count(1)
ROOT = f"arn:aws:iam::{ACCOUNT}:root"
ADMINISTRATOR = f"arn:aws:iam::{ACCOUNT}:user/administrator"
INVALID_TOKEN = "The security token included in the request is invalid."
EXPIRED_TOKEN = "The security token included in the request is expired"


def new_name(kind):
    """A name that no other test uses."""
    return f"{kind}-{next(NUMBERS)}"


def statement(effect, actions, resources="*", **more):
    return {"Effect": effect, "Action": actions, "Resource": resources} | more


def allow(actions, resources="*", **more):
    return statement("Allow", actions, resources, **more)


def deny(actions, resources="*", **more):
    return statement("Deny", actions, resources, **more)


def policy(*statements):
    return json.dumps({"Version": "2012-10-17", "Statement": list(statements)})


def trusting(principal, actions="sts:AssumeRole", **more):
    """A statement of a trust policy. `principal`: an ARN, or what stands behind `Principal`."""
    named = principal if isinstance(principal, dict) else {"AWS": principal}
    return {"Effect": "Allow", "Principal": named, "Action": actions} | more


def for_key(principal, actions="kms:*", effect="Allow", **more):
    """A statement of a key policy."""
    return statement(effect, actions, Principal={"AWS": principal}, **more)


def not_authorized(caller, action, resource, why):
    """AWS's words for a denial."""
    return f"User: {caller} is not authorized to perform: {action} on resource: {resource} {why}"


def no_policy(kind, action):
    return f"because no {kind} policy allows the {action} action"


def credentials_of(answer):
    """Of what CreateAccessKey or an operation of STS answered."""
    key = answer.get("AccessKey") or answer["Credentials"]
    return Credentials(key["AccessKeyId"], key["SecretAccessKey"], key.get("SessionToken"))


class Entity:
    """A user or role, with the credentials of the user."""

    def __init__(self, name, arn, unique_id, credentials=None):
        self.name, self.arn, self.unique_id, self.credentials = name, arn, unique_id, credentials


class People:
    """Makes users and roles on a server, as `maker` or else its administrator."""

    def __init__(self, server, maker=None):
        self.server = server
        self.iam, self.sts = (server.client(service, credentials=maker) for service in ("iam", "sts"))

    def user(self, *statements, name=None, **parameters):
        """A user with an access key, and an inline policy if there are statements."""
        user = self.iam.create_user(UserName=name or new_name("user"), **parameters)["User"]
        if statements:
            self.permit(user["UserName"], *statements)
        credentials = credentials_of(self.iam.create_access_key(UserName=user["UserName"]))
        return Entity(user["UserName"], user["Arn"], user["UserId"], credentials)

    def permit(self, user_name, *statements):
        self.iam.put_user_policy(UserName=user_name, PolicyName="rights", PolicyDocument=policy(*statements))

    def role(self, *statements, trust=None, name=None, **parameters):
        """A role that the administrator may assume unless `trust`, a statement or several, says otherwise."""
        trust = trust or trusting(ADMINISTRATOR, ["sts:AssumeRole", "sts:TagSession", "sts:SetSourceIdentity"])
        trusts = trust if isinstance(trust, list) else [trust]
        role = self.iam.create_role(
            RoleName=name or new_name("role"), AssumeRolePolicyDocument=policy(*trusts), **parameters
        )["Role"]
        if statements:
            self.iam.put_role_policy(
                RoleName=role["RoleName"], PolicyName="rights", PolicyDocument=policy(*statements)
            )
        return Entity(role["RoleName"], role["Arn"], role["RoleId"])

    def managed_policy(self, *statements, **parameters):
        """The ARN of a new managed policy."""
        made = self.iam.create_policy(
            PolicyName=new_name("policy"), PolicyDocument=policy(*statements), **parameters
        )
        return made["Policy"]["Arn"]

    def assume(self, role, session="session", sts=None, **parameters):
        """Credentials of a session of the role."""
        answer = (sts or self.sts).assume_role(RoleArn=role.arn, RoleSessionName=session, **parameters)
        return credentials_of(answer)

    def client(self, service, who):
        """A client that calls as a user or with credentials."""
        return self.server.client(service, credentials=getattr(who, "credentials", who))

    def kms(self, who):
        return self.client("kms", who)


def session_arn(role, session="session", account=ACCOUNT):
    return f"arn:aws:sts::{account}:assumed-role/{role.name}/{session}"
