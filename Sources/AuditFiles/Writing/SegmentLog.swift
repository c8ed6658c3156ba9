import AuditTrail

/// Writes the live log, one segment at a time. Whoever has it is the only one who writes.
///
/// What is added waits in memory until `flush` has written it. A flush that fails leaves it there, and the next begins
/// with it, at the same place of the file, with the same bytes.
struct SegmentLog: Sendable {
    private let place: LogPlace
    private var file: FileHandle
    /// Behind what is pending.
    private var chain: SegmentWriter
    /// Of what was written and is good.
    private(set) var length: Int64
    private var pending: [UInt8] = []
    /// When the segment got its first record, in milliseconds since 1970; nil if it has none.
    private(set) var begun: Int64?

    var segment: Int64 { chain.segment }
    var lastSequence: Int64 { chain.lastSequence }
    var pendingBytes: Int { pending.count }
    /// The last line's.
    var value: ChainValue { chain.value }

    /// Goes on with a segment that was read. `begun`: as the property.
    init(_ place: LogPlace, file: FileHandle, resuming contents: SegmentContents, begun: Int64?) {
        self.place = place
        self.file = file
        chain = SegmentWriter(resuming: contents, key: place.key)
        length = Int64(contents.goodBytes)
        self.begun = begun
    }

    /// Begins a segment, as durable as the trail is set to be.
    init(_ place: LogPlace, beginning header: SegmentHeader) throws(AuditFailure) {
        var bytes: [UInt8] = []
        chain = SegmentWriter(beginning: header, key: place.key, to: &bytes)
        self.place = place
        file = try place.createSegment(header.segment, bytes)
        length = Int64(bytes.count)
    }

    /// Encodes records; `now` in milliseconds since 1970.
    mutating func add(_ entries: [AuditEntry], now: Int64) {
        for entry in entries { chain.append(entry, to: &pending) }
        if !entries.isEmpty, begun == nil { begun = now }
    }

    /// Writes what was added.
    mutating func flush() throws(AuditFailure) {
        guard !pending.isEmpty else { return }
        do {
            try place.files.write(pending, to: file, at: length)
            if place.durability == .synced { try place.files.sync(file) }
            try place.head.update(segment: segment, sequence: chain.lastSequence, value: chain.value)
        } catch {
            // If this fails too, the next flush writes over what is there.
            try? place.files.truncate(file, to: length)
            throw error
        }
        length += Int64(pending.count)
        pending.removeAll(keepingCapacity: pending.count <= LogLimits.bufferKept)
    }

    /// Begins the next segment. Nothing may be pending. If it fails, this one goes on.
    mutating func beginNext() throws(AuditFailure) {
        let header = SegmentHeader(
            segment: segment + 1, firstSequence: lastSequence + 1, previous: chain.value,
            journal: place.head.position.journal)
        var next = try SegmentLog(place, beginning: header)
        do {
            try place.head.update(segment: next.segment, sequence: next.lastSequence, value: next.chain.value)
        } catch {
            place.files.close(next.file)
            try? place.files.remove(place.path(next.segment))
            throw error
        }
        place.files.close(file)
        swap(&next.pending, &pending)
        self = next
    }

    func close() throws(AuditFailure) {
        defer { place.files.close(file) }
        try place.files.sync(file)
    }
}

enum LogLimits {
    /// Of one write, in bytes; the last call's records may go beyond.
    static let groupBytes = 256 << 10
    /// What may wait in memory while the log can't be written.
    static let pendingBytes = 64 << 20
    /// A buffer that grew beyond is given back.
    static let bufferKept = 1 << 20
    /// How long after a failure the next try is made at the earliest, in milliseconds.
    static let retryMilliseconds: Int64 = 1000
    /// How many groups a caller writes for others before somebody else takes over.
    static let rounds = 16
}

/// Where a log is, and how it is written.
struct LogPlace: Sendable {
    var directory: String
    var files: any FileAccess
    var key: ChainKey
    var head: HeadFile
    var durability: AuditDurability

    func path(_ segment: Int64) -> String { "\(directory)/\(TrailPath.live(segment))" }

    func createSegment(_ segment: Int64, _ bytes: [UInt8]) throws(AuditFailure) -> FileHandle {
        let path = path(segment)
        // One may be left of a try that failed.
        try files.remove(path)
        let file = try files.create(path)
        do {
            try files.write(bytes, to: file, at: 0)
            if durability == .synced {
                try files.sync(file)
                try files.syncDirectory(Path.parent(path))
            }
            return file
        } catch {
            files.close(file)
            try? files.remove(path)
            throw error
        }
    }
}
