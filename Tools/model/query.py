"""IAMModel: requests and responses of IAM and STS in the query protocol."""

from .names import ModelError, lower_first_word, type_name
from .query_operations import IAM_OPERATIONS, STS_OPERATIONS
from .service import ROOT, Model, corrections
from .swift import (
    Reading, codes_enumeration, draft_end, enumeration_file, readings, recording_extension, rules_file, structure
)

GENERATED = ROOT / "Sources" / "IAMModel" / "Generated"
# Text that is percent-encoded in answers: botocore undoes it wherever this shape stands.
PERCENT_ENCODED = "policyDocumentType"
IMPORTS = ["public import AWSJSON", "public import ServiceModel", ""]
READERS = {"string": "text", "integer": "int", "boolean": "bool"}


class QueryModel(Model):
    def __init__(self, service, prefix, reference, operations, patterns):
        """The prefix stands before the names of types and rules that are per service."""
        super().__init__(service, patterns, operations)
        self.prefix, self.reference = prefix, reference
        if self.metadata["protocol"] != "query":
            raise ModelError(f"{service} speaks {self.metadata['protocol']}")
        for name, entry in self.all_operations.items():
            if entry.get("output", {}).get("resultWrapper", f"{name}Result") != f"{name}Result":
                raise ModelError(f"{name}: another wrapper around its result")
        for shape in self.reachable(self.inputs() | self.outputs()):
            self.check_shape(shape)

    def check_shape(self, shape):
        entry = self.shapes[shape]
        traits = {"locationName", "flattened", "timestampFormat", "xmlAttribute"}
        parts = [entry, *entry.get("members", {}).values()]
        parts += [entry[key] for key in ("member", "key", "value") if key in entry]
        if any(traits & set(part) for part in parts):
            raise ModelError(f"{shape}: names on the wire that are not the members' own")
        if entry["type"] == "blob":
            raise ModelError(f"{shape}: blobs are not written yet")
        is_encoded_list = entry["type"] == "list" and entry["member"]["shape"] == PERCENT_ENCODED
        if is_encoded_list and shape in self.reachable(self.outputs()):
            raise ModelError(f"{shape}: a list of percent-encoded text")

    def rule_name(self, shape):
        return lower_first_word(shape) if self.service == "iam" else self.service + type_name(shape)

    def statuses(self):
        without_code = set(self.corrections.get("errors_without_code", {}).get("shapes", []))
        statuses = {}
        for name in self.errors():
            error = self.shapes[name].get("error")
            if (error is None) != (name in without_code):
                raise ModelError(f"{name}: an error without a code that no correction names, or the other way round")
            error = error or {"code": name, "httpStatusCode": 400}
            statuses[error["code"]] = error["httpStatusCode"]
        return statuses

    def request(self, operation):
        """The input's shape; an empty one is made if there is none."""
        entry = self.operations[operation]
        if "input" in entry:
            return entry["input"]["shape"]
        shape = f"{operation}Request"
        self.shapes.setdefault(shape, {"type": "structure", "members": {}})
        return shape


class QueryReading(Reading):
    def line(self):
        return f"let {self.read_property} = {self.reader()}"

    def reader(self):
        if self.kind == "structure":
            return f'try reader.structure("{self.name}", {type_name(self.shape)}.self)'
        if self.kind != "list":
            failing = "" if self.kind == "string" else "try "
            return f'{failing}reader.{READERS[self.kind]}("{self.name}")'
        if self.element_kind() == "structure":
            return f'try reader.structures("{self.name}", {type_name(self.model.element(self.shape))}.self)'
        if self.element_kind() != "string":
            raise ModelError(f"{self.shape}: list of {self.element_kind()} in a request")
        return f'try reader.texts("{self.name}")'


def reading_extension(model, shape, optional_members):
    members = readings(model, shape, QueryReading)
    lines = ["", f"extension {type_name(shape)} {{"]
    lines.append("public static func draft(from reader: QueryReader) throws(QueryError) -> Draft<Self> {")
    lines += [member.line() for member in members]
    return lines + draft_end(members, shape, optional_members) + ["}", "}"]


def writing_extension(model, shape, head, function):
    lines = ["", f"extension {head} {{", f"{function}(to xml: inout XMLText) {{"]
    for name, member in model.members(shape):
        label = "percentEncoded: " if member == PERCENT_ENCODED else ""
        lines.append(f'xml.member("{name}", {label}{lower_first_word(name)})')
    return lines + ["}", "}"]


def response(model, shape, comment):
    lines = structure(model, shape, comment, ["Hashable", "QueryResponse"])
    lines += writing_extension(model, shape, type_name(shape), "public func encode")
    return lines + recording_extension(model, shape)


