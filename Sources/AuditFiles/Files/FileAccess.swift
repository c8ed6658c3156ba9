public import AuditTrail

/// An open file.
public struct FileHandle: Hashable, Sendable {
    public var id: Int32

    public init(id: Int32) { self.id = id }
}

/// What the trail asks of a file system: few calls, so that tests can make any of them fail.
public protocol FileAccess: Sendable {
    /// Makes a directory with mode 0700.
    /// - Returns: false if there is one.
    func makeDirectory(_ path: String) throws(AuditFailure) -> Bool

    /// Makes a file with mode 0600. There must be none of this name.
    func create(_ path: String) throws(AuditFailure) -> FileHandle

    /// Opens a file for writing; nil if there is none.
    func open(_ path: String) throws(AuditFailure) -> FileHandle?

    func close(_ file: FileHandle)

    /// Writes all bytes. If it throws, any part of them may have been written.
    func write(_ bytes: [UInt8], to file: FileHandle, at offset: Int64) throws(AuditFailure)

    func truncate(_ file: FileHandle, to length: Int64) throws(AuditFailure)

    /// Brings a file's content to stable storage.
    func sync(_ file: FileHandle) throws(AuditFailure)

    /// Brings a directory's entries to stable storage.
    func syncDirectory(_ path: String) throws(AuditFailure)

    /// Replaces a file of the new name.
    func rename(_ path: String, to target: String) throws(AuditFailure)

    /// Gives a file a second name.
    func link(_ path: String, to target: String) throws(AuditFailure)

    /// Removes a file if there is one.
    func remove(_ path: String) throws(AuditFailure)

    /// A file's bytes; nil if there is none.
    func read(_ path: String) throws(AuditFailure) -> [UInt8]?

    func exists(_ path: String) -> Bool

    func isDirectory(_ path: String) -> Bool

    /// The names of a directory's entries, without order; empty if there is no such directory.
    func list(_ path: String) throws(AuditFailure) -> [String]
}

extension FileAccess {
    /// Makes a directory and those above it, durably. `path`: absolute, or relative to the working directory.
    func makeDirectories(_ path: String) throws(AuditFailure) {
        guard !exists(path) else { return }
        let parent = Path.parent(path)
        if parent != path { try makeDirectories(parent) }
        if try makeDirectory(path) { try syncDirectory(parent) }
    }

    /// Makes a file with a content, durably but for its name. One of the same name is replaced.
    func writeWhole(_ bytes: [UInt8], to path: String) throws(AuditFailure) {
        try remove(path)
        let file = try create(path)
        defer { close(file) }
        try write(bytes, to: file, at: 0)
        try sync(file)
    }

    /// Puts a content in a file's place: whole or not at all.
    func replace(_ path: String, with bytes: [UInt8]) throws(AuditFailure) {
        let partial = path + ".tmp"
        try writeWhole(bytes, to: partial)
        try rename(partial, to: path)
        try syncDirectory(Path.parent(path))
    }
}

enum Path {
    static func parent(_ path: String) -> String {
        guard let slash = path.lastIndex(of: "/") else { return "." }
        return slash == path.startIndex ? "/" : String(path[..<slash])
    }

    static func name(_ path: String) -> String {
        guard let slash = path.lastIndex(of: "/") else { return path }
        return String(path[path.index(after: slash)...])
    }
}
