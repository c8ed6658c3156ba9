import KeyCrypto

/// What takes long must not be done on the caller's thread, which serves many connections: an RSA-4096 signature takes as
/// long as a hundred other calls.
enum LongComputation {
    /// Computes with a private key; elsewhere if that takes long.
    static func run(
        with key: PrivateKey, _ work: @escaping @Sendable (PrivateKey) throws(CryptoError) -> [UInt8]
    ) async throws(CryptoError) -> [UInt8] {
        try await run(ifLong: key.spec.takesLong) { () throws(CryptoError) in try work(key) }
    }

    /// Computes; elsewhere if that takes long.
    static func run<R: Sendable>(
        ifLong isLong: Bool, _ work: @escaping @Sendable () throws(CryptoError) -> R
    ) async throws(CryptoError) -> R {
        guard isLong else { return try work() }
        return try await elsewhere { Result { () throws(CryptoError) in try work() } }.get()
    }

    /// On the threads that wait for nobody's requests.
    static func elsewhere<R: Sendable>(_ work: @escaping @Sendable () -> R) async -> R {
        await withTaskExecutorPreference(globalConcurrentExecutor) { await concurrently(work) }
    }

    @concurrent private static func concurrently<R: Sendable>(_ work: @Sendable () -> R) async -> R { work() }
}