def operation_file(model, name):
    request, reference = model.request(name), f"{model.reference}/API_{name}.html"
    lines = list(IMPORTS)
    lines += structure(
        model, request, f"What {name} is asked ({reference}).", ["Hashable", "QueryRequest"], optional_members=False
    )
    lines += reading_extension(model, request, optional_members=False)
    lines += recording_extension(model, request)
    output = model.operations[name].get("output", {}).get("shape")
    if output == f"{name}Response":
        lines += [""] + response(model, output, f"What {name} answers ({reference}).")
    elif output:
        lines += ["", f"/// What {name} answers ({reference}).", f"public typealias {name}Response = {output}"]
    return lines


def shared_responses(model):
    """Outputs that are not named for their operation."""
    outputs = {entry["output"]["shape"]: name for name, entry in model.operations.items() if "output" in entry}
    return sorted(shape for shape in outputs if shape.removesuffix("Response") not in model.operations)


def structure_file(model, shape):
    is_read = shape in model.reachable(model.inputs())
    is_written = shape in model.reachable(model.outputs())
    lines = list(IMPORTS)
    conformances = ["Hashable", "QueryStructure" if is_read else "Sendable"]
    lines += structure(model, shape, f"{model.reference}/API_{shape}.html", conformances)
    if is_read:
        lines += reading_extension(model, shape, optional_members=True)
    if is_written:
        lines += writing_extension(model, shape, f"{type_name(shape)}: XMLStructure", "func encode")
    return lines + recording_extension(model, shape)


def operations_file(model):
    name, metadata = f"{model.prefix}Operation", model.metadata
    reference = f"{model.reference}/API_Operations.html"
    lines = [f"/// All operations of {model.prefix} ({reference}), by their names on the wire."]
    lines.append(f"public enum {name}: String, QueryOperation {{")
    lines += [f'case {lower_first_word(operation)} = "{operation}"' for operation in model.all_operations]
    cases = ", ".join(f".{lower_first_word(operation)}" for operation in model.operations)
    return lines + [
        "",
        f'public static let version = "{metadata["apiVersion"]}"',
        f'public static let namespace = "{metadata["xmlNamespace"]}"',
        "",
        "/// Whether its request is in this room.",
        "public var isModelled: Bool {",
        "switch self {",
        f"case {cases}: true",
        "default: false",
        "}",
        "}",
        "}",
    ]


def errors_file(model):
    lines = [f"/// The errors of {model.prefix}'s model, by their codes on the wire."]
    return lines + codes_enumeration(f"{model.prefix}ErrorCode", model.statuses())


def common_errors_file():
    lines = ["/// The errors that all services of the query protocol answer, by their codes on the wire."]
    return lines + codes_enumeration("CommonErrorCode", corrections("query")["common_errors"]["statuses"])


def service_files(model):
    prefix = model.prefix
    made = {
        f"{prefix}/{prefix}Operation.swift": operations_file(model),
        f"{prefix}/{prefix}ErrorCode.swift": errors_file(model),
        f"{prefix}/{prefix}StringRules.swift": rules_file(
            model, f"The constraints of strings in requests to {prefix}, by shape."
        ),
    }
    for name in model.operations:
        made[f"{prefix}/Operations/{name}.swift"] = operation_file(model, name)
    for shape in shared_responses(model):
        comment = f"What more than one operation answers ({model.reference}/API_Operations.html)."
        made[f"{prefix}/Structures/{shape}.swift"] = IMPORTS + response(model, shape, comment)
    for shape in model.inner_shapes():
        if model.kind(shape) == "structure":
            made[f"{prefix}/Structures/{type_name(shape)}.swift"] = structure_file(model, shape)
        elif model.is_enumeration(shape):
            made[f"{prefix}/Enumerations/{type_name(shape)}.swift"] = enumeration_file(model, shape, "XMLScalar")
    return made


def definition(model, shape):
    """All that is generated from a shape, whatever its name."""
    entry = {key: value for key, value in model.shapes[shape].items() if key != "documentation"}
    if entry["type"] == "structure":
        entry["members"] = {name: definition(model, member) for name, member in model.members(shape)}
    return entry


def drop_shared(iam, sts, sts_files):
    """A structure of both services is in the room once, and has to be the same in both."""
    for shape in set(sts.inner_shapes()) & set(iam.inner_shapes()):
        if sts.kind(shape) == "structure" or sts.is_enumeration(shape):
            if definition(iam, shape) != definition(sts, shape):
                raise ModelError(f"{shape}: not the same in IAM and STS")
            sts_files.pop(f"STS/Structures/{type_name(shape)}.swift", None)
            sts_files.pop(f"STS/Enumerations/{type_name(shape)}.swift", None)


def models(patterns):
    reference = "https://docs.aws.amazon.com"
    iam = QueryModel("iam", "IAM", f"{reference}/IAM/latest/APIReference", IAM_OPERATIONS, patterns)
    sts = QueryModel("sts", "STS", f"{reference}/STS/latest/APIReference", STS_OPERATIONS, patterns)
    return iam, sts


def files(patterns):
    iam, sts = models(patterns)
    sts_files = service_files(sts)
    drop_shared(iam, sts, sts_files)
    return {"CommonErrorCode.swift": common_errors_file()} | service_files(iam) | sts_files
