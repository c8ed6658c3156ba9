"""One service's model as botocore installs it, and what is corrected in it."""

import json
import re
from pathlib import Path

import botocore
from botocore.loaders import Loader

from .names import ModelError, case_name, type_name

BOTOCORE_VERSION = "1.44.5"
ROOT = Path(__file__).resolve().parent.parent.parent
PATTERNS = ROOT / "Sources" / "ServiceModel" / "Patterns.swift"
CORRECTIONS = ROOT / "Tools" / "model_corrections.json"

# Names of members that may hold what gives access.
SECRET_NAMES = re.compile("Token|Secret|Password|Assertion|Credentials?$|Plaintext|PrivateKey|Seed")

SCALARS = {
    "string": "String",
    "blob": "Blob",
    "integer": "Int",
    "boolean": "Bool",
    "timestamp": "Timestamp",
}


def loader():
    if botocore.__version__ != BOTOCORE_VERSION:
        raise ModelError(f"botocore is {botocore.__version__}, not {BOTOCORE_VERSION}")
    # botocore's own data only, not what a user may have in ~/.aws/models.
    return Loader(extra_search_paths=[Loader.BUILTIN_DATA_PATH], include_default_search_paths=False)


def corrections(section):
    return json.loads(CORRECTIONS.read_text()).get(section, {})


class Patterns:
    """The matchers that Patterns.swift has: the expression, then the case's name."""

    def __init__(self):
        cases = re.findall(r'^    case (\w+) = #"(.*)"#$', PATTERNS.read_text(), re.MULTILINE)
        self.names = {expression: name for name, expression in cases}
        self.unused = set(self.names)

    def name(self, shape, expression):
        if expression not in self.names:
            raise ModelError(f"{shape}: no matcher for {expression}")
        self.unused.discard(expression)
        return self.names[expression]

    def check_all_used(self):
        if self.unused:
            raise ModelError(f"matchers for patterns that no request has: {self.unused}")


