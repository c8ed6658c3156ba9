import AuditTrail
import Testing

@testable import AuditFiles

@Suite struct SearchTests {
    @Test("Looking up finds what a look at every record finds, page by page", arguments: 1...6 as ClosedRange<UInt64>)
    func equalsNaive(seed: UInt64) throws {
        var random = RandomEvents(seed: seed)
        let trail = SearchTrail()
        let index = try EventIndex(directory: trail.directory, isReadOnly: false)
        for _ in 0..<4 { try trail.close(random.entries(150), into: index) }
        trail.keepLive(random.entries(40))
        // A segment may be closed while an older one still waits.
        try trail.close(random.entries(20), into: index)
        trail.keepLive(random.entries(700), tail: "0000 half a li")
        trail.keepLive([])
        let search = TrailSearch(directory: trail.directory)
        for _ in 0..<60 {
            var query = random.query()
            var pages = 0
            repeat {
                let page = try search.lookUp(query)
                #expect(page == trail.naive(query), "\(query)")
                query.after = page.next
                pages += 1
            } while query.after != nil && pages < 6
        }
    }

    @Test("Pages stay the same while new events come and segments are closed")
    func stablePages() throws {
        var random = RandomEvents(seed: 9)
        let trail = SearchTrail()
        trail.keepLive(random.entries(30))
        let search = TrailSearch(directory: trail.directory)
        let first = try search.lookUp(EventQuery(limit: 10))
        trail.keepLive(random.entries(30))
        let second = try search.lookUp(EventQuery(limit: 10, after: first.next))
        #expect(first.events.map(\.position.sequence) == (21...30).reversed())
        #expect(second.events.map(\.position.sequence) == (11...20).reversed())
    }

    @Test("A trail with nothing in it has no events")
    func empty() throws {
        let trail = SearchTrail()
        #expect(try TrailSearch(directory: trail.directory).lookUp(EventQuery()) == EventPage(events: [], next: nil))
    }
}
