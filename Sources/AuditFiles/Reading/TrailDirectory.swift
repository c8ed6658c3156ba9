public import AuditTrail

/// A trail's directory as verifying and searching read it. May be read while a server writes it.
public struct TrailDirectory: TrailReader, Sendable {
    private let directory: String
    private let access: any FileAccess

    public init(_ directory: String, files: any FileAccess = SystemFiles()) {
        self.directory = directory
        access = files
    }

    public func files() throws(AuditFailure) -> [String] {
        var found: [String] = []
        var folders = ["live", "AWSLogs", "trails"]
        for name in [TrailPath.head, TrailPath.journal] where access.exists("\(directory)/\(name)") {
            found.append(name)
        }
        while let folder = folders.popLast() {
            for name in try access.list("\(directory)/\(folder)") {
                let path = "\(folder)/\(name)"
                if access.isDirectory("\(directory)/\(path)") { folders.append(path) } else { found.append(path) }
            }
        }
        return found
    }

    public func read(_ path: String) throws(AuditFailure) -> [UInt8]? {
        if let bytes = try access.read("\(directory)/\(path)") { return bytes }
        // Between the journal's word on it and its getting there a file is in the staging area.
        guard path.hasSuffix(".json.gz") || path.hasSuffix(".metadata.json") else { return nil }
        if let bytes = try access.read("\(directory)/\(Staging.folder)/\(Path.name(path))") { return bytes }
        return try access.read("\(directory)/\(path)")
    }

    public func inflated(_ bytes: [UInt8]) throws(AuditFailure) -> [UInt8]? { try GzipReader.inflated(bytes) }
}
