"""AWS's own verifier: `aws cloudtrail validate-logs`, with Trent as CloudTrail and moto's server in the place of S3.

https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-log-file-validation-cli.html
"""

import datetime
import gzip
import json
import re
import subprocess
import sys

import boto3
import pytest
from audit import Trail, trail_arn
from harness import ACCOUNT, REGION, Clock, Server, eventually
from moto.server import ThreadedMotoServer

BUCKET, PREFIX, NAME = "audited", "of/us", "validated"
BUILT_IN = ("trent-audit", None, "trent")
HOUR, HOURS = 3600, 4


@pytest.fixture(scope="module")
def delivered(tmp_path_factory, clock_library, clean_environment):
    """A server with a trail that was at work in each of the last hours."""
    directory = tmp_path_factory.mktemp("validated")
    data = directory / "data"
    with pytest.MonkeyPatch.context() as patch:
        clock = Clock(clock_library, directory / "clock", patch)
        clock.set(-HOURS * HOUR)
        with Server(data, env=clock.environment) as server:
            cloudtrail = server.client("cloudtrail")
            cloudtrail.create_trail(Name=NAME, S3BucketName=BUCKET, S3KeyPrefix=PREFIX, EnableLogFileValidation=True)
            cloudtrail.start_logging(Name=NAME)
            for hour in range(1, HOURS + 1):
                for _ in range(3):
                    server.client().list_keys()
                clock.set((hour - HOURS) * HOUR)
                # What was logged is delivered now, and what was delivered an hour ago is in a digest.
                eventually(lambda: len(logs(data)) >= hour, f"{hour} log files")
                eventually(lambda: len(digests(data)) >= hour - 1, f"{hour - 1} digest files")
            yield server
            server.stop()


def place(data):
    return data / "audit" / "trails" / ACCOUNT / NAME


def logs(data):
    return sorted(place(data).glob(f"{PREFIX}/AWSLogs/{ACCOUNT}/CloudTrail/{REGION}/*/*/*/*.json.gz"))


def digests(data):
    return sorted(place(data).glob(f"{PREFIX}/AWSLogs/{ACCOUNT}/CloudTrail-Digest/{REGION}/*/*/*/*.json.gz"))


class Bucket:
    """A bucket of the stand-in, with what was delivered to it and the metadata of its digests."""

    def __init__(self, s3, name, root, others=()):
        self.s3, self.name = s3, name
        s3.create_bucket(Bucket=name)
        for path in sorted(root.glob("**/AWSLogs/**/*.json.gz")):
            key = str(path.relative_to(root))
            if "/trails/" in f"/{key}" or path in others:
                continue
            metadata = path.with_name(path.name + ".metadata.json")
            given = json.loads(metadata.read_text()) if metadata.exists() else {}
            s3.put_object(Bucket=name, Key=key, Body=path.read_bytes(), Metadata=given)

    def keys(self, kind):
        listed = self.s3.list_objects_v2(Bucket=self.name)["Contents"]
        return sorted(entry["Key"] for entry in listed if f"/{kind}/{REGION}/" in entry["Key"])

    def digests(self):
        return self.keys("CloudTrail-Digest")

    def digested_logs(self):
        """Those that a digest names."""
        return [log["s3Object"] for key in self.digests() for log in json.loads(self.content(key))["logFiles"]]

    def get(self, key):
        found = self.s3.get_object(Bucket=self.name, Key=key)
        return found["Body"].read(), found["Metadata"]

    def content(self, key):
        return gzip.decompress(self.get(key)[0])

    def change(self, key, changed):
        """Puts `changed(bytes)` in the place of an object."""
        body, metadata = self.get(key)
        self.s3.put_object(Bucket=self.name, Key=key, Body=changed(body), Metadata=metadata)

    def delete(self, key):
        self.s3.delete_object(Bucket=self.name, Key=key)


@pytest.fixture(scope="module")
def s3():
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    client = boto3.Session().client(
        "s3", region_name=REGION, endpoint_url=f"http://{host}:{port}",
        aws_access_key_id="testing", aws_secret_access_key="testing",
    )  # fmt: skip
    yield client
    server.stop()


@pytest.fixture
def bucket(s3, delivered):
    yield Bucket(s3, BUCKET, place(delivered.data_dir))
    empty(s3, BUCKET)


def empty(s3, name):
    for entry in s3.list_objects_v2(Bucket=name).get("Contents", []):
        s3.delete_object(Bucket=name, Key=entry["Key"])
    s3.delete_bucket(Bucket=name)


@pytest.fixture
def validate(delivered, s3, tmp_path):
    return verifier(delivered, s3, tmp_path)


