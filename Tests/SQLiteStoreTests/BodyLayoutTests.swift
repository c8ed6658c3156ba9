import Foundation
import GRDB
import Testing

@testable import SQLiteStore

@Suite("The layout of sealed bytes")
struct BodyLayoutTests {
    private static let counts =
        Array(0...20) + Array(470...500) + Array(4_060...4_110) + [8_160, 8_185, 8_200, 1_048_576]

    @Test("gives back what was put in")
    func roundTrip() {
        for count in Self.counts {
            let sealed = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 31) }
            #expect(BodyLayout.body(of: sealed).withUnsafeBytes(BodyLayout.sealed(in:)) == sealed)
        }
    }

    @Test("refuses bytes that are too short for what they say")
    func refusals() {
        var body = BodyLayout.body(of: [1, 2, 3])
        #expect(body[..<492].withUnsafeBytes(BodyLayout.sealed(in:)) == nil)
        body.replaceSubrange(489..<493, with: [0xff, 0xff, 0xff, 0xff])
        #expect(body.withUnsafeBytes(BodyLayout.sealed(in:)) == nil)
        #expect([UInt8]().withUnsafeBytes(BodyLayout.sealed(in:)) == nil)
    }

    @Test("puts sealed bytes on overflow pages only", arguments: [1, 100, 4_081, 4_082, 4_092, 9_000, 100_000])
    func overflowPagesOnly(count: Int) async throws {
        try await withDirectory { directory in
            let path = directory + "/trent.sqlite"
            try SQLiteStore.open(directory: directory).close()
            let body = BodyLayout.body(of: [UInt8](repeating: 0xa5, count: count))
            let queue = try DatabaseQueue(path: path)
            try await queue.write { db in
                for _ in 0..<30 { try db.execute(sql: "INSERT INTO bodies (body) VALUES (?)", arguments: [Data(body)]) }
            }
            try queue.close()
            let file = [UInt8](try Data(contentsOf: URL(filePath: path)))
            let pages = stride(from: 0, to: file.count, by: BodyLayout.pageBytes).map {
                file[$0..<$0 + BodyLayout.pageBytes]
            }
            // A table's leaf page begins with 13. An overflow page begins with a page number, here below 2^24.
            let leaves = pages.filter { $0.first == 13 }
            #expect(leaves.count > 30 / 8)
            #expect(!leaves.joined().contains(0xa5))
            #expect(file.count { $0 == 0xa5 } >= 30 * count)
        }
    }
}
