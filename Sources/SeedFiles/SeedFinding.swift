public import Records

/// Something that is wrong in a seed file.
public struct SeedFinding: Hashable, Sendable, CustomStringConvertible {
    /// From 1; nil if it is about the file as a whole.
    public var line: Int?
    /// For example `Keys[0].KeySpec`; empty for the file as a whole.
    public var path: String
    /// What is wrong, and what is allowed. No key material and no secret is in it.
    public var message: String

    /// About the file as a whole.
    public init(_ message: String) { self.init(line: nil, path: "", message: message) }

    init(line: Int?, path: String, message: String) {
        self.line = line
        self.path = path
        self.message = message
    }

    /// One line: `12: Keys[0].KeySpec: what is wrong`.
    public var description: String {
        let parts = [line.map(String.init), path.isEmpty ? nil : path, message].compactMap { $0 }
        let text = oneLine(parts.joined(separator: ": "))
        // AWS's messages repeat what they are about.
        return text.unicodeScalars.count <= Self.lengthMax
            ? text : String(text.unicodeScalars.prefix(Self.lengthMax)) + "…"
    }

    private static let lengthMax = 500
}

/// Why a seed file was not put in.
public enum SeedFileError: Error, Sendable {
    /// At least one, in the order of the file.
    case findings([SeedFinding])
    /// A fault that is not the file's.
    case record(RecordError)
}

/// Gathers findings, up to a limit.
final class FindingList {
    private(set) var all: [SeedFinding] = []

    static let countMax = 1000

    func report(_ value: YAMLValue?, _ path: String, _ message: String) {
        report(line: value?.line, path, message)
    }

    func report(line: Int?, _ path: String, _ message: String) {
        report(SeedFinding(line: line, path: path, message: message))
    }

    func report(_ finding: SeedFinding) {
        guard all.count < Self.countMax else { return }
        all.append(finding)
    }

    /// - Throws: the findings, if there are any.
    func check() throws(SeedFileError) {
        guard all.isEmpty else {
            throw .findings(all.enumerated().sorted { ($0.1.line ?? 0, $0.0) < ($1.1.line ?? 0, $1.0) }.map(\.1))
        }
    }
}

/// A name from a file, if it is too short to be a secret access key of AWS (40 characters) or 28 bytes in base64.
func shownName(_ name: String) -> String {
    name.utf8.count <= 32 ? "'\(oneLine(name))'" : "a name of \(name.utf8.count) bytes"
}

private func oneLine(_ text: String) -> String {
    String(String.UnicodeScalarView(text.unicodeScalars.map { $0.value < 0x20 || $0.value == 0x7F ? " " : $0 }))
}
