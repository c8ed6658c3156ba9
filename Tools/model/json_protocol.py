"""Requests and responses of services that speak JSON 1.1."""

from .names import ModelError, lower_first_word, type_name
from .service import SCALARS, Model, corrections
from .swift import (
    Reading, codes_enumeration, draft_end, enumeration_file, readings, recording_extension, rules_file, structure
)

IMPORTS = ["public import AWSJSON", "public import ServiceModel", ""]


class JSONModel(Model):
    def __init__(self, service, prefix, reference, target_prefix, patterns, operations=None):
        """The prefix stands before the names of types that are per service."""
        super().__init__(service, patterns, operations)
        self.prefix, self.reference = prefix, reference
        if self.metadata["targetPrefix"] != target_prefix:
            raise ModelError(f"another target prefix: {self.metadata['targetPrefix']}")
        for shape in self.reachable(self.inputs() | self.outputs()):
            if any("locationName" in member for member in self.shapes[shape].get("members", {}).values()):
                raise ModelError(f"{shape}: names on the wire that are not the members' own")
        faults = {name for name in self.errors() if self.shapes[name].get("fault")}
        corrected = {entry["code"] for entry in self.corrections.get("fault_statuses", [])}
        if faults != corrected:
            raise ModelError(f"faults without a status, or statuses without a fault: {faults ^ corrected}")

    def map_type(self, shape):
        return "StringMap"

    def rule_name(self, shape):
        return lower_first_word(shape)

    def statuses(self):
        statuses = {code: 400 for code in self.errors()}
        statuses |= {entry["code"]: entry["status"] for entry in self.corrections.get("fault_statuses", [])}
        return statuses | corrections("json")["common_errors"]["statuses"]


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
    request, reference = operation["input"]["shape"], f"{model.reference}/API_{name}.html"
    lines = list(IMPORTS)
    lines += structure(
        model, request, f"What {name} is asked ({reference}).", ["Hashable", "JSONRequest"], optional_members=False
    )
    lines += reading_extension(model, request, optional_members=False)
    lines += recording_extension(model, request)
    response = operation.get("output", {}).get("shape")
    # An output that two operations share is in the file of the one it is named for.
    if response and response == f"{name}Response":
        lines += [""] + structure(
            model, response, f"What {name} answers ({reference}).", ["Hashable", "JSONResponse"]
        )
        lines += writing_extension(model, response, "public func encode")
        lines += recording_extension(model, response)
    return lines


def structure_file(model, shape):
    is_read = shape in model.reachable(model.inputs())
    is_written = shape in model.reachable(model.outputs())
    conformances = ["Hashable", "JSONStructure" if is_read else "Sendable"]
    lines = list(IMPORTS)
    lines += structure(model, shape, f"{model.reference}/API_{shape}.html", conformances)
    if is_read:
        lines += reading_extension(model, shape, optional_members=True)
    if is_written:
        extension = writing_extension(model, shape, "public func write")
        extension[1] = f"extension {shape}: WireValue {{"
        lines += extension
    return lines + recording_extension(model, shape)


def errors_file(model):
    lines = [f"/// The errors that {model.prefix} answers, by their names on the wire, and those common to AWS's services."]
    return lines + codes_enumeration(f"{model.prefix}ErrorCode", model.statuses())


def service_files(model):
    made = {
        f"{model.prefix}ErrorCode.swift": errors_file(model),
        "StringRules.swift": rules_file(model, "The constraints of strings in requests, by shape."),
    }
    for name in model.operations:
        made[f"Operations/{name}.swift"] = operation_file(model, name)
    for shape in model.inner_shapes():
        if model.kind(shape) == "structure":
            made[f"Structures/{shape}.swift"] = structure_file(model, shape)
        elif model.is_enumeration(shape):
            made[f"Enumerations/{shape}.swift"] = enumeration_file(model, shape, "WireValue")
    return made
