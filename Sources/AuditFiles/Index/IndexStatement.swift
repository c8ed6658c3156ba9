internal import AuditTrail
internal import GRDB
internal import GRDBSQLite

/// One run of a cached statement.
struct IndexStatement: ~Copyable {
    enum Value {
        case text(String)
        case integer(Int64)
        case bytes([UInt8])
    }

    private let handle: OpaquePointer
    private let connection: OpaquePointer?

    init(_ sql: String, _ values: [Value] = [], on db: Database) throws(AuditFailure) {
        handle = try Self.prepared(sql, values, on: db)
        connection = db.sqliteConnection
    }

    deinit {
        sqlite3_reset(handle)
        sqlite3_clear_bindings(handle)
    }

    static func run(_ sql: String, _ values: [Value] = [], on db: Database) throws(AuditFailure) {
        var statement = try IndexStatement(sql, values, on: db)
        while try statement.step() {}
    }

    /// - Returns: false if there is no further row.
    mutating func step() throws(AuditFailure) -> Bool {
        switch sqlite3_step(handle) {
        case SQLITE_ROW: return true
        case SQLITE_DONE: return false
        default: throw Self.failure(connection)
        }
    }

    func integer(_ column: Int32) -> Int64 { sqlite3_column_int64(handle, column) }

    func text(_ column: Int32) -> String { String(decoding: bytes(column), as: UTF8.self) }

    func bytes(_ column: Int32) -> [UInt8] {
        let start = sqlite3_column_blob(handle, column)
        let count = Int(sqlite3_column_bytes(handle, column))
        return [UInt8](UnsafeRawBufferPointer(start: start, count: start == nil ? 0 : count))
    }

    private static func prepared(
        _ sql: String, _ values: [Value], on db: Database
    ) throws(AuditFailure) -> OpaquePointer {
        let handle: OpaquePointer
        do {
            handle = try db.cachedStatement(sql: sql).sqliteStatement
        } catch {
            throw AuditFailure("the index can't be used: \(error)")
        }
        for (position, value) in zip(Int32(1)..., values) {
            guard bind(value, to: handle, at: position) == SQLITE_OK else { throw failure(db.sqliteConnection) }
        }
        return handle
    }

    private static func failure(_ connection: OpaquePointer?) -> AuditFailure {
        AuditFailure("the index can't be used: \(String(cString: sqlite3_errmsg(connection)))")
    }

    private static func bind(_ value: Value, to handle: OpaquePointer, at position: Int32) -> Int32 {
        // SQLITE_TRANSIENT: SQLite takes a copy.
        let copied = unsafeBitCast(-1, to: sqlite3_destructor_type.self)
        switch value {
        case .integer(let integer): return sqlite3_bind_int64(handle, position, integer)
        case .bytes(let bytes):
            // A blob of no bytes has no address, and would be NULL.
            if bytes.isEmpty { return sqlite3_bind_zeroblob(handle, position, 0) }
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
