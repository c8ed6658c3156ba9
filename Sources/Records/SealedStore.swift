public import KeyCrypto

/// What a record holds, in a form that is sealed and stored.
public protocol RecordContent: Sendable {
    static var collection: Collection { get }
    /// The record this content belongs to. Checked against the record it was read from.
    var recordID: RecordID { get }
    var indexes: [IndexEntry] { get }
    func encoded() -> [UInt8]
    /// - Returns: nil if the bytes are not such content.
    init?(decoding bytes: [UInt8])
}

public struct Versioned<Value: Sendable>: Sendable {
    public var value: Value
    public var version: Int64

    public init(_ value: Value, version: Int64) {
        self.value = value
        self.version = version
    }
}

/// A record store behind its seal: typed content goes in and comes out.
public struct SealedStore: Sendable {
    public let store: any RecordStore
    private let sealer: RecordSealer

    public init(_ store: any RecordStore, sealer: RecordSealer) {
        self.store = store
        self.sealer = sealer
    }

    public func read<Value: RecordContent>(
        _ type: Value.Type, account: String, region: String, name: String
    ) async throws(RecordError) -> Versioned<Value>? {
        let id = RecordID(Value.collection, account: account, region: region, name: name)
        guard let record = try await stored(id) else { return nil }
        return try open(record)
    }

    public func readSecret(_ id: RecordID) async throws(RecordError) -> HeldSecret? {
        guard let record = try await stored(id) else { return nil }
        return try sealer.openSecret(record)
    }

    /// A page in order of name.
    public func scan<Value: RecordContent>(
        _ type: Value.Type, account: String, region: String, after: String?, limit: Int
    ) async throws(RecordError) -> [Versioned<Value>] {
        let page = try await mapped { () throws(StoreError) in
            try await store.scan(Value.collection, account: account, region: region, after: after, limit: limit)
        }
        return try page.map(open)
    }

    /// A page of an index in order of value. Whoever asks checks that the content fits the value asked for.
    public func scan<Value: RecordContent>(
        _ type: Value.Type, index: String, from: String, through: String, after: IndexPosition?, limit: Int
    ) async throws(RecordError) -> [(position: IndexPosition, found: Versioned<Value>)] {
        var found: [(position: IndexPosition, found: Versioned<Value>)] = []
        let page = try await scanEach(
            type, index: index, from: from, through: through, after: after, limit: limit)
        for (position, record) in page { found.append((position, try record.get())) }
        return found
    }

    /// A page of an index in order of value, in which a record that does not open is no hindrance for the others.
    public func scanEach<Value: RecordContent>(
        _ type: Value.Type, index: String, from: String, through: String, after: IndexPosition?, limit: Int
    ) async throws(RecordError) -> [(position: IndexPosition, found: Result<Versioned<Value>, RecordError>)] {
        let page = try await mapped { () throws(StoreError) in
            try await store.scan(
                Value.collection, index: index, from: from, through: through, after: after, limit: limit)
        }
        return page.map { hit in
            (hit.position, Result { () throws(RecordError) in try open(hit.record) })
        }
    }

    /// `over`: the version it replaces; 0 for a new record.
    public func put(_ value: some RecordContent, over version: Int64) -> Change {
        .put(sealer.seal(value.encoded(), id: value.recordID, version: version + 1), indexes: value.indexes)
    }

    /// A new record of nothing but secret bytes.
    public func put(_ secret: borrowing SecretBytes, as id: RecordID) -> Change {
        .put(sealer.seal(secret, id: id, version: 1), indexes: [])
    }

    public func commit(_ changes: [Change], erase: Bool = false) async throws(RecordError) {
        try await mapped { () throws(StoreError) in try await store.commit(changes, erase: erase) }
    }

    /// The version of a record whose content is not of interest.
    public func version(of id: RecordID) async throws(RecordError) -> Int64? { try await stored(id)?.version }

    private func stored(_ id: RecordID) async throws(RecordError) -> StoredRecord? {
        let record = try await mapped { () throws(StoreError) in try await store.read(id) }
        // Another record, however authentic, is no answer.
        guard record == nil || record?.id == id else { throw .notAuthentic(id) }
        return record
    }

    private func open<Value: RecordContent>(_ record: StoredRecord) throws(RecordError) -> Versioned<Value> {
        guard let value = Value(decoding: try sealer.open(record)), value.recordID == record.id else {
            throw .undecodable(record.id)
        }
        return Versioned(value, version: record.version)
    }
}
