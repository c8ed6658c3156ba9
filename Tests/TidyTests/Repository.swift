import Foundation

/// The files of this repository, as the rules see them.
struct Repository {
    struct File: Sendable, CustomStringConvertible {
        /// From the repository's root, for example `Sources/SigV4/SigningKey.swift`.
        var path: String
        var text: String

        var lines: [Substring] { text.split(separator: "\n", omittingEmptySubsequences: false) }
        var name: String { String(path.split(separator: "/").last ?? "") }
        var isGenerated: Bool { path.contains("/Generated/") }
        var description: String { path }
    }

    let root: URL

    static let here = Repository(
        root: URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent())

    /// All files below a folder with one of the endings.
    func files(in folder: String, endings: Set<String> = ["swift"]) throws -> [File] {
        let base = root.appending(path: folder)
        let found = FileManager.default.enumerator(at: base, includingPropertiesForKeys: nil)
        var files: [File] = []
        while let url = found?.nextObject() as? URL {
            let path = String(url.path(percentEncoded: false).dropFirst(root.path(percentEncoded: false).count))
            let isForeign = path.contains("/.venv/") || path.contains("/Vectors/") || path.contains("__pycache__")
            guard endings.contains(url.pathExtension), !isForeign else { continue }
            files.append(File(path: path, text: try String(contentsOf: url, encoding: .utf8)))
        }
        return files.sorted { $0.path < $1.path }
    }

    func exists(_ path: String) -> Bool {
        FileManager.default.fileExists(atPath: root.appending(path: path).path(percentEncoded: false))
    }

    func read(_ path: String) throws -> String { try String(contentsOf: root.appending(path: path), encoding: .utf8) }

    /// The rooms that have no clock, no randomness and no I/O of their own.
    static let pureRooms = [
        "AWSJSON", "KeyCrypto", "ServiceModel", "SigV4", "AuditTrail", "CloudTrailModel", "IAMModel", "IAMPolicy",
        "KMSModel", "Records", "CloudTrail", "Identity", "KeyService", "Gateway",
    ]

    static let rooms =
        pureRooms + [
            "AuditFiles", "SQLiteStore", "RootKeys", "SeedFiles", "WebIdentity", "HTTPFront", "LoadGenerator",
        ]
}
