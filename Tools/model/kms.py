"""KMSModel: requests and responses of KMS in JSON."""

from .names import ModelError, lower_first_word, type_name
from .service import ROOT, SCALARS, Model, loader
from .swift import Reading, codes_enumeration, draft_end, enumeration_file, readings, rules_file, structure

GENERATED = ROOT / "Sources" / "KMSModel" / "Generated"
REFERENCE = "https://docs.aws.amazon.com/kms/latest/APIReference"
TARGET_PREFIX = "TrentService"
IMPORTS = ["public import AWSJSON", "public import ServiceModel", ""]


class KMS(Model):
    def __init__(self, patterns):
        super().__init__("kms", patterns)
        if self.metadata["targetPrefix"] != TARGET_PREFIX:
            raise ModelError(f"another target prefix: {self.metadata['targetPrefix']}")
        faults = {name for name in self.errors() if self.shapes[name].get("fault")}
        corrected = {entry["code"] for entry in self.corrections["fault_statuses"]}
        if faults != corrected:
            raise ModelError(f"faults without a status, or statuses without a fault: {faults ^ corrected}")

    def map_type(self, shape):
        return "StringMap"

    def rule_name(self, shape):
        return lower_first_word(shape)

    def statuses(self):
        statuses = {code: 400 for code in self.errors()}
        statuses |= {entry["code"]: entry["status"] for entry in self.corrections["fault_statuses"]}
        return statuses | self.corrections["common_errors"]["statuses"]


class JSONReading(Reading):
    def variable(self):
        type_of_value = self.model.swift_type(self.shape)
        if self.is_nested():
            type_of_value = f"Draft<{type_of_value}>"
        elif self.is_enumerated():
            type_of_value = "[String]" if self.kind == "list" else "String"
        return f"var {self.read_property}: {type_of_value}?"

    def reader(self):
        if self.kind == "structure":
            return f"optionalStructure({type_name(self.shape)}.self)"
        if self.kind == "map":
            return "optionalStringMap()"
        if self.kind != "list":
            return f"optional{SCALARS[self.kind]}()"
        if self.element_kind() == "structure":
            return f"optionalStructures({type_name(self.model.element(self.shape))}.self)"
        if self.element_kind() != "string":
            raise ModelError(f"{self.shape}: list of {self.element_kind()} in a request")
        return "optionalStrings()"

    def case(self):
        return f'case "{self.name}": {self.read_property} = try reader.{self.reader()}'


def reading_extension(model, shape, optional_members):
    members = readings(model, shape, JSONReading)
    lines = ["", f"extension {shape} {{"]
    lines.append("public static func draft(from reader: inout JSONReader) throws(JSONError) -> Draft<Self> {")
    lines += [member.variable() for member in members]
    lines += ["try reader.beginObject()", "while let member = try reader.nextMember() {", "switch MemberName(member) {"]
    lines += [member.case() for member in members]
    lines += ["default: try reader.skipValue()", "}", "}"]
    return lines + draft_end(members, shape, optional_members) + ["}", "}"]


def writing_extension(model, shape, function):
    lines = ["", f"extension {shape} {{", f"{function}(to writer: inout JSONWriter) {{", "writer.beginObject()"]
    lines += [f'writer.member("{name}", {lower_first_word(name)})' for name, _ in model.members(shape)]
    return lines + ["writer.endObject()", "}", "}"]


def operation_file(model, name):
    operation = model.operations[name]
    request, reference = operation["input"]["shape"], f"{REFERENCE}/API_{name}.html"
    lines = list(IMPORTS)
    lines += structure(
        model, request, f"What {name} is asked ({reference}).", ["Hashable", "KMSRequest"], optional_members=False
    )
    lines += reading_extension(model, request, optional_members=False)
    response = operation.get("output", {}).get("shape")
    # An output that two operations share is in the file of the one it is named for.
    if response and response == f"{name}Response":
        lines += [""] + structure(
            model, response, f"What {name} answers ({reference}).", ["Hashable", "KMSResponse"]
        )
        lines += writing_extension(model, response, "public func encode")
    return lines


def imports(model, shape, is_read):
    if is_read:
        return IMPORTS
    kinds = {model.kind(member) for _, member in model.members(shape)}
    return ["public import AWSJSON" if kinds & {"blob", "timestamp"} else "import AWSJSON", ""]


def structure_file(model, shape):
    is_read = shape in model.reachable(model.inputs())
    is_written = shape in model.reachable(model.outputs())
    conformances = ["Hashable", "KMSStructure" if is_read else "Sendable"]
    lines = list(imports(model, shape, is_read))
    lines += structure(model, shape, f"{REFERENCE}/API_{shape}.html", conformances)
    if is_read:
        lines += reading_extension(model, shape, optional_members=True)
    if is_written:
        extension = writing_extension(model, shape, "func write")
        extension[1] = f"extension {shape}: WireValue {{"
        lines += extension
    return lines


def operations_file(model):
    lines = [f"/// The operations of KMS ({REFERENCE}/API_Operations.html), by their names on the wire."]
    lines.append("public enum KMSOperation: String, CaseIterable, Sendable {")
    lines += [f'case {lower_first_word(name)} = "{name}"' for name in model.operations]
    silent = [f".{lower_first_word(name)}" for name, entry in model.operations.items() if "output" not in entry]
    lines += [
        "",
        "/// Whether the operation answers with a JSON object; if not, the answer's body is empty.",
        "public var hasResponseBody: Bool {",
        "switch self {",
        f"case {', '.join(silent)}: false",
        "default: true",
        "}",
        "}",
        "}",
    ]
    return lines


def errors_file(model):
    lines = ["/// The errors that KMS answers, by their names on the wire, and those common to AWS's services."]
    return lines + codes_enumeration("KMSErrorCode", model.statuses())


def regions_file():
    partitions = {}
    for partition in loader().load_data("endpoints")["partitions"]:
        endpoints = partition["services"].get("kms", {}).get("endpoints", {})
        regions = [region for region in partition["regions"] if region in endpoints]
        partitions |= {region: partition["partition"] for region in regions}
    lines = ["extension AWSRegions {", "/// By Region.", "static let partitions: [String: String] = ["]
    lines += [f'"{region}": "{partition}",' for region, partition in sorted(partitions.items())]
    return lines + ["]", "}"]


def files(patterns):
    model = KMS(patterns)
    made = {
        "KMSOperation.swift": operations_file(model),
        "KMSErrorCode.swift": errors_file(model),
        "StringRules.swift": rules_file(model, "The constraints of strings in requests, by shape."),
        "AWSRegions+Partitions.swift": regions_file(),
    }
    for name in model.operations:
        made[f"Operations/{name}.swift"] = operation_file(model, name)
    for shape in model.inner_shapes():
        if model.kind(shape) == "structure":
            made[f"Structures/{shape}.swift"] = structure_file(model, shape)
        elif model.is_enumeration(shape):
            made[f"Enumerations/{shape}.swift"] = enumeration_file(model, shape, "WireValue")
    return made
