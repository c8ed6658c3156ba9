"""Samples for IAMModelTests: requests as botocore's serializer writes them, answers as botocore's parser reads them."""

import urllib.parse
from datetime import datetime, timedelta, timezone

from botocore.awsrequest import AWSRequest
from botocore.model import ServiceModel
from botocore.parsers import create_parser
from botocore.serialize import create_serializer

from . import query
from .names import ModelError, lower_first_word, type_name, wire_path
from .service import ROOT, loader

GENERATED = ROOT / "Tests" / "IAMModelTests" / "Generated"
REQUEST_ID = "00000000-0000-4000-8000-000000000000"
EPOCH = datetime(1970, 1, 1, tzinfo=timezone.utc)
FIRST_TIME = datetime(2024, 2, 29, 23, 59, 59, tzinfo=timezone.utc)

# A text for each kind of pattern, with all that is special about it in it.
BY_PATTERN = {
    "accountAlias": "my-alias-1",
    "arn": "arn:aws:iam::111122223333:role/é",
    "digits": "123456",
    "externalID": "A_1+=,.@:/-",
    "marker": "m é&=+%",
    "name": "A_1+=,.@-",
    "optionalName": "A_1+=,.@-",
    "optionalWord": "ASIAEXAMPLE_12345",
    "path": "/a!~&/b/",
    "pathPrefix": "/a!~",
    "policy": '{"a": "é\n<&>+%="}',
    "policyPath": "/a.b,+@=_-/C/",
    "policyVersionID": "v12.A-b",
    "roleDescription": "é\t\r\n<&>",
    "serialNumber": "arn:aws:iam::1:mfa/a,b@",
    "tagKey": "Ключ 1_.:/=+-@",
    "tagValue": "ключ 1_.:/=+-@",
    "word": "AKIAEXAMPLE_12345",
}


class Sampler:
    """Makes values that the model allows, the same each time."""

    def __init__(self, model):
        self.model, self.count = model, 0

    def value(self, shape, depth=0):
        kind = self.model.kind(shape)
        self.count += 1
        if kind == "structure":
            return self.structure(shape, depth=depth)
        if kind == "list":
            return [self.value(self.model.element(shape), depth + 1) for _ in range(2)]
        if kind == "map":
            key, value = self.model.key_and_value(shape)
            pairs = [(self.value(key, depth), self.value(value, depth)) for _ in range(2)]
            return dict(sorted(pairs))
        if kind == "timestamp":
            return FIRST_TIME + timedelta(seconds=self.count * 86_399)
        if kind == "boolean":
            return self.count % 2 == 0
        if kind == "integer":
            return self.model.shapes[shape].get("min", 0) + self.count
        return self.text(shape)

    def structure(self, shape, members=None, depth=0):
        return {
            name: self.value(member, depth)
            for name, member in self.model.members(shape)
            if members is None or name in members
        }

    def text(self, shape):
        entry = self.model.shapes[shape]
        if "enum" in entry:
            return entry["enum"][self.count % len(entry["enum"])]
        if "pattern" in entry:
            # Patterns that only answers have are not matched by anything.
            text = BY_PATTERN[self.model.patterns.names.get(entry["pattern"], "optionalName")]
        else:
            text = f"t é&=+%<>\t{self.count}".ljust(entry.get("min", 0), "x")
        return text[: entry.get("max", len(text))]


# As Swift spells a value


def literal(text):
    escapes = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"}
    return '"' + "".join(escapes.get(character, character) for character in text) + '"'


def expression(model, shape, value):
    kind = model.kind(shape)
    if kind == "structure":
        arguments = ", ".join(
            f"{lower_first_word(name)}: {expression(model, member, value[name])}"
            for name, member in model.members(shape)
            if name in value
        )
        return f"{type_name(shape)}({arguments})"
    if kind == "list":
        return "[" + ", ".join(expression(model, model.element(shape), element) for element in value) + "]"
    if kind == "map":
        key, element = model.key_and_value(shape)
        pairs = [f"{expression(model, key, k)}: {expression(model, element, v)}" for k, v in value.items()]
        return "[" + ", ".join(pairs) + "]"
    if kind == "timestamp":
        return f"Timestamp(seconds: {int((value - EPOCH).total_seconds())})"
    if kind == "boolean":
        return "true" if value else "false"
    if kind == "integer":
        return str(value)
    return f".{model.case(shape, value)}" if model.is_enumeration(shape) else literal(value)


# As botocore spells a request


class Wire:
    def __init__(self, model):
        description = loader().load_service_model(model.service, "service-2")
        self.model, self.botocore = model, ServiceModel(description, model.service)

    def form(self, operation, parameters):
        serializer = create_serializer("query", include_validation=False)
        request = serializer.serialize_to_request(parameters, self.botocore.operation_model(operation))
        prepared = AWSRequest(method="POST", url="https://localhost/", data=request["body"]).prepare()
        return prepared.body if isinstance(prepared.body, str) else prepared.body.decode()

    def check(self, operation, xml, value):
        """That botocore reads from an answer what was written into it."""
        shape = self.botocore.operation_model(operation).output_shape
        response = {"status_code": 200, "headers": {}, "body": xml.encode()}
        parsed = create_parser("query").parse(response, shape)
        if parsed.pop("ResponseMetadata")["RequestId"] != REQUEST_ID:
            raise ModelError(f"{operation}: botocore does not find the request id")
        if shape and parsed != encoded(self.model, shape.name, value):
            raise ModelError(f"{operation}: botocore reads {parsed}, not {value}")


