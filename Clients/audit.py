"""A server's audit trail as its files hold it, and the forms of records that AWS's guides show."""

import gzip
import json
import pathlib
import re

import botocore.exceptions
from harness import ACCOUNT, REGION

GOLDEN = json.loads((pathlib.Path(__file__).parent / "audit_records.json").read_text())
KINDS = {
    "any": r"",
    "string": r"",
    # As `Aug 10, 2022, 10:38:27 PM`.
    "date": r"[A-Z][a-z]{2} \d{1,2}, \d{4}, \d{1,2}:\d\d:\d\d [AP]M",
    "instant": r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ",
    "uuid": r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}",
    "address": r"[0-9a-f.:]+",
}


# Forms


def mismatches(form, value, path=""):
    """What of a value is not as its form, as audit_records.json explains it, wants it: lines for people."""
    if isinstance(form, dict) and set(form) == {"anyOf"}:
        found = [mismatches(each, value, path) for each in form["anyOf"]]
        return min(found, key=len)
    if isinstance(form, dict):
        return of_object(form, value, path)
    if isinstance(form, list):
        return of_array(form, value, path)
    return [] if is_scalar(form, value) else [f"{path}: {json.dumps(value)} is not {form}"]


def of_object(form, value, path):
    if not isinstance(value, dict):
        return [f"{path}: {json.dumps(value)} is no object"]
    wanted = {name.rstrip("?"): each for name, each in form.items() if name != "*"}
    missing = [name for name in form if name != "*" and not name.endswith("?") and name not in value]
    lines = [f"{path}.{name} is missing" for name in missing]
    for name, member in value.items():
        each = wanted.get(name, form.get("*"))
        if each is None and name not in wanted:
            lines.append(f"{path}.{name}: not expected: {json.dumps(member)}")
        else:
            lines += mismatches(each, member, f"{path}.{name}")
    return lines


def of_array(form, value, path):
    if not isinstance(value, list) or not value:
        return [f"{path}: {json.dumps(value)} is no array with elements"]
    return [line for index, each in enumerate(value) for line in mismatches(form[0], each, f"{path}[{index}]")]


def is_scalar(form, value):
    if form is None:
        return value is None
    if form == "any":
        return True
    if form == "boolean":
        return isinstance(value, bool)
    if form == "number":
        return isinstance(value, int) and not isinstance(value, bool)
    if form.startswith("="):
        return (json.dumps(value) if isinstance(value, bool) else value) == form[1:]
    return isinstance(value, str) and re.search(KINDS[form], value) is not None and whole(form, value)


def whole(form, value):
    return not KINDS[form] or re.fullmatch(KINDS[form], value) is not None


def form_of(kind, name, place="operations"):
    """The form of a whole record. `kind`: `call` or `event`."""
    special = {key: each for key, each in GOLDEN[place][name].items() if key not in ("page", "notes", "resources")}
    form = GOLDEN[kind]["record"] | {"eventName": f"={name}"} | special
    form["readOnly"] = f"={json.dumps(special['readOnly'])}"
    return form


def assert_form(record, kind, name, place="operations", **changes):
    """A record has the fields and types of AWS's example. `changes`: members of another form; None is no member."""
    form = {key: each for key, each in (form_of(kind, name, place) | changes).items() if each != "absent"}
    resources = GOLDEN[place][name]["resources"]
    if resources and changes.get("resources") != "absent":
        form["resources"] = [resources[0]]
    elif not record.get("resources", True):
        record = {key: value for key, value in record.items() if key != "resources"}
    assert not mismatches(form, record), "\n".join(mismatches(form, record) + [json.dumps(record, indent=2)])
    if "resources" in form:
        assert len(record["resources"]) == len(resources), record["resources"]


def assert_identity(record, form):
    found = mismatches(GOLDEN["identities"]["forms"][form], record["userIdentity"])
    assert not found, "\n".join(found + [json.dumps(record["userIdentity"], indent=2)])


# The trail


class Trail:
    """What is below DIR/audit, whether or not the server runs."""

    def __init__(self, server):
        self.place = pathlib.Path(getattr(server, "data_dir", server)) / "audit"

    def live(self):
        """The segments of the live log, oldest first."""
        return sorted((self.place / "live").glob("*.log"))

    def closed(self):
        """The closed log files of the built-in trail, oldest first."""
        return sorted(self.place.glob("AWSLogs/*/CloudTrail/*/*/*/*/*.json.gz"), key=lambda path: path.name[-36:])

    def digests(self):
        return sorted(self.place.glob("AWSLogs/*/CloudTrail-Digest/*/*/*/*/*.json.gz"))

    def live_lines(self):
        """The lines of records in the live log, each with its record in bytes."""
        for path in self.live():
            try:
                content = path.read_bytes()
            except FileNotFoundError:
                continue
            for line in content.splitlines():
                words = line.split(b" ", 3)
                if len(words) == 4 and words[1] != b"trent-audit":
                    yield words[3]

    def bytes_of_records(self, part=b""):
        """Those that hold `part`. One that is being moved from the live log to a closed file counts once."""
        live = [record for record in self.live_lines() if part in record]
        yield from live
        known = set(live)
        for path in self.closed():
            content = gzip.decompress(path.read_bytes())
            if part in content:
                for record in json.loads(content)["Records"]:
                    line = json.dumps(record, separators=(",", ":"), ensure_ascii=False).encode()
                    if part in line and event_id(record) not in {event_id(json.loads(each)) for each in known}:
                        yield line

    def records(self, part=""):
        return [json.loads(line) for line in self.bytes_of_records(part.encode())]

    def of(self, answer, region=None):
        """The records of a call. `answer`: boto3's answer, its exception, a reply, or a request id."""
        request = request_id(answer)
        found = [record for record in self.records(request) if record.get("requestID") == request]
        return [record for record in found if region in (None, record["awsRegion"])]

    def one(self, answer, region=None):
        """The record of a call, which is the only one."""
        found = self.of(answer, region)
        assert len(found) == 1, f"{len(found)} records of request {request_id(answer)}: {json.dumps(found, indent=2)}"
        return found[0]

    def named(self, name, part=""):
        """The records of an operation or an event."""
        return [record for record in self.records(part) if record["eventName"] == name]

    def content(self):
        """(path, bytes) of every file, unpacked too."""
        for path in sorted(self.place.rglob("*")):
            if path.is_file():
                content = path.read_bytes()
                yield path, content
                if path.suffix == ".gz":
                    yield path, gzip.decompress(content)


def event_id(record):
    return record["eventID"], record["recipientAccountId"]


def request_id(answer):
    if isinstance(answer, str):
        return answer
    if hasattr(answer, "headers"):
        return answer.headers["x-amzn-RequestId"]
    response = getattr(answer, "response", answer)
    return response["ResponseMetadata"]["RequestId"]


def refusal(call, *arguments, **parameters):
    """The exception that a call with boto3 ends with."""
    try:
        call(*arguments, **parameters)
    except botocore.exceptions.ClientError as error:
        return error
    raise AssertionError("the call was not refused")


def found(cloudtrail, **parameters):
    """All events that LookupEvents finds, newest first."""
    pages = cloudtrail.get_paginator("lookup_events").paginate(**parameters)
    return [event for page in pages for event in page["Events"]]


def by(key, value):
    """The parameter of LookupEvents for an attribute."""
    return {"LookupAttributes": [{"AttributeKey": key, "AttributeValue": value}]}


def trail_arn(name, region=REGION, account=ACCOUNT):
    return f"arn:aws:cloudtrail:{region}:{account}:trail/{name}"
