import AuditTrail

/// What the journal tells at opening.
struct JournalState {
    var book = DigestBook()
    /// The last closed segment; 0 if there is none.
    var closed: TrailPoint
    /// Log files of the built-in target, by segment.
    var files: [Int64: [DeliveredFile]] = [:]
    /// Files that the journal knows, by the last part of their path.
    var paths: [String: String] = [:]
    var removed: [String] = []
    var gaps: [MissingRecords] = []
    var leftovers: [Int64: [DeliveredFile]] = [:]
    /// Lines are missing that the head knew.
    var isShort = false
    /// A line was not what followed.
    var isBroken = false
}

/// A place in the log: behind a segment's last record.
struct TrailPoint {
    var segment: Int64
    var sequence: Int64
    var value: ChainValue
}

extension TrailOpener {
    func openJournal(_ head: HeadPosition?) throws(AuditFailure) -> (JournalState, JournalContents) {
        let path = "\(directory)/\(TrailPath.journal)"
        if !files.exists(path) {
            files.close(try files.create(path))
            try files.syncDirectory(directory)
        }
        let bytes = try files.read(path) ?? []
        var state = JournalState(
            closed: TrailPoint(segment: 0, sequence: 0, value: .logStart))
        if let continued = JournalReader.continued(bytes, key: key) {
            state.closed = TrailPoint(
                segment: continued.segment, sequence: continued.sequence, value: continued.value)
        }
        let contents = try readJournal(bytes, head, &state)
        if contents.damage?.kind == .later { throw later(path) }
        if let head { state.isShort = contents.position.length < head.journal.length }
        state.isBroken = contents.damage?.kind == .broken
        if contents.goodBytes < bytes.count { try cut(bytes, to: contents.goodBytes, state, path) }
        return (state, contents)
    }

    /// The lines of a closed segment count from the segment's own on, which is the last: those of its files without it are
    /// what a crash has left of one write.
    private func readJournal(
        _ bytes: [UInt8], _ head: HeadPosition?, _ state: inout JournalState
    ) throws(AuditFailure) -> JournalContents {
        var open: (files: [JournalEntry], begin: JournalPosition)?
        var last = JournalReader.continued(bytes, key: key)?.position ?? .start
        var contents = JournalReader.read(bytes, key: key) { entry, position in
            defer { last = position }
            if case .file = entry {
                open = open ?? ([], last)
                open?.files.append(entry)
                return
            }
            for file in open?.files ?? [] { state.take(file) }
            open = nil
            state.take(entry)
        }
        guard let open, open.begin.length >= head?.journal.length ?? 0 else {
            for file in open?.files ?? [] { state.take(file) }
            return contents
        }
        contents.goodBytes -= Int(contents.position.length - open.begin.length)
        contents.position = open.begin
        return contents
    }

    /// A line that a crash cut off was nobody's yet. Anything else is kept aside.
    private func cut(_ bytes: [UInt8], to goodBytes: Int, _ state: JournalState, _ path: String) throws(AuditFailure) {
        if state.isBroken || state.isShort {
            try putAside(bytes, Path.name(path))
        }
        guard let file = try files.open(path) else { throw AuditFailure("the journal is gone") }
        defer { files.close(file) }
        try files.truncate(file, to: Int64(goodBytes))
        try files.sync(file)
    }
}

extension JournalState {
    fileprivate mutating func take(_ entry: JournalEntry) {
        book.take(entry)
        switch entry {
        case .segment(let segment):
            closed = TrailPoint(segment: segment.segment, sequence: segment.lastSequence, value: segment.value)
        case .file(let file):
            paths[Path.name(file.path)] = file.path
            if file.trail == nil { files[file.segment, default: []].append(file) }
        case .digest(let digest):
            paths[Path.name(digest.path)] = digest.path
            let metadata = DigestFile.metadataPath(of: digest.path)
            paths[Path.name(metadata)] = metadata
        case .removed(let gone): removed += gone.paths
        case .gap(let gap): gaps.append(gap)
        case .continued: break
        }
    }
}
