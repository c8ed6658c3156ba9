import Foundation
import GRDB
import RecordStoreContract
import Records
import Testing

@testable import SQLiteStore

@Suite("The statements that read")
struct QueryPlanTests {
    @Test("search, and neither walk over a table nor sort")
    func plans() async throws {
        try await withDirectory { directory in
            let store = try SQLiteStore.open(directory: directory)
            let statements = [
                RecordQueries.read, RecordQueries.firstPage, RecordQueries.nextPage, RecordQueries.firstIndexPage,
                RecordQueries.nextIndexPage, ChangeLog.page, ChangeLog.newest,
            ]
            let plans = try await store.committer.queue.writeWithoutTransaction { db in
                try statements.map { sql in
                    let parameters = [Int?](repeating: nil, count: sql.count { $0 == "?" })
                    let rows = try Row.fetchAll(
                        db, sql: "EXPLAIN QUERY PLAN " + sql, arguments: StatementArguments(parameters))
                    return rows.map { $0["detail"] as String }
                }
            }
            for (statement, plan) in zip(statements, plans) {
                #expect(!plan.isEmpty && plan.allSatisfy { $0.hasPrefix("SEARCH") }, "\(plan) for \(statement)")
            }
            #expect(plans[2].first?.hasSuffix("(collection=? AND account=? AND region=? AND name>?)") == true)
            #expect(plans[3].first?.contains("value>? AND value<?") == true)
            #expect(plans[4].first?.contains("(value,account,region,name)>(?,?,?,?)") == true)
        }
    }

    @Test("give 100,000 records in order, page by page")
    func manyRecords() async throws {
        try await withDirectory { directory in
            let store = try SQLiteStore.open(directory: directory)
            let count = 100_000
            let body = BodyLayout.body(of: [1, 2, 3])
            try await store.committer.queue.write { db in
                try db.execute(sql: "INSERT INTO bodies (id, body) VALUES (1, ?)", arguments: [DatabaseValue(body)])
                for number in 0..<count {
                    let name = String(1_000_000 + number * 7 % count)
                    try db.execute(literal: "INSERT INTO records VALUES ('thing', '', '', \(name), 1, 1)")
                }
            }
            var last: String?
            var seen = 0
            while true {
                let page = try await store.scan(thing, account: "", region: "", after: last, limit: 1_000)
                let names = page.map(\.id.name)
                let expected = (seen..<seen + page.count).map { String(1_000_000 + $0) }
                guard names == expected else {
                    Issue.record("the page at \(seen) is out of order")
                    return
                }
                seen += page.count
                if page.count < 1_000 { break }
                last = names.last
            }
            #expect(seen == count)
        }
    }
}

extension DatabaseValue {
    fileprivate init(_ bytes: [UInt8]) { self = bytes.withUnsafeBytes { Data($0) }.databaseValue }
}
