import KeyService
import Logging
import Records
import ServiceLifecycle

/// Has what is due done, every few seconds.
struct Housekeeper: Service {
    let keys: KeyService
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

    private func housekeep() async {
        do throws(RecordError) {
            let done = try await keys.housekeep()
            for key in done.deletedKeys { logger.notice("key deleted for good", metadata: ["key": "\(key)"]) }
            for key in done.rotatedKeys { logger.notice("key rotated", metadata: ["key": "\(key)"]) }
        } catch {
            logger.error("housekeeping failed: \(Failure(error))")
        }
    }
}
