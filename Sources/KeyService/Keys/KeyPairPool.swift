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

    /// For the callers who wait for a key pair of an RSA spec to be made. AWS gives few of them in a second either
    /// (https://docs.aws.amazon.com/kms/latest/developerguide/requests-per-second.html).
    let places: [AsymmetricKeySpec: Places]

    static let waitingMax = 32

    /// How many wait: one, and more of what was ever asked for. Key pairs of other specs are made in an instant.
    private static let sizes: [(spec: AsymmetricKeySpec, count: Int)] = [(.rsa2048, 8), (.rsa3072, 4), (.rsa4096, 4)]

    init() { places = Dictionary(uniqueKeysWithValues: Self.sizes.map { ($0.spec, Places(Self.waitingMax)) }) }

    /// One that nobody else gets.
    func take(_ spec: AsymmetricKeySpec) async throws(Failure) -> PrivateKey {
        guard let places = places[spec] else {
            return try Self.made(await LongComputation.elsewhere { try? PrivateKey.generate(spec) })
        }
        let prepared = state.withLock { state in
            state.demanded.insert(spec)
            return state.ready[spec]?.popLast()
        }
        if let prepared { return prepared }
        guard places.enter() else { throw .refused(.throttled) }
        return try Self.made(
            await LongComputation.behindAll {
                defer { places.leave() }
                return try? PrivateKey.generate(spec)
            })
    }

    /// Makes what is missing, one after the other.
    func refill() async {
        for (spec, count) in Self.sizes {
            while isMissing(spec, count), !Task.isCancelled {
                guard let made = await LongComputation.behindAll({ try? PrivateKey.generate(spec) }) else { return }
                state.withLock { $0.ready[spec, default: []].append(made) }
            }
        }
    }

    private func isMissing(_ spec: AsymmetricKeySpec, _ count: Int) -> Bool {
        state.withLock { $0.ready[spec, default: []].count < ($0.demanded.contains(spec) ? count : 1) }
    }

    private static func made(_ pair: PrivateKey?) throws(Failure) -> PrivateKey {
        guard let pair else { throw .refused(.kmsInternalException) }
        return pair
    }
}
