"""Of every operation, one success and every error that its model has: seen here, or in test_faults.py if it is the
server's fault, or never (modelled_errors.py says why)."""

import pytest
import recording
from botocore.exceptions import ClientError
from calls import ROWS, Prepared
from harness import refused
from modelled_errors import FAULTS, LATE, STORE_OPERATIONS, being_created, modelled, never, way

NEVER = never()
BY_CALL = [pair for pair in modelled() if pair not in NEVER and pair[1] not in FAULTS and pair != LATE]
WORKING = [name for name in ROWS if name not in STORE_OPERATIONS or name == "DescribeCustomKeyStores"]
# Grant tokens are looked at by CreateGrant and RetireGrant alone, until grants are evaluated.
TOKENS_IGNORED = [
    pair for pair in BY_CALL
    if pair[1] == "InvalidGrantTokenException" and pair[0] not in ("CreateGrant", "RetireGrant")
]  # fmt: skip


@pytest.mark.parametrize("operation", WORKING)
def test_every_operation_works(server, operation):
    Prepared(server, operation).call()


def test_no_custom_key_store_is_created(server):
    with refused("UnsupportedOperationException"):
        Prepared(server, "CreateCustomKeyStore").call()


def cases():
    for pair in BY_CALL:
        ignored = pytest.mark.xfail(strict=True, reason="grant tokens are not looked at")
        yield pytest.param(*pair, marks=[ignored] if pair in TOKENS_IGNORED else [], id="-".join(pair))


@pytest.mark.parametrize(("operation", "error"), list(cases()))
def test_every_modelled_error_is_answered(server, operation, error):
    arrange = way(operation, error)
    assert arrange, "it is neither known how it comes about nor why it never does"
    # A replica's state ends by itself: who comes too late tries once more.
    for _ in range(5 if arrange is being_created else 1):
        made = Prepared(server, operation)
        if response := error_of(lambda: made.call(**arrange(made))):
            break
    assert response, "it worked"
    assert response["Error"]["Code"] == error, response["Error"]
    assert response["ResponseMetadata"]["HTTPStatusCode"] == 400


def error_of(call):
    try:
        call()
    except ClientError as error:
        return error.response
    return None


def test_the_tables_are_about_the_model():
    assert set(ROWS) == {operation for operation, _ in modelled()}
    assert set(NEVER) <= set(modelled())
    assert all(way(*pair) for pair in BY_CALL)


@pytest.mark.at_the_end
def test_what_never_occurs_was_not_seen_in_any_test():
    assert sorted(recording.ANSWERED & set(NEVER)) == []
