public import AuditTrail

/// A log file that was closed, with what an index needs of it.
public struct ClosedFile: Sendable {
    public var file: DeliveredFile
    /// In the order they have in the file.
    public var records: [ClosedRecord]
    /// Where a reader can start; the first at the file's beginning.
    public var blocks: [ClosedBlock]

    public init(file: DeliveredFile, records: [ClosedRecord], blocks: [ClosedBlock]) {
        self.file = file
        self.records = records
        self.blocks = blocks
    }
}

public struct ClosedRecord: Sendable {
    /// Rises within a file, with gaps: other accounts' and Regions' records are between.
    public var sequence: Int64
    public var json: ArraySlice<UInt8>
    /// Nil if the record is none that CloudTrail would know.
    public var summary: EventSummary?

    public init(sequence: Int64, json: ArraySlice<UInt8>, summary: EventSummary?) {
        self.sequence = sequence
        self.json = json
        self.summary = summary
    }
}

/// A part of a compressed file that can be read without what is before it. It begins with a record, or with the comma
/// before one; the first with what opens the list of records.
public struct ClosedBlock: Hashable, Sendable {
    /// In the stored file. The first block begins behind gzip's header: what follows is a raw deflate stream.
    public var storedOffset: Int
    /// In the uncompressed content.
    public var contentOffset: Int
    /// Which of the file's records comes first, from 0.
    public var firstRecord: Int

    public init(storedOffset: Int, contentOffset: Int, firstRecord: Int) {
        self.storedOffset = storedOffset
        self.contentOffset = contentOffset
        self.firstRecord = firstRecord
    }
}

/// Finds records in closed files of the built-in target.
public protocol ClosedFileIndex: Sendable {
    /// Takes a file in. After a crash it may be told of a file again; that changes nothing.
    func add(_ closed: ClosedFile) throws(AuditFailure)

    /// Forgets files that retention has removed; of some it may never have known.
    func remove(paths: [String]) throws(AuditFailure)
}
