import GRDB
import Records

/// Carries out the changes of one batch inside an open transaction.
struct Batch {
    private let db: Database

    /// All changes or none.
    static func carryOut(_ changes: [Change], on db: Database) throws(StoreError) {
        let batch = Batch(db: db)
        // A batch names a record once, so all can be checked before any is changed.
        var rows: [Row?] = []
        for change in changes { rows.append(try batch.checkedRow(for: change)) }
        try batch.inSavepoint { () throws(StoreError) in
            for (change, row) in zip(changes, rows) { try batch.apply(change, to: row) }
        }
    }

    private struct Row {
        var version: Int64
        var body: Int64
    }

    private func checkedRow(for change: Change) throws(StoreError) -> Row? {
        var query = try Query(
            "SELECT version, body FROM records WHERE collection = ? AND account = ? AND region = ? AND name = ?",
            .naming(change.id), on: db)
        let row = try query.step() ? Row(version: query.integer(0), body: query.integer(1)) : nil
        guard row?.version ?? 0 == change.expectedVersion else { throw .conflict(change.id) }
        return row
    }

    private func inSavepoint(_ body: () throws(StoreError) -> Void) throws(StoreError) {
        try Query.run("SAVEPOINT batch", on: db)
        do throws(StoreError) {
            try body()
            try Query.run("RELEASE batch", on: db)
        } catch {
            if db.isInsideTransaction { try undo() }
            throw error
        }
    }

    /// Undoes the batch, or, if that fails, the whole transaction: half a batch must never be committed.
    private func undo() throws(StoreError) {
        do throws(StoreError) {
            try Query.run("ROLLBACK TO batch", on: db)
            try Query.run("RELEASE batch", on: db)
        } catch {
            try Query.run("ROLLBACK", on: db)
            throw error
        }
    }

    private func apply(_ change: Change, to row: Row?) throws(StoreError) {
        switch change {
        case .put(let record, let indexes):
            if let row { try update(record, row) } else { try insert(record) }
            try replaceIndexes(of: record.id, with: indexes)
            try ChangeLog.append(record.id, on: db)
        case .delete(let id, _):
            guard let row else { return }
            try Query.run("DELETE FROM bodies WHERE id = ?", [.integer(row.body)], on: db)
            try Query.run(
                "DELETE FROM records WHERE collection = ? AND account = ? AND region = ? AND name = ?", .naming(id),
                on: db)
            try replaceIndexes(of: id, with: [])
            try ChangeLog.append(id, on: db)
        case .check:
            break
        }
    }

    private func insert(_ record: SealedRecord) throws(StoreError) {
        try Query.run("INSERT INTO bodies (body) VALUES (?)", [.bytes(BodyLayout.body(of: record.bytes))], on: db)
        try Query.run(
            "INSERT INTO records (collection, account, region, name, version, body) VALUES (?, ?, ?, ?, ?, ?)",
            .naming(record.id) + [.integer(record.version), .integer(db.lastInsertedRowID)], on: db)
    }

    private func update(_ record: SealedRecord, _ row: Row) throws(StoreError) {
        try Query.run(
            "UPDATE bodies SET body = ? WHERE id = ?",
            [.bytes(BodyLayout.body(of: record.bytes)), .integer(row.body)], on: db)
        try Query.run(
            "UPDATE records SET version = ? WHERE collection = ? AND account = ? AND region = ? AND name = ?",
            [.integer(record.version)] + .naming(record.id), on: db)
    }

    private func replaceIndexes(of id: RecordID, with entries: [IndexEntry]) throws(StoreError) {
        let old = try indexEntries(of: id)
        // Compared as bytes: Swift takes differently composed strings for equal.
        guard Set(old.map(\.utf8)) != Set(entries.map(\.utf8)) else { return }
        for entry in old {
            try Query.run(
                """
                DELETE FROM record_index WHERE collection = ? AND account = ? AND region = ? AND name = ?
                AND idx = ? AND value = ?
                """, .naming(id) + [.text(entry.index), .text(entry.value)], on: db)
        }
        for entry in entries {
            try Query.run(
                """
                INSERT OR IGNORE INTO record_index (collection, account, region, name, idx, value)
                VALUES (?, ?, ?, ?, ?, ?)
                """, .naming(id) + [.text(entry.index), .text(entry.value)], on: db)
        }
    }

    private func indexEntries(of id: RecordID) throws(StoreError) -> [IndexEntry] {
        var query = try Query(
            """
            SELECT idx, value FROM record_index
            WHERE collection = ? AND account = ? AND region = ? AND name = ?
            """, .naming(id), on: db)
        var entries: [IndexEntry] = []
        while try query.step() { entries.append(IndexEntry(query.text(0), query.text(1))) }
        return entries
    }
}

extension IndexEntry {
    fileprivate var utf8: [[UInt8]] { [Array(index.utf8), Array(value.utf8)] }
}
