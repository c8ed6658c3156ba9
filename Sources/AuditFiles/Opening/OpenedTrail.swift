import AuditTrail
import Records

/// Opens a trail and brings what a crash has left into order. Nothing that may be evidence is thrown away: what is cut
/// off goes to the folder `damaged`, and the journal gets a line on what is missing.
struct TrailOpener {
    let directory: String
    let key: ChainKey
    let durability: AuditDurability
    let clock: any Clock
    let files: any FileAccess
    /// Whether there was a trail here: then an empty directory is one that it was taken from.
    var isExpected = false

    struct Opened {
        var log: SegmentLog
        var head: HeadFile
        var journal: JournalFile
        var book: DigestBook
        /// The last closed segment.
        var closedThrough: Int64
        /// Of the last record in it.
        var closedSequence: Int64
        /// Closed segments that still are in the live log, with what the journal says of their files.
        var leftovers: [Int64: [DeliveredFile]]
        /// Files that are still there though the journal says that they are removed.
        var removed: [String]
        /// Why records may be missing, found only now.
        var missing: String?
    }

    func open() throws(AuditFailure) -> Opened {
        try files.makeDirectories(directory)
        for folder in ["live", Staging.folder] { try files.makeDirectories("\(directory)/\(folder)") }
        let headFile = try files.read("\(directory)/\(TrailPath.head)")
        let headContents = headFile.map { Head.decode($0, key: key) }
        var (state, journal) = try openJournal(headContents?.latest)
        let live = try liveSegments()
        for segment in live where segment <= state.closed.segment {
            state.leftovers[segment] = state.files[segment] ?? []
        }
        try deliverStaged(state)
        let tail = try readTail(live.filter { $0 > state.closed.segment }, head: headContents?.latest)
        return try resume(state, journal, tail, headContents, isNew: headFile == nil && !isExpected)
    }

    func liveSegments() throws(AuditFailure) -> [Int64] {
        try files.list("\(directory)/live").compactMap(SegmentWriter.segment).sorted()
    }

    /// What a later release wrote is not damage: it is left as it is.
    func later(_ path: String) -> AuditFailure {
        AuditFailure("\(path) was written by a later release of Trent: start that release")
    }

    /// Finishes what was under way when the journal had its word on it, and throws away what it had not.
    private func deliverStaged(_ state: JournalState) throws(AuditFailure) {
        var staging = Staging(directory, files: files)
        let left = try staging.leftovers()
        var known: [String] = []
        for name in left {
            if let path = state.paths[name] { known.append(path) } else { staging.discard([name]) }
        }
        try staging.deliver(known)
    }

    /// Of the files that the journal says are removed those that are still there.
    func unremoved(_ state: JournalState) -> [String] {
        state.removed.filter { path in
            [path, DigestFile.metadataPath(of: path)].contains { files.exists("\(directory)/\($0)") }
        }
    }

    /// Puts bytes aside that were not as they should be.
    func putAside(_ bytes: [UInt8], _ name: String) throws(AuditFailure) {
        guard !bytes.isEmpty else { return }
        try files.makeDirectories("\(directory)/damaged")
        let path = "\(directory)/damaged/\(clock.nowMilliseconds())-\(name)"
        try files.writeWhole(bytes, to: path)
        try files.syncDirectory("\(directory)/damaged")
    }
}
