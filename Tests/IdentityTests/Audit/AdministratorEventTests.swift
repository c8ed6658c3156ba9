import AWSJSON
import AuditTrail
import Records
import Synchronization
import Testing

@testable import Identity

@Suite("What an operator does to an administrator") struct AdministratorEventTests {
    /// A trail in memory.
    private final class Trail: AuditSink {
        let entries = Mutex<[AuditEntry]>([])
        let isFull: Bool
        let isNoticed: Bool

        init(isFull: Bool = false, isNoticed: Bool = false) {
            self.isFull = isFull
            self.isNoticed = isNoticed
        }

        var isAccepting: Bool { !isNoticed }

        func append(_ new: [AuditEntry]) async throws(AuditFailure) {
            if isFull { throw AuditFailure("the disk is full") }
            entries.withLock { $0 += new }
        }
    }

    @Test("is told once, without the secret") func isTold() async throws {
        let world = World()
        let identity = try await world.identity()
        _ = try await identity.createAdministrator(account: World.account, partition: "aws")
        let trail = Trail()
        #expect(try await identity.drainEvents(into: trail) == 0)
        let key = try await identity.replaceAdministratorAccessKey(account: World.account, partition: "aws")
        #expect(try await identity.drainEvents(into: trail) == 1)
        #expect(try await identity.drainEvents(into: trail) == 0)
        let entry = try #require(trail.entries.withLock { $0.first })
        #expect(entry.account == World.account && entry.region == "us-east-1")
        let record = try JSONValue(parsing: entry.json)
        #expect(record["eventName"]?.string == "RecoverAdministrator")
        #expect(record["eventSource"]?.string == "iam.amazonaws.com")
        #expect(record["eventType"]?.string == "AwsServiceEvent")
        #expect(record["userIdentity"]?["invokedBy"]?.string == "trent recover administrator")
        #expect(record["serviceEventDetails"]?["userName"]?.string == "administrator")
        #expect(record["serviceEventDetails"]?["accessKeyId"]?.string == key.id)
        #expect(!String(decoding: entry.json, as: UTF8.self).contains(key.secret.text))
    }

    @Test("stays until the trail has it") func stays() async throws {
        let world = World()
        let identity = try await world.identity()
        _ = try await identity.replaceAdministratorAccessKey(account: World.account, partition: "aws")
        await #expect(throws: IdentityEventDrainError.trail(AuditFailure("the disk is full"))) {
            try await identity.drainEvents(into: Trail(isFull: true))
        }
        // It keeps what it was given, so that nothing is given again.
        #expect(try await identity.drainEvents(into: Trail()) == 0)
    }

    @Test("waits while nothing can be written") func waits() async throws {
        let world = World()
        let identity = try await world.identity()
        _ = try await identity.replaceAdministratorAccessKey(account: World.account, partition: "aws")
        #expect(try await identity.drainEvents(into: Trail(isFull: true, isNoticed: true)) == 0)
        #expect(try await identity.drainEvents(into: Trail()) == 1)
    }
}
