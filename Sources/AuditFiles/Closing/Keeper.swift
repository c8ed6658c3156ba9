import AuditTrail
import Records

/// What is done behind the live log: closing segments, delivering files, digests, retention. One at a time.
struct Keeper: Sendable {
    let directory: String
    let files: any FileAccess
    let keys: TrailKeys
    let clock: any Clock
    let randomness: any Randomness
    let index: (any ClosedFileIndex)?
    /// In milliseconds; nil: all is kept.
    let retention: Int64?

    var journal: JournalFile
    var book: DigestBook
    /// The last closed segment.
    var closedThrough: Int64
    /// Of the last record in it.
    private var lastSequence: Int64
    /// Closed segments that still have to go to the index, and then away.
    var leftovers: [Int64: [DeliveredFile]]
    var staging: Staging
    var retentionChecked = RetentionChecked()
    /// Digests that the journal knows and that are not in their places yet.
    var undelivered: [String] = []
    /// Files that are still there though the journal says that they are removed.
    var removed: [String]

    init(
        _ opened: TrailOpener.Opened, directory: String, keys: TrailKeys, retention: Int64?, ports: TrailPorts
    ) {
        self.directory = directory
        self.keys = keys
        self.retention = retention
        files = ports.files
        clock = ports.clock
        randomness = ports.randomness
        index = ports.index
        journal = opened.journal
        book = opened.book
        closedThrough = opened.closedThrough
        lastSequence = opened.closedSequence
        leftovers = opened.leftovers
        removed = opened.removed
        staging = Staging(directory, files: ports.files)
    }

    /// Does what is due. What fails is tried again the next time; the others are done all the same.
    ///
    /// `current`: the segment being written. `targets`: the built-in one first.
    mutating func work(current: Int64, targets: [DeliveryTarget], status: inout KeeperStatus) {
        status.errors = []
        status.attempt { _ throws(AuditFailure) in try deliverDigests() }
        status.attempt { _ throws(AuditFailure) in try clearRemoved() }
        status.attempt { _ throws(AuditFailure) in try clearLeftovers() }
        while closedThrough + 1 < current {
            let segment = closedThrough + 1
            guard status.attempt({ status throws(AuditFailure) in try close(segment, targets, &status) }) else { break }
        }
        makeDigests(targets, &status)
        status.attempt { _ throws(AuditFailure) in try retain() }
        status.closedThrough = closedThrough
        status.backlog = max(0, Int(current - closedThrough - 1)) + leftovers.count
    }

    private func livePath(_ segment: Int64) -> String { "\(directory)/\(TrailPath.live(segment))" }

    private mutating func close(
        _ segment: Int64, _ targets: [DeliveryTarget], _ status: inout KeeperStatus
    ) throws(AuditFailure) {
        guard let (bytes, records) = try readable(segment) else { return try pass(segment) }
        let closer = SegmentCloser(targets: targets, staging: staging, clock: clock, randomness: randomness)
        var result = SegmentCloser.Result()
        do {
            try closer.stage(records, into: &result)
            try journal.append(try entries(records.contents, result.files))
        } catch {
            staging.discard(result.files.map(\.path))
            status.fail(targets, error, now: clock.nowMilliseconds())
            throw error
        }
        closedThrough = segment
        lastSequence = records.contents.lastSequence
        for file in result.files { book.take(.file(file)) }
        leftovers[segment] = result.files
        try staging.deliver(result.files.map(\.path))
        status.deliver(result.files, now: clock.nowMilliseconds())
        for closed in result.closed { try index?.add(closed) }
        // What stands behind a damaged line may be evidence.
        if records.contents.damage != nil { try putAside(bytes, segment) }
        try drop(segment)
    }

    /// - Returns: nil if the segment is gone, or nothing of it can be read.
    private func readable(_ segment: Int64) throws(AuditFailure) -> (bytes: [UInt8], records: SegmentRecords)? {
        guard let bytes = try files.read(livePath(segment)) else { return nil }
        guard let records = try? SegmentRecords(bytes, key: keys.chain), records.contents.header.segment == segment
        else {
            return nil
        }
        return (bytes, records)
    }

    /// Goes on behind segments that are gone or can't be read. The journal says how many records were in them.
    private mutating func pass(_ segment: Int64) throws(AuditFailure) {
        if let bytes = try files.read(livePath(segment)) {
            try putAside(bytes, segment)
            try files.remove(livePath(segment))
        }
        let rest = try files.list("\(directory)/live").compactMap(SegmentWriter.segment).sorted()
        guard let next = rest.first(where: { $0 > segment }), let found = try readable(next) else {
            // Its turn comes, and it is passed too.
            closedThrough = segment
            return
        }
        let header = found.records.contents.header
        try journal.append([
            .gap(
                MissingRecords(
                    segment: segment, firstSequence: lastSequence + 1, lastSequence: header.firstSequence - 1,
                    reason: "segments \(segment) to \(next - 1) were gone or damaged when they were to be closed"))
        ])
        closedThrough = next - 1
        lastSequence = header.firstSequence - 1
    }

    private func putAside(_ bytes: [UInt8], _ segment: Int64) throws(AuditFailure) {
        guard !bytes.isEmpty else { return }
        try files.makeDirectories("\(directory)/damaged")
        try files.writeWhole(
            bytes, to: "\(directory)/damaged/\(clock.nowMilliseconds())-\(SegmentWriter.fileName(segment))")
        try files.syncDirectory("\(directory)/damaged")
    }

    /// The segment comes last: without its line what is before it does not count. First what is missing behind it.
    private func entries(
        _ contents: SegmentContents, _ delivered: [DeliveredFile]
    ) throws(AuditFailure) -> [JournalEntry] {
        let segment = contents.header.segment
        var entries = delivered.map { JournalEntry.file($0) }
        entries.append(
            .segment(
                ClosedSegment(
                    segment: segment, firstSequence: contents.header.firstSequence,
                    lastSequence: contents.lastSequence, value: contents.value)))
        guard contents.damage != nil, let next = try files.read(livePath(segment + 1)) else { return entries }
        guard let header = try? SegmentReader.header(next, key: keys.chain).0.header,
            header.firstSequence > contents.lastSequence + 1
        else { return entries }
        let gap = MissingRecords(
            segment: segment, firstSequence: contents.lastSequence + 1, lastSequence: header.firstSequence - 1,
            reason: "the segment was damaged when it was closed")
        return [.gap(gap)] + entries
    }

    private mutating func drop(_ segment: Int64) throws(AuditFailure) {
        // The next one's name must be durable before this one goes.
        try files.syncDirectory("\(directory)/live")
        try files.remove(livePath(segment))
        leftovers[segment] = nil
    }

    /// Segments whose files the journal knows, but the index perhaps not.
    private mutating func clearLeftovers() throws(AuditFailure) {
        for (segment, known) in leftovers.sorted(by: { $0.key < $1.key }) {
            try staging.deliver(known.map(\.path))
            if let index, let bytes = try files.read(livePath(segment)) {
                let records = try SegmentRecords(bytes, key: keys.chain)
                for (group, records) in records.sorted {
                    guard
                        let file = known.first(where: {
                            $0.trail == nil && $0.account == group.account && $0.region == group.region
                        })
                    else { continue }
                    let blocks = try LogFileWriter.file(of: records).blocks
                    try index.add(ClosedFile(file: file, records: records, blocks: blocks))
                }
            }
            try drop(segment)
        }
    }
}