def encoded(model, shape, value):
    """The value with its policies percent-encoded."""
    if shape == query.PERCENT_ENCODED:
        return urllib.parse.quote(value, safe="-._~")
    if model.kind(shape) == "structure":
        return {name: encoded(model, member, value[name]) for name, member in model.members(shape) if name in value}
    if model.kind(shape) == "list":
        return [encoded(model, model.element(shape), element) for element in value]
    return value


# As an answer's XML is to be


def scalar(value):
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%dT%H:%M:%SZ")
    text = str(value).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return text.replace("\r", "&#13;")


def element(name, value, indent, attributes=""):
    space = "  " * indent
    if isinstance(value, dict):
        inside = "".join(element(key, member, indent + 1) for key, member in value.items())
    elif isinstance(value, list):
        inside = "".join(element("member", member, indent + 1) for member in value)
    else:
        return f"{space}<{name}>{scalar(value)}</{name}>\n"
    if not inside:
        return f"{space}<{name}{attributes}/>\n"
    return f"{space}<{name}{attributes}>\n{inside}{space}</{name}>\n"


def with_entries(model, shape, value):
    """Maps as lists of their entries; the members in the model's order."""
    if model.kind(shape) == "map":
        return Entries({"key": key, "value": element} for key, element in value.items())
    if model.kind(shape) == "structure":
        members = [(name, member) for name, member in model.members(shape) if name in value]
        return {name: with_entries(model, member, value[name]) for name, member in members}
    if model.kind(shape) == "list":
        return [with_entries(model, model.element(shape), member) for member in value]
    return value


class Entries(dict):
    """A map in XML."""

    def __init__(self, entries):
        super().__init__()
        self.entries = list(entries)

    def items(self):
        return [("entry", entry) for entry in self.entries]


def answer(model, operation, shape, value):
    result = {}
    if shape:
        result[f"{operation}Result"] = with_entries(model, shape, encoded(model, shape, value))
    result["ResponseMetadata"] = {"RequestId": REQUEST_ID}
    namespace = f' xmlns="{model.metadata["xmlNamespace"]}"'
    return element(f"{operation}Response", result, 0, namespace)


# Files


def request_samples(model, wire, name):
    shape = model.request(name)
    sampler = Sampler(model)
    lists = [
        member
        for member, inner in model.members(shape)
        if model.kind(inner) == "list" and "min" not in model.shapes[inner]
    ]
    required = model.required(shape)
    least, whole = sampler.structure(shape, required), sampler.structure(shape)
    values = [("least", least)] + ([("whole", whole)] if whole.keys() != least.keys() else [])
    if lists:
        values.append(("emptyLists", least | {member: [] for member in lists}))
    missed = ", ".join(literal(wire_path(member)) for member, _ in model.members(shape) if member in required)
    return [
        f"RequestSample(.{lower_first_word(name)}, .{kind}, required: [{missed}], {literal(wire.form(name, value))}, "
        f"{expression(model, shape, value)}),"
        for kind, value in values
    ]


def response_sample(model, wire, name):
    shape = model.operations[name].get("output", {}).get("shape")
    value = Sampler(model).structure(shape) if shape else None
    xml = answer(model, name, shape, value)
    wire.check(name, xml, value)
    made = expression(model, shape, value) if shape else "nil"
    return f'ResponseSample(.{lower_first_word(name)}, {made}, {literal(xml)}),'


def collection(head, items):
    """Items in arrays of few, which the compiler takes apart quickly."""
    parts = [items[start : start + 8] for start in range(0, len(items), 8)]
    names = ", ".join(f"part{number}" for number in range(len(parts)))
    lines = [f"{head} {{", f"static let all: [Self] = [{names}].flatMap {{ $0 }}"]
    for number, part in enumerate(parts):
        lines += ["", f"private static let part{number}: [Self] = [", *part, "]"]
    return lines + ["}"]


def files(patterns):
    made = {}
    for model in query.models(patterns):
        wire, prefix = Wire(model), model.prefix
        requests = [sample for name in model.operations for sample in request_samples(model, wire, name)]
        responses = [response_sample(model, wire, name) for name in model.operations]
        imports = ["import AWSJSON", "import IAMModel", ""]
        made[f"{prefix}RequestSamples.swift"] = imports[1:] + collection(
            f"extension RequestSample<{prefix}Operation>", requests
        )
        made[f"{prefix}ResponseSamples.swift"] = imports + collection(
            f"extension ResponseSample<{prefix}Operation>", responses
        )
    return made
