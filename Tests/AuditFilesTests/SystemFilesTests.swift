import AuditFiles
import AuditTrail
import Foundation
import Testing

@Suite struct SystemFilesTests {
    /// A trail on a real disk, removed afterwards.
    private func withTrail(_ body: (AuditFiles, String, World) async throws -> Void) async throws {
        let folder = FileManager.default.temporaryDirectory.path + "/trent-audit-" + UUID().uuidString
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let world = World()
        let signer = try #require(World.signer)
        let trail = try AuditFiles(
            directory: folder + "/audit", keys: TrailKeys(chain: World.chain, signer: signer),
            homeRegion: World.region, options: world.options,
            ports: TrailPorts(clock: world.clock, randomness: CountingRandomness(seed: 1)))
        try await body(trail, folder + "/audit", world)
        try await trail.close()
    }

    @Test func filesAndFoldersAreTheirOwnersOnly() async throws {
        try await withTrail { trail, directory, world in
            try await trail.append([world.entry(1)])
            world.clock.advance(minutes: 60)
            await trail.tick(trails: [])
            #expect(trail.statistics.errors == [])
            let paths = try FileManager.default.subpathsOfDirectory(atPath: directory)
            #expect(paths.contains { $0.hasSuffix(".metadata.json") })
            for path in paths {
                let attributes = try FileManager.default.attributesOfItem(atPath: directory + "/" + path)
                let isFolder = attributes[.type] as? FileAttributeType == .typeDirectory
                #expect(attributes[.posixPermissions] as? Int == (isFolder ? 0o700 : 0o600), "\(path)")
            }
            let signer = try #require(World.signer)
            let verifier = TrailVerifier(
                reader: TrailDirectory(directory), key: World.chain, publicKeys: [signer.publicKey])
            #expect(try verifier.verify { _ in }.findings == 0)
        }
    }

    @Test func whoFollowsSeesEachRecordOnceThroughClosedSegments() async throws {
        try await withTrail { trail, directory, world in
            let all = try TrailTail(directory: directory)
            var seen: [Int64] = []
            for round in 0..<4 {
                for number in 0..<10 { try await trail.append([world.entry(round * 10 + number)]) }
                if round % 2 == 0 { seen += try all.next().map(\.position.sequence) }
                world.clock.advance(minutes: 10)
                await trail.tick(trails: [])
                // A poll between: the segment that was begun is seen.
                seen += try all.next().map(\.position.sequence)
            }
            while case let more = try all.next(), !more.isEmpty { seen += more.map(\.position.sequence) }
            #expect(seen == Array(1...40))
            let late = try TrailTail(directory: directory, fromNow: true)
            try await trail.append([world.entry(99)])
            let found = try late.next()
            #expect(found.map(\.position.sequence) == [41])
            #expect(found.first.map { String(decoding: $0.json, as: UTF8.self).contains("event-99-") } == true)
        }
    }
}
