"""What is attached to a key: tags and the key policy."""

import json

import pytest
from harness import ACCOUNT, pages, refused

TAGS_MAX = 50
POLICY_BYTES_MAX = 32_768


def tag(key, value=""):
    return {"TagKey": key, "TagValue": value}


def tags(kms, key):
    return {entry["TagKey"]: entry["TagValue"] for entry in kms.list_resource_tags(KeyId=key)["Tags"]}


def policy(sid="Everything", **more):
    statement = {
        "Sid": sid,
        "Effect": "Allow",
        "Principal": {"AWS": f"arn:aws:iam::{ACCOUNT}:root"},
        "Action": "kms:*",
        "Resource": "*",
    }
    return json.dumps({"Version": "2012-10-17", "Id": "example", "Statement": [statement]} | more)


def test_a_new_key_has_the_tags_it_was_made_with(kms):
    given = {"team": "data", "empty": "", "Ünïcode ✓": "schön"}
    key = kms.create_key(Tags=[tag(*pair) for pair in given.items()])["KeyMetadata"]["KeyId"]
    assert tags(kms, key) == given


def test_tags_are_added_replaced_and_taken_away(kms, key):
    kms.tag_resource(KeyId=key, Tags=[tag("a", "1"), tag("b", "2")])
    kms.tag_resource(KeyId=key, Tags=[tag("b", "3"), tag("c", "4")])
    assert tags(kms, key) == {"a": "1", "b": "3", "c": "4"}
    kms.untag_resource(KeyId=key, TagKeys=["a", "c", "never there"])
    assert tags(kms, key) == {"b": "3"}


def test_tags_come_in_pages(kms):
    key = kms.create_key(Tags=[tag(f"tag-{number}") for number in range(5)])["KeyMetadata"]["KeyId"]
    found = pages(kms.list_resource_tags, "Tags", 2, KeyId=key)
    assert [len(page) for page in found] == [2, 2, 1]
    assert {entry["TagKey"] for page in found for entry in page} == {f"tag-{number}" for number in range(5)}


BAD_TAGS = [
    ([tag("same", "1"), tag("same", "2")], "Duplicate tag keys"),
    ([tag("aws:mine")], "Tags beginning with aws: are reserved"),
    ([tag("AWS:mine")], "Tags beginning with aws: are reserved"),
    ([tag(f"tag-{number}") for number in range(TAGS_MAX + 1)], "Too many tags"),
]


@pytest.mark.parametrize(("bad", "message"), BAD_TAGS)
def test_bad_tags_are_refused_and_change_nothing(kms, key, bad, message):
    with refused("TagException", message):
        kms.tag_resource(KeyId=key, Tags=bad)
    assert tags(kms, key) == {}
    with refused("TagException", message):
        kms.create_key(Tags=bad)


def test_a_key_has_at_most_fifty_tags(kms):
    key = kms.create_key(Tags=[tag(f"tag-{number}") for number in range(TAGS_MAX)])["KeyMetadata"]["KeyId"]
    kms.tag_resource(KeyId=key, Tags=[tag("tag-0", "replaced")])
    with refused("TagException", "Too many tags"):
        kms.tag_resource(KeyId=key, Tags=[tag("one more")])


@pytest.mark.parametrize(
    ("bad", "violation"),
    [
        (tag(129 * "k"), f"Value '{129 * 'k'}' at 'tags.2.member.tagKey' failed to satisfy constraint: "
         "Member must have length less than or equal to 128"),
        (tag("k", 257 * "v"), f"Value '{257 * 'v'}' at 'tags.2.member.tagValue' failed to satisfy constraint: "
         "Member must have length less than or equal to 256"),
        (tag(""), "Value '' at 'tags.2.member.tagKey' failed to satisfy constraint: "
         "Member must have length greater than or equal to 1"),
    ],
)
def test_a_tag_of_a_bad_length_is_named_by_its_place(lax, key, bad, violation):
    for call in (lambda tags: lax.tag_resource(KeyId=key, Tags=tags), lambda tags: lax.create_key(Tags=tags)):
        with refused("ValidationException", f"1 validation error detected: {violation}"):
            call([tag("good"), bad])


def test_a_key_made_without_a_policy_lets_its_account_do_everything(kms, key):
    made = kms.get_key_policy(KeyId=key)
    assert made["PolicyName"] == "default"
    (statement,) = json.loads(made["Policy"])["Statement"]
    assert statement["Effect"] == "Allow"
    assert statement["Principal"] == {"AWS": f"arn:aws:iam::{ACCOUNT}:root"}
    assert statement["Action"] == "kms:*"
    assert statement["Resource"] == "*"


def test_a_policy_reads_back_as_it_was_given(kms, key):
    given = policy("Replaced")
    kms.put_key_policy(KeyId=key, Policy=given)
    assert json.loads(kms.get_key_policy(KeyId=key, PolicyName="default")["Policy"]) == json.loads(given)


def test_a_key_can_be_made_with_a_policy(kms):
    given = policy("FromTheStart")
    key = kms.create_key(Policy=given)["KeyMetadata"]["KeyId"]
    assert json.loads(kms.get_key_policy(KeyId=key)["Policy"]) == json.loads(given)


def test_the_only_policy_is_called_default(kms, key):
    listed = kms.list_key_policies(KeyId=key)
    assert (listed["PolicyNames"], listed["Truncated"]) == (["default"], False)
    with refused("NotFoundException", "No such policy exists"):
        kms.get_key_policy(KeyId=key, PolicyName="other")


def test_a_policy_name_must_be_a_word(kms, key):
    message = (
        "1 validation error detected: Value 'invalid-name' at 'policyName' failed to satisfy constraint: "
        r"Member must satisfy regular expression pattern: [\w]+"
    )
    with refused("ValidationException", message):
        kms.get_key_policy(KeyId=key, PolicyName="invalid-name")


@pytest.mark.parametrize("text", ["not JSON", "[]", "{", '"text"'])
def test_what_is_no_policy_is_refused_and_changes_nothing(kms, key, text):
    before = kms.get_key_policy(KeyId=key)["Policy"]
    with refused("MalformedPolicyDocumentException"):
        kms.put_key_policy(KeyId=key, Policy=text)
    assert kms.get_key_policy(KeyId=key)["Policy"] == before
    with refused("MalformedPolicyDocumentException"):
        kms.create_key(Policy=text)


def test_a_policy_has_a_greatest_size(kms, key):
    fits = policy("x" * (POLICY_BYTES_MAX - len(policy(""))))
    assert len(fits) == POLICY_BYTES_MAX
    kms.put_key_policy(KeyId=key, Policy=fits)
    with refused("LimitExceededException"):
        kms.put_key_policy(KeyId=key, Policy=fits + " ")
    assert json.loads(kms.get_key_policy(KeyId=key)["Policy"]) == json.loads(fits)
