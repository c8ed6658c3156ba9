import GRDB
import GRDBSQLite
import Records

/// One run of a cached statement.
///
/// Bound and read through SQLite's own calls, which tell a text's length: GRDB ends it at the first NUL byte, so that
/// one name could be taken for another.
struct Query: ~Copyable {
    enum Value {
        case text(String)
        case integer(Int64)
        case bytes([UInt8])
    }

    private let handle: OpaquePointer
    private let connection: OpaquePointer?

    init(_ sql: String, _ values: [Value] = [], on db: Database) throws(StoreError) {
        handle = try Self.prepared(sql, values, on: db)
        connection = db.sqliteConnection
    }

    deinit {
        sqlite3_reset(handle)
        sqlite3_clear_bindings(handle)
    }

    /// Runs a statement that gives no rows.
    static func run(_ sql: String, _ values: [Value] = [], on db: Database) throws(StoreError) {
        var query = try Query(sql, values, on: db)
        while try query.step() {}
    }

    /// - Returns: false if there is no further row.
    mutating func step() throws(StoreError) -> Bool {
        switch sqlite3_step(handle) {
        case SQLITE_ROW: return true
        case SQLITE_DONE: return false
        default: throw StoreError(lastOf: connection)
        }
    }

    func integer(_ column: Int32) -> Int64 { sqlite3_column_int64(handle, column) }

    func text(_ column: Int32) -> String {
        let start = sqlite3_column_text(handle, column)
        let count = Int(sqlite3_column_bytes(handle, column))
        return String(decoding: UnsafeBufferPointer(start: start, count: start == nil ? 0 : count), as: UTF8.self)
    }

    /// Valid until the next step.
    func withBytes<R>(_ column: Int32, _ body: (UnsafeRawBufferPointer) -> R) -> R {
        let start = sqlite3_column_blob(handle, column)
        let count = Int(sqlite3_column_bytes(handle, column))
        return body(UnsafeRawBufferPointer(start: start, count: start == nil ? 0 : count))
    }

    private static func prepared(
        _ sql: String, _ values: [Value], on db: Database
    ) throws(StoreError) -> OpaquePointer {
        let handle: OpaquePointer
        do {
            handle = try db.cachedStatement(sql: sql).sqliteStatement
        } catch {
            throw StoreError(error, connection: db.sqliteConnection)
        }
        for (position, value) in zip(Int32(1)..., values) {
            guard bind(value, to: handle, at: position) == SQLITE_OK else {
                throw StoreError(lastOf: db.sqliteConnection)
            }
        }
        return handle
    }

    private static func bind(_ value: Value, to handle: OpaquePointer, at position: Int32) -> Int32 {
        // SQLITE_TRANSIENT: SQLite takes a copy.
        let copied = unsafeBitCast(-1, to: sqlite3_destructor_type.self)
        switch value {
        case .integer(let integer):
            return sqlite3_bind_int64(handle, position, integer)
        case .bytes(let bytes):
            return sqlite3_bind_blob64(handle, position, bytes, sqlite3_uint64(bytes.count), copied)
        case .text(var text):
            return text.withUTF8 { utf8 in
                utf8.withMemoryRebound(to: CChar.self) {
                    sqlite3_bind_text64(
                        handle, position, $0.baseAddress, sqlite3_uint64($0.count), copied, UInt8(SQLITE_UTF8))
                }
            }
        }
    }
}

extension [Query.Value] {
    /// The columns that name a record, in the order of every table here.
    static func naming(_ id: RecordID) -> [Query.Value] {
        [.text(id.collection.rawValue), .text(id.account), .text(id.region), .text(id.name)]
    }
}
