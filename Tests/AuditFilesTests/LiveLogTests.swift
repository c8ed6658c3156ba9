import AuditFiles
import AuditTrail
import Testing

@Suite struct LiveLogTests {
    @Test(arguments: AuditDurability.allCases)
    func recordsOfManyTasksAreAllThereOnceAndInOrder(durability: AuditDurability) async throws {
        let world = World(options: TrailOptions(durability: durability, segmentBytes: 40_000))
        let trail = try world.open()
        try await withThrowingTaskGroup(of: Void.self) { group in
            for task in 0..<16 {
                group.addTask {
                    for number in 0..<25 { try await trail.append([world.entry(task * 100 + number)]) }
                }
            }
            try await group.waitForAll()
        }
        #expect(trail.statistics.records == 400)
        #expect(trail.statistics.segment > 1)
        await trail.tick(trails: [])
        try await trail.close()
        let counts = try world.counts()
        #expect(counts.count == 400)
        #expect(counts.values.allSatisfy { $0 == 1 })
        #expect(try world.verified().findings == [])
    }

    @Test(arguments: AuditDurability.allCases)
    func withoutSpaceNothingIsAcknowledgedAndNothingLost(durability: AuditDurability) async throws {
        let world = World(options: TrailOptions(durability: durability))
        let trail = try world.open()
        try await trail.append([world.entry(1)])
        world.files.fault = .full
        await #expect(throws: AuditFailure.self) { try await trail.append([world.entry(2)]) }
        #expect(!trail.isAccepting)
        await #expect(throws: AuditFailure.self) { try await trail.append([world.entry(3)]) }
        await trail.tick(trails: [])
        #expect(!trail.isAccepting)
        #expect(try world.counts() == [1: 1])
        world.files.fault = nil
        await trail.tick(trails: [])
        #expect(trail.isAccepting)
        #expect(trail.statistics.failedWrites >= 2)
        try await trail.append([world.entry(4)])
        try await trail.close()
        #expect(try world.counts() == [1: 1, 2: 1, 3: 1, 4: 1])
        #expect(try world.verified().findings == [])
    }

    @Test func theNextCallTriesAgainAfterASecond() async throws {
        let world = World()
        let trail = try world.open()
        world.files.fault = .full
        await #expect(throws: AuditFailure.self) { try await trail.append([world.entry(1)]) }
        world.files.fault = nil
        await #expect(throws: AuditFailure.self) { try await trail.append([world.entry(2)]) }
        world.clock.advance(seconds: 1)
        try await trail.append([world.entry(3)])
        #expect(trail.isAccepting)
        #expect(try world.counts() == [1: 1, 2: 1, 3: 1])
    }

    @Test func aClosedTrailTakesNothing() async throws {
        let trail = try World().open()
        try await trail.close()
        await #expect(throws: AuditFailure.self) { try await trail.append([World().entry(1)]) }
    }

    @Test func aTornTailIsCutOff() async throws {
        let world = World()
        let trail = try world.open()
        try await trail.append([world.entry(1)])
        try await trail.close()
        world.files.change("\(World.directory)/\(TrailPath.live(1))") { $0 += Array("0123 torn".utf8) }
        let again = try world.open()
        try await again.append([world.entry(2)])
        #expect(try world.counts() == [1: 1, 2: 1])
        #expect(try world.verified().findings == [])
        #expect(again.statistics.segment == 1)
    }

    @Test func anEndThatWasCutOffStaysKnown() async throws {
        let world = World()
        let trail = try world.open()
        for number in 1...3 { try await trail.append([world.entry(number)]) }
        try await trail.close()
        world.files.change("\(World.directory)/\(TrailPath.live(1))") { $0.removeLast(20) }
        for _ in 0..<2 {
            let again = try world.open()
            try await again.append([world.entry(4)])
            try await again.close()
        }
        let findings = try world.verified().findings
        #expect(findings.map(\.kind) == [.gap])
        #expect(findings.first?.sequence == 3)
        #expect(world.files.paths.contains { $0.contains("/damaged/") })
    }

    @Test func aMissingHeadStaysKnown() async throws {
        let world = World()
        let trail = try world.open()
        try await trail.append([world.entry(1)])
        try await trail.close()
        try world.files.remove("\(World.directory)/head")
        _ = try world.open()
        _ = try world.open()
        #expect(try world.verified().findings.map(\.kind) == [.gap])
    }
}
