"""Trails of CloudTrail's API: their life, what is delivered to them, tags, and public keys.

https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_Operations.html
"""

import datetime
import gzip
import itertools
import json
import subprocess
import sys

import access
import pytest
from access import OTHER_ACCOUNT
from audit import Trail, by, found, refusal, request_id, trail_arn
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat, load_der_public_key
from harness import ACCOUNT, REGION, eventually, refused
from iam import People, allow
from multi_region import ABROAD

NUMBERS = itertools.count(1)
BUCKET = "audit-logs"
EVERYTHING = {
    "ReadWriteType": "All", "IncludeManagementEvents": True, "DataResources": [], "ExcludeManagementEventSources": [],
}  # fmt: skip


@pytest.fixture(scope="module")
def world(tmp_path_factory, clean_environment):
    world = access.World(tmp_path_factory.mktemp("trails") / "data")
    yield world
    world.server.stop()


@pytest.fixture(scope="module")
def cloudtrail(world):
    return world.administrator.client("cloudtrail")


@pytest.fixture(scope="module")
def abroad(world):
    return world.administrator.client("cloudtrail", region=ABROAD)


@pytest.fixture(scope="module")
def lax(world):
    return world.server.client("cloudtrail", parameter_validation=False)


@pytest.fixture
def name(cloudtrail):
    """The name of a trail that is gone after the test."""
    name = f"trail-{next(NUMBERS)}"
    yield name
    if any(trail["Name"] == name for trail in cloudtrail.describe_trails(includeShadowTrails=False)["trailList"]):
        cloudtrail.delete_trail(Name=name)


@pytest.fixture
def trail(cloudtrail, name):
    return cloudtrail.create_trail(Name=name, S3BucketName=BUCKET)


def without_metadata(answer):
    return {key: value for key, value in answer.items() if key != "ResponseMetadata"}


# Life


def test_a_trail_is_made_as_told(cloudtrail, name):
    made = without_metadata(
        cloudtrail.create_trail(
            Name=name, S3BucketName=BUCKET, S3KeyPrefix="of/us", IsMultiRegionTrail=True, EnableLogFileValidation=True,
            TagsList=[{"Key": "team", "Value": "data"}],
        )
    )  # fmt: skip
    expected = {
        "Name": name, "S3BucketName": BUCKET, "S3KeyPrefix": "of/us", "IncludeGlobalServiceEvents": True,
        "IsMultiRegionTrail": True, "TrailARN": trail_arn(name), "LogFileValidationEnabled": True,
        "IsOrganizationTrail": False,
    }  # fmt: skip
    assert made == expected
    described = {"HomeRegion": REGION, "HasCustomEventSelectors": False, "HasInsightSelectors": False}
    for identifier in (name, trail_arn(name)):
        assert cloudtrail.get_trail(Name=identifier)["Trail"] == expected | described
        assert cloudtrail.describe_trails(trailNameList=[identifier])["trailList"] == [expected | described]
    tags = cloudtrail.list_tags(ResourceIdList=[trail_arn(name)])["ResourceTagList"]
    assert tags == [{"ResourceId": trail_arn(name), "TagsList": [{"Key": "team", "Value": "data"}]}]


def test_a_trail_is_of_its_region_and_unvalidated_unless_told_otherwise(trail, name):
    assert without_metadata(trail) == {
        "Name": name, "S3BucketName": BUCKET, "IncludeGlobalServiceEvents": True, "IsMultiRegionTrail": False,
        "TrailARN": trail_arn(name), "LogFileValidationEnabled": False, "IsOrganizationTrail": False,
    }  # fmt: skip


def test_logging_starts_and_stops(cloudtrail, trail, name):
    assert cloudtrail.get_trail_status(Name=name)["IsLogging"] is False
    cloudtrail.start_logging(Name=name)
    status = cloudtrail.get_trail_status(Name=trail_arn(name))
    assert status["IsLogging"] is True
    now = datetime.datetime.now(datetime.timezone.utc)
    assert abs((status["StartLoggingTime"] - now).total_seconds()) < 60
    cloudtrail.stop_logging(Name=name)
    status = cloudtrail.get_trail_status(Name=name)
    assert status["IsLogging"] is False
    assert status["StopLoggingTime"] >= status["StartLoggingTime"]


