extension TrailVerifier {
    func checkHead(
        _ file: [UInt8]?, _ head: Head.Contents?, _ journal: VerifiedJournal, _ run: inout VerifierRun
    ) {
        guard let file, let head else {
            let isEmpty = run.totals.liveSegments == 0 && journal.contents.goodBytes == 0
            if !isEmpty { run.found(TrailFinding(.missing, TrailPath.head, "the head is missing")) }
            return
        }
        for slot in head.badSlots {
            run.found(
                TrailFinding(
                    .changed, TrailPath.head, offset: slot * Head.slotBytes, "slot \(slot) is not as it was written"))
        }
        if file.count > Head.fileBytes {
            run.found(
                TrailFinding(.changed, TrailPath.head, offset: Head.fileBytes, "there are bytes behind the slots"))
        }
        guard let latest = head.latest else { return }
        checkJournalPosition(latest.journal, journal, TrailPath.head, &run)
        checkEnd(latest, journal, &run)
    }

    /// The record that the head names must be there.
    private func checkEnd(_ head: HeadPosition, _ journal: VerifiedJournal, _ run: inout VerifierRun) {
        let path = TrailPath.live(head.segment)
        if let live = run.live.first(where: { $0.segment == head.segment }) {
            if !live.isBroken, live.lastSequence < head.sequence {
                run.found(
                    TrailFinding(
                        .truncated, path, sequence: live.lastSequence + 1,
                        "records \(live.lastSequence + 1) to \(head.sequence) are missing from the end"))
            } else if live.lastSequence >= head.sequence, live.valueAtHead != head.value {
                run.found(TrailFinding(.mismatch, path, sequence: head.sequence, "the head knows another record here"))
            }
        } else if let closed = journal.closed[head.segment] {
            let isBehind = closed.lastSequence < head.sequence
            if isBehind || closed.lastSequence == head.sequence && closed.value != head.value {
                run.found(
                    TrailFinding(.mismatch, TrailPath.head, "the journal has closed segment \(head.segment) otherwise"))
            }
        } else if head.segment > journal.end.segment, !journal.isBroken,
            !run.isKnownBroken(segment: head.segment)
        {
            run.found(
                TrailFinding(
                    .missing, path, sequence: journal.end.sequence + 1,
                    "the segment is missing; its last record was \(head.sequence)"))
        }
    }
}
