"""Who may call each operation: tables of operations and of callers, of which test_access_matrix.py has each pair.

The operations: https://docs.aws.amazon.com/kms/latest/developerguide/kms-api-permissions-reference.html
The callers: https://docs.aws.amazon.com/kms/latest/developerguide/policy-evaluation.html
"""

import dataclasses
import types

import access
import botocore.exceptions
from access import (
    DENIED_BY_IDENTITY, DENIED_BY_KEY, DENIED_BY_SESSION, EVERYTHING, NO_BOUNDARY, NO_IDENTITY, NO_RESOURCE, NO_SESSION,
    OF_CIPHERTEXT, OTHER_ACCOUNT, UNKNOWN_CIPHERTEXT, UNKNOWN_RESOURCE, delegation, statement,
)  # fmt: skip
from calls import ROWS, Prepared
from harness import REGION, alias_arn, key_arn
from modelled_errors import STORE_OPERATIONS
from multi_region import ABROAD

# On keys of other accounts too (each operation's page, Cross-account use).
CROSSING = {
    "CreateGrant", "Decapsulate", "Decrypt", "DeriveSharedSecret", "DescribeKey", "Encapsulate", "Encrypt",
    "GenerateDataKey", "GenerateDataKeyPair", "GenerateDataKeyPairWithoutPlaintext", "GenerateDataKeyWithoutPlaintext",
    "GenerateMac", "GetKeyRotationStatus", "GetPublicKey", "ListGrants", "ReEncrypt", "RetireGrant", "RevokeGrant",
    "Sign", "Verify", "VerifyMac",
}  # fmt: skip
# About no key, or only about its aliases: the caller's own policies decide alone.
OF_ACCOUNT = {name for name, row in ROWS.items() if row.kind is None} | {"ListAliases", "ListRetirableGrants"}
# What a call that is allowed may still answer: custom key stores that are not there, and a replica that is not ready.
BEYOND = {name: {"CustomKeyStoreNotFoundException", "UnsupportedOperationException"} for name in STORE_OPERATIONS} | {
    "UpdatePrimaryRegion": {"KMSInvalidStateException"}
}


@dataclasses.dataclass(frozen=True)
class Need:
    """One thing that a call needs to be allowed."""

    action: str
    # As a refusal names it.
    resource: str
    # Whether the key's policy is asked too.
    is_of_key: bool = True
    # The Region and id of the key whose policy that is.
    key: tuple | None = None


class Trial(Prepared):
    """A call that would work, and all that it needs. `world` makes its clients once."""

    def __init__(self, world, operation):
        self.world = world
        super().__init__(self, operation)
        if operation == "Decrypt":
            # The blob says it.
            del self.parameters["KeyId"]
        self.needs = self.all_needs()

    def client(self, region=REGION):
        return self.world.administrator.client(region=region)

    def replicate(self):
        """Does not wait: who may call is decided before the replica's state is looked at."""
        self.kms.replicate_key(KeyId=self.key, ReplicaRegion=ABROAD)

    def of(self, key, action=None, resource=None, region=REGION):
        return Need(f"kms:{action or self.operation}", resource or key_arn(key, region), key=(region, key))

    def without_key(self, resource="*", action=None):
        return Need(f"kms:{action or self.operation}", resource, is_of_key=False)

    def all_needs(self):
        """In the order in which they are looked at."""
        if self.operation in OF_ACCOUNT and self.operation != "DeleteAlias":
            return [self.without_key()]
        match self.operation:
            case "CreateAlias" | "DeleteAlias":
                return [self.without_key(alias_arn(self.parameters["AliasName"])), self.of(self.key)]
            case "UpdateAlias":
                name = self.parameters["AliasName"]
                former = self.kms.describe_key(KeyId=name)["KeyMetadata"]["KeyId"]
                return [self.without_key(alias_arn(name)), self.of(former), self.of(self.key)]
            case "ReEncrypt":
                source = self.kms.decrypt(CiphertextBlob=self.parameters["CiphertextBlob"])["KeyId"].split("/")[1]
                return [self.of(source, "ReEncryptFrom", OF_CIPHERTEXT), self.of(self.key, "ReEncryptTo")]
            case "ReplicateKey":
                return [self.of(self.key), self.without_key(action="CreateKey")]
            case "UpdatePrimaryRegion":
                return [self.of(self.key), self.of(self.key, region=ABROAD)]
            case "Decrypt":
                return [self.of(self.key, resource=OF_CIPHERTEXT)]
            case _:
                return [self.of(self.key)]

    @property
    def actions(self):
        return sorted({need.action for need in self.needs})

    @property
    def grantable(self):
        """The operations by which a grant lets the call through; empty if none does."""
        names = {need.action.removeprefix("kms:") for need in self.needs}
        known = self.kms.meta.service_model.shape_for("GrantOperation").enum
        return sorted(names) if names <= set(known) else []

    def open_to(self, *statements):
        """Sets the policies of all keys that the call is about."""
        for need in self.needs:
            if need.key:
                self.world.put_policy(need.key[1], *statements, region=need.key[0])

    def grant(self, caller, operations, **terms):
        """On all those keys. Returns the parameters by which the call is about that grant, if it is about one."""
        made = {}
        for region, key in {need.key for need in self.needs if need.key}:
            answer = self.client(region).create_grant(
                KeyId=key, GranteePrincipal=caller.arn, Operations=operations, **terms
            )
            made = {"GrantId": answer["GrantId"]}
        return made if self.operation == "RetireGrant" else {}

    def goes_through(self, caller, **changes):
        try:
            self.call(caller.kms, **changes)
        except botocore.exceptions.ClientError as error:
            if error.response["Error"]["Code"] not in BEYOND.get(self.operation, ()):
                raise

    def refusal(self, caller, on_key, of_account):
        """The message of the first need that is refused; None if none is. `on_key` and `of_account` are the reasons for
        needs of a key and for the others; None allows."""
        for need in self.needs:
            if reason := on_key if need.is_of_key else of_account:
                return access.message(caller.arn, need.action, reason, need.resource)
        return None


