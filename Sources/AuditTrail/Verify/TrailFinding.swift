/// Something in a trail that is not as it was written.
public struct TrailFinding: Hashable, Sendable {
    public enum Kind: String, Sendable {
        /// A record or line is not what followed the one before: one of the two was changed, removed, added or moved.
        case changed
        /// Records or lines that were there are missing from the end.
        case truncated
        /// Records or a file are missing.
        case missing
        /// The journal itself says that records are missing.
        case gap
        /// A file that the trail did not make.
        case unknown
        /// A digest file's signature is not right, or its key is not known.
        case signature
        /// Two parts of the trail contradict each other.
        case mismatch
        /// A line without an end behind all acknowledged records: being written now, or left by a crash.
        case unfinished
    }

    public var kind: Kind
    public var path: String
    /// The record's sequence number, where it is about one.
    public var sequence: Int64?
    /// Where in the file, in bytes.
    public var offset: Int?
    /// What was found, for people.
    public var detail: String

    init(_ kind: Kind, _ path: String, sequence: Int64? = nil, offset: Int? = nil, _ detail: String) {
        self.kind = kind
        self.path = path
        self.sequence = sequence
        self.offset = offset
        self.detail = detail
    }

    /// No acknowledged record is touched.
    public var isHarmless: Bool { kind == .unfinished }
}

/// What was looked at.
public struct TrailTotals: Hashable, Sendable {
    /// In closed files of the built-in target, and in live segments that are not closed yet.
    public var records: Int64 = 0
    public var liveRecords: Int64 = 0
    public var liveSegments = 0
    public var closedSegments = 0
    public var logFiles = 0
    public var digestFiles = 0
    /// Files that retention removed, with a word in the journal.
    public var removedFiles = 0
    /// The highest sequence number seen.
    public var lastSequence: Int64 = 0
    /// Those that are not harmless.
    public var findings = 0
    public var notes = 0
}
