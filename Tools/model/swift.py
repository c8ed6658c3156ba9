"""What files of all services have in common."""

from .names import ModelError, lower_first_word, type_name, wire_path


class Reading:
    """How one member of a request is read, checked and kept. Each protocol says how it is read."""

    def __init__(self, model, name, shape, is_required):
        self.model, self.name, self.shape, self.is_required = model, name, shape, is_required
        self.property = lower_first_word(name)
        self.kind = model.kind(shape)
        # What is read is not yet what is kept.
        suffix = "Draft" if self.is_nested() else "Text" if self.is_enumerated() else ""
        self.read_property = self.property + suffix

    def element_kind(self):
        return self.model.kind(self.model.element(self.shape))

    def is_nested(self):
        return self.kind == "structure" or (self.kind == "list" and self.element_kind() == "structure")

    def is_enumerated(self):
        shape = self.model.element(self.shape) if self.kind == "list" else self.shape
        return self.model.is_enumeration(shape)

    def checks(self):
        path = f'"{wire_path(self.name)}"'
        arguments = f"{self.read_property}, {path}"
        lines = [f"violations.require({arguments})"] if self.is_required else []
        if self.is_nested():
            if self.model.is_constrained(self.shape):
                lines.append(f"violations.check({arguments}, {self.limits()})")
            lines.append(f"let {self.property} = violations.value(of: {arguments})")
        elif self.kind == "list":
            lines += self.list_checks(arguments)
        elif self.is_enumerated():
            type_of_value = type_name(self.shape)
            lines.append(f"let {self.property} = violations.value(of: {arguments}, as: {type_of_value}.self)")
        elif self.kind == "map":
            for part in self.model.key_and_value(self.shape):
                self.refuse_constraints(part)
        elif self.model.is_constrained(self.shape):
            rule = f".{self.model.rule_name(self.shape)}" if self.kind == "string" else self.limits()
            lines.append(f"violations.check({arguments}, {rule})")
        return lines

    def list_checks(self, arguments):
        element = self.model.element(self.shape)
        lines = []
        if self.model.is_constrained(self.shape):
            lines.append(f"violations.check({arguments}, {self.limits()})")
        if self.is_enumerated():
            lines.append(f"let {self.property} = violations.values(of: {arguments}, as: {type_name(element)}.self)")
        elif self.model.is_constrained(element):
            lines.append(f"violations.check({arguments}, each: .{self.model.rule_name(element)})")
        return lines

    def limits(self):
        return f"Limits({', '.join(self.model.limits(self.shape))})"

    def refuse_constraints(self, shape):
        if self.model.is_constrained(shape):
            raise ModelError(f"{shape}: constraints of this kind of shape are not checked")


def readings(model, shape, reading):
    required = model.required(shape)
    return [reading(model, name, member, name in required) for name, member in model.members(shape)]


def draft_end(members, shape, optional_members):
    """Checks what was read. Members that the model requires and that are not optional in Swift are unwrapped."""
    unwrapped = [] if optional_members else [r.property for r in members if r.is_required]
    arguments = ", ".join(f"{r.property}: {r.property}" for r in members)
    checks = [line for member in members for line in member.checks()]
    if not checks:
        return [f"return Draft({type_name(shape)}({arguments}), Violations())"]
    lines = ["var violations = Violations()"] + checks
    if unwrapped:
        conditions = ", ".join(f"let {name}" for name in unwrapped)
        lines.append(f"guard {conditions} else {{ return Draft(nil, violations) }}")
    return lines + [f"return Draft({type_name(shape)}({arguments}), violations)"]


def structure(model, shape, comment, conformances, optional_members=True):
    members = model.members(shape)
    required = set() if optional_members else model.required(shape)

    def member_type(name, member):
        return model.swift_type(member) + ("" if name in required else "?")

    lines = [f"/// {comment}", f"public struct {type_name(shape)}: {', '.join(conformances)} {{"]
    lines += [f"public var {lower_first_word(name)}: {member_type(name, member)}" for name, member in members]
    parameters = ", ".join(
        f"{lower_first_word(name)}: {member_type(name, member)}" + ("" if name in required else " = nil")
        for name, member in members
    )
    lines += ["", f"public init({parameters}) {{"] if members else ["public init() {"]
    lines += [f"self.{lower_first_word(name)} = {lower_first_word(name)}" for name, member in members]
    return lines + ["}", "}"]


def recording_extension(model, shape):
    """How the structure stands in CloudTrail's records."""
    name = type_name(shape)
    members = [name for name, member in model.members(shape) if model.is_recorded(name, member)]
    statements = [f'writer.record("{wire_path(name)}", {lower_first_word(name)})' for name in members]
    function = "public func recordMembers(to writer: inout JSONWriter) {"
    body = [function, *statements, "}"] if statements else [function + "}"]
    return ["", f"extension {name}: RecordedStructure {{", *body, "}"]


def enumeration_file(model, shape, value_protocol):
    values, name = model.shapes[shape]["enum"], type_name(shape)
    lines = ["public import ServiceModel", "", f"public enum {name}: String, CaseIterable, Sendable {{"]
    for value in values:
        case = model.case(shape, value)
        lines.append(f"case {case}" if case == value else f'case {case} = "{value}"')
    lines += ["}", ""]
    order = model.value_order(shape)
    if order == values:
        lines.append(f"extension {name}: WireEnumeration {{}}")
    else:
        cases = ", ".join(f".{model.case(shape, value)}" for value in order)
        lines += [
            f"extension {name}: WireEnumeration {{",
            f"public static var valueSet: [{name}] {{",
            f"[{cases}]",
            "}",
            "}",
        ]
    return lines + ["", f"extension {name}: {value_protocol} {{}}"]


def rules_file(model, comment):
    lines = ["import ServiceModel", "", f"/// {comment}", "extension StringRule {"]
    for shape in sorted(model.reachable(model.inputs())):
        entry = model.shapes[shape]
        if entry["type"] != "string" or not model.is_constrained(shape):
            continue
        arguments = model.limits(shape)
        if "pattern" in entry:
            arguments.append(f".{model.patterns.name(shape, entry['pattern'])}")
        if entry.get("sensitive"):
            arguments.append("isSensitive: true")
        lines.append(f"static let {model.rule_name(shape)} = StringRule({', '.join(arguments)})")
    return lines + ["}"]


def status_switch(cases_by_status):
    """The body of a property that gives each case's HTTP status, 400 for those not named."""
    lines = ["switch self {"]
    for status, cases in sorted(cases_by_status.items()):
        if status != 400:
            lines.append(f"case {', '.join('.' + case for case in cases)}: {status}")
    return lines + ["default: 400", "}"]


def codes_enumeration(name, statuses, conformances=("CaseIterable", "Sendable")):
    """An enumeration of error codes with their HTTP statuses."""
    lines = [f"public enum {name}: String, {', '.join(conformances)} {{"]
    lines += [f'case {lower_first_word(code)} = "{code}"' for code in sorted(statuses, key=str.lower)]
    by_status = {}
    for code, status in sorted(statuses.items()):
        by_status.setdefault(status, []).append(lower_first_word(code))
    lines += ["", "/// The HTTP status.", "public var status: Int {"]
    lines += ["400"] if set(by_status) == {400} else status_switch(by_status)
    return lines + ["}", "}"]
