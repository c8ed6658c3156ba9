// Room: Records (floor 2)
// Holds: the record store's contract, how records are sealed before they reach it, the ports through which time,
//        randomness and the root key come in, and events on their way into the audit trail, which all services write.
// Must not know: any database, what another record means, HTTP.
// Go instead: to SQLiteStore for rows, to RootKeys for where a root key is kept, to KeyService for what a key is.

/// A kind of record, for example `key` or `alias`. Lower-case words joined by dashes.
public struct Collection: RawRepresentable, Hashable, Sendable {
    public let rawValue: String

    public init(rawValue: String) { self.rawValue = rawValue }
}

/// The full name of a record. It is bound into the record's seal, so that a record moved elsewhere does not open.
public struct RecordID: Hashable, Sendable {
    public var collection: Collection
    /// 12 digits, or empty for records that belong to no account (access keys are looked up before it is known).
    public var account: String
    /// The Region's code, or empty for records of global services.
    public var region: String
    /// Unique within collection, account and Region.
    public var name: String

    public init(_ collection: Collection, account: String, region: String, name: String) {
        self.collection = collection
        self.account = account
        self.region = region
        self.name = name
    }

    /// Of what tells most of them apart: looking one up is on the way of every request.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(name)
        hasher.combine(account)
    }
}

/// A value under which a record can be found besides its name, for example `target` → a key id.
///
/// The store sees it in the clear and may lie about it: whoever looks a record up by an index checks the answer
/// against the record's sealed content.
public struct IndexEntry: Hashable, Sendable {
    public var index: String
    /// Compared as UTF-8 bytes.
    public var value: String

    public init(_ index: String, _ value: String) {
        self.index = index
        self.value = value
    }
}

/// A record as a store gives it back: nothing about it is believed until a `RecordSealer` has opened it.
public struct StoredRecord: Hashable, Sendable {
    public var id: RecordID
    /// 1 for a record's first version, then one more for each change.
    public var version: Int64
    public var sealed: [UInt8]

    public init(id: RecordID, version: Int64, sealed: [UInt8]) {
        self.id = id
        self.version = version
        self.sealed = sealed
    }
}

/// One record's part in a batch. Each carries the version that the record must have for the batch to be carried out;
/// 0 says that there must be no such record.
public enum Change: Sendable {
    /// Writes version `expectedVersion + 1` and replaces all of the record's index entries.
    case put(SealedRecord, indexes: [IndexEntry])
    case delete(RecordID, expectedVersion: Int64)
    /// Changes nothing, but the batch is only carried out if the record still has this version.
    case check(RecordID, expectedVersion: Int64)

    public var id: RecordID {
        switch self {
        case .put(let record, _): record.id
        case .delete(let id, _), .check(let id, _): id
        }
    }

    public var expectedVersion: Int64 {
        switch self {
        case .put(let record, _): record.version - 1
        case .delete(_, let version), .check(_, let version): version
        }
    }
}

/// Where a scan of an index goes on: the value and the record last seen.
public struct IndexPosition: Hashable, Sendable {
    public var value: String
    public var id: RecordID

    public init(value: String, id: RecordID) {
        self.value = value
        self.id = id
    }
}

/// A record found through an index, with the position after which the next scan goes on.
public struct IndexHit: Hashable, Sendable {
    public var position: IndexPosition
    public var record: StoredRecord

    public init(position: IndexPosition, record: StoredRecord) {
        self.position = position
        self.record = record
    }
}

/// What has changed in a store, also by other processes.
public enum ChangeFeed: Hashable, Sendable {
    /// The records changed after the asked sequence number, in order, each once or more, and the number to ask with
    /// next. Fewer than `limit` says that there are no more for now.
    case changes([RecordID], upTo: Int64)
    /// The asked number is too far back: whatever was remembered of the store may be stale. Go on from `upTo`.
    case tooFarBehind(upTo: Int64)
}

public enum StoreError: Error, Hashable, Sendable {
    /// A record does not have the expected version. Nothing of the batch was carried out.
    case conflict(RecordID)
    /// The disk is full. Nothing of the batch was carried out.
    case full
    /// The database can't be written: a read-only file, directory or file system.
    case readOnly(String)
    /// Another process held the database's locks for longer than a call waits. Nothing of the batch was carried out.
    case busy(String)
    /// The database can't be reached or read. Whether the batch was carried out is unknown.
    case unavailable(String)
    /// The file is not a database that this release can read.
    case unreadable(String)
}

/// The contract of a record store. `Tests/RecordStoreContract` is the suite that every implementation passes.
///
/// Order: records are ordered by name, index entries by value, then account, Region, name; all by UTF-8 bytes.
public protocol RecordStore: Sendable {
    /// - Returns: nil if there is no such record.
    func read(_ id: RecordID) async throws(StoreError) -> StoredRecord?

    /// A page of one collection's records of one account and Region, in order of name.
    /// `after`: the name after which the page begins, which need not exist; nil for the first page.
    /// `limit`: the greatest number of records, at least 1. The cost of a page does not grow with the collection.
    func scan(
        _ collection: Collection, account: String, region: String, after: String?, limit: Int
    ) async throws(StoreError) -> [StoredRecord]

    /// A page of an index of one collection over all accounts and Regions, in order of value.
    /// `from`: the lowest value.
    /// `through`: the highest value, itself included.
    /// `after`: the position after which the page begins; nil for the first page.
    func scan(
        _ collection: Collection, index: String, from: String, through: String, after: IndexPosition?, limit: Int
    ) async throws(StoreError) -> [IndexHit]

    /// Carries out all changes or none. On return they are on stable storage.
    /// A batch names a record once at the most.
    /// `erase`: what this batch deletes or replaces must not remain anywhere in the store's files:
    ///   on return it is overwritten in pages, free pages and logs. Needed when key material is destroyed.
    func commit(_ changes: [Change], erase: Bool) async throws(StoreError)

    /// `sequence`: the `upTo` of the answer before; nil to learn where the feed stands now.
    func changes(after sequence: Int64?, limit: Int) async throws(StoreError) -> ChangeFeed
}
