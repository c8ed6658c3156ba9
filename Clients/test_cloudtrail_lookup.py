"""LookupEvents, with boto3 and the AWS CLI.

https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_LookupEvents.html
"""

import datetime
import json
import subprocess
import sys

import access
import pytest
from access import OTHER_ACCOUNT
from audit import Trail, by, found, refusal, request_id
from harness import eventually, key_arn, refused
from iam import People, allow, no_policy
from multi_region import ABROAD

SECOND = datetime.timedelta(seconds=1)
# What the service model forbids may be refused before the operation has its own word for it.
BY_THE_MODEL = ("ValidationException",)


def now():
    return datetime.datetime.now(datetime.timezone.utc)


class Story:
    """A server of its own and what was done there, in this order."""

    def __init__(self, server):
        self.server = server
        self.people = People(server)
        self.cloudtrail = server.client("cloudtrail")
        kms = server.client()
        self.key = kms.create_key()["KeyMetadata"]["KeyId"]
        kms.create_alias(AliasName="alias/story", TargetKeyId=self.key)
        self.user = self.people.user(allow("kms:*"))
        self.nobody = self.people.user()
        theirs = self.people.kms(self.user)
        self.encryptions = [theirs.encrypt(KeyId="alias/story", Plaintext=b"x") for _ in range(7)]
        self.refusal = refusal(self.people.kms(self.nobody).describe_key, KeyId=self.key)
        role = self.people.role(allow("*"))
        self.session = self.people.assume(role, "nightly")
        self.abroad = server.client(region=ABROAD).list_keys()
        self.of_session = self.people.kms(self.session).describe_key(KeyId=self.key)

    def requests(self, **parameters):
        """The request ids of what LookupEvents finds, newest first."""
        return [json.loads(event["CloudTrailEvent"])["requestID"] for event in found(self.cloudtrail, **parameters)]

    def names(self, **parameters):
        return [event["EventName"] for event in found(self.cloudtrail, **parameters)]


@pytest.fixture(scope="module")
def world(tmp_path_factory, clean_environment):
    world = access.World(tmp_path_factory.mktemp("lookup") / "data")
    yield world
    world.server.stop()


@pytest.fixture(scope="module")
def story(world):
    return Story(world.server)


@pytest.fixture
def lookup(story):
    return story.cloudtrail.lookup_events


# What an event is


def test_an_event_is_the_record_and_what_is_looked_up_by(story, lookup):
    (event,) = lookup(**by("EventId", Trail(story.server).one(story.encryptions[0])["eventID"]))["Events"]
    record = json.loads(event["CloudTrailEvent"])
    assert record == Trail(story.server).one(story.encryptions[0])
    assert abs((event.pop("EventTime") - now()).total_seconds()) < 120
    event.pop("CloudTrailEvent")
    assert event.pop("Resources")[0] == {"ResourceType": "AWS::KMS::Key", "ResourceName": key_arn(story.key)}
    assert event == {
        "EventId": record["eventID"], "EventName": "Encrypt", "ReadOnly": "true", "EventSource": "kms.amazonaws.com",
        "AccessKeyId": story.user.credentials.access_key_id, "Username": story.user.name,
    }  # fmt: skip


def test_the_name_of_a_session_is_the_user_name(story, lookup):
    events = lookup(**by("Username", "nightly"))["Events"]
    assert [event["EventName"] for event in events] == ["DescribeKey"]
    assert events[0]["AccessKeyId"] == story.session.access_key_id


# Attributes


def test_by_event_name(story):
    assert story.requests(**by("EventName", "Encrypt")) == [request_id(each) for each in reversed(story.encryptions)]
    assert story.names(**by("EventName", "encrypt")) == []


def test_by_event_id(story, lookup):
    record = Trail(story.server).one(story.refusal)
    assert story.requests(**by("EventId", record["eventID"])) == [request_id(story.refusal)]
    assert lookup(**by("EventId", "b5cc8c40-12ba-4d08-a8d9-2bceb9a3e002"))["Events"] == []
    assert lookup(**by("EventId", "nonsense"))["Events"] == []


def test_by_user_name(story):
    assert story.names(**by("Username", story.user.name)) == ["Encrypt"] * 7
    assert story.names(**by("Username", story.nobody.name)) == ["DescribeKey"]
    assert story.names(**by("Username", "nobody-at-all")) == []


