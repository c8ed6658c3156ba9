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


@pytest.mark.parametrize("operation", WORKING)
def test_every_operation_works(server, operation):
    Prepared(server, operation).call()


def test_no_custom_key_store_is_created(server):
    with refused("UnsupportedOperationException"):
        Prepared(server, "CreateCustomKeyStore").call()


@pytest.mark.parametrize(("operation", "error"), BY_CALL)
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


def test_all_operations_that_take_grant_tokens_refuse_what_is_none(server):
    model = server.client().meta.service_model
    taking = [name for name in ROWS if "GrantTokens" in model.operation_model(name).input_shape.members]
    assert len(taking) == 17
    for operation in taking:
        made = Prepared(server, operation)
        with refused("InvalidGrantTokenException"):
            made.call(GrantTokens=["bm9uZQ=="])


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