@dataclasses.dataclass(frozen=True)
class Case:
    """A kind of caller. What refuses him: of a key, and where his own policies decide alone; None allows."""

    name: str
    # From the trial and its callers, to the caller; it opens the keys as far as they are to be open.
    arrange: types.FunctionType
    on_key: str | None = None
    of_account: str | None = None
    # RetireGrant, of which key policies say nothing.
    on_retirement: str | None = None


class Callers:
    """Those whom the cases share. Their policies are replaced as the cases need it."""

    def __init__(self, world):
        self.user, self.stranger = world.user(), world.user()
        iam = world.administrator.client("iam")
        deny = iam.create_policy(PolicyName="no-keys", PolicyDocument=document_of_denial())["Policy"]["Arn"]
        self.denial = deny
        self.denied = world.user()
        iam.attach_user_policy(UserName=self.denied.name, PolicyArn=deny)
        boundary = iam.create_policy(PolicyName="roles-only", PolicyDocument=access.document(statement("iam:*")))
        self.bounded = world.user(PermissionsBoundary=boundary["Policy"]["Arn"]).allow(EVERYTHING)
        self.role = world.role().allow(EVERYTHING)
        self.session = self.role.session()
        self.foreigner = world.user(OTHER_ACCOUNT)


def document_of_denial():
    return access.document(statement("kms:*", "Deny"))


def nobody(trial, callers):
    trial.open_to(delegation())
    return callers.user.allow()


def nobody_at_closed_key(trial, callers):
    trial.open_to()
    return callers.user.allow()


def by_key_policy(trial, callers):
    trial.open_to(statement(trial.actions, principal=callers.user.arn))
    return callers.user.allow()


def by_iam(trial, callers):
    trial.open_to(delegation())
    return callers.user.allow(statement(trial.actions))


def by_iam_for_all_but_this(trial, callers):
    trial.open_to(delegation())
    return callers.user.allow(all_but(trial))


def by_iam_without_delegation(trial, callers):
    trial.open_to()
    return callers.user.allow(statement(trial.actions))


def denied_by_key_policy(trial, callers):
    trial.open_to(
        delegation(), statement("kms:*", principal=callers.user.arn),
        statement(trial.actions, "Deny", principal=callers.user.arn),
    )  # fmt: skip
    return callers.user.allow(EVERYTHING)


def denied_by_iam(trial, callers):
    trial.open_to(delegation(), statement("kms:*", principal=callers.user.arn))
    return callers.user.allow(EVERYTHING, statement(trial.actions, "Deny"))


def denied_by_managed_policy(trial, callers):
    trial.open_to(delegation(), statement("kms:*", principal=callers.denied.arn))
    return callers.denied.allow(EVERYTHING)


def bounded(trial, callers):
    trial.open_to(delegation())
    return callers.bounded


def whole_session(trial, callers):
    trial.open_to(delegation())
    return callers.session