def test_by_access_key(story):
    assert story.names(**by("AccessKeyId", story.user.credentials.access_key_id)) == ["Encrypt"] * 7


def test_by_resource(story):
    names = story.names(**by("ResourceName", key_arn(story.key)))
    assert names.count("Encrypt") == 7
    assert {"CreateKey", "CreateAlias", "DescribeKey"} <= set(names)
    assert story.names(**by("ResourceName", key_arn("1234abcd-12ab-34cd-56ef-1234567890ab"))) == []
    of_type = story.names(**by("ResourceType", "AWS::KMS::Key"))
    assert set(names) <= set(of_type) and "CreateUser" not in of_type


def test_by_event_source(story):
    sources = ("kms.amazonaws.com", "iam.amazonaws.com", "sts.amazonaws.com")
    kms, iam, sts = (set(story.names(**by("EventSource", source))) for source in sources)
    assert {"CreateKey", "Encrypt"} <= kms and not kms & {"CreateUser", "AssumeRole"}
    assert {"CreateUser", "CreateAccessKey"} <= iam
    assert "AssumeRole" in sts


def test_by_whether_it_reads_only(story):
    reading, writing = (set(story.names(**by("ReadOnly", value))) for value in ("true", "false"))
    assert {"Encrypt", "DescribeKey"} <= reading and "CreateKey" not in reading
    assert {"CreateKey", "CreateAlias", "CreateUser"} <= writing and "Encrypt" not in writing


def test_a_region_has_its_own_events(story):
    abroad = found(story.server.client("cloudtrail", region=ABROAD))
    records = [json.loads(event["CloudTrailEvent"]) for event in abroad]
    assert request_id(story.abroad) in [record["requestID"] for record in records]
    assert {record["awsRegion"] for record in records} == {ABROAD}
    assert request_id(story.abroad) not in story.requests()


def test_an_account_has_its_own_events(world, story):
    theirs = world.administrators[OTHER_ACCOUNT].client("cloudtrail")
    records = [json.loads(event["CloudTrailEvent"]) for event in found(theirs)]
    assert {record["recipientAccountId"] for record in records} <= {OTHER_ACCOUNT}
    assert found(theirs, **by("EventName", "Encrypt")) == []


# Order and pages


def test_the_newest_comes_first(story):
    events = [json.loads(event["CloudTrailEvent"]) for event in found(story.cloudtrail)]
    times = [event["eventTime"] for event in events]
    assert times == sorted(times, reverse=True)
    expected = [request_id(each) for each in reversed(story.encryptions)]
    assert [each["requestID"] for each in events if each["requestID"] in expected] == expected


@pytest.mark.parametrize("size", [1, 3, 7, 50])
def test_pages_hold_everything_once(story, lookup, size):
    asked = by("EventName", "Encrypt") | {"MaxResults": size}
    pages, token = [], {}
    while True:
        page = lookup(**asked, **token)
        pages.append([event["EventId"] for event in page["Events"]])
        if "NextToken" not in page:
            break
        token = {"NextToken": page["NextToken"]}
    everything = [event["EventId"] for event in lookup(**by("EventName", "Encrypt"))["Events"]]
    assert sum(pages, []) == everything and len(everything) == 7
    assert all(len(page) <= size for page in pages)
    assert all(len(page) == size for page in pages[:-1])


def test_a_page_has_fifty_events_unless_told_otherwise(story, lookup):
    for _ in range(60):
        story.server.client().list_keys()
    page = lookup()
    assert len(page["Events"]) == 50 and page["NextToken"]


def test_what_happens_meanwhile_does_not_come_into_later_pages(story, lookup):
    first = lookup(MaxResults=2)
    story.server.client().list_aliases()
    second = lookup(MaxResults=2, NextToken=first["NextToken"])
    ids = [event["EventId"] for page in (first, second) for event in page["Events"]]
    assert len(set(ids)) == 4
    assert second["Events"][0]["EventTime"] <= first["Events"][-1]["EventTime"]


# Time


