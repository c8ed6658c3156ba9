import KMSModel
import KeyCrypto
import Records

/// What takes long must not be done on the caller's thread, which serves many connections: an RSA-4096 signature takes as
/// long as a hundred other calls.
///
/// The threads that do it instead are few. Who has waited for one of them too long is refused: what he asked for would
/// keep those behind him waiting even longer.
enum LongComputation {
    /// In milliseconds: many times what the slowest of them takes. To refuse much sooner would not help others: who waits
    /// costs nothing, and who is refused and tries again at once costs a whole authorization.
    static let waitMax: Int64 = 500

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
        let clock = call.environment.clock
        let latest = clock.nowMilliseconds() + waitMax
        let result = await elsewhere {
            clock.nowMilliseconds() > latest ? nil : Result { () throws(CryptoError) in try work() }
        }
        guard let result else { throw .refused(.throttled) }
        return result
    }

    /// On the threads that wait for nobody's requests.
    static func elsewhere<R: Sendable>(_ work: @escaping @Sendable () -> R) async -> R {
        await withTaskExecutorPreference(globalConcurrentExecutor) { await concurrently(work) }
    }

    @concurrent private static func concurrently<R: Sendable>(_ work: @Sendable () -> R) async -> R { work() }
}
