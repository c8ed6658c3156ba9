public import AuditTrail

/// A log file that was closed, with what an index needs of it.
public struct ClosedFile: Sendable {
    public var file: DeliveredFile
    /// In the order they have in the file.
    public var records: [ClosedRecord]
    /// Where a reader can start; the first at the file's beginning.
    public var blocks: [LogFileBlock]

    public init(file: DeliveredFile, records: [ClosedRecord], blocks: [LogFileBlock]) {
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
    public var terms: RecordTerms?

    public init(sequence: Int64, json: ArraySlice<UInt8>, terms: RecordTerms?) {
        self.sequence = sequence
        self.json = json
        self.terms = terms
    }
}

/// Finds records in closed files of the built-in target.
public protocol ClosedFileIndex: Sendable {
    /// Takes a file in. After a crash it may be told of a file again; that changes nothing.
    func add(_ closed: ClosedFile) throws(AuditFailure)

    /// Forgets files that retention has removed; of some it may never have known.
    func remove(paths: [String]) throws(AuditFailure)
}
