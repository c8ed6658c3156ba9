extension TrailVerifier {
    /// Reads the live segments, and reports what is wrong inside each.
    func readLive(_ files: [String], head: HeadPosition?, _ run: inout VerifierRun) throws(AuditFailure)
        -> [LiveSegment]
    {
        var live: [LiveSegment] = []
        for segment in files.compactMap(TrailPath.segment).sorted() {
            let path = TrailPath.live(segment)
            // Closed since the files were listed: the journal says so.
            guard let bytes = try reader.read(path) else { continue }
            run.totals.liveSegments += 1
            if let found = readLive(bytes, path, segment, head: head, &run) { live.append(found) }
        }
        return live
    }

    private func readLive(
        _ bytes: [UInt8], _ path: String, _ segment: Int64, head: HeadPosition?, _ run: inout VerifierRun
    ) -> LiveSegment? {
        let wanted = head?.segment == segment ? head?.sequence : nil
        var valueAtHead: ChainValue?
        do {
            let contents = try SegmentReader.read(bytes, key: key) { record, value throws(Never) in
                if record.sequence == wanted { valueAtHead = value }
            }
            var live = LiveSegment(
                header: contents.header, lastSequence: contents.lastSequence, value: contents.value,
                damage: contents.damage, valueAtHead: valueAtHead)
            if wanted == contents.header.firstSequence - 1 { live.valueAtHead = try headerValue(bytes) }
            report(contents.damage, in: path, isAcknowledged: (wanted ?? 0) > contents.lastSequence, &run)
            guard contents.header.segment == segment else {
                run.found(TrailFinding(.mismatch, path, "this is segment \(contents.header.segment), renamed"))
                return nil
            }
            return live
        } catch {
            run.brokenSegments.insert(segment)
            run.found(TrailFinding(.changed, path, offset: 0, "the segment's first line is not as it was written"))
            return nil
        }
    }

    private func headerValue(_ bytes: [UInt8]) throws(SegmentReadError<Never>) -> ChainValue {
        do {
            return try SegmentReader.header(bytes, key: key).0.value
        } catch { throw .damage(error) }
    }

    /// `isAcknowledged`: the head knows records from there on.
    private func report(
        _ damage: SegmentDamage?, in path: String, isAcknowledged: Bool, _ run: inout VerifierRun
    ) {
        guard let damage else { return }
        let record = damage.sequence.map { "record \($0)" } ?? "the first line"
        let finding: TrailFinding =
            switch damage.kind {
            case .header, .broken:
                TrailFinding(
                    .changed, path, sequence: damage.sequence, offset: damage.offset,
                    "\(record) is not what followed: it, the line before or their order was changed, or one removed")
            case .torn:
                TrailFinding(
                    isAcknowledged ? .truncated : .unfinished, path, sequence: damage.sequence, offset: damage.offset,
                    "the line of \(record) has no end")
            }
        run.found(finding)
    }

    /// Closed and live segments must follow each other without a break.
    func checkContinuity(_ journal: VerifiedJournal, _ run: inout VerifierRun) {
        var expected = journal.end
        for live in run.live {
            let path = TrailPath.live(live.segment)
            run.totals.lastSequence = max(run.totals.lastSequence, live.lastSequence)
            if let closed = journal.closed[live.segment] {
                if !live.isBroken, closed.value != live.value || closed.lastSequence != live.lastSequence {
                    run.found(TrailFinding(.mismatch, path, "the journal has closed this segment with another end"))
                }
                continue
            }
            guard live.segment > journal.end.segment || journal.isBroken else {
                run.found(TrailFinding(.unknown, path, "the segment belongs to a removed beginning of the trail"))
                continue
            }
            run.totals.liveRecords += live.lastSequence - live.header.firstSequence + 1
            run.totals.records += live.lastSequence - live.header.firstSequence + 1
            checkFollows(live, expected, journal, path, &run)
            expected = TrailEnd(segment: live.segment, sequence: live.lastSequence, value: live.value)
            if live.isBroken { expected.value = nil }
        }
        run.totals.lastSequence = max(run.totals.lastSequence, journal.end.sequence)
    }

    private func checkFollows(
        _ live: LiveSegment, _ expected: TrailEnd, _ journal: VerifiedJournal, _ path: String, _ run: inout VerifierRun
    ) {
        checkJournalPosition(live.header.journal, journal, path, &run)
        // What a broken journal or segment hides has been reported.
        guard let value = expected.value, !journal.isBroken || expected != journal.end else { return }
        var next = expected.sequence + 1
        for gap in journal.gaps where gap.firstSequence == next { next = gap.lastSequence + 1 }
        if live.segment != expected.segment + 1 {
            run.found(
                TrailFinding(
                    .missing, path, sequence: next,
                    "segments \(expected.segment + 1) to \(live.segment - 1) are missing"))
        } else if live.header.firstSequence != next || live.header.previous != value {
            run.found(
                TrailFinding(
                    .truncated, TrailPath.live(expected.segment), sequence: expected.sequence + 1,
                    "records \(expected.sequence + 1) to \(live.header.firstSequence - 1) are missing from its end"))
        }
    }

    /// The journal must have come by this place.
    func checkJournalPosition(
        _ position: JournalPosition, _ journal: VerifiedJournal, _ path: String, _ run: inout VerifierRun
    ) {
        guard !journal.isBroken else { return }
        if let continued = journal.contents.continued, position.length < continued.position.length { return }
        guard journal.values[position.length] != position.value else { return }
        run.found(
            TrailFinding(
                .truncated, TrailPath.journal, offset: nil,
                "the journal should have come to byte \(position.length), as \(path) says; lines are missing"))
    }
}
