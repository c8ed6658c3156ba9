import Identity
import KeyService
import Logging
import Records
import ServiceLifecycle

/// Has what is due done, every few seconds.
struct Housekeeper: Service {
    let keys: KeyService
    let identity: Identity
    let trail: Trail
    let logger: Logger

    private static let pause = Duration.seconds(2)

    func run() async throws {
        await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                await housekeep()
                // Ends early if cancelled, and so does the loop.
                try? await Task.sleep(for: Self.pause)
            }
        }
    }

    /// Stores what housekeeping would have stored later. For when no more calls come.
    func flush() async {
        do throws(RecordError) {
            try await keys.flush(recorded: trail.recorded)
            try await identity.flush()
        } catch {
            logger.error("the last uses of keys were not stored: \(Failure(error))")
        }
    }

    private func housekeep() async {
        do throws(RecordError) {
            try await identity.housekeep()
            let done = try await keys.housekeep(recorded: trail.recorded)
            for key in done.deletedKeys { logger.notice("key deleted for good", metadata: ["key": "\(key)"]) }
            for key in done.expiredKeys { logger.notice("key material expired", metadata: ["key": "\(key)"]) }
            for key in done.rotatedKeys { logger.notice("key rotated", metadata: ["key": "\(key)"]) }
        } catch {
            logger.error("housekeeping failed: \(Failure(error))")
        }
    }
}

/// Has RSA key pairs made before they are asked for, one at a time.
struct KeyPairMaker: Service {
    let keys: KeyService

    private static let pause = Duration.seconds(1)

    func run() async throws {
        await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                await keys.prepareKeyPairs()
                try? await Task.sleep(for: Self.pause)
            }
        }
    }
}
