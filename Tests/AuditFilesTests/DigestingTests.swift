import AuditTrail
import Testing

@testable import AuditFiles

@Suite struct DigestingTests {
    private static let account = World.accounts[0]

    private func target(_ name: String, bucket: String = "bucket") -> DeliveryTarget {
        DeliveryTarget(
            directory: "trails/\(Self.account)/\(name)", bucket: bucket, trailName: name,
            trailARN: "arn:aws:cloudtrail:eu-central-1:\(Self.account):trail/\(name)", account: Self.account,
            homeRegion: World.region, isMultiRegion: true)
    }

    private func digests(_ world: World, _ name: String) throws -> [DigestFile] {
        let directory = TrailDirectory(World.directory, files: world.files)
        return try directory.files().filter { $0.contains("CloudTrail-Digest") && $0.hasSuffix(".gz") }
            .filter { $0.contains("_\(name)_") }.sorted()
            .compactMap { try directory.inflated(directory.read($0) ?? []).flatMap { DigestFile(json: $0) } }
    }

    /// The path of each digest with its bytes.
    private func stored(_ world: World, _ name: String) throws -> [String: [UInt8]] {
        let paths = world.files.paths.filter { $0.contains("CloudTrail-Digest") && $0.contains("_\(name)_") }
        return Dictionary(uniqueKeysWithValues: try paths.map { ($0, try world.files.read($0) ?? []) })
    }

    @Test(arguments: [true, false])
    func noDigestTakesAnothersPlaceWhenValidationIsSwitchedOffAndOn(restarted: Bool) async throws {
        let world = World()
        var trail = try world.open()
        let one = target("one")
        try await trail.append([world.entry(0)])
        world.clock.advance(minutes: 30)
        await trail.tick(trails: [one])
        try await trail.append([world.entry(2)])
        world.clock.advance(minutes: 30)
        await trail.tick(trails: [one])
        let before = try stored(world, "one")
        #expect(before.count == 2)
        var off = one
        off.validatesLogFiles = false
        await trail.tick(trails: [off])
        if restarted {
            try await trail.close()
            trail = try world.open()
            await trail.tick(trails: [off])
        }
        // What happened at the end of the hour before: delivered when it is on again.
        world.clock.advance(minutes: -2)
        try await trail.append([world.entry(4)])
        world.clock.advance(minutes: 10)
        await trail.tick(trails: [one])
        #expect(try stored(world, "one") == before)
        world.clock.advance(minutes: 60)
        await trail.tick(trails: [one])
        let after = try stored(world, "one")
        #expect(after.count == 4)
        #expect(after.merging(before) { now, _ in now } == after && before.allSatisfy { after[$0.key] == $0.value })
        let digests = try digests(world, "one")
        #expect(digests.last?.start == digests.first?.end)
        #expect(digests.last?.previous == nil)
        #expect(trail.statistics.errors == [])
        #expect(try world.verified().findings == [])
    }

    @Test func filesAreNamedInTheBucketThatTheyWerePutIn() async throws {
        let world = World()
        var trail = try world.open()
        try await trail.append([world.entry(0)])
        world.clock.advance(minutes: 60)
        await trail.tick(trails: [target("one", bucket: "first")])
        try await trail.append([world.entry(2)])
        world.clock.advance(minutes: 10)
        await trail.tick(trails: [target("one", bucket: "first")])
        try await trail.close()
        trail = try world.open()
        try await trail.append([world.entry(4)])
        world.clock.advance(minutes: 50)
        await trail.tick(trails: [target("one", bucket: "second")])
        let digests = try digests(world, "one")
        #expect(digests.map(\.bucket) == ["first", "second"])
        #expect(digests.last?.previous?.bucket == "first")
        #expect(digests.last?.logFiles.map(\.bucket) == ["first", "second"])
        #expect(try world.verified().findings == [])
    }

    /// Signs nothing for one bucket.
    private struct PickySigner: DigestSigner {
        let signer: DigestKey
        let refused: String
        var fingerprint: String { signer.fingerprint }

        func sign(_ bytes: [UInt8]) throws(AuditFailure) -> [UInt8] {
            if String(decoding: bytes, as: UTF8.self).contains("\n\(refused)/") { throw AuditFailure("not this") }
            return try signer.sign(bytes)
        }
    }

    @Test func aDigestThatFailsKeepsNoOtherFromBeingMade() async throws {
        let world = World()
        let signer = PickySigner(signer: try #require(World.signer), refused: "bad")
        let trail = try AuditFiles(
            directory: World.directory, keys: TrailKeys(chain: World.chain, signer: signer),
            homeRegion: World.region, options: world.options,
            ports: TrailPorts(clock: world.clock, randomness: CountingRandomness(seed: 1), files: world.files))
        try await trail.append([world.entry(0)])
        world.clock.advance(minutes: 60)
        let targets = [target("a", bucket: "bad"), target("b", bucket: "bad"), target("c")]
        await trail.tick(trails: targets)
        #expect(try digests(world, "c").count == 1)
        #expect(trail.statistics.errors == [AuditFailure("not this")])
        #expect(trail.statistics.failures == 2)
        for (target, failure) in zip(targets, ["not this", "not this", nil]) {
            let status = try #require(trail.deliveryStatus(of: target.trailARN ?? ""))
            #expect(status.latestDigestDeliveryError == failure)
        }
    }

    @Test func whatCouldNotBeRemovedIsRemovedTheNextTime() async throws {
        let world = World(options: TrailOptions(retention: 24 * 3_600_000))
        let trail = try world.open()
        for hour in 0..<60 {
            try await trail.append([world.entry(2 * hour)])
            if hour == 40 { world.files.fault = .kept("_CloudTrail_") }
            world.clock.advance(minutes: 60)
            await trail.tick(trails: [])
            if hour == 40 {
                #expect(trail.statistics.errors.count == 1)
                world.files.fault = nil
            }
        }
        #expect(try world.counts().keys.min() ?? 0 > 2 * 20)
        #expect(try world.verified().findings == [])
    }

    /// Whichever operation fails: what is appended then is in the journal.
    @Test func aJournalIsCutOrLeftAsItIs() async throws {
        for step in 1...12 {
            let files = MemoryFiles()
            let path = "/journal.log"
            files.close(try files.create(path))
            let head = try HeadFile(
                "/head", contents: nil,
                position: HeadPosition(segment: 0, sequence: 0, value: .logStart, journal: .start),
                key: World.chain, files: files)
            var journal = try JournalFile(
                path, contents: JournalReader.read([], key: World.chain) { _, _ in }, key: World.chain, head: head,
                files: files)
            let entry = { (number: Int64) in
                JournalEntry.removed(RemovedFiles(paths: [], throughSequence: number, time: 0))
            }
            try journal.append([entry(1)])
            let first = Int(head.position.journal.length)
            let continued = ContinuedJournal(
                position: head.position.journal, segment: 0, sequence: 0, value: .logStart)
            try journal.append([entry(2)])
            files.fault = .once(at: files.operations + step)
            try? journal.cut(continued, fileOffset: first)
            files.fault = nil
            try journal.append([entry(3)])
            var read: [JournalEntry] = []
            let contents = JournalReader.read(try journal.read(), key: World.chain) { entry, _ in read.append(entry) }
            #expect(read.suffix(2) == [entry(2), entry(3)], "operation \(step)")
            #expect(contents.damage == nil, "operation \(step)")
        }
    }
}
