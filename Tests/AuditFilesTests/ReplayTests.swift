import AuditTrail
import Synchronization
import Testing

@testable import AuditFiles

/// Reading the newest records again.
@Suite struct ReplayTests {
    private func replay(_ world: World, after sequence: Int64, atMost count: Int = .max) -> (
        numbers: [Int], failures: [AuditFailure]
    ) {
        var numbers: [Int] = []
        let replay = TrailReplay(directory: World.directory, key: World.chain, files: world.files)
        let failures = replay.run(after: sequence) { json in
            numbers += String(decoding: json, as: UTF8.self).components(between: "\"event-", and: "-\"").compactMap(
                Int.init)
            return numbers.count < count
        }
        return (numbers, failures)
    }

    /// Three segments of four records each, the last of them live, and the others closed.
    private func make() async throws -> World {
        let world = World()
        let trail = try world.open()
        for segment in 0..<3 {
            for number in 1...4 { try await trail.append([world.entry(segment * 4 + number)]) }
            if segment == 2 { break }
            world.clock.advance(minutes: 6)
            await trail.tick(trails: [])
        }
        #expect(trail.statistics.closedThrough == 2)
        return world
    }

    @Test func recordsBehindAnotherAreReadWhereverTheyAre() async throws {
        let world = try await make()
        #expect(replay(world, after: 0).numbers.sorted() == Array(1...12))
        #expect(replay(world, after: 10).numbers == [11, 12])
        #expect(replay(world, after: 8).numbers == [9, 10, 11, 12])
        // Of a closed segment all.
        #expect(replay(world, after: 7).numbers.sorted() == Array(5...12))
        #expect(replay(world, after: 12).numbers.isEmpty)
        #expect(replay(world, after: 0).failures.isEmpty)
    }

    @Test func itEndsWhenNoMoreAreWanted() async throws {
        let world = try await make()
        #expect(replay(world, after: 0, atMost: 2).numbers == [9, 10])
        #expect(replay(world, after: 0, atMost: 5).numbers.count == 5)
    }

    @Test func whatIsNotAsItWasWrittenIsNotBelieved() async throws {
        let world = try await make()
        let paths = try TrailDirectory(World.directory, files: world.files).files()
        let closed = try #require(paths.filter { $0.hasSuffix(".json.gz") }.first)
        let live = try #require(paths.first { $0.hasPrefix("live/") })
        world.files.change("\(World.directory)/\(closed)") { $0[$0.count / 2] ^= 1 }
        world.files.change("\(World.directory)/\(live)") { bytes in bytes[bytes.count - 20] ^= 1 }
        let (numbers, failures) = replay(world, after: 0)
        #expect(numbers.count == 9 && !numbers.contains(12))
        #expect(failures.count == 1 && failures[0].cause.contains(closed))
    }
}
