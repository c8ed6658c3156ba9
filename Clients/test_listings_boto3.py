"""Listings: pages, limits and markers. Each test has a Region of its own, so it knows all there is."""

import pytest
from harness import pages, refused


@pytest.fixture
def kms(server, empty_region):
    return server.client(region=empty_region)


def make_keys(kms, count):
    return {kms.create_key()["KeyMetadata"]["KeyId"] for _ in range(count)}


def test_an_empty_region_has_neither_keys_nor_aliases(kms):
    for listed, items in ((kms.list_keys(), "Keys"), (kms.list_aliases(), "Aliases")):
        assert (listed[items], listed["Truncated"]) == ([], False)


def test_keys_come_in_pages_each_key_once(kms):
    made = make_keys(kms, 10)
    found = pages(kms.list_keys, "Keys", 4)
    assert [len(page) for page in found] == [4, 4, 2]
    listed = [entry["KeyId"] for page in found for entry in page]
    assert len(listed) == 10 and set(listed) == made


def test_a_key_is_listed_with_id_and_arn(kms):
    made = kms.create_key()["KeyMetadata"]
    assert kms.list_keys()["Keys"] == [{"KeyId": made["KeyId"], "KeyArn": made["Arn"]}]


def test_a_page_that_holds_everything_is_not_truncated(kms):
    make_keys(kms, 3)
    assert [len(page) for page in pages(kms.list_keys, "Keys", 3)] == [3]


def test_a_hundred_keys_make_a_page_unless_told_otherwise(kms):
    made = make_keys(kms, 101)
    first = kms.list_keys()
    assert (len(first["Keys"]), first["Truncated"]) == (100, True)
    assert len(kms.list_keys(Limit=1000)["Keys"]) == 101
    paginator = kms.get_paginator("list_keys")
    assert {entry["KeyId"] for page in paginator.paginate() for entry in page["Keys"]} == made


def test_keys_made_during_a_listing_neither_hide_nor_repeat_others(kms):
    made = make_keys(kms, 9)
    listed, marker = [], {}
    while True:
        page = kms.list_keys(Limit=2, **marker)
        listed += [entry["KeyId"] for entry in page["Keys"]]
        if not page["Truncated"]:
            break
        marker = {"Marker": page["NextMarker"]}
        make_keys(kms, 1 if len(listed) < 8 else 0)
    assert made <= set(listed)
    assert len(listed) == len(set(listed))


def test_aliases_come_in_pages_of_all_keys_or_of_one(kms):
    first, second = make_keys(kms, 2)
    for number in range(7):
        kms.create_alias(AliasName=f"alias/a-{number}", TargetKeyId=first if number % 2 else second)
    found = pages(kms.list_aliases, "Aliases", 3)
    assert [len(page) for page in found] == [3, 3, 1]
    names = [entry["AliasName"] for page in found for entry in page]
    assert sorted(names) == [f"alias/a-{number}" for number in range(7)]
    odd = [entry["AliasName"] for page in pages(kms.list_aliases, "Aliases", 2, KeyId=first) for entry in page]
    assert sorted(odd) == [f"alias/a-{number}" for number in (1, 3, 5)]


def test_fifty_aliases_make_a_page_unless_told_otherwise(kms):
    for key in make_keys(kms, 2):
        for number in range(26):
            kms.create_alias(AliasName=f"alias/{key}-{number}", TargetKeyId=key)
    first = kms.list_aliases()
    assert (len(first["Aliases"]), first["Truncated"]) == (50, True)


def test_a_marker_that_no_listing_gave_is_refused(kms):
    key = make_keys(kms, 2).pop()
    calls = [
        lambda marker: kms.list_keys(Marker=marker),
        lambda marker: kms.list_aliases(Marker=marker),
        lambda marker: kms.list_resource_tags(KeyId=key, Marker=marker),
        lambda marker: kms.list_key_rotations(KeyId=key, Marker=marker),
    ]
    for call in calls:
        with refused("InvalidMarkerException"):
            call("not a marker")


@pytest.mark.parametrize(
    ("limit", "bound"), [(0, "greater than or equal to 1"), (1001, "less than or equal to 1000")]
)
def test_a_limit_out_of_range_is_refused(server, empty_region, limit, bound):
    lax = server.client(region=empty_region, parameter_validation=False)
    message = (
        f"1 validation error detected: Value '{limit}' at 'limit' failed to satisfy constraint: "
        f"Member must have value {bound}"
    )
    with refused("ValidationException", message):
        lax.list_keys(Limit=limit)


def test_disabled_keys_and_keys_pending_deletion_are_listed(kms):
    made = make_keys(kms, 3)
    disabled, pending, _ = made
    kms.disable_key(KeyId=disabled)
    kms.schedule_key_deletion(KeyId=pending)
    assert {entry["KeyId"] for entry in kms.list_keys()["Keys"]} == made
