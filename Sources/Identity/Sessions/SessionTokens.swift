import KeyCrypto
import Records
import Synchronization

/// The session tokens of a store: the key that seals them, and those of late, opened.
final class SessionTokens: Sendable {
    private let store: SealedStore
    private let randomness: any Randomness
    private let tokenKey = Mutex<HeldSecret?>(nil)
    private let opened: SnapshotCache<String, TemporaryAccessKey>

    private static let keyID = RecordID(
        Collection(rawValue: "session-token-key"), account: "", region: "", name: "1")
    private static let keyBytes = 32

    /// `capacity` is the greatest number of tokens held in memory, at least 2.
    init(store: SealedStore, randomness: any Randomness, capacity: Int) {
        self.store = store
        self.randomness = randomness
        opened = SnapshotCache(capacity: capacity)
    }

    func seal(_ key: TemporaryAccessKey) async throws(RecordError) -> String {
        SessionToken.seal(key, under: try await makeKey(), randomness: randomness)
    }

    /// - Returns: nil if no such token was ever sealed here. Whether it is over is for others to say.
    func open(_ token: String) async throws(RecordError) -> TemporaryAccessKey? {
        if let key = opened.find(token) { return key }
        let ticket = opened.ticket()
        guard let tokenKey = try await findKey(), let key = SessionToken.open(token, under: tokenKey) else {
            return nil
        }
        opened.insert(key, for: token, ticket: ticket)
        return key
    }

    /// How many tokens are held in memory.
    var count: Int { opened.statistics.count }

    private func findKey() async throws(RecordError) -> HeldSecret? {
        if let known = tokenKey.withLock({ $0 }) { return known }
        guard let found = try await store.readSecret(Self.keyID) else { return nil }
        tokenKey.withLock { $0 = found }
        return found
    }

    /// The first session of a store makes its key.
    private func makeKey() async throws(RecordError) -> HeldSecret {
        if let known = try await findKey() { return known }
        let made = HeldSecret(SecretBytes(count: Self.keyBytes) { randomness.fill($0) })
        do throws(RecordError) {
            try await store.commit([store.put(made.bytes, as: Self.keyID)])
        } catch .store(.conflict(let id)) {
            // Another call, or process, made one in this moment.
            guard let other = try await findKey() else { throw .undecodable(id) }
            return other
        }
        tokenKey.withLock { $0 = made }
        return made
    }
}
