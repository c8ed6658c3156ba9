import AWSJSON

/// What the journal says of files. Each is one line of a chain of its own: `<value> <kind> <json>\n`.
public enum JournalEntry: Hashable, Sendable {
    /// A segment was closed: its records are in files.
    case segment(ClosedSegment)
    /// A log file was delivered.
    case file(DeliveredFile)
    /// A digest file was made.
    case digest(DeliveredDigest)
    /// Records are missing that had a sequence number: a crash took them before they were acknowledged, or worse.
    case gap(MissingRecords)
    /// Retention took files away.
    case removed(RemovedFiles)
    /// First line of a journal whose beginning was removed: the next line follows `position.value`.
    case continued(ContinuedJournal)
}

public struct ClosedSegment: Hashable, Sendable {
    public var segment: Int64
    public var firstSequence: Int64
    /// One less than the first if the segment is empty.
    public var lastSequence: Int64
    /// The value of its last line.
    public var value: ChainValue

    public init(segment: Int64, firstSequence: Int64, lastSequence: Int64, value: ChainValue) {
        self.segment = segment
        self.firstSequence = firstSequence
        self.lastSequence = lastSequence
        self.value = value
    }

    public var records: Int64 { lastSequence - firstSequence + 1 }
}

public struct DeliveredFile: Hashable, Sendable {
    /// Below the trail's directory, for example `AWSLogs/…` or `trails/ACCOUNT/NAME/AWSLogs/…`.
    public var path: String
    /// The segment its records come from.
    public var segment: Int64
    /// The ARN of the trail it was delivered to; nil for the built-in target, which has everything.
    public var trail: String?
    public var account: String
    public var region: String
    public var records: Int64
    /// Of its records, in milliseconds since 1970, whole seconds.
    public var oldestEventTime: Int64
    public var newestEventTime: Int64
    /// SHA-256 of the uncompressed content in hexadecimal, as digest files have it.
    public var hash: String
    /// SHA-256 of the file as it is stored, in hexadecimal.
    public var storedHash: String
    /// The trail's bucket when it was delivered; nil in lines of releases that did not tell.
    public var bucket: String?

    public init(
        path: String, segment: Int64, trail: String?, account: String, region: String, records: Int64,
        oldestEventTime: Int64, newestEventTime: Int64, hash: String, storedHash: String, bucket: String? = nil
    ) {
        self.path = path
        self.segment = segment
        self.trail = trail
        self.account = account
        self.region = region
        self.records = records
        self.oldestEventTime = oldestEventTime
        self.newestEventTime = newestEventTime
        self.hash = hash
        self.storedHash = storedHash
        self.bucket = bucket
    }
}

public struct DeliveredDigest: Hashable, Sendable {
    /// Below the trail's directory. Its signature's file has the same path with `.metadata.json` behind.
    public var path: String
    /// The ARN of the trail it was delivered to; nil for the built-in target.
    public var trail: String?
    public var account: String
    public var region: String
    /// In milliseconds since 1970, whole seconds.
    public var start: Int64
    public var end: Int64
    /// SHA-256 of the uncompressed content in hexadecimal.
    public var hash: String
    /// SHA-256 of the file as it is stored, in hexadecimal.
    public var storedHash: String
    /// In hexadecimal.
    public var signature: String
    /// The trail's bucket when it was delivered; nil in lines of releases that did not tell.
    public var bucket: String?

    public init(
        path: String, trail: String?, account: String, region: String, start: Int64, end: Int64, hash: String,
        storedHash: String, signature: String, bucket: String? = nil
    ) {
        self.path = path
        self.trail = trail
        self.account = account
        self.region = region
        self.start = start
        self.end = end
        self.hash = hash
        self.storedHash = storedHash
        self.signature = signature
        self.bucket = bucket
    }
}

public struct MissingRecords: Hashable, Sendable {
    public var segment: Int64
    public var firstSequence: Int64
    public var lastSequence: Int64
    /// For the operator.
    public var reason: String

    public init(segment: Int64, firstSequence: Int64, lastSequence: Int64, reason: String) {
        self.segment = segment
        self.firstSequence = firstSequence
        self.lastSequence = lastSequence
        self.reason = reason
    }
}

public struct RemovedFiles: Hashable, Sendable {
    /// Of log files and digest files, as the journal named them.
    public var paths: [String]
    /// All records up to this one are removed, of the trail they were delivered to.
    public var throughSequence: Int64
    /// When, in milliseconds since 1970.
    public var time: Int64

    /// More of them go into another entry.
    public static let pathsMax = 1000

    public init(paths: [String], throughSequence: Int64, time: Int64) {
        self.paths = paths
        self.throughSequence = throughSequence
        self.time = time
    }
}

public struct ContinuedJournal: Hashable, Sendable {
    /// Where the removed beginning ended.
    public var position: JournalPosition
    /// Segments up to this one were closed in it, and records up to this one were in them.
    public var segment: Int64
    public var sequence: Int64
    /// The last line's value of that segment.
    public var value: ChainValue

    public init(position: JournalPosition, segment: Int64, sequence: Int64, value: ChainValue) {
        self.position = position
        self.segment = segment
        self.sequence = sequence
        self.value = value
    }
}
