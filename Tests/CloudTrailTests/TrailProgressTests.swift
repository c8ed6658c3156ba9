import CloudTrail
import Records
import Testing

@Suite struct TrailProgressTests {
    @Test func `how far the trail has come is noted, and never taken back`() async throws {
        let world = try await World()
        #expect(try await AuditKeyStore.recordsNoted(world.store) == nil)
        try await AuditKeyStore.note(records: 0, world.store)
        #expect(try await AuditKeyStore.recordsNoted(world.store) == 0)
        try await AuditKeyStore.note(records: 7, world.store)
        try await AuditKeyStore.note(records: 5, world.store)
        #expect(try await AuditKeyStore.recordsNoted(world.store) == 7)
    }
}
