import AuditTrail
import Records

/// The last segment of the live log as it was found.
struct LogTail {
    /// Nil if there is none that can go on.
    var contents: SegmentContents?
    /// Where the log ends: behind it new records come.
    var end: TrailPoint?
    /// When its first record was made; nil if it has none.
    var begun: Int64?
    /// Its end was damaged, though the head knew it.
    var isDamaged = false
}

extension TrailOpener {
    /// Reads the last segment, and cuts off what is not whole.
    func readTail(_ segments: [Int64], head: HeadPosition?) throws(AuditFailure) -> LogTail {
        guard let segment = segments.last else { return LogTail() }
        let path = "\(directory)/\(TrailPath.live(segment))"
        let bytes = try files.read(path) ?? []
        let contents: SegmentContents
        var begun: Int64?
        do throws(SegmentReadError<Never>) {
            contents = try SegmentReader.read(bytes, key: key) { record, _ throws(Never) in
                if begun == nil { begun = EventSummary(json: Array(bytes[record.json]))?.eventTime }
            }
        } catch {
            if SegmentHeader.isLater(bytes) { throw later(path) }
            return try dropSegment(segment, segments, bytes, path, head: head)
        }
        guard contents.header.segment == segment else {
            return try dropSegment(segment, segments, bytes, path, head: head)
        }
        var tail = LogTail(contents: contents, begun: begun)
        tail.end = TrailPoint(segment: segment, sequence: contents.lastSequence, value: contents.value)
        if contents.damage != nil {
            // A write that a crash cut off has no end; a line that does not fit is nobody's unfinished one.
            let isKnown =
                contents.damage?.kind == .broken
                || head.map { $0.segment == segment && $0.sequence > contents.lastSequence } ?? true
            if isKnown { try putAside(bytes, Path.name(path)) }
            tail.isDamaged = isKnown
            try truncate(path, to: contents.goodBytes)
            tail.contents?.damage = nil
        }
        return tail
    }

    /// A segment without a whole first line: a crash came before it was used, unless the head knows better.
    private func dropSegment(
        _ segment: Int64, _ segments: [Int64], _ bytes: [UInt8], _ path: String, head: HeadPosition?
    ) throws(AuditFailure) -> LogTail {
        if !bytes.isEmpty { try putAside(bytes, Path.name(path)) }
        try files.remove(path)
        try files.syncDirectory(Path.parent(path))
        var tail = try readTail(segments.dropLast(), head: head)
        if let head, head.segment == segment { tail.isDamaged = true }
        return tail
    }

    private func truncate(_ path: String, to length: Int) throws(AuditFailure) {
        guard let file = try files.open(path) else { throw AuditFailure("\(path) is gone") }
        defer { files.close(file) }
        try files.truncate(file, to: Int64(length))
        try files.sync(file)
    }
}

extension TrailOpener {
    /// Goes on behind the last good record. If records are missing that the head knows, the journal says so, and the
    /// next segment begins behind them.
    func resume(
        _ state: JournalState, _ contents: JournalContents, _ tail: LogTail, _ head: Head.Contents?, isNew: Bool
    ) throws(AuditFailure) -> Opened {
        let end = tail.end ?? state.closed
        let known = max(end.sequence, head?.latest?.sequence ?? 0)
        var contents = contents
        var missing: String?
        // Before the head changes: by it a crash here lets the next opening see what is missing.
        if let reason = gapReason(state, tail, head, isGap: known > end.sequence, isNew: isNew && known == 0) {
            let gap = MissingRecords(
                segment: end.segment, firstSequence: end.sequence + 1, lastSequence: known, reason: reason)
            if !state.gaps.contains(gap) {
                try append(.gap(gap), to: &contents)
                missing = reason
            }
        }
        let position = HeadPosition(
            segment: end.segment, sequence: known, value: end.value, journal: contents.position)
        let headFile = try HeadFile(
            "\(directory)/\(TrailPath.head)", contents: head, position: position, key: key, files: files)
        let journal = try JournalFile(
            "\(directory)/\(TrailPath.journal)", contents: contents, key: key, head: headFile, files: files)
        let place = LogPlace(
            directory: directory, files: files, key: key, head: headFile, durability: durability)
        let log = try resumeLog(place, tail, end, known: known)
        return Opened(
            log: log, head: headFile, journal: journal, book: state.book, closedThrough: state.closed.segment,
            closedSequence: state.closed.sequence, leftovers: state.leftovers, removed: unremoved(state),
            missing: missing)
    }

    /// Appends to the journal as it was read.
    private func append(_ entry: JournalEntry, to contents: inout JournalContents) throws(AuditFailure) {
        guard let file = try files.open("\(directory)/\(TrailPath.journal)") else {
            throw AuditFailure("the journal is gone")
        }
        defer { files.close(file) }
        var writer = JournalWriter(key: key, from: contents.position)
        var bytes: [UInt8] = []
        writer.append(entry, to: &bytes)
        try files.write(bytes, to: file, at: Int64(contents.goodBytes))
        try files.sync(file)
        contents.position = writer.position
        contents.goodBytes += bytes.count
    }

    private func gapReason(
        _ state: JournalState, _ tail: LogTail, _ head: Head.Contents?, isGap: Bool, isNew: Bool
    ) -> String? {
        if isGap { return "they were not in the log any more when the trail was opened" }
        if state.isShort { return "the journal had lost lines when the trail was opened" }
        if tail.isDamaged { return "a line of the log was not as it was written; what followed was put aside" }
        if state.isBroken { return "the journal was damaged when the trail was opened" }
        if head?.latest == nil, !isNew {
            return "the head was missing when the trail was opened: how many, if any, is not known"
        }
        return nil
    }

    private func resumeLog(
        _ place: LogPlace, _ tail: LogTail, _ end: TrailPoint, known: Int64
    ) throws(AuditFailure) -> SegmentLog {
        guard let contents = tail.contents, known == end.sequence else {
            let header = SegmentHeader(
                segment: end.segment + 1, firstSequence: known + 1, previous: end.value,
                journal: place.head.position.journal)
            let log = try SegmentLog(place, beginning: header)
            try place.head.update(segment: log.segment, sequence: log.lastSequence, value: log.value)
            return log
        }
        guard let file = try files.open(place.path(contents.header.segment)) else {
            throw AuditFailure("the live log is gone")
        }
        let log = SegmentLog(place, file: file, resuming: contents, begun: tail.begun)
        try place.head.update(segment: log.segment, sequence: log.lastSequence, value: log.value)
        return log
    }
}
