"""Makes docs/compatibility.md from the notes that a run of the tests took: compatibility.py NOTES > DOCUMENT"""

import collections
import itertools
import json
import sys

import boto3
import modelled_errors
import specs

HEAD = """# Compatibility

What each operation did with each kind of key when boto3 {version} called it in Trent's own tests. The tables are made
by `Clients/run.sh --record-compatibility` from the answers of a server; nothing in them is written by hand. An empty
cell says that no test tried it.

| sign | means |
|---|---|
| ✓ | worked (or a dry run said that it would) |
| usage | InvalidKeyUsageException: not what such keys are for |
| unsupported | UnsupportedOperationException: AWS has no such operation for these keys, or Trent has not yet |
| disabled | DisabledException |
| state | KMSInvalidStateException |

Any other word is the error that was answered.
"""
BY_SPEC = """
## Operation and key spec

A key spec has a ✓ for what a key of one of its usages did in any state; what was refused was refused of an enabled
key. ReEncrypt has two keys, the one it decrypts from and the one it encrypts to.
"""
BY_STATE = """
## Operation and key state

Of keys of the kinds for which the operation works at all, or of any if there is none.
"""
BY_ERROR = """
## Operation and modelled error

The errors that botocore's service model has of each operation, without the word Exception: those that a test saw
answered, and those that never are, with the number of the reason. What else was answered comes last, but for errors
that any operation of AWS can give.
"""
WITHOUT_KEY = """
## Operations without a key

| operation | answer |
|---|---|"""

STATES = [
    "Enabled", "Disabled", "PendingDeletion", "PendingReplicaDeletion", "PendingImport", "Creating", "Updating",
]  # fmt: skip
SIGNS = {
    "UnsupportedOperationException": "unsupported",
    "InvalidKeyUsageException": "usage",
    "DisabledException": "disabled",
    "KMSInvalidStateException": "state",
}
WORKED = {"ok", "DryRunOperationException"}
# What they say is about the request, not about the kind of key or its state.
OF_THE_REQUEST = {
    "ValidationException", "NotFoundException", "InvalidArnException", "InvalidCiphertextException",
    "IncorrectKeyException", "KMSInvalidSignatureException", "KMSInvalidMacException", "AccessDeniedException",
    "AlreadyExistsException", "TagException", "LimitExceededException", "InvalidMarkerException",
    "MalformedPolicyDocumentException", "InvalidAliasNameException", "NotAuthorizedException",
    "InvalidImportTokenException", "IncorrectKeyMaterialException", "InvalidGrantIdException",
    "InvalidGrantTokenException", "ExpiredImportTokenException", "SerializationException",
}  # fmt: skip

# https://docs.aws.amazon.com/kms/latest/APIReference/CommonErrors.html, and what is wrong with a request's form.
COMMON = {
    "ok", "AccessDeniedException", "ExpiredTokenException", "IncompleteSignatureException",
    "InvalidSignatureException", "MissingAuthenticationTokenException", "SerializationException",
    "UnrecognizedClientException", "ValidationException",
}  # fmt: skip

Note = collections.namedtuple("Note", "operation spec usage origin state outcome")


def sign(outcomes, among=SIGNS):
    """The cell for all outcomes that were seen."""
    if outcomes & WORKED:
        return "✓"
    known = [word for code, word in among.items() if code in outcomes]
    return known[0] if known else ", ".join(sorted(outcomes - OF_THE_REQUEST))


def table(head, rows):
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def merged(columns):
    """Columns that follow each other and say the same become one, under all their names."""
    groups = [list(group) for _, group in itertools.groupby(columns, key=lambda column: column[1])]
    return [("<br>".join(name for name, _ in group), group[0][1]) for group in groups]


def by_spec(notes, operations):
    seen = collections.defaultdict(set)
    for note in notes:
        if note.state == "Enabled" or note.operation == "CreateKey" or note.outcome in WORKED:
            seen[note.operation, note.spec].add(note.outcome)
    names = [*specs.SPECS, *sorted({spec for _, spec in seen} - {*specs.SPECS})]
    columns = merged([(spec, [sign(seen[operation, spec]) for operation in operations]) for spec in names])
    rows = [[operation, *(cells[row] for _, cells in columns)] for row, operation in enumerate(operations)]
    return table(["operation", *(name for name, _ in columns)], rows)


def by_state(notes, operations):
    works = {(note.operation, note.spec, note.usage) for note in notes if note.outcome in WORKED}
    operations_that_work = {operation for operation, _, _ in works}
    seen = collections.defaultdict(set)
    for note in notes:
        if note.operation not in operations_that_work or (note.operation, note.spec, note.usage) in works:
            seen[note.operation, note.state].add(note.outcome)
    states_first = dict(sorted(SIGNS.items(), key=lambda pair: pair[1] not in ("disabled", "state")))
    rows = [[name, *(sign(seen[name, state], states_first) for state in STATES)] for name in operations]
    return table(["operation", *STATES], rows)


def answers(notes, operations):
    outcomes = collections.defaultdict(set)
    for note in notes:
        outcomes[note.operation].add(note.outcome)
    return "\n".join(f"| {operation} | {sign(outcomes[operation])} |" for operation in operations)


def by_error(answered):
    """`answered`: pairs of an operation and an error."""
    modelled, never = modelled_errors.modelled(), modelled_errors.never()
    rows = []
    for operation in sorted({operation for operation, _ in modelled}):
        errors = {error for name, error in modelled if name == operation}
        seen = {error for name, error in answered if name == operation}
        reasons = {error: never[operation, error] for error in errors if (operation, error) in never}
        missing, other = errors - seen - {*reasons}, seen - errors - COMMON
        rows.append([operation, words(seen & errors), excluded(reasons), words(missing), words(other)])
    head = ["operation", "seen", "never", "not seen", "not in the model"]
    numbered = (f"{number}. {reason}" for number, reason in enumerate(modelled_errors.NEVER, 1))
    return table(head, rows) + "\n\n" + "\n".join(numbered)


def excluded(reasons):
    """Errors in groups, each with the number of its reason."""
    groups = [
        (number, words(error for error, its_reason in reasons.items() if its_reason == reason))
        for number, reason in enumerate(modelled_errors.NEVER, 1)
    ]
    return "; ".join(f"{group} ({number})" for number, group in groups if group)


def words(errors):
    return ", ".join(error.removesuffix("Exception") for error in sorted(errors))


def document(notes, answered):
    about_keys = [note for note in notes if note.spec]
    operations = sorted({note.operation for note in about_keys})
    others = sorted({note.operation for note in notes} - set(operations))
    parts = [HEAD.format(version=boto3.__version__), BY_SPEC, "\n", by_spec(about_keys, operations), "\n"]
    by_states = by_state(about_keys, [name for name in operations if name != "CreateKey"])
    parts += [BY_STATE, "\n", by_states, "\n", BY_ERROR, "\n", by_error(answered), "\n"]
    parts += [WITHOUT_KEY, "\n", answers(notes, others), "\n"]
    return "".join(parts)


def main(path):
    with open(path, encoding="utf-8") as file:
        lines = [json.loads(line) for line in file]
    notes = [Note(*line) for line in lines if len(line) == len(Note._fields)]
    sys.stdout.write(document(notes, {tuple(line) for line in lines if len(line) == 2}))


if __name__ == "__main__":
    main(*sys.argv[1:])
