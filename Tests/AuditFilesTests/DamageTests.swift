import AuditFiles
import AuditTrail
import Testing

@Suite struct DamageTests {
    /// Three segments of one record each, of which the first two wait to be closed.
    private func world() async throws -> (world: World, trail: AuditFiles) {
        var world = World()
        world.options.segmentBytes = 1
        let trail = try world.open()
        for number in 0..<3 { try await trail.append([world.entry(2 * number)]) }
        return (world, trail)
    }

    private func path(_ segment: Int64) -> String { "\(World.directory)/\(TrailPath.live(segment))" }

    @Test func aSegmentThatIsGoneDoesNotStopClosing() async throws {
        let (world, trail) = try await world()
        try world.files.remove(path(1))
        await trail.tick(trails: [])
        #expect(trail.statistics.closedThrough >= 2)
        #expect(try world.counts()[2] == 1)
        let findings = try world.verified().findings
        #expect(findings.contains { $0.kind == .gap && $0.sequence == 1 })
        try await trail.append([world.entry(8)])
        await trail.tick(trails: [])
        #expect(try world.counts()[8] == 1)
    }

    @Test func whatStandsBehindADamagedLineIsKept() async throws {
        var world = World()
        world.options.segmentBytes = 1 << 20
        let trail = try world.open()
        for number in 0..<4 { try await trail.append([world.entry(2 * number)]) }
        var bytes = try #require(try world.files.read(path(1)))
        let text = String(decoding: bytes, as: UTF8.self)
        let second = text.split(separator: "\n", omittingEmptySubsequences: false)[0...1].reduce(0) {
            $0 + $1.utf8.count + 1
        }
        bytes[second + 100] ^= 1
        let file = try #require(try world.files.open(path(1)))
        try world.files.write(bytes, to: file, at: 0)
        world.files.close(file)
        world.clock.advance(minutes: 6)
        await trail.tick(trails: [])
        #expect(try world.counts()[0] == 1)
        let kept = try world.files.list("\(World.directory)/damaged")
        #expect(kept.count == 1)
        let name = try #require(kept.first)
        #expect(try world.files.read("\(World.directory)/damaged/\(name)") == bytes)
        #expect(try world.verified().findings.contains { $0.kind == .gap })
    }

    @Test func nothingIsClosedAsLongAsTrailsAreNotKnown() async throws {
        let (world, trail) = try await world()
        await trail.tick(trails: nil)
        #expect(trail.statistics.closedThrough == 0)
        await trail.tick(trails: [])
        #expect(trail.statistics.closedThrough > 0)
        #expect(try world.verified().findings == [])
    }

    @Test func aTrailThatWasTakenAwayIsMissed() async throws {
        var world = World()
        world.options.isExpected = true
        let trail = try world.open()
        try await trail.append([world.entry(0)])
        #expect(try world.verified().findings.contains { $0.kind == .gap })
    }
}

@Suite struct LaterReleaseTests {
    private static let log = "\(World.directory)/\(TrailPath.live(1))"
    private static let journal = "\(World.directory)/\(TrailPath.journal)"

    private func refusal(_ world: World) -> String? {
        do {
            _ = try world.open()
            return nil
        } catch { return (error as? AuditFailure)?.cause }
    }

    @Test func aLiveLogOfALaterReleaseIsLeftAsItIs() async throws {
        let world = World()
        try await world.open().append([world.entry(1)])
        let bytes = try #require(try world.files.read(Self.log))
        let text = String(decoding: bytes, as: UTF8.self).replacing("trent-audit 1 ", with: "trent-audit 2 ")
        let later = Array(text.utf8)
        let file = try #require(try world.files.open(Self.log))
        try world.files.write(later, to: file, at: 0)
        world.files.close(file)
        #expect(refusal(world) == "\(Self.log) was written by a later release of Trent: start that release")
        #expect(try world.files.read(Self.log) == later)
        #expect(!world.files.exists("\(World.directory)/damaged"))
    }

    @Test func aJournalOfALaterReleaseIsLeftAsItIs() async throws {
        let world = World()
        _ = try world.open()
        var line: [UInt8] = []
        var chain = Chain(key: World.chain, after: .journalStart)
        chain.append(Array("moved {}".utf8), to: &line)
        let file = try #require(try world.files.open(Self.journal))
        try world.files.write(line, to: file, at: 0)
        world.files.close(file)
        #expect(refusal(world) == "\(Self.journal) was written by a later release of Trent: start that release")
        #expect(try world.files.read(Self.journal) == line)
        #expect(!world.files.exists("\(World.directory)/damaged"))
    }

    @Test func whatIsMissingIsSaidOnce() async throws {
        let world = World()
        let trail = try world.open()
        #expect(trail.missing == nil)
        try await trail.append([world.entry(1)])
        try world.files.remove(Self.log)
        #expect(try world.open().missing == "they were not in the log any more when the trail was opened")
        #expect(try world.open().missing == nil)
    }
}
