// Room: AuditFiles (floor 5)
// Holds: the audit trail on disk: the live log with its head, closed log files, digest files, retention, the index and
//        looking events up in it.
// Must not know: HTTP, operations, who may ask.
// Go instead: to AuditTrail for what records, chains and digests say, to CloudTrail for the API.

public import AuditTrail
import Dispatch
public import Records
import Synchronization

/// What the trail is written with.
public struct TrailKeys: Sendable {
    public var chain: ChainKey
    public var signer: any DigestSigner

    public init(chain: ChainKey, signer: any DigestSigner) {
        self.chain = chain
        self.signer = signer
    }
}

/// What a record has survived when its call is answered.
public enum AuditDurability: String, CaseIterable, Sendable {
    /// A crash of the process.
    case written
    /// A power loss too.
    case synced
}

public struct TrailOptions: Sendable {
    public var durability: AuditDurability
    /// In milliseconds; nil: all is kept.
    public var retention: Int64?
    /// How old a segment gets before it is closed, in milliseconds.
    public var segmentAge: Int64
    /// How long a segment gets, in bytes.
    public var segmentBytes: Int64
    /// Whether there was a trail in the directory before. If there is none, it was taken away, and the new one says so.
    public var isExpected: Bool

    public init(
        durability: AuditDurability = .written, retention: Int64? = nil, segmentAge: Int64 = 300_000,
        segmentBytes: Int64 = 32 << 20, isExpected: Bool = false
    ) {
        self.durability = durability
        self.retention = retention
        self.segmentAge = segmentAge
        self.segmentBytes = segmentBytes
        self.isExpected = isExpected
    }
}

/// What the trail needs from outside.
public struct TrailPorts: Sendable {
    public var clock: any Clock
    public var randomness: any Randomness
    public var files: any FileAccess
    public var index: (any ClosedFileIndex)?

    public init(
        clock: any Clock, randomness: any Randomness, files: any FileAccess = SystemFiles(),
        index: (any ClosedFileIndex)? = nil
    ) {
        self.clock = clock
        self.randomness = randomness
        self.files = files
        self.index = index
    }
}

/// The audit trail on disk.
public final class AuditFiles: AuditSink {
    public let directory: String
    /// What was missing when the trail was opened, in words; nil if it was as it was left.
    public let missing: String?
    let builtIn: DeliveryTarget
    private let options: TrailOptions
    private let ports: TrailPorts
    private let log: LiveLog
    private let head: HeadFile
    private let keeper: Mutex<Keeper>
    private let status = Mutex(KeeperStatus())
    private let background = DispatchQueue(label: "trent.audit.closing", qos: .utility)

    /// Opens a trail, makes it if there is none, and finishes what a crash has interrupted. One process at a time: the
    /// data directory's lock is the caller's business.
    ///
    /// `directory`: `DIR/audit`. `homeRegion`: the server's, for the built-in target.
    public init(
        directory: String, keys: TrailKeys, homeRegion: String, options: TrailOptions, ports: TrailPorts
    ) throws(AuditFailure) {
        let opener = TrailOpener(
            directory: directory, key: keys.chain, durability: options.durability, clock: ports.clock,
            files: ports.files, isExpected: options.isExpected)
        let opened = try opener.open()
        self.directory = directory
        missing = opened.missing
        self.options = options
        self.ports = ports
        builtIn = .builtIn(homeRegion: homeRegion)
        log = LiveLog(
            opened.log, durability: options.durability, segmentBytesMax: options.segmentBytes, clock: ports.clock)
        head = opened.head
        keeper = Mutex(
            Keeper(opened, directory: directory, keys: keys, retention: options.retention, ports: ports))
        status.withLock { $0.closedThrough = opened.closedThrough }
    }

    public var isAccepting: Bool { log.isAccepting }

    public func append(_ entries: [AuditEntry]) async throws(AuditFailure) {
        guard !entries.isEmpty else { return }
        try await log.perform(.append(entries))
    }

    /// Does what is due; to be called every few seconds, by one caller at a time.
    ///
    /// `trails`: reads those of CloudTrail's API, stopped and deleted ones too. They are read when it is settled what is to
    /// be closed, so that each change counts that was made before any of its records. The built-in target comes by
    /// itself. Nil if they are not known now: then nothing is closed, since it would not be delivered to them.
    public func tick(trails: () async -> [DeliveryTarget]?) async {
        if !isAccepting { try? await log.perform(.retry) }
        if isSegmentDue { try? await log.perform(.rotate) }
        let (now, open) = (ports.clock.nowMilliseconds(), log.now)
        guard let trails = await trails() else { return }
        let targets = [builtIn] + trails.filter { $0.trailARN != nil }
        await withCheckedContinuation { done in
            background.async {
                self.work(current: open.segment, targets: targets, closesUntil: min(now, open.begun ?? now))
                done.resume()
            }
        }
    }

    private var isSegmentDue: Bool {
        guard let begun = log.now.begun else { return false }
        return abs(ports.clock.nowMilliseconds() - begun) >= options.segmentAge
    }

    /// `closesUntil`: records that came before are in segments before the current one.
    private func work(current: Int64, targets: [DeliveryTarget], closesUntil: Int64) {
        var status = status.withLock(\.self)
        keeper.withLock { $0.work(current: current, targets: targets, status: &status) }
        if status.closedThrough == current - 1 { status.deliveredUntil = closesUntil }
        self.status.withLock { $0 = status }
    }

    /// Writes what waits, and takes no more. The live segment stays as it is. Not while `tick` runs.
    public func close() async throws(AuditFailure) {
        try await log.perform(.close)
        head.close()
        keeper.withLock { $0.journal.close() }
    }

    public var statistics: AuditStatistics {
        let (now, status) = (log.now, status.withLock(\.self))
        return AuditStatistics(
            isAccepting: isAccepting, records: now.lastSequence, segment: now.segment, segmentBytes: now.bytes,
            failedWrites: log.failedWrites, backlog: status.backlog, closedThrough: status.closedThrough,
            lastDigest: status.lastDigest, failures: status.failures, errors: status.errors)
    }

    /// How deliveries to a trail went since the start; nil if there was none.
    public func deliveryStatus(of trailARN: String) -> DeliveryStatus? {
        status.withLock { $0.deliveries[trailARN] }
    }

    /// Records that came before, in milliseconds since 1970, are in closed files; nil until all that were found at the
    /// start are.
    public var deliveredUntil: Int64? { status.withLock(\.deliveredUntil) }
}

/// How the trail stands.
public struct AuditStatistics: Sendable {
    public var isAccepting: Bool
    /// The last record's sequence number: how many the trail ever had.
    public var records: Int64
    /// The one being written.
    public var segment: Int64
    public var segmentBytes: Int64
    /// Since the start.
    public var failedWrites: Int64
    /// Segments that wait to be closed.
    public var backlog: Int
    /// Live segments up to this one are in closed files.
    public var closedThrough: Int64
    /// The end of the built-in target's last digest since the start, in milliseconds since 1970.
    public var lastDigest: Int64?
    /// Of closing, digests and retention, since the start.
    public var failures: Int64
    /// Of the last round.
    public var errors: [AuditFailure]
}
