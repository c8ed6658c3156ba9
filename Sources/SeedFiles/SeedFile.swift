// Room: SeedFiles (floor 5)
// Holds: seed files: the YAML of keys, aliases, policies, roles and users that a server for development is to begin with,
//        how it is read and checked, and the order in which it is put in.
// Must not know: files and settings; what may be done with a key, and how it is stored.
// Go instead: to KeyService/Seeding and Identity/Seeding for what becomes of each thing, to trent for the command line.

import Identity
import KeyService
public import Records

/// What a seed file holds.
public struct SeedFile: Sendable {
    var keys: [Placed<SeededKey>] = []
    var aliases: [Placed<SeededAlias>] = []
    var policies: [Placed<SeededPolicy>] = []
    var roles: [Placed<SeededRole>] = []
    var users: [Placed<SeededUser>] = []

    init() {}

    /// How long a file may be.
    public static let bytesMax = 1024 * 1024
    private static let limits = YAMLLimits(values: 200_000, depth: 64)

    /// Reads a seed file and checks all that can be checked without the server that is to have it: what it says must be
    /// what a server without keys and users takes.
    ///
    /// `bytes`: YAML in UTF-8.
    /// `defaults`: for what does not name an account or a Region.
    /// Throws `findings`, all there are up to a thousand.
    public static func read(
        _ bytes: [UInt8], _ defaults: SeedDefaults, clock: any Clock, randomness: any Randomness
    ) async throws(SeedFileError) -> SeedFile {
        let findings = FindingList()
        let file = try read(bytes, defaults, findings)
        try await SeedChecks(file, findings).run(clock: clock, randomness: randomness)
        try findings.check()
        return file
    }

    private static func read(
        _ bytes: [UInt8], _ defaults: SeedDefaults, _ findings: FindingList
    ) throws(SeedFileError) -> SeedFile {
        func refuse(_ message: String, line: Int? = nil) -> SeedFileError {
            .findings([SeedFinding(line: line, path: "", message: message)])
        }
        guard bytes.count <= bytesMax else { throw refuse("a seed file has at most \(bytesMax) bytes") }
        // Some editors begin a file with a byte order mark.
        let content = bytes.starts(with: "\u{FEFF}".utf8) ? bytes.dropFirst("\u{FEFF}".utf8.count) : bytes[...]
        guard let text = String(validating: content, as: UTF8.self) else { throw refuse("it is not UTF-8") }
        var reader = FileReader(defaults, findings)
        do throws(YAMLRefusal) {
            return reader.read(try YAMLDocument.read(text, limits))
        } catch {
            throw refuse(error.message, line: error.line)
        }
    }

    /// What it holds, in one line.
    public var summary: String {
        let counts = [
            (keys.count, "key", "keys"), (aliases.count, "alias", "aliases"), (policies.count, "policy", "policies"),
            (roles.count, "role", "roles"), (users.count, "user", "users"),
        ]
        let parts = counts.filter { $0.0 > 0 }.map { "\($0.0) \($0.0 == 1 ? $0.1 : $0.2)" }
        return parts.isEmpty ? "nothing" : parts.joined(separator: ", ")
    }
}

/// A thing with its place in the file.
struct Placed<Value: Sendable>: Sendable {
    var value: Value
    var source: YAMLValue
    var path: String

    func finding(_ problem: SeedProblem) -> SeedFinding {
        let (value, path) = source.found(at: problem.path)
        return SeedFinding(line: value.line, path: self.path + path, message: problem.message)
    }
}
