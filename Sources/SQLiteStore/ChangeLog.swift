import GRDB
import Records

/// The table of changes. Its sequence numbers have no gaps: a number is one more than the newest, which is never
/// pruned, and there is one writer at a time.
enum ChangeLog {
    static let page = """
        SELECT sequence, collection, account, region, name FROM changes
        WHERE sequence > ? ORDER BY sequence LIMIT ?
        """
    static let newest = "SELECT max(sequence) FROM changes"

    static func append(_ id: RecordID, on db: Database) throws(StoreError) {
        try Query.run(
            "INSERT INTO changes (collection, account, region, name) VALUES (?, ?, ?, ?)", .naming(id), on: db)
    }

    static func prune(keeping kept: Int64, on db: Database) throws(StoreError) {
        let last = try newestSequence(on: db)
        try Query.run("DELETE FROM changes WHERE sequence <= ?", [.integer(last - kept)], on: db)
    }

    static func changes(after sequence: Int64?, limit: Int, on db: Database) throws(StoreError) -> ChangeFeed {
        guard let sequence else { return .changes([], upTo: try newestSequence(on: db)) }
        var query = try Query(page, [.integer(sequence), .integer(Int64(limit))], on: db)
        var ids: [RecordID] = []
        var upTo = sequence
        while try query.step() {
            // A gap before the first: what lay in it has been pruned.
            if ids.isEmpty, query.integer(0) != sequence &+ 1 { return .tooFarBehind(upTo: try newestSequence(on: db)) }
            upTo = query.integer(0)
            ids.append(
                RecordID(
                    Collection(rawValue: query.text(1)), account: query.text(2), region: query.text(3),
                    name: query.text(4)))
        }
        return ids.isEmpty ? try nothingNew(since: sequence, on: db) : .changes(ids, upTo: upTo)
    }

    /// A number that was never given is of a database that has been replaced, by an older backup for instance.
    private static func nothingNew(since sequence: Int64, on db: Database) throws(StoreError) -> ChangeFeed {
        let last = try newestSequence(on: db)
        return last < sequence ? .tooFarBehind(upTo: last) : .changes([], upTo: sequence)
    }

    private static func newestSequence(on db: Database) throws(StoreError) -> Int64 {
        var query = try Query(newest, on: db)
        return try query.step() ? query.integer(0) : 0
    }
}
