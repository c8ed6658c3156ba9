import KeyCrypto
public import Records

/// Makes sealed records for tests of stores.
public struct Sealing: Sendable {
    private let sealer: RecordSealer

    public init() async throws {
        let randomness = SeededRandomness(seed: 1)
        sealer = try await RecordSealer(
            store: InMemoryRecordStore(), rootKey: LocalRootKey(randomness: randomness), randomness: randomness)
    }

    /// A record whose sealed bytes are `byteCount` and a little more, and never those of another record.
    public func record(_ id: RecordID, version: Int64 = 1, byteCount: Int = 100) -> SealedRecord {
        sealer.seal([UInt8](repeating: 7, count: byteCount), id: id, version: version)
    }
}
