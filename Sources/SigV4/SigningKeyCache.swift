import Synchronization

/// The signing keys of late, so that a request costs one HMAC instead of five. Safe to share between threads.
///
/// Two generations: new and used keys are in the younger; when that is full it becomes the elder, and the elder is
/// forgotten. A key that is used at least once in every half of the capacity stays.
public final class SigningKeyCache: Sendable {
    private struct Name: Hashable {
        var accessKeyID: String
        var secretVersion: String
        var scope: CredentialScope
    }

    private struct Generations {
        var younger: [Name: SigningKey] = [:]
        var elder: [Name: SigningKey] = [:]
    }

    private let generationSizeMax: Int
    private let generations = Mutex(Generations())

    /// - Parameter capacity: the greatest number of keys held, at least 2.
    public init(capacity: Int = 8192) {
        precondition(capacity >= 2, "a cache holds at least two keys")
        generationSizeMax = capacity / 2
    }

    /// The key from the cache, or else the derived one, which the cache then keeps.
    ///
    /// Check a request's clock first (`RequestVerifier.checkClock`): otherwise a stranger who knows an access key id
    /// fills the cache with days long gone.
    /// - Parameters:
    ///   - accessKeyID: whose secret it is.
    ///   - secretVersion: a version or fingerprint, different for each secret that this access key id ever had.
    ///   - scope: what the key is good for.
    ///   - derive: called without a lock held, if the key is not there; nothing is kept if it throws.
    /// - Returns: the key.
    /// - Throws: what `derive` throws.
    public func key<E: Error>(
        accessKeyID: String, secretVersion: String, scope: CredentialScope, derive: () throws(E) -> SigningKey
    ) throws(E) -> SigningKey {
        let name = Name(accessKeyID: accessKeyID, secretVersion: secretVersion, scope: scope)
        if let known = find(name) { return known }
        let derived = try derive()
        generations.withLock { insert(derived, for: name, into: &$0) }
        return derived
    }

    /// How many keys it holds.
    public var count: Int { generations.withLock { $0.younger.count + $0.elder.count } }

    private func find(_ name: Name) -> SigningKey? {
        generations.withLock { generations in
            if let key = generations.younger[name] { return key }
            guard let key = generations.elder.removeValue(forKey: name) else { return nil }
            insert(key, for: name, into: &generations)
            return key
        }
    }

    private func insert(_ key: SigningKey, for name: Name, into generations: inout Generations) {
        if generations.younger.count >= generationSizeMax, generations.younger[name] == nil {
            generations.elder = generations.younger
            generations.younger = [:]
        }
        generations.younger[name] = key
    }
}