def verifier(server, s3, directory):
    """What runs the verifier, and returns its exit code and what it says."""

    def run(name=NAME, *arguments):
        start = datetime.datetime.now(datetime.timezone.utc) - datetime.timedelta(hours=6)
        command = [sys.executable, "-m", "awscli", "cloudtrail", "validate-logs", "--trail-arn", trail_arn(name),
                   "--start-time", start.strftime("%Y-%m-%dT%H:%M:%SZ"), "--verbose", *arguments]  # fmt: skip
        environment = server.client_environment(
            HOME="/nonexistent", AWS_ENDPOINT_URL_S3=s3.meta.endpoint_url, AWS_ENDPOINT_URL_CLOUDTRAIL=server.url
        )
        done = subprocess.run(command, env=environment, cwd=directory, capture_output=True, text=True, timeout=60)
        # What is wrong it says on the one stream, what is right on the other.
        assert done.returncode in (0, 1), done.stdout + done.stderr
        return done.returncode, done.stdout + done.stderr

    return run


def counts(said, kind):
    """How many files of a kind are valid, and of how many."""
    valid, of = re.search(rf"(\d+)/(\d+) {kind} files valid", said).groups()
    return int(valid), int(of)


def flipped(body):
    middle = len(body) // 2
    return body[:middle] + bytes([body[middle] ^ 1]) + body[middle + 1 :]


def test_all_that_was_delivered_is_valid(validate, bucket):
    code, said = validate()
    assert code == 0, said
    assert "INVALID" not in said
    valid, of = counts(said, "digest")
    assert valid == of >= 3
    valid, of = counts(said, "log")
    assert valid == of == len(bucket.digested_logs()) >= 2


def test_the_built_in_trail_is_valid_too(validate, delivered, s3):
    name, _, trail = BUILT_IN
    bucket = Bucket(s3, name, delivered.data_dir / "audit")
    try:
        code, said = validate(trail, "--s3-bucket", name)
        assert code == 0, said
        assert counts(said, "digest")[0] >= 3 and counts(said, "log")[0] == len(bucket.digested_logs()) >= 2
    finally:
        empty(s3, name)


def test_a_trail_that_has_changed_its_bucket_is_valid(serve_at, clock, s3, tmp_path):
    server = serve_at(-3 * HOUR)
    data, cloudtrail = server.data_dir, server.client("cloudtrail")
    cloudtrail.create_trail(Name=NAME, S3BucketName="former", S3KeyPrefix=PREFIX, EnableLogFileValidation=True)
    cloudtrail.start_logging(Name=NAME)
    for hour in (1, 2, 3):
        if hour == 3:
            former = {*logs(data), *digests(data)}
            server.client("cloudtrail").update_trail(Name=NAME, S3BucketName="later")
        server.client().list_keys()
        clock.set((hour - 3) * HOUR)
        eventually(lambda: len(logs(data)) == len(digests(data)) == hour, f"{hour} log files and digest files")
    later = {*logs(data), *digests(data)} - former
    buckets = [Bucket(s3, "former", place(data), later), Bucket(s3, "later", place(data), former)]
    try:
        code, said = verifier(server, s3, tmp_path)()
        assert code == 0, said
        assert counts(said, "digest") == (3, 3) and counts(said, "log") == (3, 3)
        assert [len(bucket.digested_logs()) for bucket in buckets] == [2, 1]
    finally:
        for bucket in buckets:
            empty(s3, bucket.name)


def test_a_deleted_trail_gets_what_was_done_before_and_a_last_digest(serve_at, clock):
    server = serve_at(-2 * HOUR)
    data, cloudtrail = server.data_dir, server.client("cloudtrail")
    cloudtrail.create_trail(Name=NAME, S3BucketName=BUCKET, S3KeyPrefix=PREFIX, EnableLogFileValidation=True)
    cloudtrail.start_logging(Name=NAME)
    server.client().list_keys()
    cloudtrail.delete_trail(Name=NAME)
    server.client().list_aliases()
    clock.set(-HOUR)
    (digest,) = eventually(lambda: digests(data), "a digest file")
    (log,) = logs(data)
    (named,) = json.loads(gzip.decompress(digest.read_bytes()))["logFiles"]
    assert place(data) / named["s3Object"] == log
    names = [record["eventName"] for record in json.loads(gzip.decompress(log.read_bytes()))["Records"]]
    assert names == ["ListKeys", "DeleteTrail"]


