/// A place in the log: behind a segment's last record.
struct TrailEnd: Hashable {
    var segment: Int64
    var sequence: Int64
    /// Nil if it can't be known.
    var value: ChainValue?
}

/// What the journal says, as far as it is whole.
struct VerifiedJournal {
    var contents: JournalContents
    /// Where closed segments end.
    var end: TrailEnd
    var closed: [Int64: ClosedSegment] = [:]
    var gaps: [MissingRecords] = []
    /// Log files and digests in the order they were made.
    var deliveries: [Delivery] = []
    var removed: Set<String> = []
    /// The values at places that others refer to.
    var values: [Int64: ChainValue] = [:]
    var findings: [TrailFinding] = []
    /// Records in the built-in target's files, by segment, until the segment is closed.
    var unclosed: [Int64: Int64] = [:]

    /// What follows some line can't be known.
    var isBroken: Bool { contents.damage.map { $0.kind != .torn } ?? false }

    enum Delivery {
        case file(DeliveredFile)
        case digest(DeliveredDigest)

        var path: String {
            switch self {
            case .file(let file): file.path
            case .digest(let digest): digest.path
            }
        }
    }
}

extension TrailVerifier {
    /// `wanted`: places whose values are to be kept.
    func readJournal(wanted: [JournalPosition]) throws(AuditFailure) -> VerifiedJournal {
        let bytes = try reader.read(TrailPath.journal) ?? []
        let lengths = Set(wanted.map(\.length))
        var journal = VerifiedJournal(
            contents: JournalContents(position: .start, goodBytes: 0),
            end: TrailEnd(segment: 0, sequence: 0, value: .logStart))
        if let continued = JournalReader.continued(bytes, key: key) {
            journal.end = TrailEnd(segment: continued.segment, sequence: continued.sequence, value: continued.value)
            journal.values[continued.position.length] = continued.position.value
        } else {
            journal.values[0] = .journalStart
        }
        journal.contents = JournalReader.read(bytes, key: key) { entry, position in
            if lengths.contains(position.length) { journal.values[position.length] = position.value }
            journal.take(entry)
        }
        return journal
    }

    func checkJournal(_ journal: VerifiedJournal, _ run: inout VerifierRun) {
        run.totals.closedSegments = journal.closed.count
        for finding in journal.findings { run.found(finding) }
        for gap in journal.gaps {
            run.found(
                TrailFinding(
                    .gap, TrailPath.journal, sequence: gap.firstSequence,
                    "records \(gap.firstSequence) to \(gap.lastSequence) are missing: \(gap.reason)"))
        }
        guard let damage = journal.contents.damage else { return }
        switch damage.kind {
        case .broken:
            run.found(
                TrailFinding(
                    .changed, TrailPath.journal, offset: damage.offset,
                    "line \(damage.line) is not what followed: it, the line before or their order was changed, or one removed"
                ))
        case .later:
            run.found(
                TrailFinding(
                    .changed, TrailPath.journal, offset: damage.offset,
                    "line \(damage.line) says what this release does not know: verify with the release that wrote it"))
        case .torn:
            // If the head knows more lines, it says so.
            run.found(
                TrailFinding(.unfinished, TrailPath.journal, offset: damage.offset, "line \(damage.line) has no end"))
        }
    }
}

extension VerifiedJournal {
    fileprivate mutating func take(_ entry: JournalEntry) {
        switch entry {
        case .segment(let segment): take(segment)
        case .file(let file):
            deliveries.append(.file(file))
            if file.trail == nil { unclosed[file.segment, default: 0] += file.records }
        case .digest(let digest): deliveries.append(.digest(digest))
        case .gap(let gap): gaps.append(gap)
        case .removed(let files): removed.formUnion(files.paths)
        case .continued: break
        }
    }

    private mutating func take(_ segment: ClosedSegment) {
        var next = end.sequence + 1
        for gap in gaps where gap.firstSequence == next { next = gap.lastSequence + 1 }
        if segment.segment != end.segment + 1 || segment.firstSequence != next {
            findings.append(
                TrailFinding(
                    .mismatch, TrailPath.journal, sequence: segment.firstSequence,
                    "segment \(segment.segment) does not follow segment \(end.segment)"))
        }
        if let delivered = Optional(unclosed.removeValue(forKey: segment.segment) ?? 0), delivered != segment.records {
            findings.append(
                TrailFinding(
                    .mismatch, TrailPath.journal, sequence: segment.firstSequence,
                    "segment \(segment.segment) had \(segment.records) records, its files have \(delivered)"))
        }
        closed[segment.segment] = segment
        end = TrailEnd(segment: segment.segment, sequence: segment.lastSequence, value: segment.value)
    }
}