def test_a_trail_is_changed(cloudtrail, trail, name):
    changed = cloudtrail.update_trail(Name=name, S3BucketName="elsewhere", EnableLogFileValidation=True)
    assert (changed["S3BucketName"], changed["LogFileValidationEnabled"]) == ("elsewhere", True)
    cloudtrail.update_trail(Name=trail_arn(name), IsMultiRegionTrail=True)
    now = cloudtrail.get_trail(Name=name)["Trail"]
    assert (now["S3BucketName"], now["IsMultiRegionTrail"]) == ("elsewhere", True)
    assert now["LogFileValidationEnabled"] is True


def test_a_deleted_trail_is_gone(cloudtrail, trail, name):
    cloudtrail.delete_trail(Name=name)
    with refused("TrailNotFoundException"):
        cloudtrail.get_trail(Name=name)
    assert cloudtrail.describe_trails(trailNameList=[name])["trailList"] == []


def test_trails_are_listed(cloudtrail, abroad, trail, name):
    entry = {"TrailARN": trail_arn(name), "Name": name, "HomeRegion": REGION}
    assert entry in cloudtrail.list_trails()["Trails"]
    assert entry in abroad.list_trails()["Trails"]


def test_a_trail_of_all_regions_is_seen_in_all(cloudtrail, abroad, trail, name):
    names = lambda **more: [each["Name"] for each in abroad.describe_trails(**more)["trailList"]]  # noqa: E731
    assert name not in names()
    cloudtrail.update_trail(Name=name, IsMultiRegionTrail=True)
    assert name in names() and name not in names(includeShadowTrails=False)
    assert abroad.get_trail(Name=trail_arn(name))["Trail"]["HomeRegion"] == REGION
    for change in (abroad.start_logging, abroad.stop_logging, abroad.delete_trail, abroad.update_trail):
        with refused("InvalidHomeRegionException"):
            change(Name=trail_arn(name))


def test_trails_survive_a_restart(serve):
    server = serve()
    server.client("cloudtrail").create_trail(Name="kept", S3BucketName=BUCKET)
    server.client("cloudtrail").start_logging(Name="kept")
    keys = server.client("cloudtrail").list_public_keys()["PublicKeyList"]
    server.restart()
    cloudtrail = server.client("cloudtrail")
    assert cloudtrail.get_trail_status(Name="kept")["IsLogging"] is True
    assert [key["Fingerprint"] for key in cloudtrail.list_public_keys()["PublicKeyList"]] == [
        key["Fingerprint"] for key in keys
    ]


# Errors


@pytest.mark.parametrize(
    "bad", ["ab", "x" * 129, "a b", "-abc", "abc-", "a..b", "my-_namespace", "192.168.5.4", "trail/x", "ümlaut"]
)
def test_a_name_that_is_none(lax, bad):
    with refused("InvalidTrailNameException"):
        lax.create_trail(Name=bad, S3BucketName=BUCKET)
    with refused("InvalidTrailNameException"):
        lax.get_trail(Name=bad)


def test_a_name_is_given_once_in_a_region(cloudtrail, trail, name):
    with refused("TrailAlreadyExistsException"):
        cloudtrail.create_trail(Name=name, S3BucketName=BUCKET)


def test_a_trail_that_is_not_there(cloudtrail):
    for call in (
        cloudtrail.get_trail, cloudtrail.get_trail_status, cloudtrail.start_logging, cloudtrail.stop_logging,
        cloudtrail.delete_trail, cloudtrail.update_trail,
    ):  # fmt: skip
        for identifier in ("absent", trail_arn("absent")):
            with refused("TrailNotFoundException"):
                call(Name=identifier)
    with refused("TrailNotFoundException"):
        cloudtrail.get_event_selectors(TrailName="absent")


@pytest.mark.parametrize(
    "arn", ["arn:aws:cloudtrail:us-east-1:12:trail/x", "arn:aws:kms:us-east-1:000000000000:trail/abc"]
)
def test_an_arn_that_is_none(cloudtrail, arn):
    with refused("CloudTrailARNInvalidException"):
        cloudtrail.get_trail(Name=arn)


def test_buckets_and_prefixes_are_checked(lax, name):
    for bucket in ("AB", "Upper", "x" * 64, "a b c"):
        with refused("InvalidS3BucketNameException"):
            lax.create_trail(Name=name, S3BucketName=bucket)
    with refused("InvalidS3PrefixException"):
        lax.create_trail(Name=name, S3BucketName=BUCKET, S3KeyPrefix="x" * 201)