def test_a_time_range_includes_its_ends(story, lookup):
    times = [event["EventTime"] for event in lookup(**by("EventName", "Encrypt"))["Events"]]
    newest, oldest = times[0], times[-1]
    encryptions = by("EventName", "Encrypt")
    assert len(lookup(**encryptions, StartTime=oldest, EndTime=newest)["Events"]) == 7
    assert lookup(**encryptions, StartTime=newest + SECOND)["Events"] == []
    assert lookup(**encryptions, EndTime=oldest - SECOND)["Events"] == []
    inside = lookup(**encryptions, StartTime=newest)["Events"]
    assert inside and {event["EventTime"] for event in inside} == {newest}


def test_a_time_range_may_lie_in_the_future_or_long_past(lookup):
    year = datetime.timedelta(days=365)
    assert lookup(StartTime=now() + year)["Events"] == []
    assert lookup(EndTime=now() - year)["Events"] == []


# Errors


@pytest.fixture(scope="module")
def lax(story):
    return story.server.client("cloudtrail", parameter_validation=False).lookup_events


@pytest.mark.parametrize("size", [0, -1, 51, 1000])
def test_a_page_has_one_to_fifty_events(lax, size):
    with refused(("InvalidMaxResultsException", *BY_THE_MODEL)):
        lax(MaxResults=size)


def test_one_attribute_at_a_time(lax):
    one = {"AttributeKey": "EventName", "AttributeValue": "Encrypt"}
    for attributes in (
        [one, one],
        [{"AttributeKey": "NoSuch", "AttributeValue": "x"}],
        [{"AttributeKey": "EventName", "AttributeValue": "x" * 2001}],
    ):
        with refused(("InvalidLookupAttributesException", *BY_THE_MODEL)):
            lax(LookupAttributes=attributes)


def test_the_end_comes_after_the_start(lookup):
    with refused("InvalidTimeRangeException"):
        lookup(StartTime=now(), EndTime=now() - datetime.timedelta(hours=1))


def test_insights_are_none_and_other_categories_unknown(lax):
    assert lax(EventCategory="insight")["Events"] == []
    with refused(("InvalidEventCategoryException", *BY_THE_MODEL)):
        lax(EventCategory="data")


def test_a_token_serves_the_same_question_only(world, story, lookup):
    token = lookup(**by("EventName", "Encrypt"), MaxResults=1)["NextToken"]
    assert lookup(**by("EventName", "Encrypt"), MaxResults=1, NextToken=token)["Events"]
    abroad = story.server.client("cloudtrail", region=ABROAD).lookup_events
    theirs = world.administrators[OTHER_ACCOUNT].client("cloudtrail").lookup_events
    for call, parameters in (
        (lookup, by("EventName", "CreateKey") | {"NextToken": token}),
        (lookup, {"NextToken": token}),
        (lookup, by("EventName", "Encrypt") | {"StartTime": now() - SECOND, "NextToken": token}),
        (lookup, by("EventName", "Encrypt") | {"NextToken": "nonsense"}),
        (lookup, by("EventName", "Encrypt") | {"NextToken": token[:-4] + "AAAA"}),
        (abroad, by("EventName", "Encrypt") | {"NextToken": token}),
        (theirs, by("EventName", "Encrypt") | {"NextToken": token}),
    ):
        with refused("InvalidNextTokenException"):
            call(**parameters)


def test_who_may_look_up_is_said_by_policies(story):
    with refused("AccessDeniedException") as caught:
        story.people.client("cloudtrail", story.nobody).lookup_events()
    action = "cloudtrail:LookupEvents"
    message = caught.value.response["Error"]["Message"]
    assert message.startswith(f"User: {story.nobody.arn} is not authorized to perform: {action}")
    assert no_policy("identity-based", action) in message
    reader = story.people.user(allow(action))
    assert story.people.client("cloudtrail", reader).lookup_events(MaxResults=1)["Events"]
    with refused("AccessDeniedException"):
        story.people.client("cloudtrail", reader).describe_trails()


# The AWS CLI


