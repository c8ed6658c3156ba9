package import AuditTrail

/// What the index holds of one closed log file.
package struct IndexedLogFile: Sendable {
    /// The segment its records come from.
    package var segment: Int64
    /// Below the trail's directory.
    package var path: String
    package var account: String
    package var region: String
    package private(set) var sequences: [Int64] = []
    package private(set) var blocks: [LogFileBlock] = []
    package private(set) var oldestEventTime: Int64 = .max
    package private(set) var newestEventTime: Int64 = 0
    /// By the hash of an attribute and its value: which records have it, counted from 0.
    private(set) var postings: [Int64: [Int64]] = [:]

    package init(segment: Int64, path: String, account: String, region: String) {
        self.segment = segment
        self.path = path
        self.account = account
        self.region = region
    }

    /// Takes the file's next record in.
    /// - Throws: `AuditFailure` if it is no record.
    package mutating func append(_ json: [UInt8], sequence: Int64) throws(AuditFailure) {
        guard let terms = RecordTerms(json: json) else { throw AuditFailure("\(path) holds what is no record") }
        append(terms, sequence: sequence)
    }

    /// The blocks, once all records are taken in.
    package mutating func finish(blocks: [LogFileBlock]) {
        self.blocks = blocks
        for index in self.blocks.indices {
            let first = Int(blocks[index].firstOrdinal)
            let end = index + 1 < blocks.count ? Int(blocks[index + 1].firstOrdinal) : times.count
            guard first < end, end <= times.count else { continue }
            self.blocks[index].oldestEventTime = times[first..<end].min() ?? 0
            self.blocks[index].newestEventTime = times[first..<end].max() ?? 0
        }
        times = []
    }

    private var times: [Int64] = []

    /// `terms`: nil for a record that can't be read: it keeps its place, and is found by no attribute.
    mutating func append(_ terms: RecordTerms?, sequence: Int64) {
        let ordinal = Int64(sequences.count)
        sequences.append(sequence)
        guard let terms else { return times.append(times.last ?? 0) }
        times.append(terms.eventTime)
        oldestEventTime = min(oldestEventTime, terms.eventTime)
        newestEventTime = max(newestEventTime, terms.eventTime)
        for hash in terms.hashes {
            // A record that names a resource twice is found once.
            if postings[hash]?.last != ordinal { postings[hash, default: []].append(ordinal) }
        }
    }
}
