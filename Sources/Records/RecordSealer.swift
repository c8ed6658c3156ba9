public import KeyCrypto
import Synchronization

/// A record that has been sealed: the only form in which a store takes one.
public struct SealedRecord: Hashable, Sendable {
    public let id: RecordID
    /// The version that this becomes.
    public let version: Int64
    public let bytes: [UInt8]

    init(id: RecordID, version: Int64, bytes: [UInt8]) {
        self.id = id
        self.version = version
        self.bytes = bytes
    }
}

public enum RecordError: Error, Hashable, Sendable {
    case store(StoreError)
    /// A record's bytes were changed, belong to another record or version, or were sealed under an unknown domain key.
    case notAuthentic(RecordID)
    /// A record opens, but this release can't read its content.
    case undecodable(RecordID)
    /// The root key can't be asked, or it is not the one that wrapped this database's domain keys.
    case rootKey(RootKeyError)
}

/// Seals and opens records with AES-256-GCM, bound to their collection, account, Region, name and version.
///
///     record = format (1) ‖ domain key id (8) ‖ box of MessageCipher
///
/// The domain key is random, wrapped by the root key, and itself a record (collection `domain-key`), so that changing
/// the root key rewraps one small record and nothing else.
public final class RecordSealer: Sendable {
    private let randomness: any Randomness
    private let domainKeys: [[UInt8]: DomainKey]
    private let current: DomainKey

    private static let format: UInt8 = 1
    fileprivate static let headerBytes = 1 + DomainKey.idBytes
    private static let label = "trent record v1"

    /// Loads the domain keys, or makes the first one.
    public init(
        store: any RecordStore, rootKey: any RootKey, randomness: any Randomness
    ) async throws(RecordError) {
        var keys = try await DomainKey.load(from: store, rootKey: rootKey)
        if keys.isEmpty { keys = [try await DomainKey.create(in: store, rootKey: rootKey, randomness: randomness)] }
        current = keys[keys.count - 1]
        domainKeys = Dictionary(keys.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
        self.randomness = randomness
    }

    public func seal(_ content: [UInt8], id: RecordID, version: Int64) -> SealedRecord {
        content.withUnsafeBytes { seal($0, id: id, version: version) }
    }

    public func seal(_ secret: borrowing SecretBytes, id: RecordID, version: Int64) -> SealedRecord {
        secret.withUnsafeBytes { seal($0, id: id, version: version) }
    }

    private func seal(_ content: UnsafeRawBufferPointer, id: RecordID, version: Int64) -> SealedRecord {
        let box = MessageCipher.seal(
            content, under: current.held.bytes, label: Self.label, associatedData: id.binding(version: version),
            fresh: randomness.bytes(MessageCipher.freshBytes))
        return SealedRecord(id: id, version: version, bytes: [Self.format] + current.id + box)
    }

    public func open(_ record: StoredRecord) throws(RecordError) -> [UInt8] {
        let key = try domainKey(of: record)
        do throws(CryptoError) {
            return try MessageCipher.open(
                record.box, under: key.held.bytes, label: Self.label,
                associatedData: record.id.binding(version: record.version))
        } catch {
            throw .notAuthentic(record.id)
        }
    }

    /// Opens a record that holds key material.
    public func openSecret(_ record: StoredRecord) throws(RecordError) -> HeldSecret {
        let key = try domainKey(of: record)
        guard (1...SecretBytes.bytesMax).contains(record.box.count - MessageCipher.overheadBytes) else {
            _ = try open(record)
            throw .undecodable(record.id)
        }
        do throws(CryptoError) {
            return try MessageCipher.openSecret(
                record.box, under: key.held.bytes, label: Self.label,
                associatedData: record.id.binding(version: record.version))
        } catch {
            throw .notAuthentic(record.id)
        }
    }

    private func domainKey(of record: StoredRecord) throws(RecordError) -> DomainKey {
        guard record.sealed.count > Self.headerBytes, record.sealed[0] == Self.format,
            let key = domainKeys[Array(record.sealed[1..<Self.headerBytes])]
        else { throw .notAuthentic(record.id) }
        return key
    }
}

extension StoredRecord {
    /// What is behind the header.
    fileprivate var box: ArraySlice<UInt8> { sealed[RecordSealer.headerBytes...] }
}

extension RecordID {
    /// The record's name and version in one unambiguous string of bytes.
    func binding(version: Int64) -> [UInt8] {
        var bytes: [UInt8] = []
        for part in [collection.rawValue, account, region, name] {
            withUnsafeBytes(of: UInt32(part.utf8.count).bigEndian) { bytes.append(contentsOf: $0) }
            bytes.append(contentsOf: part.utf8)
        }
        withUnsafeBytes(of: version.bigEndian) { bytes.append(contentsOf: $0) }
        return bytes
    }
}
