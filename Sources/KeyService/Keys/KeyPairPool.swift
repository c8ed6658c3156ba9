import KMSModel
import KeyCrypto
import Synchronization

/// Key pairs made before they are asked for: finding an RSA key's primes takes up to seconds.
final class KeyPairPool: Sendable {
    private struct State {
        var ready: [AsymmetricKeySpec: [PrivateKey]] = [:]
        var demanded: Set<AsymmetricKeySpec> = []
    }

    private let state = Mutex(State())
    private let waiting = Atomic(0)

    /// How many callers may wait for a key pair to be made. AWS gives few of them in a second either
    /// (https://docs.aws.amazon.com/kms/latest/developerguide/requests-per-second.html).
    private static let waitingMax = 32

    /// How many wait: one, and more of what was ever asked for. Key pairs of other specs are made in an instant.
    private static let sizes: [(spec: AsymmetricKeySpec, count: Int)] = [(.rsa2048, 8), (.rsa3072, 4), (.rsa4096, 4)]

    /// One that nobody else gets.
    func take(_ spec: AsymmetricKeySpec) async throws(Failure) -> PrivateKey {
        let prepared = state.withLock { state in
            state.demanded.insert(spec)
            return state.ready[spec]?.popLast()
        }
        if let prepared { return prepared }
        defer { waiting.subtract(1, ordering: .relaxed) }
        guard waiting.add(1, ordering: .relaxed).newValue <= Self.waitingMax else { throw .refused(.throttled) }
        return try await Self.make(spec)
    }

    /// Makes what is missing, one after the other.
    func refill() async {
        for (spec, count) in Self.sizes {
            while isMissing(spec, count), !Task.isCancelled {
                guard let made = try? await Self.make(spec) else { return }
                state.withLock { $0.ready[spec, default: []].append(made) }
            }
        }
    }

    private func isMissing(_ spec: AsymmetricKeySpec, _ count: Int) -> Bool {
        state.withLock { $0.ready[spec, default: []].count < ($0.demanded.contains(spec) ? count : 1) }
    }

    private static func make(_ spec: AsymmetricKeySpec) async throws(Failure) -> PrivateKey {
        guard let made = await LongComputation.elsewhere({ try? PrivateKey.generate(spec) }) else {
            throw .refused(.kmsInternalException)
        }
        return made
    }
}
