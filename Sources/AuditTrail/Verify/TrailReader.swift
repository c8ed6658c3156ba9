/// A trail's directory, as the verifier sees it. Paths are relative, with `/` between their parts.
public protocol TrailReader {
    /// The paths of all files in the directory and below.
    func files() throws(AuditFailure) -> [String]

    /// A file's bytes; nil if there is none.
    func read(_ path: String) throws(AuditFailure) -> [UInt8]?

    /// The content of a gzip file, of which there must be nothing after; nil if it is damaged.
    func inflated(_ bytes: [UInt8]) throws(AuditFailure) -> [UInt8]?
}

/// Where the parts of a trail stand in its directory.
public enum TrailPath {
    public static let head = "head"
    public static let journal = "journal.log"
    public static let liveFolder = "live/"

    public static func live(_ segment: Int64) -> String { liveFolder + SegmentWriter.fileName(segment) }

    static func segment(ofLive path: String) -> Int64? {
        guard path.hasPrefix(liveFolder) else { return nil }
        return SegmentWriter.segment(ofFileName: String(path.dropFirst(liveFolder.count)))
    }

    /// Whether nothing may stand there that the journal does not know.
    static func isGuarded(_ path: String) -> Bool {
        guard !path.hasSuffix(".tmp") else { return false }
        return path.hasPrefix("AWSLogs/") || path.hasPrefix("trails/") || path.hasPrefix(liveFolder)
    }
}