@pytest.mark.parametrize("prefix", ["../../..", "a/../../b", "/etc"])
def test_a_prefix_does_not_lead_out_of_the_trail(world, cloudtrail, name, prefix):
    """A trail that has one may be refused or confined; nothing is ever written elsewhere."""
    try:
        cloudtrail.create_trail(Name=name, S3BucketName=BUCKET, S3KeyPrefix=prefix)
    except cloudtrail.exceptions.ClientError as error:
        assert error.response["Error"]["Code"] == "InvalidS3PrefixException"
        return
    pytest.fail("a prefix that leads elsewhere is taken")


def test_an_account_has_five_trails_in_a_region(serve):
    cloudtrail = serve().client("cloudtrail")
    for number in range(5):
        cloudtrail.create_trail(Name=f"trail-{number}", S3BucketName=BUCKET)
    with refused("MaximumNumberOfTrailsExceededException"):
        cloudtrail.create_trail(Name="trail-5", S3BucketName=BUCKET)


def test_another_accounts_trail_is_out_of_reach(world, cloudtrail, trail, name):
    theirs = world.administrators[OTHER_ACCOUNT].client("cloudtrail")
    assert name not in [each["Name"] for each in theirs.describe_trails()["trailList"]]
    assert name not in [each["Name"] for each in theirs.list_trails()["Trails"]]
    for call in (theirs.stop_logging, theirs.delete_trail, theirs.get_trail):
        error = refusal(call, Name=trail_arn(name)).response["Error"]["Code"]
        assert error in ("TrailNotFoundException", "AccessDeniedException", "CloudTrailARNInvalidException")
    assert cloudtrail.get_trail(Name=name)["Trail"]["Name"] == name


def test_who_may_stop_logging_is_said_by_policies(world, cloudtrail, trail, name):
    people = People(world.server)
    user = people.user(allow("cloudtrail:GetTrail*"))
    theirs = people.client("cloudtrail", user)
    assert theirs.get_trail_status(Name=name)["IsLogging"] is False
    for call in (theirs.stop_logging, theirs.start_logging, theirs.delete_trail):
        with refused("AccessDeniedException"):
            call(Name=name)
    only = people.user(allow("cloudtrail:StartLogging", trail_arn(name)))
    people.client("cloudtrail", only).start_logging(Name=name)
    with refused("AccessDeniedException"):
        people.client("cloudtrail", only).start_logging(Name="another-one")


# Selectors


def test_a_trail_takes_everything_unless_told_otherwise(cloudtrail, trail, name):
    answer = cloudtrail.get_event_selectors(TrailName=name)
    assert (answer["TrailARN"], answer["EventSelectors"]) == (trail_arn(name), [EVERYTHING])


def test_selectors_are_kept(cloudtrail, trail, name):
    selector = {"ReadWriteType": "WriteOnly", "IncludeManagementEvents": True,
                "ExcludeManagementEventSources": ["kms.amazonaws.com"]}  # fmt: skip
    put = cloudtrail.put_event_selectors(TrailName=name, EventSelectors=[selector])
    assert put["TrailARN"] == trail_arn(name)
    (kept,) = cloudtrail.get_event_selectors(TrailName=trail_arn(name))["EventSelectors"]
    assert {key: kept[key] for key in selector} == selector
    assert cloudtrail.get_trail(Name=name)["Trail"]["HasCustomEventSelectors"] is True


@pytest.mark.parametrize(
    "selectors",
    [
        [{"ReadWriteType": "Nonsense"}],
        [{"ReadWriteType": "All", "ExcludeManagementEventSources": ["s3.amazonaws.com"]}],
        [{"ReadWriteType": "All"}] * 6,
    ],
)
def test_selectors_that_are_none(lax, trail, name, selectors):
    with refused(("InvalidEventSelectorsException", "ValidationException")):
        lax.put_event_selectors(TrailName=name, EventSelectors=selectors)


# Tags


def test_tags_come_and_go(cloudtrail, trail, name):
    arn = trail_arn(name)
    cloudtrail.add_tags(ResourceId=arn, TagsList=[{"Key": "a", "Value": "1"}, {"Key": "b", "Value": "2"}])
    cloudtrail.add_tags(ResourceId=arn, TagsList=[{"Key": "a", "Value": "3"}])
    cloudtrail.remove_tags(ResourceId=arn, TagsList=[{"Key": "b"}])
    (entry,) = cloudtrail.list_tags(ResourceIdList=[arn])["ResourceTagList"]
    assert entry == {"ResourceId": arn, "TagsList": [{"Key": "a", "Value": "3"}]}


