"""CloudTrailModel: requests and responses of CloudTrail in JSON."""

from .json_protocol import JSONModel, service_files
from .names import ModelError, lower_first_word
from .service import ROOT

GENERATED = ROOT / "Sources" / "CloudTrailModel" / "Generated"
REFERENCE = "https://docs.aws.amazon.com/awscloudtrail/latest/APIReference"
TARGET_PREFIX = "com.amazonaws.cloudtrail.v20131101.CloudTrail_20131101"

# Those whose requests and responses are generated.
OPERATIONS = """
LookupEvents
CreateTrail UpdateTrail DeleteTrail DescribeTrails GetTrail GetTrailStatus ListTrails StartLogging StopLogging
PutEventSelectors GetEventSelectors ListPublicKeys
AddTags RemoveTags ListTags
""".split()


def operations_file(model):
    lines = [f"/// All operations of CloudTrail ({REFERENCE}/API_Operations.html), by their names on the wire."]
    lines.append("public enum CloudTrailOperation: String, CaseIterable, Sendable {")
    lines += [f'case {lower_first_word(name)} = "{name}"' for name in model.all_operations]
    silent = [name for name, entry in model.all_operations.items() if "output" not in entry]
    if silent:
        raise ModelError(f"operations without an answer: {silent}")
    cases = ", ".join(f".{lower_first_word(name)}" for name in model.operations)
    return lines + [
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


def files(patterns):
    model = JSONModel("cloudtrail", "CloudTrail", REFERENCE, TARGET_PREFIX, patterns, OPERATIONS)
    return service_files(model) | {"CloudTrailOperation.swift": operations_file(model)}
