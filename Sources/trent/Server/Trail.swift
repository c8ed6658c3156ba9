import AuditFiles
import AuditTrail
import CloudTrail
import Gateway
import Logging
import Records
import ServiceLifecycle

/// A server's audit trail: on disk beside its keys, or in memory for a server that keeps nothing.
struct Trail: Sendable {
    /// Where calls are recorded.
    let sink: any AuditSink
    /// Where events are looked up.
    let archive: any EventArchive
    /// Nil if it is in memory.
    let kept: TrailArchive?
    /// Of the keys that sign digests.
    let publicKeys: [AuditPublicKey]
    private let sinks: EventSinks?

    /// Opens the trail of a home, or begins one.
    init(
        _ settings: ServeSettings, _ home: String, _ store: SealedStore, _ clock: SystemClock,
        _ randomness: SystemRandomness, _ logger: Logger
    ) async throws(Failure) {
        var sink: any AuditSink
        if settings.isInMemory {
            // It makes no files, and so needs no keys.
            let memory = MemoryTrail()
            (sink, archive, kept, publicKeys) = (memory, memory, nil, [])
        } else {
            let (opened, keys) = try await Self.open(settings, home, store, clock, randomness, logger)
            (sink, archive, kept, publicKeys) = (opened.files, opened, opened, keys.publicKeys)
        }
        if settings.audit.sinks.isEmpty {
            sinks = nil
        } else {
            let made = try EventSinks(settings.audit.sinks, logger: logger) { clock.nowNanoseconds() }
            sink = FollowedTrail(trail: sink, followers: [made])
            sinks = made
        }
        self.sink = sink
    }

    private static func open(
        _ settings: ServeSettings, _ home: String, _ store: SealedStore, _ clock: SystemClock,
        _ randomness: SystemRandomness, _ logger: Logger
    ) async throws(Failure) -> (TrailArchive, AuditKeys) {
        let known = try await explained { () async throws(RecordError) in try await AuditKeyStore.find(store) }
        if known == nil { try checkNone(in: home) }
        let keys: AuditKeys
        if let known {
            keys = known
        } else {
            keys = try await explained { () async throws(RecordError) in
                try await AuditKeyStore.open(store: store, randomness: randomness, clock: clock)
            }
        }
        let noted = try await explained { () async throws(RecordError) in try await AuditKeyStore.recordsNoted(store) }
        let opened = try explained { () throws(AuditFailure) in
            try TrailArchive(
                directory: Self.directory(of: home), keys: TrailKeys(chain: keys.chainKey, signer: keys.digestKey),
                homeRegion: settings.account.region,
                options: TrailOptions(
                    durability: settings.audit.durability,
                    retention: settings.audit.retentionDays.map { Int64($0) * 24 * 60 * 60 * 1000 },
                    isExpected: noted != nil),
                clock: clock, randomness: randomness)
        }
        if let missing = opened.files.missing {
            logger.error("records of the audit trail are missing: \(missing); see trent audit verify")
        }
        let found = opened.files.statistics.records
        if let noted, noted > found {
            logger.error(
                "records of the audit trail are missing: the database knows of \(noted), the trail of \(found); see trent audit verify"
            )
        }
        try await explained { () async throws(RecordError) in
            try await AuditKeyStore.note(records: opened.files.statistics.records, store)
        }
        return (opened, keys)
    }

    /// A trail that is there before its database is another one's.
    static func checkNone(in home: String) throws(Failure) {
        guard Files.exists(directory(of: home) + "/" + TrailPath.head) else { return }
        throw Failure(
            """
            \(directory(of: home)) is the audit trail of another database: move it away, or restore the database that it \
            belongs to
            """)
    }

    /// How many records there are; nil if they can't be read again by another process.
    var recorded: Int64? { kept?.files.statistics.records }

    static func directory(of home: String) -> String { home + "/audit" }

    /// When no more calls come.
    func close() async throws(Failure) {
        sinks?.close()
        guard let kept else { return }
        do throws(AuditFailure) { try await kept.close() } catch { throw Failure("the audit trail: \(error.cause)") }
    }

