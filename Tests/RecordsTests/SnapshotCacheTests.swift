import Records
import Testing

@Suite struct SnapshotCacheTests {
    @Test func itHoldsNoMoreThanItsCapacityAndKeepsWhatIsUsed() {
        let cache = SnapshotCache<Int, String>(capacity: 100)
        for number in 0..<10_000 {
            cache.insert("\(number)", for: number, ticket: cache.ticket())
            #expect(cache.find(0) == "0")
            #expect(cache.statistics.count <= 100)
        }
        #expect(cache.find(5) == nil)
    }

    @Test func whatWasReadBeforeAChangeDoesNotGetInAfterIt() {
        let cache = SnapshotCache<String, Int>(capacity: 10)
        let early = cache.ticket()
        cache.forget("a")
        cache.insert(1, for: "a", ticket: early)
        #expect(cache.find("a") == nil)
        cache.insert(2, for: "a", ticket: cache.ticket())
        #expect(cache.find("a") == 2)
        let stale = cache.ticket()
        cache.forgetAll()
        cache.insert(3, for: "a", ticket: stale)
        #expect(cache.find("a") == nil)
    }

    @Test func forgettingReachesBothGenerations() {
        let cache = SnapshotCache<Int, Int>(capacity: 4)
        for number in 0..<4 { cache.insert(number, for: number, ticket: cache.ticket()) }
        for number in 0..<4 { cache.forget(number) }
        #expect((0..<4).allSatisfy { cache.find($0) == nil })
        #expect(cache.statistics.count == 0)
    }

    @Test func itCountsHitsAndMisses() {
        let cache = SnapshotCache<Int, Int>(capacity: 4)
        cache.insert(1, for: 1, ticket: cache.ticket())
        _ = cache.find(1)
        _ = cache.find(2)
        #expect(cache.statistics.hits == 1)
        #expect(cache.statistics.misses == 1)
    }
}