def test_tags_that_are_refused(lax, cloudtrail, trail, name):
    arn = trail_arn(name)
    with refused("TagsLimitExceededException"):
        lax.add_tags(ResourceId=arn, TagsList=[{"Key": f"k{number}", "Value": "v"} for number in range(51)])
    for tags in ([{"Key": "aws:x", "Value": "v"}], [{"Key": "x" * 129, "Value": "v"}],
                 [{"Key": "a", "Value": "1"}, {"Key": "a", "Value": "2"}]):  # fmt: skip
        with refused(("InvalidTagParameterException", "ValidationException")):
            lax.add_tags(ResourceId=arn, TagsList=tags)
    with refused("ResourceNotFoundException"):
        cloudtrail.list_tags(ResourceIdList=[trail_arn("absent")])
    with refused("CloudTrailARNInvalidException"):
        cloudtrail.list_tags(ResourceIdList=["absent"])


# Public keys


def test_public_keys_are_pkcs1(cloudtrail):
    keys = cloudtrail.list_public_keys()["PublicKeyList"]
    assert keys
    for key in keys:
        public = load_der_public_key(key["Value"])
        assert isinstance(public, rsa.RSAPublicKey) and public.key_size == 2048
        assert public.public_bytes(Encoding.DER, PublicFormat.PKCS1) == key["Value"]
        assert len(bytes.fromhex(key["Fingerprint"])) == 16
        assert key["ValidityStartTime"] < key["ValidityEndTime"]


def test_public_keys_are_of_a_time(cloudtrail):
    now, year = datetime.datetime.now(datetime.timezone.utc), datetime.timedelta(days=365)
    hour = datetime.timedelta(hours=1)
    assert cloudtrail.list_public_keys(StartTime=now - hour, EndTime=now + hour)["PublicKeyList"]
    assert cloudtrail.list_public_keys(StartTime=now - 40 * year, EndTime=now - 39 * year)["PublicKeyList"] == []
    with refused("InvalidTimeRangeException"):
        cloudtrail.list_public_keys(StartTime=now, EndTime=now - hour)


# Delivery


class Delivered:
    """What stands in a trail's directory."""

    def __init__(self, data_dir, name, prefix=""):
        self.place = data_dir / "audit" / "trails" / ACCOUNT / name / prefix / "AWSLogs"

    def records(self):
        files = sorted(self.place.glob(f"{ACCOUNT}/CloudTrail/*/*/*/*/*.json.gz"))
        return [record for path in files for record in json.loads(gzip.decompress(path.read_bytes()))["Records"]]

    def names(self):
        return {record["eventName"] for record in self.records()}

    def requests(self):
        return {record["requestID"] for record in self.records()}


def test_selectors_and_logging_are_of_delivery_only(serve_at, clock, tmp_path):
    server = serve_at(-20 * 60)
    kms, cloudtrail, iam = server.client(), server.client("cloudtrail"), server.client("iam")
    for trail, more in (
        ("all-of-it", {"IsMultiRegionTrail": True, "S3KeyPrefix": "some/prefix"}),
        ("here-only", {"IncludeGlobalServiceEvents": False}), ("writes", {}), ("no-keys", {}), ("stopped", {}),
    ):  # fmt: skip
        cloudtrail.create_trail(Name=trail, S3BucketName=BUCKET, **more)
        cloudtrail.start_logging(Name=trail)
    cloudtrail.put_event_selectors(TrailName="writes", EventSelectors=[{"ReadWriteType": "WriteOnly"}])
    excluded = {"ReadWriteType": "All", "ExcludeManagementEventSources": ["kms.amazonaws.com"]}
    cloudtrail.put_event_selectors(TrailName="no-keys", EventSelectors=[excluded])
    cloudtrail.stop_logging(Name="stopped")
    key = kms.create_key()["KeyMetadata"]["KeyId"]
    used = kms.encrypt(KeyId=key, Plaintext=b"x")
    iam.create_user(UserName="somebody")
    abroad = server.client(region=ABROAD).list_aliases()
    clock.set(0)
    data = tmp_path / "data"
    everything = Delivered(data, "all-of-it", "some/prefix")
    eventually(lambda: {request_id(used), request_id(abroad)} <= everything.requests(), "the trail is delivered")
    here, writes, keyless, stopped = (Delivered(data, name) for name in ("here-only", "writes", "no-keys", "stopped"))
    for each in (here, writes, keyless):
        eventually(each.records, "the other trails are delivered")
    assert {"CreateKey", "Encrypt", "CreateUser", "ListAliases"} <= everything.names()
    assert request_id(used) in here.requests() and request_id(abroad) not in here.requests()
    assert {record["awsRegion"] for record in here.records()} == {REGION}
    assert "CreateKey" in writes.names() and "Encrypt" not in writes.names()
    assert {record["readOnly"] for record in writes.records()} == {False}
    assert "CreateUser" in keyless.names() and not {"CreateKey", "Encrypt"} & keyless.names()
    assert not {"CreateKey", "Encrypt"} & stopped.names()
    # The record and LookupEvents have it all.
    found_requests = [
        json.loads(event["CloudTrailEvent"])["requestID"]
        for event in found(server.client("cloudtrail"), **by("EventName", "Encrypt"))
    ]
    assert found_requests == [request_id(used)]
    assert Trail(server).one(used)["eventName"] == "Encrypt"
    status = server.client("cloudtrail").get_trail_status(Name="all-of-it")
    assert status["LatestDeliveryTime"]