def test_a_flipped_byte_is_found(validate, bucket):
    log = bucket.digested_logs()[0]
    bucket.change(log, flipped)
    code, said = validate()
    assert code == 1
    assert re.search(rf"Log file\ts3://{BUCKET}/{re.escape(log)}\tINVALID", said), said
    assert counts(said, "log")[0] == len(bucket.digested_logs()) - 1


def test_another_content_is_found_though_it_is_well_formed(validate, bucket):
    log = bucket.digested_logs()[0]
    bucket.change(log, lambda body: gzip.compress(gzip.decompress(body).replace(b"ListKeys", b"ListKey$", 1)))
    code, said = validate()
    assert code == 1
    assert f"Log file\ts3://{BUCKET}/{log}\tINVALID: hash value doesn't match" in said


def test_a_removed_log_file_is_found(validate, bucket):
    log = bucket.digested_logs()[-1]
    bucket.delete(log)
    code, said = validate()
    assert code == 1
    assert f"Log file\ts3://{BUCKET}/{log}\tINVALID: not found" in said


def test_a_changed_digest_is_found(validate, bucket):
    digest = bucket.digests()[1]
    other = b'"digestStartTime":"2020-01-01T00:00:00Z"'
    bucket.change(
        digest,
        lambda body: gzip.compress(re.sub(rb'"digestStartTime"\s*:\s*"[^"]+"', other, gzip.decompress(body))),
    )
    code, said = validate()
    assert code == 1
    assert f"Digest file\ts3://{BUCKET}/{digest}\tINVALID: signature verification failed" in said


def test_a_log_file_that_a_digest_is_made_to_forget_is_found(validate, bucket):
    """Whoever removes a file and its mention has to sign anew."""
    digest = next(key for key in bucket.digests() if json.loads(bucket.content(key))["logFiles"])
    content = json.loads(bucket.content(digest))
    bucket.change(digest, lambda _: gzip.compress(json.dumps(content | {"logFiles": []}).encode()))
    code, said = validate()
    assert code == 1
    assert f"Digest file\ts3://{BUCKET}/{digest}\tINVALID" in said


def test_a_removed_digest_is_found(validate, bucket):
    digest = bucket.digests()[1]
    bucket.delete(digest)
    code, said = validate()
    assert code == 1
    assert f"Digest file\ts3://{BUCKET}/{digest}\tINVALID" in said


def test_digests_are_chained_and_have_cloudtrails_members(delivered):
    data = delivered.data_dir
    former = None
    for path in digests(data):
        digest = json.loads(gzip.decompress(path.read_bytes()))
        signed = json.loads(path.with_name(path.name + ".metadata.json").read_text())
        assert set(digest) == {
            "awsAccountId", "digestStartTime", "digestEndTime", "digestS3Bucket", "digestS3Object",
            "digestPublicKeyFingerprint", "digestSignatureAlgorithm", "newestEventTime", "oldestEventTime",
            "previousDigestS3Bucket", "previousDigestS3Object", "previousDigestHashValue",
            "previousDigestHashAlgorithm", "previousDigestSignature", "logFiles",
        }  # fmt: skip
        for log in digest["logFiles"]:
            assert set(log) == {
                "s3Bucket", "s3Object", "hashValue", "hashAlgorithm", "newestEventTime", "oldestEventTime"
            }  # fmt: skip
            assert (place(data) / log["s3Object"]).exists()
        assert signed["signature-algorithm"] == digest["digestSignatureAlgorithm"] == "SHA256withRSA"
        assert place(data) / digest["digestS3Object"] == path
        if former:
            assert digest["previousDigestS3Object"] == former[0]["digestS3Object"]
            assert digest["previousDigestSignature"] == former[1]["signature"]
            assert digest["digestStartTime"] == former[0]["digestEndTime"]
        former = digest, signed
    assert all(end.endswith(":00:00Z") for end in [former[0]["digestEndTime"]])


def test_files_have_cloudtrails_names(delivered):
    data = delivered.data_dir
    for path in logs(data):
        assert re.fullmatch(rf"{ACCOUNT}_CloudTrail_{REGION}_\d{{8}}T\d{{4}}Z_[A-Za-z0-9]{{16}}\.json\.gz", path.name)
        assert path.name.split("_")[3][:8] == "".join(path.parts[-4:-1])
        assert set(json.loads(gzip.decompress(path.read_bytes()))) == {"Records"}
    for path in digests(data):
        assert re.fullmatch(
            rf"{ACCOUNT}_CloudTrail-Digest_{REGION}_{NAME}_{REGION}_\d{{8}}T\d{{6}}Z\.json\.gz", path.name
        )
    assert Trail(delivered).closed() and Trail(delivered).digests()
