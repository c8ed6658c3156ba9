import AuditFiles
import AuditTrail
import KeyService
import Logging
import Records
import ServiceLifecycle
import Synchronization

/// Finds the last uses of keys in the audit trail that were not stored when a server before this one was killed, beside the
/// calls.
struct UsageFinder: Service {
    private let trail: Trail
    private let recovery: UsageRecovery?
    private let logger: Logger

    /// From now on until it has run, calls that need to know a key's last use wait.
    init(trail: Trail, keys: KeyService, logger: Logger) async throws(Failure) {
        self.trail = trail
        self.logger = logger
        guard let recorded = trail.recorded else {
            recovery = nil
            return
        }
        recovery = try await explained { () async throws(RecordError) in
            try await keys.recoverUses(recorded: recorded)
        }
    }

    func run() async throws {
        await cancelWhenGracefulShutdown {
            if let archive = trail.kept, let recovery { await find(in: archive, recovery) }
            // A service that ends would end the others.
            while !Task.isCancelled { try? await Task.sleep(for: .seconds(3600)) }
        }
    }

    private func find(in archive: TrailArchive, _ recovery: UsageRecovery) async {
        let hasToStop = Flag()
        let failures = await withTaskCancellationHandler {
            await archive.replay(after: recovery.after) { record in
                recovery.take(record)
                return !hasToStop.isSet
            }
        } onCancel: {
            hasToStop.set()
        }
        for failure in failures { logger.error("uses of keys were not looked for everywhere: \(failure.cause)") }
        recovery.finish(isComplete: !hasToStop.isSet)
    }
}

private final class Flag: Sendable {
    private let value = Atomic(false)

    var isSet: Bool { value.load(ordering: .relaxed) }

    func set() { value.store(true, ordering: .relaxed) }
}