    func addGauges(to metrics: Metrics) {
        let sink = sink
        metrics.addGauge("trent_audit_accepting", help: "1 if calls can be recorded; without that none is answered.") {
            sink.isAccepting ? 1 : 0
        }
        if let files = kept?.files {
            metrics.addGauge("trent_audit_records", help: "Records in the audit trail, since it began.") {
                Double(files.statistics.records)
            }
            metrics.addGauge("trent_audit_write_failures", help: "Failed writes of the audit trail, since the start.") {
                Double(files.statistics.failedWrites)
            }
            metrics.addGauge("trent_audit_segments_to_close", help: "Files of the live log that wait to be closed.") {
                Double(files.statistics.backlog)
            }
        }
        guard let sinks else { return }
        metrics.addGauges("trent_audit_sink_dropped", help: "Records that a sink could not take, since the start.") {
            sinks.dropped.map { ([("sink", $0.sink)], Double($0.count)) }
        }
    }
}

/// Sees to the trail every few seconds.
struct TrailKeeper: Service {
    let trail: Trail
    let cloudTrail: CloudTrailService
    let outbox: EventOutbox
    let store: SealedStore
    let logger: Logger

    private static let pause = Duration.seconds(1)
    private static let roundsPerNote = 10

    func run() async throws {
        await cancelWhenGracefulShutdown {
            var rounds = 0
            while !Task.isCancelled {
                await keep()
                rounds += 1
                if rounds % Self.roundsPerNote == 0 {
                    await noteProgress()
                    await forgetDeletedTrails()
                }
                // Ends early if cancelled, and so does the loop.
                try? await Task.sleep(for: Self.pause)
            }
        }
    }

    /// One round; also for when no more calls come, so that what was done meanwhile is recorded.
    func keep() async {
        await drain()
        guard let files = trail.kept?.files else { return }
        let before = files.statistics.failures
        await files.tick { await deliveryTargets() }
        let now = files.statistics
        guard now.failures > before else { return }
        for failure in now.errors { logger.error("the audit trail: \(failure.cause)") }
    }

    /// So that an end that is cut off is missed, even by somebody who has an older head.
    func noteProgress() async {
        guard let files = trail.kept?.files, files.isAccepting else { return }
        do throws(RecordError) {
            try await AuditKeyStore.note(records: files.statistics.records, store)
        } catch {
            logger.error("the audit trail's progress was not noted: \(Failure(error))")
        }
    }
}

/// Makes an index that was lost, or parts of it, anew, beside the calls.
struct IndexKeeper: Service {
    let trail: Trail
    let logger: Logger

    func run() async throws {
        await cancelWhenGracefulShutdown {
            completeIndex()
            // A service that ends would end the others.
            while !Task.isCancelled { try? await Task.sleep(for: .seconds(3600)) }
        }
    }

    private func completeIndex() {
        guard let archive = trail.kept else { return }
        do throws(AuditFailure) {
            var count = 0
            for failure in try archive.completeIndex(progress: { done, _ in count = done }) {
                logger.error("not in the index of the audit trail: \(failure.cause)")
            }
            if count > 0 { logger.notice("the index of the audit trail was made anew for \(count) segments") }
        } catch {
            logger.error("the index of the audit trail: \(error.cause)")
        }
    }
}

extension TrailKeeper {
    /// What housekeeping and operators did.
    private func drain() async {
        do throws(EventDrainError) {
            for event in try await outbox.drain(into: trail.sink).damaged {
                logger.error(
                    "an event on its way into the audit trail is damaged or was altered, and stays in the database",
                    metadata: ["event": "\(event.name)", "account": "\(event.account)"])
            }
        } catch {
            logger.error("events were not recorded yet: \(error)")
        }
    }

    private func forgetDeletedTrails() async {
        do throws(RecordError) {
            try await cloudTrail.forgetDeletedTrails()
        } catch {
            logger.error("deleted trails were not forgotten: \(Failure(error))")
        }
    }

    /// - Returns: nil if they can't be read.
    private func deliveryTargets() async -> [DeliveryTarget]? {
        do throws(RecordError) {
            return try await cloudTrail.deliveryTargets()
        } catch {
            logger.error("trails can't be read: \(Failure(error))")
            return nil
        }
    }
}
