import AuditTrail
import Testing

@testable import trent

@Suite struct SinkQueueTests {
    private func entries(_ names: String...) -> [AuditEntry] {
        names.map { AuditEntry(account: "1", region: "r", json: Array($0.utf8)) }
    }

    private func names(_ entries: [AuditEntry]?) -> [String]? {
        entries?.map { String(decoding: $0.json, as: UTF8.self) }
    }

    @Test func whatComesFirstIsTakenFirst() throws {
        let queue = try SinkQueue()
        #expect(queue.offer(entries("a", "b")) == 0)
        queue.offer(entries("c"))
        #expect(names(queue.next()) == ["a", "b", "c"])
        queue.offer(entries("d"))
        #expect(names(queue.next()) == ["d"])
    }

    @Test func whatDoesNotFitIsDroppedAndCounted() throws {
        let queue = try SinkQueue(bytesMax: 2 * (SinkQueue.entryBytes + 1))
        #expect(queue.offer(entries("a", "b", "c", "d")) == 2)
        #expect(queue.dropped == 2)
        let taken = try #require(queue.next())
        #expect(names(taken) == ["a", "b"])
        #expect(queue.offer(entries("e")) == 1, "what was taken takes up room until it is settled")
        queue.settle(taken[...0], areDropped: false)
        #expect(queue.offer(entries("f", "g")) == 1)
        queue.settle(taken[1...], areDropped: true)
        #expect(queue.dropped == 5)
        #expect(names(queue.next()) == ["f"])
    }

    @Test func aShortRecordMayFitWhereALongOneDoesNot() throws {
        let queue = try SinkQueue(bytesMax: SinkQueue.entryBytes + 3)
        #expect(queue.offer(entries("long", "abc")) == 1)
        #expect(names(queue.next()) == ["abc"])
    }

    @Test func aClosedQueueTakesNoMoreAndIsEmptied() throws {
        let queue = try SinkQueue()
        queue.offer(entries("a"))
        queue.close()
        #expect(queue.offer(entries("b")) == 1)
        #expect(names(queue.next()) == ["a"])
        #expect(queue.next() == nil)
    }

    @Test func whatIsAbandonedCountsOnce() throws {
        let queue = try SinkQueue()
        queue.offer(entries("a", "b", "c"))
        let taken = try #require(queue.next())
        queue.settle(taken[..<1], areDropped: false)
        queue.offer(entries("d"))
        queue.close()
        queue.abandon()
        #expect(queue.dropped == 3)
        queue.settle(taken[1...], areDropped: true)
        #expect(queue.dropped == 3)
        #expect(queue.next() == nil)
    }

    @Test func waitsGrowUpToABoundUntilSomethingSucceeds() {
        var backoff = Backoff()
        let waits = (0..<11).map { _ in backoff.milliseconds() }
        #expect(waits == [100, 200, 400, 800, 1600, 3200, 6400, 12800, 25600, 30000, 30000])
        backoff.reset()
        #expect(backoff.milliseconds() == 100)
    }
}
