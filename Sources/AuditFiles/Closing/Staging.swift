import AuditTrail

/// Where files wait until the journal knows them: whole, synced, under the last part of their later path, which no two
/// files share. So a crash leaves nothing among the closed files that the journal does not know.
struct Staging: Sendable {
    static let folder = "staging"

    private let directory: String
    private let files: any FileAccess
    private var folders: Set<String> = []

    /// `directory`: the trail's.
    init(_ directory: String, files: any FileAccess) {
        self.directory = directory
        self.files = files
    }

    func add(_ bytes: [UInt8], path: String) throws(AuditFailure) { try files.writeWhole(bytes, to: staged(path)) }

    /// One content under two paths.
    func link(_ path: String, as other: String) throws(AuditFailure) {
        try files.remove(staged(other))
        try files.link(staged(path), to: staged(other))
    }

    /// Nothing of the staging area is lost by a power loss from here on.
    func sync() throws(AuditFailure) { try files.syncDirectory("\(directory)/\(Self.folder)") }

    /// Puts files that the journal knows in their places. What is there already stays.
    mutating func deliver(_ paths: [String]) throws(AuditFailure) {
        for path in paths where files.exists(staged(path)) {
            let target = "\(directory)/\(path)"
            if folders.count > 1000 { folders = [] }
            if !folders.contains(Path.parent(target)) {
                try files.makeDirectories(Path.parent(target))
                folders.insert(Path.parent(target))
            }
            try files.rename(staged(path), to: target)
        }
        for folder in Set(paths.map { Path.parent("\(directory)/\($0)") }) where files.exists(folder) {
            try files.syncDirectory(folder)
        }
    }

    func discard(_ paths: [String]) {
        for path in paths { try? files.remove(staged(path)) }
    }

    /// What a crash has left.
    func leftovers() throws(AuditFailure) -> [String] { try files.list("\(directory)/\(Self.folder)") }

    private func staged(_ path: String) -> String { "\(directory)/\(Self.folder)/\(Path.name(path))" }
}