def test_what_a_trail_took_when_it_happened_is_delivered(serve_at, clock, tmp_path):
    """All of it within the few minutes that go into one file."""
    server = serve_at(-20 * 60)
    kms, cloudtrail = server.client(), server.client("cloudtrail")
    names = ("stops", "narrows", "goes", "returns")
    for name in names:
        cloudtrail.create_trail(Name=name, S3BucketName=BUCKET)
    before = kms.list_keys()
    for name in names:
        cloudtrail.start_logging(Name=name)
    during = kms.list_keys()
    stop = cloudtrail.stop_logging(Name="stops")
    cloudtrail.put_event_selectors(TrailName="narrows", EventSelectors=[{"ReadWriteType": "WriteOnly"}])
    for name in ("goes", "returns"):
        cloudtrail.delete_trail(Name=name)
    between = kms.list_keys()
    cloudtrail.create_trail(Name="returns", S3BucketName=BUCKET, S3KeyPrefix="again")
    cloudtrail.start_logging(Name="returns")
    after, written = kms.list_keys(), kms.create_key()
    clock.set(0)
    data = tmp_path / "data"
    stops, narrows, goes, returns = (Delivered(data, name) for name in names)
    again = Delivered(data, "returns", "again")
    for each in (stops, narrows, goes, returns, again):
        eventually(each.records, "the trails are delivered")
    during, between, after, before, stop, written = map(request_id, (during, between, after, before, stop, written))
    for each in (stops, narrows, goes, returns):
        assert during in each.requests() and not {before, between, after} & each.requests()
    assert stop in stops.requests() and written not in stops.requests()
    assert written in narrows.requests()
    assert "DeleteTrail" in goes.names() and written not in goes.requests()
    assert {after, written} <= again.requests() and not {before, during, between} & again.requests()
    assert [trail["Name"] for trail in cloudtrail.list_trails()["Trails"]] == ["narrows", "returns", "stops"]


def test_a_change_of_selectors_is_itself_recorded(world, cloudtrail, trail, name):
    excluded = {"ReadWriteType": "All", "ExcludeManagementEventSources": ["kms.amazonaws.com"]}
    answer = cloudtrail.put_event_selectors(TrailName=name, EventSelectors=[excluded])
    record = Trail(world.server).one(answer)
    assert (record["eventName"], record["readOnly"]) == ("PutEventSelectors", False)
    assert record["requestParameters"]["trailName"] == name
    assert record["requestParameters"]["eventSelectors"][0]["excludeManagementEventSources"] == ["kms.amazonaws.com"]
    stopped = Trail(world.server).one(cloudtrail.stop_logging(Name=name))
    assert (stopped["eventName"], stopped["requestParameters"]) == ("StopLogging", {"name": name})


# The AWS CLI


def test_the_aws_cli_makes_a_trail(world, name, tmp_path):
    def aws(*arguments):
        command = [sys.executable, "-m", "awscli", "cloudtrail", *arguments, "--output", "json"]
        environment = world.server.client_environment(HOME="/nonexistent")
        done = subprocess.run(command, env=environment, cwd=tmp_path, capture_output=True, text=True, timeout=60)
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout) if done.stdout.strip() else None

    made = aws("create-trail", "--name", name, "--s3-bucket-name", BUCKET, "--enable-log-file-validation")
    assert made["TrailARN"] == trail_arn(name)
    aws("start-logging", "--name", name)
    assert aws("get-trail-status", "--name", name)["IsLogging"] is True
