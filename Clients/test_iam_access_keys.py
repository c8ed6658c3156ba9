"""Access keys: what is signed with them works at once, and stops at once."""

import datetime
import re
import threading

import pytest
from harness import REGION, Credentials, eventually, refused
from iam import INVALID_TOKEN, allow, credentials_of, new_name

UNRECOGNIZED = "The security token included in the request is invalid."


@pytest.fixture
def iam(people):
    return people.iam


@pytest.fixture
def person(people):
    return people.user(allow(["kms:ListKeys", "iam:GetUser", "iam:*AccessKey*"]))


def ids(iam, person):
    return [entry["AccessKeyId"] for entry in iam.list_access_keys(UserName=person.name)["AccessKeyMetadata"]]


def test_an_access_key_has_the_usual_form_and_tells_its_secret_once(iam, person):
    made = iam.create_access_key(UserName=person.name)["AccessKey"]
    assert re.fullmatch(r"AKIA[A-Z0-9]{16}", made["AccessKeyId"])
    assert re.fullmatch(r"[A-Za-z0-9+/]{40}", made["SecretAccessKey"])
    assert (made["Status"], made["UserName"]) == ("Active", person.name)
    listed = iam.list_access_keys(UserName=person.name)["AccessKeyMetadata"]
    assert {entry["AccessKeyId"] for entry in listed} == {made["AccessKeyId"], person.credentials.access_key_id}
    assert all(set(entry) == {"UserName", "AccessKeyId", "Status", "CreateDate"} for entry in listed)


def test_a_user_has_two_at_most(iam, person):
    second = iam.create_access_key(UserName=person.name)["AccessKey"]["AccessKeyId"]
    with refused("LimitExceeded", "Cannot exceed quota for AccessKeysPerUser: 2", status=409):
        iam.create_access_key(UserName=person.name)
    iam.delete_access_key(UserName=person.name, AccessKeyId=second)
    iam.create_access_key(UserName=person.name)


def test_it_works_at_once(people, iam, person):
    credentials = credentials_of(iam.create_access_key(UserName=person.name))
    people.kms(credentials).list_keys()
    identity = people.client("sts", credentials).get_caller_identity()
    assert (identity["Arn"], identity["UserId"]) == (person.arn, person.unique_id)


def test_an_inactive_one_is_unknown_at_once(people, iam, person):
    kms, sts, key = people.kms(person), people.client("sts", person), person.credentials.access_key_id
    for _ in range(3):
        kms.list_keys()
        iam.update_access_key(UserName=person.name, AccessKeyId=key, Status="Inactive")
        with refused("UnrecognizedClientException", UNRECOGNIZED):
            kms.list_keys()
        with refused("InvalidClientTokenId", INVALID_TOKEN, status=403):
            sts.get_caller_identity()
        assert iam.list_access_keys(UserName=person.name)["AccessKeyMetadata"][0]["Status"] == "Inactive"
        iam.update_access_key(UserName=person.name, AccessKeyId=key, Status="Active")


def test_a_deleted_one_is_unknown_at_once_and_the_other_works(people, iam, person):
    other = credentials_of(iam.create_access_key(UserName=person.name))
    kms, others = people.kms(person), people.kms(other)
    kms.list_keys()
    iam.delete_access_key(UserName=person.name, AccessKeyId=person.credentials.access_key_id)
    with refused("UnrecognizedClientException", UNRECOGNIZED):
        kms.list_keys()
    others.list_keys()
    assert ids(iam, person) == [other.access_key_id]


def test_one_that_is_used_all_the_time_stops_at_once_too(people, iam, person):
    kms, answers, stopped = people.kms(person), [], threading.Event()

    def use():
        while not stopped.is_set():
            try:
                kms.list_keys()
                answers.append("ok")
            except kms.exceptions.ClientError as error:
                answers.append(error.response["Error"]["Code"])

    user = threading.Thread(target=use)
    user.start()
    try:
        eventually(lambda: len(answers) > 20, "the key is used")
        iam.update_access_key(
            UserName=person.name, AccessKeyId=person.credentials.access_key_id, Status="Inactive"
        )
        # The call that is under way may still have seen it active.
        count = len(answers) + 2
        eventually(lambda: len(answers) > count + 20, "the key is used on")
    finally:
        stopped.set()
        user.join()
    assert set(answers[count:]) == {"UnrecognizedClientException"}


def test_the_secret_of_another_is_wrong(people, person):
    forged = Credentials(person.credentials.access_key_id, "x" * 40)
    with refused("InvalidSignatureException"):
        people.kms(forged).list_keys()
    with refused("SignatureDoesNotMatch", status=403):
        people.client("iam", forged).get_user()


def test_its_last_use_is_remembered(people, iam, person):
    key = person.credentials.access_key_id
    unused = iam.get_access_key_last_used(AccessKeyId=key)
    assert unused["UserName"] == person.name
    assert unused["AccessKeyLastUsed"] == {"ServiceName": "N/A", "Region": "N/A"}
    people.kms(person).list_keys()
    used = iam.get_access_key_last_used(AccessKeyId=key)["AccessKeyLastUsed"]
    assert (used["ServiceName"], used["Region"]) == ("kms", REGION)
    assert abs(used["LastUsedDate"] - datetime.datetime.now(datetime.timezone.utc)) < datetime.timedelta(minutes=5)


def test_the_key_of_nobody_is_not_found(iam, person):
    unknown = "AKIAIOSFODNN7EXAMPLE"
    message = f"The Access Key with id {unknown} cannot be found."
    for call in (
        lambda: iam.update_access_key(UserName=person.name, AccessKeyId=unknown, Status="Active"),
        lambda: iam.delete_access_key(UserName=person.name, AccessKeyId=unknown),
    ):
        with refused("NoSuchEntity", message, status=404):
            call()
    with refused("NoSuchEntity", f"The user with name nobody cannot be found.", status=404):
        iam.create_access_key(UserName="nobody")


def test_the_key_of_another_user_is_not_found(people, iam, person):
    other = people.user().credentials.access_key_id
    with refused("NoSuchEntity", f"The Access Key with id {other} cannot be found.", status=404):
        iam.delete_access_key(UserName=person.name, AccessKeyId=other)


def test_a_user_sees_to_his_own_without_naming_himself(people, person):
    own = people.client("iam", person)
    made = own.create_access_key()["AccessKey"]
    assert made["UserName"] == person.name
    old = person.credentials.access_key_id
    renewed = people.client("iam", credentials_of({"AccessKey": made}))
    renewed.update_access_key(AccessKeyId=old, Status="Inactive")
    renewed.delete_access_key(AccessKeyId=old)
    assert [entry["AccessKeyId"] for entry in renewed.list_access_keys()["AccessKeyMetadata"]] == [made["AccessKeyId"]]


def test_it_survives_a_restart(serve):
    server = serve()
    iam = server.client("iam")
    name = iam.create_user(UserName=new_name("user"))["User"]["UserName"]
    keys = [credentials_of(iam.create_access_key(UserName=name)) for _ in range(2)]
    iam.update_access_key(UserName=name, AccessKeyId=keys[1].access_key_id, Status="Inactive")
    server.restart()
    assert server.client("sts", credentials=keys[0]).get_caller_identity()["Arn"].endswith(f":user/{name}")
    with refused("InvalidClientTokenId", INVALID_TOKEN, status=403):
        server.client("sts", credentials=keys[1]).get_caller_identity()
