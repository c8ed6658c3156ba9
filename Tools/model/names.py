"""How names of AWS's models become names in Swift."""

import re


class ModelError(Exception):
    """The model holds something that this generator or its corrections do not know."""


def lower_first_word(name):
    """KeyId -> keyId, AWSAccountId -> awsAccountId, KMSInternalException -> kmsInternalException."""
    acronym = re.match(r"[A-Z]+(?=[A-Z][a-z])|[A-Z]+$", name)
    length = len(acronym.group()) if acronym else 1
    return name[:length].lower() + name[length:]


def wire_path(name):
    """A member's name as AWS's messages spell it."""
    return name[0].lower() + name[1:]


def type_name(shape):
    """statusType -> StatusType."""
    return shape[0].upper() + shape[1:]


def case_name(value):
    """RSA_2048 -> rsa2048, PendingDeletion -> pendingDeletion, aws-managed -> awsManaged."""
    if "-" in value:
        first, *others = value.split("-")
        return first + "".join(word.capitalize() for word in others)
    if value.upper() != value:
        return lower_first_word(value)
    first, *others = value.split("_")
    return first.lower() + "".join(word.capitalize() for word in others)
