/// Checks a whole trail: the live log, the journal, the closed files and their digests. It finds any change, also one
/// at the end, by whoever has not the chain key; and a change to what digests cover by whoever has not their key.
///
/// What it can't find: that the whole directory was set back to an earlier state of itself.
///
/// One file at a time is in memory, and of the journal what it says of each file. It may run beside the server: it reads
/// the head first, then the live log, then the journal, so that what it reads later is never behind.
public struct TrailVerifier<Reader: TrailReader> {
    let reader: Reader
    let key: ChainKey
    let publicKeys: [String: DigestPublicKey]

    public init(reader: Reader, key: ChainKey, publicKeys: [DigestPublicKey]) {
        self.reader = reader
        self.key = key
        self.publicKeys = Dictionary(publicKeys.map { ($0.fingerprint, $0) }, uniquingKeysWith: { one, _ in one })
    }

    /// `report`: is called for each finding, as it is found.
    ///
    /// Throws what the reader throws; findings don't throw.
    public func verify(_ report: @escaping (TrailFinding) -> Void) throws(AuditFailure) -> TrailTotals {
        var run = VerifierRun(report)
        let headFile = try reader.read(TrailPath.head)
        let head = headFile.map { Head.decode($0, key: key) }
        let files = try reader.files()
        run.live = try readLive(files, head: head?.latest, &run)
        let journal = try readJournal(
            wanted: run.live.map(\.header.journal) + [head?.latest?.journal].compactMap(\.self))
        checkJournal(journal, &run)
        checkHead(headFile, head, journal, &run)
        checkContinuity(journal, &run)
        try checkFiles(journal, &run)
        if !journal.isBroken { try checkNothingElse(files, journal, &run) }
        return run.totals
    }
}

/// What one verification has found so far.
struct VerifierRun {
    private let report: (TrailFinding) -> Void
    var totals = TrailTotals()
    /// In rising order.
    var live: [LiveSegment] = []
    /// Segments that are there, but can't be read.
    var brokenSegments: Set<Int64> = []
    /// Files that were not there, by the file that the journal names.
    var missing: [(path: String, finding: TrailFinding)] = []

    init(_ report: @escaping (TrailFinding) -> Void) { self.report = report }

    func isKnownBroken(segment: Int64) -> Bool { brokenSegments.contains(segment) }

    mutating func found(_ finding: TrailFinding) {
        if finding.isHarmless { totals.notes += 1 } else { totals.findings += 1 }
        report(finding)
    }
}

/// What is left in memory of a live segment.
struct LiveSegment {
    var header: SegmentHeader
    var lastSequence: Int64
    var value: ChainValue
    var damage: SegmentDamage?
    /// The value of the line that the head names, if it is here.
    var valueAtHead: ChainValue?

    var segment: Int64 { header.segment }
    /// What follows some line can't be known. A torn end is no such damage: what should follow it is missing.
    var isBroken: Bool { damage.map { $0.kind != .torn } ?? false }
}
