"""Notes of every call that the tests make with boto3: the operation, what kind of key it was about and in which state,
and whether it worked. `compatibility.py` makes docs/compatibility.md of them."""

import json
import os
import re
import threading

# The file for the notes; None if nobody wants any.
PATH = os.environ.get("TRENT_RECORD")

LOCK = threading.Lock()
# What answers have told of each key, by (Region, key id): spec, usage, origin, manager, state.
KEYS = {}
# Targets of aliases, by (Region, alias name): key ids.
ALIASES = {}
# By grant token: key ids.
GRANTED = {}
CALLS = set()
# The state after an operation that succeeded, where its answer does not tell it. None: not known before DescribeKey.
STATES_AFTER = {
    "EnableKey": "Enabled",
    "DisableKey": "Disabled",
    "CancelKeyDeletion": None,
    "ImportKeyMaterial": None,
    "DeleteImportedKeyMaterial": None,
    "UpdatePrimaryRegion": None,
}
TRANSIENT = ("Creating", "Updating")


def watched(client):
    """The client, of whose calls to KMS notes are taken if anybody wants them."""
    if PATH:
        client.meta.events.register("provide-client-params.kms", note_parameters)
        client.meta.events.register("after-call.kms", note_call)
    return client


def note_parameters(params, context, **_):
    context["trent_parameters"] = params


def note_call(model, parsed, context, **_):
    region = context["client_region"]
    parameters = context["trent_parameters"]
    error = parsed.get("Error", {})
    with LOCK:
        if model.name == "CreateKey":
            spec, usage = parameters.get("KeySpec", "SYMMETRIC_DEFAULT"), parameters.get("KeyUsage", "ENCRYPT_DECRYPT")
            CALLS.add((model.name, spec, usage, parameters.get("Origin", "AWS_KMS"), None, error.get("Code", "ok")))
            learn(model.name, region, parameters, parsed)
            return
        for operation, identifier in subjects(model.name, parameters, parsed, error):
            CALLS.add((operation, *described(region, identifier), error.get("Code", "ok")))
        if not error:
            learn(model.name, region, parameters, parsed)


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


def described(region, identifier):
    """Spec, usage, origin and state of a key, as far as they are known."""
    name = key_id(identifier or "")
    key = KEYS.get((region, ALIASES.get((region, name), name)))
    if key is None or key["KeyManager"] != "CUSTOMER":
        return None, None, None, None
    return key["KeySpec"], key["KeyUsage"], key["Origin"], key["KeyState"]


def learn(operation, region, parameters, parsed):
    """Brings what is known of keys up to date."""
    for metadata in (parsed.get("KeyMetadata"), parsed.get("ReplicaKeyMetadata")):
        if metadata:
            KEYS[metadata["Arn"].split(":")[3], metadata["KeyId"]] = dict(metadata)
    if operation in ("CreateAlias", "UpdateAlias"):
        ALIASES[region, key_id(parameters["AliasName"])] = key_id(parameters["TargetKeyId"])
    if operation == "CreateGrant":
        GRANTED[parsed["GrantToken"]] = key_id(parameters["KeyId"])
    key = KEYS.get((region, key_id(parameters.get("KeyId") or "")))
    if key is None:
        return
    if operation in STATES_AFTER:
        key["KeyState"] = STATES_AFTER[operation]
    elif operation == "ScheduleKeyDeletion":
        key["KeyState"] = parsed["KeyState"]
    elif operation != "DescribeKey" and key["KeyState"] in TRANSIENT:
        # Such a state ends by itself.
        key["KeyState"] = None


def save():
    with open(PATH, "w", encoding="utf-8") as file:
        for call in sorted(CALLS, key=str):
            file.write(json.dumps(call) + "\n")
