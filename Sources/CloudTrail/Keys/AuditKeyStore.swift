public import AuditTrail
import KeyCrypto
public import Records

/// The keys of the audit trail.
public struct AuditKeys: Sendable {
    /// Binds the lines of the live log.
    public let chainKey: ChainKey
    /// Signs digest files.
    public let digestKey: DigestKey
    /// When the digest key was made, in milliseconds since 1970.
    public let validSince: Int64

    /// What ListPublicKeys tells.
    public var publicKeys: [AuditPublicKey] { [AuditPublicKey(key: digestKey.publicKey, validSince: validSince)] }
}

/// The public half of a key of digest files, and since when it is used. It has no end yet.
public struct AuditPublicKey: Hashable, Sendable {
    public var key: DigestPublicKey
    /// Milliseconds since 1970.
    public var validSince: Int64

    public init(key: DigestPublicKey, validSince: Int64) {
        self.key = key
        self.validSince = validSince
    }
}

/// Keeps the audit trail's keys as sealed records. They are made at the first start, all at once.
public enum AuditKeyStore {
    private static let chainID = RecordID(
        Collection(rawValue: "audit-chain-key"), account: "", region: "", name: "1")
    private static let digestID = RecordID(
        Collection(rawValue: "audit-digest-key"), account: "", region: "", name: "1")

    /// The keys of a store. Of several processes that start with a new store, all get the same.
    /// - Throws: also if one of the records is missing that are made together: a new chain key would make the whole
    ///   trail look altered.
    public static func open(
        store: SealedStore, randomness: any Randomness, clock: any Clock
    ) async throws(RecordError) -> AuditKeys {
        if let known = try await find(store) { return known }
        let chain = HeldSecret(SecretBytes(count: ChainKey.byteCount) { randomness.fill($0) })
        let digest = try generateDigestKey()
        let facts = DigestKeyRecord(validSince: clock.nowMilliseconds())
        do throws(RecordError) {
            try await store.commit([
                store.put(chain.bytes, as: chainID), store.put(digest.material(), as: digestID),
                store.put(facts, over: 0),
            ])
        } catch .store(.conflict(let id)) {
            // Another process made them in this moment.
            guard let other = try await find(store) else { throw .undecodable(id) }
            return other
        }
        return AuditKeys(chainKey: ChainKey(chain), digestKey: digest, validSince: facts.validSince)
    }

    /// How many records the trail had when that was noted last; nil if none was begun with the store's keys.
    public static func recordsNoted(_ store: SealedStore) async throws(RecordError) -> Int64? {
        try await store.read(TrailProgress.self, account: "", region: "", name: TrailProgress.name)?.value.records
    }

    /// Takes note of how many records the trail has: whoever cuts off its end has to turn back the database too.
    public static func note(records: Int64, _ store: SealedStore) async throws(RecordError) {
        let known = try await store.read(TrailProgress.self, account: "", region: "", name: TrailProgress.name)
        if let known, known.value.records >= records { return }
        do throws(RecordError) {
            try await store.commit([store.put(TrailProgress(records: records), over: known?.version ?? 0)])
        } catch .store(.conflict) {
            // Another process did.
        }
    }

    /// - Returns: nil if there are none yet.
    /// - Throws: as `open` does.
    public static func find(_ store: SealedStore) async throws(RecordError) -> AuditKeys? {
        let chain = try await store.readSecret(chainID)
        let digest = try await store.readSecret(digestID)
        let facts = try await store.read(DigestKeyRecord.self, account: "", region: "", name: DigestKeyRecord.name)
        if chain == nil, digest == nil, facts == nil { return nil }
        guard let chain, chain.bytes.count == ChainKey.byteCount else { throw .undecodable(chainID) }
        guard let digest, let key = try? DigestKey(material: digest.bytes), let facts else {
            throw .undecodable(digestID)
        }
        return AuditKeys(chainKey: ChainKey(chain), digestKey: key, validSince: facts.value.validSince)
    }

    private static func generateDigestKey() throws(RecordError) -> DigestKey {
        do throws(CryptoError) {
            return try DigestKey.generate()
        } catch {
            throw .store(.unavailable("no RSA key can be made for the audit trail: \(error)"))
        }
    }
}