def test_the_aws_cli_looks_up(story, tmp_path):
    def aws(*arguments):
        command = [sys.executable, "-m", "awscli", "cloudtrail", "lookup-events", *arguments, "--output", "json"]
        environment = story.server.client_environment(HOME="/nonexistent")
        done = subprocess.run(command, env=environment, cwd=tmp_path, capture_output=True, text=True, timeout=60)
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)

    attribute = ("--lookup-attributes", f"AttributeKey=ResourceName,AttributeValue={key_arn(story.key)}")
    events = aws(*attribute, "--page-size", "4")["Events"]
    assert [event["EventName"] for event in events].count("Encrypt") == 7
    page = aws("--lookup-attributes", "AttributeKey=EventName,AttributeValue=Encrypt", "--max-items", "2")
    assert len(page["Events"]) == 2 and page["NextToken"]
    since = (now() + datetime.timedelta(minutes=5)).strftime("%Y-%m-%dT%H:%M:%SZ")
    assert aws("--start-time", since)["Events"] == []


# Closed files and the index


def answers(cloudtrail, key):
    """What is found, apart from what looking up itself left."""
    asked = [
        by("ResourceName", key_arn(key)), by("EventName", "Encrypt"), by("Username", "administrator"),
        by("EventSource", "kms.amazonaws.com"), by("ReadOnly", "false"), by("ResourceType", "AWS::KMS::Key"),
        by("EventSource", "iam.amazonaws.com"),
    ]  # fmt: skip
    events = [found(cloudtrail, **each) for each in asked]
    return [[each["EventId"] for each in some if each["EventName"] != "LookupEvents"] for some in events]


def test_closed_files_are_looked_up_as_the_live_log_is(serve_at, clock, tmp_path):
    server = serve_at(-20 * 60)
    kms, cloudtrail = server.client(), server.client("cloudtrail")
    key = kms.create_key()["KeyMetadata"]["KeyId"]
    server.client("iam").create_user(UserName="somebody")
    for _ in range(60):
        kms.encrypt(KeyId=key, Plaintext=b"x")
    before = answers(cloudtrail, key)
    assert [len(each) for each in before[:2]] == [61, 60]
    clock.set(0)
    trail = Trail(server)
    eventually(trail.closed, "the log is closed")
    first = trail.named("CreateKey")[0]["eventID"]
    assert answers(cloudtrail, key)[:2] == before[:2]
    assert len(found(cloudtrail, **by("EventId", first))) == 1
    # What is new and what is old, in one answer.
    server.client().encrypt(KeyId=key, Plaintext=b"x")
    after = answers(cloudtrail, key)
    assert [new[-len(old) :] for new, old in zip(after, before)] == before
    assert len(after[1]) == 61
    # The index is made anew from the files.
    server.stop()
    for path in (tmp_path / "data" / "audit").glob("index.sqlite*"):
        path.unlink()
    server.start()
    assert answers(server.client("cloudtrail"), key) == after
    server.stop()
    (tmp_path / "data" / "audit" / "index.sqlite").write_bytes(b"no database" * 1000)
    server.start()
    assert answers(server.client("cloudtrail"), key) == after


def test_a_record_is_the_same_in_the_live_log_and_in_a_file(serve_at, clock):
    """Byte by byte."""
    server = serve_at(-20 * 60)
    kms = server.client()
    key = kms.create_key(Description='ü"\\\n☃')["KeyMetadata"]["KeyId"]
    kms.encrypt(KeyId=key, Plaintext=b"x", EncryptionContext={"ü": '"\\/\u2028'})

    def texts():
        return [e["CloudTrailEvent"] for e in found(server.client("cloudtrail"), **by("ResourceName", key_arn(key)))]

    live = texts()
    clock.set(0)
    eventually(Trail(server).closed, "the log is closed")
    assert texts() == live


def test_ninety_days_back_and_no_more(serve_at, tmp_path):
    days = 24 * 3600
    server = serve_at(-91 * days)
    server.client().list_keys()
    server.stop()
    server = serve_at(-89 * days)
    server.client().list_aliases()
    server.stop()
    server = serve_at(0)
    names = [event["EventName"] for event in found(server.client("cloudtrail"))]
    assert "ListAliases" in names and "ListKeys" not in names
    # The trail itself forgets nothing.
    assert len(Trail(tmp_path / "data").named("ListKeys")) == 1


# Last use of a key


def test_the_last_use_of_a_key_names_its_event(story):
    usage = story.server.client().get_key_last_usage(KeyId=story.key)
    event = usage["KeyLastUsage"]["CloudTrailEventId"]
    (found_event,) = story.cloudtrail.lookup_events(**by("EventId", event))["Events"]
    assert json.loads(found_event["CloudTrailEvent"])["requestID"] == request_id(story.encryptions[-1])