class Model:
    """A service's shapes, and those of its operations that are generated."""

    def __init__(self, service, patterns, operations=None):
        """With operations None, all are generated."""
        model = loader().load_service_model(service, "service-2")
        self.service, self.patterns = service, patterns
        self.metadata = model["metadata"]
        self.shapes = model["shapes"]
        self.all_operations = model["operations"]
        unknown = set(operations or []) - set(self.all_operations)
        if unknown:
            raise ModelError(f"{service} has no operations {unknown}")
        self.operations = {
            name: entry for name, entry in self.all_operations.items() if operations is None or name in operations
        }
        self.corrections = corrections(service)
        recorded = corrections("recorded")
        self.unrecorded = {correction["member"] for correction in recorded["members_left_out"]}
        self.kept = {correction["member"] for correction in recorded["members_kept"]}
        self.check_corrections()
        for correction in self.corrections.get("member_shapes", []):
            self.shapes[correction["shape"]]["members"][correction["member"]]["shape"] = correction["as"]
        for correction in self.corrections.get("members_left_out", []):
            for name in correction["members"]:
                del self.shapes[correction["shape"]]["members"][name]
        for correction in self.corrections.get("member_orders", []):
            members = self.shapes[correction["shape"]]["members"]
            self.shapes[correction["shape"]]["members"] = {name: members[name] for name in correction["members"]}

    def kind(self, shape):
        return self.shapes[shape]["type"]

    def is_enumeration(self, shape):
        return "enum" in self.shapes[shape]

    def members(self, shape):
        """Name and shape of each member, in the model's order."""
        return [(name, member["shape"]) for name, member in self.shapes[shape]["members"].items()]

    def element(self, shape):
        return self.shapes[shape]["member"]["shape"]

    def key_and_value(self, shape):
        return self.shapes[shape]["key"]["shape"], self.shapes[shape]["value"]["shape"]

    def required(self, shape):
        return set(self.shapes[shape].get("required", []))

    def is_constrained(self, shape):
        return any(key in self.shapes[shape] for key in ("min", "max", "pattern"))

    def limits(self, shape):
        entry = self.shapes[shape]
        return [str(entry.get(key, "nil")) for key in ("min", "max")]

    def inputs(self):
        return {operation["input"]["shape"] for operation in self.operations.values() if "input" in operation}

    def outputs(self):
        return {operation["output"]["shape"] for operation in self.operations.values() if "output" in operation}

    def reachable(self, roots):
        """The shapes that the given ones are made of, themselves included."""
        found, waiting = set(), list(roots)
        while waiting:
            shape = waiting.pop()
            if shape in found:
                continue
            found.add(shape)
            if self.kind(shape) == "structure":
                waiting += [member for _, member in self.members(shape)]
            elif self.kind(shape) == "list":
                waiting.append(self.element(shape))
            elif self.kind(shape) == "map":
                waiting += self.key_and_value(shape)
        return found

    def inner_shapes(self):
        """Those inside of requests and responses."""
        roots = self.inputs() | self.outputs()
        return sorted(self.reachable(roots) - roots)

    def errors(self):
        return [name for name, shape in self.shapes.items() if shape.get("exception")]

    def swift_type(self, shape):
        if self.kind(shape) == "structure" or self.is_enumeration(shape):
            return type_name(shape)
        if self.kind(shape) == "list":
            return f"[{self.swift_type(self.element(shape))}]"
        if self.kind(shape) == "map":
            return self.map_type(shape)
        return SCALARS[self.kind(shape)]

    def is_recorded(self, name, shape):
        """Whether CloudTrail's records have the member."""
        if name in self.unrecorded or self.is_sensitive(shape) or self.kind(shape) == "blob":
            return False
        if self.holds_text(shape) and SECRET_NAMES.search(name) and name not in self.kept:
            raise ModelError(f"{name}: by its name a secret; the corrections must say whether records have it")
        return True

    def holds_text(self, shape):
        """Whether it is free text, or a list or a map of it."""
        entry = self.shapes[shape]
        parts = [entry[key]["shape"] for key in ("member", "value") if key in entry]
        is_text = entry["type"] == "string" and not self.is_enumeration(shape)
        return is_text or any(self.holds_text(part) for part in parts)

    def is_sensitive(self, shape):
        entry = self.shapes[shape]
        parts = [entry[key]["shape"] for key in ("member", "key", "value") if key in entry]
        return entry.get("sensitive", False) or any(self.is_sensitive(part) for part in parts)

    def map_type(self, shape):
        key, value = self.key_and_value(shape)
        return f"[{self.swift_type(key)}: {self.swift_type(value)}]"

    def rule_name(self, shape):
        raise NotImplementedError

    def case(self, shape, value):
        for correction in self.corrections.get("enumeration_cases", []):
            if (correction["shape"], correction["value"]) == (shape, value):
                return correction["name"]
        return case_name(value)

    def value_order(self, shape):
        """An enumeration's values as AWS's messages list them; those not observed follow in the model's order."""
        values = self.shapes[shape]["enum"]
        for correction in self.corrections.get("enumeration_orders", []):
            if correction["shape"] == shape:
                return correction["values"] + [value for value in values if value not in correction["values"]]
        return values

    def check_corrections(self):
        for correction in self.corrections.get("enumeration_orders", []):
            unknown = set(correction["values"]) - set(self.shapes[correction["shape"]]["enum"])
            if unknown:
                raise ModelError(f"corrections for {correction['shape']} name unknown values: {unknown}")
        for correction in self.corrections.get("enumeration_cases", []):
            if correction["value"] not in self.shapes[correction["shape"]]["enum"]:
                raise ModelError(f"correction for an unknown value: {correction}")
        for correction in self.corrections.get("member_shapes", []):
            if correction["member"] not in self.shapes[correction["shape"]]["members"]:
                raise ModelError(f"correction for an unknown member: {correction}")
        for correction in self.corrections.get("members_left_out", []):
            if not set(correction["members"]) <= set(self.shapes[correction["shape"]]["members"]):
                raise ModelError(f"correction for unknown members: {correction}")
        for correction in self.corrections.get("member_orders", []):
            if set(correction["members"]) != set(self.shapes[correction["shape"]]["members"]):
                raise ModelError(f"correction with other members than the model has: {correction}")
        roots = self.inputs()
        for name in self.reachable(roots):
            shape = self.shapes[name]
            limited = shape["type"] in ("string", "blob", "list", "integer")
            if ("min" in shape or "max" in shape) and not limited:
                raise ModelError(f"{name}: limits of a {shape['type']}")
