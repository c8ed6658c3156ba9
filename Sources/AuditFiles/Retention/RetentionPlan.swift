import AuditTrail

/// What is older than it is to be kept, from the journal's beginning on.
struct RetentionPlan {
    /// Of log files and digests, oldest first.
    var paths: [String] = []
    /// The last record of the last segment that is removed whole.
    var throughSequence: Int64 = 0
    /// Where the journal may be cut, if it all is removed.
    var cut: (continued: ContinuedJournal, fileOffset: Int)?
    /// The time of the first file that is too young; nil if there is none, or something else is in the way.
    var youngest: Int64?

    /// `journal`: its bytes. `before`: what is older goes. `now`: what seems to be from later is as old as what comes
    /// behind it: its clock was set back since. `pinned`: is kept, and what comes after it.
    init(_ journal: [UInt8], key: ChainKey, before: Int64, now: Int64, pinned: Set<String>) {
        var scan = Scan(before: before, now: now, pinned: pinned)
        let continued = JournalReader.continued(journal, key: key)
        let contents = JournalReader.read(journal, key: key) { entry, position in scan.take(entry, position) }
        scan.finish()
        youngest = scan.youngest
        paths = scan.paths.filter { !scan.removed.contains($0) }
        throughSequence = scan.segment?.lastSequence ?? continued?.sequence ?? 0
        guard let segment = scan.segment, let position = scan.cut else { return }
        let rest = contents.position.length - position.length
        cut = (
            ContinuedJournal(
                position: position, segment: segment.segment, sequence: segment.lastSequence, value: segment.value),
            contents.goodBytes - Int(rest)
        )
    }

    private struct Scan {
        let before: Int64
        let now: Int64
        let pinned: Set<String>
        var paths: [String] = []
        var removed: Set<String> = []
        var segment: ClosedSegment?
        var cut: JournalPosition?
        var youngest: Int64?
        /// How things were before something that seems to come from later; nil if what came behind that is old.
        private var decided: (paths: Int, segment: ClosedSegment?, cut: JournalPosition?)?
        private var isOver = false
        private var isBetween = true
        /// The last record that a gap tells missing: the segment behind it can't be understood without the gap.
        private var gapEnd: Int64?
        /// Since the last segment was closed.
        private var waiting: [String] = []

        init(before: Int64, now: Int64, pinned: Set<String>) {
            self.before = before
            self.now = now
            self.pinned = pinned
        }

        mutating func take(_ entry: JournalEntry, _ position: JournalPosition) {
            if case .removed(let files) = entry { removed.formUnion(files.paths) }
            guard !isOver else { return }
            switch entry {
            case .file(let file):
                isBetween = false
                look(at: file.path, of: file.newestEventTime)
                waiting.append(file.path)
            case .segment(let closed):
                segment = closed
                paths += waiting
                waiting = []
                isBetween = gapEnd.map { closed.firstSequence > $0 } ?? true
            case .digest(let digest):
                look(at: digest.path, of: digest.end)
                if isOver { break }
                paths.append(digest.path)
            case .gap(let gap):
                isBetween = false
                gapEnd = gap.lastSequence
            case .removed, .continued: break
            }
            if !isOver, isBetween, segment != nil { cut = position }
        }

        private mutating func look(at path: String, of time: Int64) {
            if pinned.contains(path) {
                isOver = true
            } else if time > now {
                decided = decided ?? (paths.count, segment, cut)
            } else if time >= before {
                isOver = true
                youngest = time
            } else {
                decided = nil
            }
        }

        /// What seems to come from later, and nothing is known behind it, stays.
        mutating func finish() {
            guard let decided else { return }
            paths.removeLast(paths.count - decided.paths)
            (segment, cut) = (decided.segment, decided.cut)
        }
    }
}
