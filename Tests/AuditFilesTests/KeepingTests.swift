import AuditFiles
import AuditTrail
import Testing

@Suite struct KeepingTests {
    private func digests(_ world: World, account: String = World.accounts[0]) throws -> [DigestFile] {
        let directory = TrailDirectory(World.directory, files: world.files)
        return try directory.files().filter { $0.contains("\(account)_CloudTrail-Digest") && $0.hasSuffix(".gz") }
            .sorted()
            .compactMap { try directory.inflated(directory.read($0) ?? []).flatMap { DigestFile(json: $0) } }
    }

    @Test func segmentsAreClosedAfterFiveMinutesIfTheyHoldRecords() async throws {
        let world = World()
        let trail = try world.open()
        world.clock.advance(minutes: 10)
        await trail.tick(trails: [])
        #expect(trail.statistics.segment == 1)
        try await trail.append([world.entry(1)])
        world.clock.advance(minutes: 4)
        await trail.tick(trails: [])
        #expect(trail.statistics.segment == 1)
        world.clock.advance(minutes: 1)
        await trail.tick(trails: [])
        #expect(trail.statistics.segment == 2)
        #expect(trail.statistics.closedThrough == 1)
        #expect(try world.counts() == [1: 1])
    }

    @Test func digestsFollowEachOtherHourByHour() async throws {
        let world = World()
        let trail = try world.open()
        for hour in 0..<4 {
            if hour < 2 { try await trail.append([world.entry(2 * hour)]) }
            world.clock.advance(minutes: 10)
            await trail.tick(trails: [])
            world.clock.advance(minutes: 50)
            await trail.tick(trails: [])
        }
        let digests = try digests(world)
        #expect(digests.map(\.logFiles.count) == [1, 1, 0, 0])
        #expect(zip(digests, digests.dropFirst()).allSatisfy { $0.end == $1.start && $1.previous?.object == $0.object })
        #expect(digests.allSatisfy { $0.end.hasSuffix(":00:00Z") })
        #expect(try world.verified().findings == [])
    }

    @Test func missedHoursAreCoveredByOneDigest() async throws {
        let world = World()
        var trail = try world.open()
        try await trail.append([world.entry(0)])
        world.clock.advance(minutes: 60)
        await trail.tick(trails: [])
        try await trail.close()
        world.clock.advance(minutes: 60 * 30)
        trail = try world.open()
        await trail.tick(trails: [])
        let digests = try digests(world)
        #expect(digests.count == 2)
        #expect(digests[0].end == digests[1].start)
        #expect(try world.verified().findings == [])
    }

    @Test func aClockThatGoesBackMakesNoDigestThatEndsBeforeItBegins() async throws {
        let world = World()
        let trail = try world.open()
        for step: Int64 in [60, -180, 30, 60, 60, 120] {
            try await trail.append([world.entry(Int(step) + 200)])
            world.clock.advance(minutes: step)
            await trail.tick(trails: [])
        }
        try await trail.close()
        let digests = try digests(world)
        #expect(digests.count >= 2)
        #expect(digests.allSatisfy { $0.start < $0.end })
        #expect(zip(digests, digests.dropFirst()).allSatisfy { $0.end == $1.start })
        #expect(try world.verified().findings == [])
    }

    @Test func trailsGetWhatTheirSelectorsTake() async throws {
        let arn = "arn:aws:cloudtrail:eu-central-1:111122223333:trail/one"
        var target = DeliveryTarget(
            directory: "trails/\(World.accounts[0])/one", bucket: "bucket", trailName: "one", trailARN: arn,
            account: World.accounts[0], homeRegion: World.region, isMultiRegion: true)
        target.selector.readWriteType = .writeOnly
        let world = World()
        let trail = try world.open()
        for number in 0..<6 { try await trail.append([world.entry(number)]) }
        world.clock.advance(minutes: 60)
        await trail.tick(trails: [target])
        // Events of even number are of the first account, and read only.
        #expect(!world.files.paths.contains { $0.contains("/trails/") })
        #expect(trail.deliveryStatus(of: arn) == nil)
        target.selector = .everything
        try await trail.append([world.entry(10)])
        world.clock.advance(minutes: 60)
        await trail.tick(trails: [target])
        #expect(world.files.paths.count { $0.contains("/trails/") } == 3)
        #expect(trail.deliveryStatus(of: arn)?.latestDelivery != nil)
        #expect(try world.verified().findings == [])
    }

    @Test func whatHappenedBeforeAChangeGoesWhereItWouldHaveGone() async throws {
        let world = World()
        let trail = try world.open()
        var target = DeliveryTarget(
            directory: "trails/\(World.accounts[0])/one", bucket: "bucket", trailName: "one",
            trailARN: "arn:aws:cloudtrail:eu-central-1:111122223333:trail/one", account: World.accounts[0],
            homeRegion: World.region, isMultiRegion: true)
        #expect(trail.deliveredUntil == nil)
        let begun = world.clock.nowMilliseconds()
        try await trail.append([world.entry(0)])
        world.clock.advance(seconds: 2)
        target.former = [
            FormerScope(scope: target.scope, until: world.clock.nowMilliseconds(), changedBy: "request")
        ]
        target.isLogging = false
        try await trail.append([world.entry(2)])
        await trail.tick(trails: [target])
        #expect(trail.deliveredUntil == begun)
        world.clock.advance(minutes: 6)
        await trail.tick(trails: [target])
        let path = try #require(world.files.paths.first { $0.contains("/trails/") })
        let stored = try #require(try world.files.read(path))
        let text = String(decoding: try #require(try GzipReader.inflated(stored)), as: UTF8.self)
        #expect(text.components(between: "\"event-", and: "-\"") == ["0"])
        #expect(trail.deliveredUntil == world.clock.nowMilliseconds())
    }

    /// A record may be written between the reading of the trails and the end of the segment that is closed.
    @Test func trailsAreReadWhenItIsSettledWhatIsClosed() async throws {
        let world = World()
        let trail = try world.open()
        try await trail.append([world.entry(0)])
        world.clock.advance(minutes: 6)
        await trail.tick {
            #expect(trail.statistics.segment == 2)
            try? await trail.append([world.entry(2)])
            return []
        }
        #expect(trail.statistics.closedThrough == 1)
    }

    @Test func whatIsOlderThanTheRetentionGoesWhole() async throws {
        let world = World(options: TrailOptions(retention: 24 * 3_600_000))
        let trail = try world.open()
        for hour in 0..<60 {
            try await trail.append([world.entry(hour)])
            world.clock.advance(minutes: 60)
            await trail.tick(trails: [])
            #expect(trail.statistics.errors == [])
        }
        let counts = try world.counts()
        #expect(counts.count < 30)
        #expect((40..<60).allSatisfy { counts[$0] == 1 })
        #expect(try world.verified().findings == [])
        try await trail.close()
        let again = try world.open()
        try await again.append([world.entry(100)])
        world.clock.advance(minutes: 60)
        await again.tick(trails: [])
        #expect(try world.verified().findings == [])
    }

    @Test func aFlippedByteOfAClosedFileIsFound() async throws {
        let world = World()
        let trail = try world.open()
        try await trail.append([world.entry(0)])
        world.clock.advance(minutes: 60)
        await trail.tick(trails: [])
        let path = try #require(world.files.paths.first { $0.contains("_CloudTrail_") })
        world.files.change(path) { $0[$0.count / 2] ^= 1 }
        #expect(try world.verified().findings.map(\.kind) == [.changed])
    }
}
