"""KMSModel: requests and responses of KMS in JSON."""

from .json_protocol import JSONModel, service_files
from .names import lower_first_word
from .service import ROOT, loader

GENERATED = ROOT / "Sources" / "KMSModel" / "Generated"
REFERENCE = "https://docs.aws.amazon.com/kms/latest/APIReference"
TARGET_PREFIX = "TrentService"


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
    model = JSONModel("kms", "KMS", REFERENCE, TARGET_PREFIX, patterns)
    return service_files(model) | {
        "KMSOperation.swift": operations_file(model),
        "AWSRegions+Partitions.swift": regions_file(),
    }
