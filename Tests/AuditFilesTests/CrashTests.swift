import AuditFiles
import AuditTrail
import Testing

@Suite struct CrashTests {
    /// A small life: records, closed segments, a trail of its own, digests, retention. What was acknowledged is returned.
    static func live(_ world: World) async -> [Int] {
        var acknowledged: [Int] = []
        guard let trail = try? world.open() else { return [] }
        for round in 0..<4 {
            for number in 0..<3 {
                let event = round * 3 + number
                do {
                    try await trail.append([world.entry(event)])
                    acknowledged.append(event)
                } catch {}
            }
            world.clock.advance(minutes: 25)
            await trail.tick(trails: world.trails)
        }
        try? await trail.close()
        return acknowledged
    }

    static func world(_ durability: AuditDurability) -> World {
        let trail = DeliveryTarget(
            directory: "trails/\(World.accounts[0])/one", bucket: "bucket", prefix: "p", trailName: "one",
            trailARN: "arn:aws:cloudtrail:eu-central-1:111122223333:trail/one", account: World.accounts[0],
            homeRegion: World.region, isMultiRegion: true)
        return World(options: TrailOptions(durability: durability), trails: [trail])
    }

    /// How many operations a life without a crash has.
    static func operations(_ durability: AuditDurability) async throws -> Int {
        let world = world(durability)
        let acknowledged = await live(world)
        #expect(acknowledged.count == 12)
        #expect(try world.verified().findings == [])
        return world.files.operations
    }

    @Test(arguments: AuditDurability.allCases)
    func whatWasAcknowledgedIsThereOnceWhereverTheProcessStops(durability: AuditDurability) async throws {
        for step in 1...(try await Self.operations(durability)) {
            try await check(durability, step, isPowerLoss: false)
        }
    }

    @Test func whatWasSyncedSurvivesAPowerLossAnywhere() async throws {
        for step in 1...(try await Self.operations(.synced)) { try await check(.synced, step, isPowerLoss: true) }
    }

    /// What a power loss takes of a trail that is not synced is told by the journal.
    @Test func whatAPowerLossTakesIsTold() async throws {
        for step in 1...(try await Self.operations(.written)) {
            let world = Self.world(.written)
            world.files.fault = .crash(at: step)
            _ = await Self.live(world)
            let left = world.survivors(ofPowerLoss: true)
            _ = try await Self.goOn(left)
            let findings = try left.verified().findings.filter { $0.kind != .gap }
            #expect(findings == [], "power loss at operation \(step)")
        }
    }

    enum Damage: CaseIterable {
        case journal, head, segment
    }

    /// What an opening has found missing is told, wherever a crash comes while it is put in order.
    @Test(arguments: Damage.allCases)
    func whatIsMissingStaysKnownWhereverAnOpeningStops(damage: Damage) async throws {
        let world = World()
        let trail = try world.open()
        for number in 0..<3 { try await trail.append([world.entry(2 * number)]) }
        world.clock.advance(minutes: 6)
        await trail.tick(trails: [])
        try await trail.append([world.entry(6)])
        try await trail.close()
        switch damage {
        case .journal: world.files.change("\(World.directory)/\(TrailPath.journal)") { $0.removeLast(20) }
        case .head: try world.files.remove("\(World.directory)/\(TrailPath.head)")
        case .segment: world.files.change("\(World.directory)/\(TrailPath.live(2))") { $0.removeLast(20) }
        }
        let whole = world.survivors(ofPowerLoss: false)
        _ = try whole.open()
        for step in 1...whole.files.operations {
            let left = world.survivors(ofPowerLoss: false)
            left.files.fault = .crash(at: step)
            _ = try? left.open()
            let again = left.survivors(ofPowerLoss: false)
            let trail = try again.open()
            try await trail.append([again.entry(8)])
            let gaps = try again.verified().findings.filter { $0.kind == .gap }
            #expect(gaps.count == 1, "stopped at operation \(step)")
        }
    }

    private static func goOn(_ world: World) async throws -> [Int: Int] {
        let trail = try world.open()
        try await trail.append([world.entry(1000)])
        world.clock.advance(minutes: 61)
        await trail.tick(trails: world.trails)
        try await trail.append([world.entry(1001)])
        #expect(trail.statistics.errors == [])
        try await trail.close()
        return try world.counts()
    }

    private func check(_ durability: AuditDurability, _ step: Int, isPowerLoss: Bool) async throws {
        let world = Self.world(durability)
        world.files.fault = .crash(at: step)
        let acknowledged = await Self.live(world)
        let left = world.survivors(ofPowerLoss: isPowerLoss)
        let counts = try await Self.goOn(left)
        let lost = (acknowledged + [1000, 1001]).filter { counts[$0] != 1 }
        #expect(lost == [], "stopped at operation \(step)")
        #expect(counts.values.allSatisfy { $0 == 1 }, "stopped at operation \(step)")
        #expect(try left.verified().findings == [], "stopped at operation \(step)")
    }
}
