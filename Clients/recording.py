"""Notes of every call that the tests make with boto3: the operation, what kind of key it was about and in which state,
and whether it worked. `compatibility.py` makes docs/compatibility.md of them."""

import functools
import json
import os
import re
import threading
import time

# The file for the notes; None if nobody wants any.
PATH = os.environ.get("TRENT_RECORD")

LOCK = threading.Lock()
# What answers have told of each key, by place and key id, as DescribeKey tells it. A place is a server and a Region.
KEYS = {}
# Targets of aliases, by place and alias name: key ids.
ALIASES = {}
# By grant token: key ids.
GRANTED = {}
CALLS = set()
# Pairs of an operation and the error that it answered, or "ok". Noted always.
ANSWERED = set()
# The state after an operation that succeeded, where its answer does not tell it. None: not known before DescribeKey.
STATES_AFTER = {
    "EnableKey": "Enabled",
    "DisableKey": "Disabled",
    "CancelKeyDeletion": None,
    "ImportKeyMaterial": None,
    "DeleteImportedKeyMaterial": None,
    "UpdatePrimaryRegion": None,
}
# States that end by themselves, and how long one is believed.
TRANSIENT = ("Creating", "Updating")
DOUBT_SECONDS = 0.5


def watched(client):
    """The client, of whose calls to KMS notes are taken: what was answered, and all else if anybody wants it."""
    client.meta.events.register("after-call.kms", note_answer)
    if PATH:
        client.meta.events.register("provide-client-params.kms", note_parameters)
        # A server that was restored from a backup knows other states of the same keys.
        place = client.meta.endpoint_url, client.meta.region_name
        client.meta.events.register("after-call.kms", functools.partial(note_call, place))
    return client


def note_parameters(params, context, **_):
    context["trent_parameters"] = params


def note_answer(model, parsed, **_):
    ANSWERED.add((model.name, parsed.get("Error", {}).get("Code", "ok")))


def note_call(place, model, parsed, context, **_):
    parameters = context["trent_parameters"]
    error = parsed.get("Error", {})
    with LOCK:
        if model.name == "CreateKey":
            spec, usage = parameters.get("KeySpec", "SYMMETRIC_DEFAULT"), parameters.get("KeyUsage", "ENCRYPT_DECRYPT")
            CALLS.add((model.name, spec, usage, parameters.get("Origin", "AWS_KMS"), None, error.get("Code", "ok")))
            learn(model.name, place, parameters, parsed)
            return
        for operation, identifier in subjects(model.name, parameters, parsed, error):
            CALLS.add((operation, *described(place, identifier), error.get("Code", "ok")))
        if not error:
            learn(model.name, place, parameters, parsed)


def subjects(operation, parameters, parsed, error):
    """The keys that a call was about, each with the name of what was done to it."""
    if operation == "ReEncrypt":
        blamed = re.search(r"arn:\S+:key/[\w-]+", error.get("Message", ""))
        for role, member, parameter in (
            ("ReEncryptFrom", "SourceKeyId", "SourceKeyId"),
            ("ReEncryptTo", "KeyId", "DestinationKeyId"),
        ):
            identifier = parsed.get(member) or (blamed and blamed[0])
            if identifier and (not error or key_id(identifier) == key_id(parameters.get(parameter, identifier))):
                yield role, identifier
        return
    names = ("KeyId", "TargetKeyId", "AliasName")
    given = next((parameters[name] for name in names if isinstance(parameters.get(name), str)), None)
    yield operation, parsed.get("KeyId") or given or GRANTED.get(parameters.get("GrantToken"))


def key_id(identifier):
    return identifier.rsplit(":", 1)[-1].removeprefix("key/")


def described(place, identifier):
    """Spec, usage, origin and state of a key, as far as they are known."""
    name = key_id(identifier or "")
    key = KEYS.get((place, ALIASES.get((place, name), name)))
    if key is None or key["KeyManager"] != "CUSTOMER":
        return None, None, None, None
    is_doubtful = key["KeyState"] in TRANSIENT and time.monotonic() - key["known since"] > DOUBT_SECONDS
    return key["KeySpec"], key["KeyUsage"], key["Origin"], None if is_doubtful else key["KeyState"]


def learn(operation, place, parameters, parsed):
    """Brings what is known of keys up to date."""
    for metadata in (parsed.get("KeyMetadata"), parsed.get("ReplicaKeyMetadata")):
        if metadata:
            region = metadata["Arn"].split(":")[3]
            KEYS[(place[0], region), metadata["KeyId"]] = metadata | {"known since": time.monotonic()}
    if operation in ("CreateAlias", "UpdateAlias"):
        ALIASES[place, key_id(parameters["AliasName"])] = key_id(parameters["TargetKeyId"])
    if operation == "CreateGrant":
        GRANTED[parsed["GrantToken"]] = key_id(parameters["KeyId"])
    key = KEYS.get((place, key_id(parameters.get("KeyId") or "")))
    if key is None:
        return
    if operation in STATES_AFTER:
        key["KeyState"] = STATES_AFTER[operation]
    elif operation == "ScheduleKeyDeletion":
        key["KeyState"] = parsed["KeyState"]


def save():
    """Writes a line for each call and for each answer, which have six members and two."""
    with open(PATH, "w", encoding="utf-8") as file:
        for note in sorted(CALLS | ANSWERED, key=str):
            file.write(json.dumps(note) + "\n")
