import AuditTrail
import Testing

@testable import AuditFiles

@Suite struct IndexTests {
    @Test("An index made again from the files finds the same records", arguments: 1...3 as ClosedRange<UInt64>)
    func rebuild(seed: UInt64) throws {
        var random = RandomEvents(seed: seed)
        let trail = SearchTrail()
        for _ in 0..<3 { try trail.close(random.entries(200), into: nil) }
        let index = try EventIndex(directory: trail.directory, isReadOnly: false)
        var steps: [Int] = []
        let failures = try index.complete(trail.closed, directory: trail.directory) { done, _ in steps.append(done) }
        #expect(failures.isEmpty)
        #expect(steps == [1, 2, 3])
        #expect(try index.complete(trail.closed, directory: trail.directory) { _, _ in steps.append(0) }.isEmpty)
        #expect(steps.count == 3)
        let search = TrailSearch(directory: trail.directory, index: index)
        for _ in 0..<100 {
            var query = random.query()
            query.limit = 1000
            let found = try search.lookUp(query).events.map(\.json)
            #expect(Set(found) == Set(trail.naive(query).events.map(\.json)))
        }
    }

    @Test("Where blocks begin is found again in the file as it was written")
    func blocksFound() throws {
        var random = RandomEvents(seed: 4)
        let trail = SearchTrail()
        var file = try LogFileWriter()
        for entry in random.entries(400) { try file.append(entry.json[...]) }
        try file.finish()
        trail.write(file.bytes, to: "index.sqlite")
        let read = try LogFileReader(path: trail.directory + "/index.sqlite")
        #expect(read.blocks.map(\.fileOffset) == file.blocks.map(\.fileOffset))
        #expect(read.blocks.map(\.contentOffset) == file.blocks.map(\.contentOffset))
        #expect(read.blocks.map(\.firstOrdinal) == file.blocks.map(\.firstOrdinal))
        #expect(read.blocks.count > 3)
    }

    @Test("A damaged file gives an error or a record that is not taken, and no crash")
    func damage() throws {
        var random = RandomEvents(seed: 5)
        let trail = SearchTrail()
        let index = try EventIndex(directory: trail.directory, isReadOnly: false)
        try trail.close(random.entries(200), into: index)
        let path = trail.closed[0].files[0].path
        let file = try #require(try FileBytes(trail.directory + "/" + path))
        let bytes = try file.read(at: 0, count: file.count())
        let search = TrailSearch(directory: trail.directory, index: index)
        for _ in 0..<60 {
            var bad = bytes
            for _ in 0..<8 { bad[Int(random.next() % UInt64(bad.count))] = UInt8(truncatingIfNeeded: random.next()) }
            if random.next() % 4 == 0 { bad.removeLast(Int(random.next() % UInt64(bad.count))) }
            trail.write(bad, to: path)
            _ = try? search.lookUp(EventQuery(limit: 1000))
            _ = try? LogFileReader(path: trail.directory + "/" + path)
        }
        trail.write([], to: path)
        #expect(throws: AuditFailure.self) { try search.lookUp(EventQuery(limit: 1000)) }
    }

    @Test("A segment that is removed is found no more, one that is added twice is found once")
    func addAndRemove() throws {
        var random = RandomEvents(seed: 6)
        let trail = SearchTrail()
        let index = try EventIndex(directory: trail.directory, isReadOnly: false)
        try trail.close(random.entries(20), into: index)
        try index.rebuild(trail.closed[0], directory: trail.directory)
        let search = TrailSearch(directory: trail.directory, index: index)
        #expect(try search.lookUp(EventQuery(limit: 100)).events.count == 20)
        try index.remove(segment: 1)
        #expect(try search.lookUp(EventQuery(limit: 100)).events.isEmpty)
    }

    @Test("Rising numbers are read as they were written, and refused where there are too many")
    func varints() {
        let numbers: [Int64] = [0, 1, 127, 128, 300, 1 << 40, 1 << 61]
        #expect(Varint.rising(from: Varint.rising(numbers), countMax: 7) == numbers)
        #expect(Varint.rising(from: Varint.rising(numbers), countMax: 6) == nil)
        #expect(Varint.rising(from: [0x80], countMax: 6) == nil)
    }

    @Test("A closed file is taken in once, with its first block at the file's beginning, and forgotten by its path")
    func closedFile() throws {
        var random = RandomEvents(seed: 7)
        let trail = SearchTrail()
        let index = try EventIndex(directory: trail.directory, isReadOnly: false)
        try trail.close(random.entries(200), into: nil)
        var records: [ClosedRecord] = []
        let file = trail.closed[0].files[0]
        let own = trail.events.filter { $0.account == file.account && $0.region == file.region }
        for event in own {
            let terms = RecordTerms(json: event.json)
            records.append(ClosedRecord(sequence: event.position.sequence, json: event.json[...], terms: terms))
        }
        let blocks = try LogFileReader(path: trail.directory + "/" + file.path).blocks
        let delivered = DeliveredFile(
            path: file.path, segment: 1, trail: nil, account: file.account, region: file.region,
            records: Int64(records.count), oldestEventTime: 0, newestEventTime: 0, hash: "", storedHash: "")
        for _ in 0..<2 { try index.add(ClosedFile(file: delivered, records: records, blocks: blocks)) }
        let search = TrailSearch(directory: trail.directory, index: index)
        #expect(try search.lookUp(EventQuery(limit: 300)).events == own.reversed())
        try index.remove(paths: ["unknown", file.path])
        #expect(try search.lookUp(EventQuery(limit: 300)).events.isEmpty)
    }
}
