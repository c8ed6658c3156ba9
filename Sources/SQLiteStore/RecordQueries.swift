import GRDB
import Records

/// A part of an index, from where the page before ended.
struct IndexRange {
    var collection: Collection
    var index: String
    var from: String
    var through: String
    var after: IndexPosition?

    /// The position to begin after, unless it lies before the range.
    var start: IndexPosition? {
        after.flatMap { $0.value.utf8.lexicographicallyPrecedes(from.utf8) ? nil : $0 }
    }
}

/// The statements that read records. CROSS JOIN fixes the order of the tables: each row costs one search in each.
enum RecordQueries {
    static let read = """
        SELECT r.version, b.body FROM records r LEFT JOIN bodies b ON b.id = r.body
        WHERE r.collection = ? AND r.account = ? AND r.region = ? AND r.name = ?
        """

    static let firstPage = """
        SELECT r.version, b.body, r.name FROM records r LEFT JOIN bodies b ON b.id = r.body
        WHERE r.collection = ? AND r.account = ? AND r.region = ?
        ORDER BY r.name LIMIT ?
        """

    static let nextPage = """
        SELECT r.version, b.body, r.name FROM records r LEFT JOIN bodies b ON b.id = r.body
        WHERE r.collection = ? AND r.account = ? AND r.region = ? AND r.name > ?
        ORDER BY r.name LIMIT ?
        """

    static let firstIndexPage = indexPage(lowerBound: "i.value >= ?")
    // One lower bound, not two: SQLite would search by one of them and walk over all that the other leaves out.
    static let nextIndexPage = indexPage(lowerBound: "(i.value, i.account, i.region, i.name) > (?, ?, ?, ?)")

    static func read(_ id: RecordID, on db: Database) throws(StoreError) -> StoredRecord? {
        var query = try Query(read, .naming(id), on: db)
        return try query.step() ? try record(id, in: query) : nil
    }

    static func scan(
        _ collection: Collection, account: String, region: String, after: String?, limit: Int, on db: Database
    ) throws(StoreError) -> [StoredRecord] {
        let scope: [Query.Value] = [.text(collection.rawValue), .text(account), .text(region)]
        let start: [Query.Value] = after.map { [.text($0)] } ?? []
        var query = try Query(after == nil ? firstPage : nextPage, scope + start + [.integer(Int64(limit))], on: db)
        var page: [StoredRecord] = []
        while try query.step() {
            let id = RecordID(collection, account: account, region: region, name: query.text(2))
            page.append(try record(id, in: query))
        }
        return page
    }

    static func scan(_ range: IndexRange, limit: Int, on db: Database) throws(StoreError) -> [IndexHit] {
        let start: [Query.Value] =
            range.start.map { [.text($0.value), .text($0.id.account), .text($0.id.region), .text($0.id.name)] }
            ?? [.text(range.from)]
        let values: [Query.Value] =
            [.text(range.collection.rawValue), .text(range.index)] + start
            + [.text(range.through), .integer(Int64(limit))]
        var query = try Query(range.start == nil ? firstIndexPage : nextIndexPage, values, on: db)
        var page: [IndexHit] = []
        while try query.step() {
            let id = RecordID(range.collection, account: query.text(3), region: query.text(4), name: query.text(5))
            let position = IndexPosition(value: query.text(2), id: id)
            page.append(IndexHit(position: position, record: try record(id, in: query)))
        }
        return page
    }

    private static func indexPage(lowerBound: String) -> String {
        """
        SELECT r.version, b.body, i.value, i.account, i.region, i.name FROM record_index i
        CROSS JOIN records r ON r.collection = i.collection AND r.account = i.account AND r.region = i.region
            AND r.name = i.name
        LEFT JOIN bodies b ON b.id = r.body
        WHERE i.collection = ? AND i.idx = ? AND \(lowerBound) AND i.value <= ?
        ORDER BY i.value, i.account, i.region, i.name LIMIT ?
        """
    }

    /// The record of a row that begins with version and body.
    private static func record(_ id: RecordID, in query: borrowing Query) throws(StoreError) -> StoredRecord {
        guard let sealed = query.withBytes(1, BodyLayout.sealed(in:)) else {
            throw .unreadable("a record's row has no sealed bytes")
        }
        return StoredRecord(id: id, version: query.integer(0), sealed: sealed)
    }
}