def narrow_session(trial, callers):
    trial.open_to(delegation())
    return callers.role.session(statement(trial.actions))


def session_for_all_but_this(trial, callers):
    trial.open_to(delegation())
    return callers.role.session(all_but(trial))


def session_for_all_but_this_of_a_named_role(trial, callers):
    trial.open_to(statement("kms:*", principal=callers.role.arn))
    return callers.role.session(all_but(trial))


def session_that_denies(trial, callers):
    trial.open_to(delegation(), statement("kms:*", principal=callers.role.arn))
    return callers.role.session(EVERYTHING, statement(trial.actions, "Deny"))


def all_but(trial):
    return {"Effect": "Allow", "NotAction": trial.actions, "Resource": "*"}


DENIED_BY_MANAGED = DENIED_BY_IDENTITY + ": arn:aws:iam::000000000000:policy/no-keys"
CASES = [
    Case("nobody", nobody, NO_IDENTITY, NO_IDENTITY, NO_IDENTITY),
    Case("nobody at a closed key", nobody_at_closed_key, NO_RESOURCE, NO_IDENTITY, NO_IDENTITY),
    Case("key policy only", by_key_policy, None, NO_IDENTITY, NO_IDENTITY),
    Case("IAM with delegation", by_iam),
    Case("IAM for all else", by_iam_for_all_but_this, NO_IDENTITY, NO_IDENTITY, NO_IDENTITY),
    Case("IAM without delegation", by_iam_without_delegation, NO_RESOURCE),
    Case("denied by the key policy", denied_by_key_policy, DENIED_BY_KEY),
    Case("denied by IAM", denied_by_iam, DENIED_BY_IDENTITY, DENIED_BY_IDENTITY, DENIED_BY_IDENTITY),
    Case("denied by a managed policy", denied_by_managed_policy, *3 * [DENIED_BY_MANAGED]),
    Case("boundary", bounded, NO_BOUNDARY, NO_BOUNDARY, NO_BOUNDARY),
    Case("session", whole_session),
    Case("session for this", narrow_session),
    Case("session for all else", session_for_all_but_this, NO_SESSION, NO_SESSION, NO_SESSION),
    Case("session for all else of a named role", session_for_all_but_this_of_a_named_role, *3 * [NO_SESSION]),
    Case("session that denies", session_that_denies, *3 * [DENIED_BY_SESSION]),
]


# Across accounts


@dataclasses.dataclass(frozen=True)
class Crossing:
    """Which side lets a caller of another account in."""

    name: str
    key_policy: bool
    iam: bool


CROSSINGS = [
    Crossing("neither side", False, False),
    Crossing("key policy without IAM", True, False),
    Crossing("IAM without key policy", False, True),
    Crossing("both sides", True, True),
]


def cross(trial, callers, crossing):
    trial.open_to(*([statement(trial.actions, principal=callers.foreigner.arn)] if crossing.key_policy else []))
    return callers.foreigner.allow(*([statement(trial.actions)] if crossing.iam else []))


def named_by_arn(trial):
    """What names the key to another account. ReEncrypt's blob says it by itself."""
    naming = trial.row.naming
    return {naming: key_arn(trial.key)} if naming in trial.parameters else {}


def crossing_outcome(trial, caller, crossing):
    """What a call across accounts answers: an error's code and message, or None."""
    first = trial.needs[0]
    unknown = ("AccessDeniedException", access.message(caller.arn, f"kms:{trial.operation}", UNKNOWN_RESOURCE))
    match trial.operation:
        case "DeleteAlias" | "UpdateAlias":
            # An alias is one of the caller's own account, which has none of the name.
            arn = alias_arn(trial.parameters["AliasName"], account=OTHER_ACCOUNT)
            return ("NotFoundException", f"Alias {arn} is not found.") if crossing.iam else unknown
        case "ListRetirableGrants" if crossing.iam:
            return unknown
        case "RetireGrant":
            return unknown
    if trial.operation in OF_ACCOUNT and not trial.row.naming:
        reason = access.message(caller.arn, first.action, NO_IDENTITY, first.resource)
        return None if crossing.iam else ("AccessDeniedException", reason)
    if trial.operation not in CROSSING:
        return unknown
    if not crossing.key_policy:
        return ("AccessDeniedException", UNKNOWN_CIPHERTEXT) if first.resource == OF_CIPHERTEXT else unknown
    reason = access.message(caller.arn, first.action, NO_IDENTITY, first.resource)
    return None if crossing.iam else ("AccessDeniedException", reason)
