import KMSModel
import KeyCrypto
import Records

/// What takes long must not be done on the caller's thread, which serves many connections: an RSA-4096 signature takes as
/// long as a hundred other calls.
///
/// The threads that do it instead are few. If many wait for them, who comes next is refused: what he asked for would keep
/// those behind him waiting even longer. They are counted, and no time is measured: on a slow machine a client that sends
/// one request after the other would else be refused all of them.
enum LongComputation {
    /// How many wait or are computed. To refuse much sooner would not help others: who waits costs nothing, and who is
    /// refused and tries again at once costs a whole authorization.
    static let waitingMax = 256

    /// Computes with a private key; elsewhere if that takes long.
    static func run(
        with key: PrivateKey, in call: Call, _ work: @escaping @Sendable (PrivateKey) throws(CryptoError) -> [UInt8]
    ) async throws(Failure) -> Result<[UInt8], CryptoError> {
        try await run(ifLong: key.spec.takesLong, in: call) { () throws(CryptoError) in try work(key) }
    }

    /// Computes; elsewhere if that takes long.
    static func run<R: Sendable>(
        ifLong isLong: Bool, in call: Call, _ work: @escaping @Sendable () throws(CryptoError) -> R
    ) async throws(Failure) -> Result<R, CryptoError> {
        guard isLong else { return Result { () throws(CryptoError) in try work() } }
        let places = call.environment.computations
        guard places.enter() else { throw .refused(.throttled) }
        return await elsewhere {
            defer { places.leave() }
            return Result { () throws(CryptoError) in try work() }
        }
    }

    /// On the threads that wait for nobody's requests.
    static func elsewhere<R: Sendable>(_ work: @escaping @Sendable () -> R) async -> R {
        await withTaskExecutorPreference(globalConcurrentExecutor) { await concurrently(work) }
    }

    @concurrent private static func concurrently<R: Sendable>(_ work: @Sendable () -> R) async -> R { work() }

    /// On threads that nobody else's computations wait for: what takes up to seconds.
    static func behindAll<R: Sendable>(_ work: @escaping @Sendable () -> R) async -> R {
        await Task(executorPreference: globalConcurrentExecutor, priority: .background) { work() }.value
    }
}
