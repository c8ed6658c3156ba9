import AWSJSON
import Records
import Testing

@testable import Identity

@Suite("What an operator does to an administrator") struct AdministratorEventTests {
    @Test("is told once, without the secret") func isTold() async throws {
        let world = World()
        let identity = try await world.identity()
        _ = try await identity.createAdministrator(account: World.account, partition: "aws")
        #expect(try await world.events().isEmpty)
        let key = try await identity.replaceAdministratorAccessKey(account: World.account, partition: "aws")
        #expect(try await world.events().count == 1)
        let event = try #require(try await world.events().first)
        #expect(event.account == World.account && event.region == "us-east-1")
        let record = try JSONValue(parsing: Array(event.json.utf8))
        #expect(record["eventName"]?.string == "RecoverAdministrator")
        #expect(record["eventSource"]?.string == "iam.amazonaws.com")
        #expect(record["eventType"]?.string == "AwsServiceEvent")
        #expect(record["userIdentity"]?["invokedBy"]?.string == "trent recover administrator")
        #expect(record["serviceEventDetails"]?["userName"]?.string == "administrator")
        #expect(record["serviceEventDetails"]?["accessKeyId"]?.string == key.id)
        #expect(!event.json.contains(key.secret.text))
    }

    @Test("tells of an account that he made, once") func accountIsTold() async throws {
        let world = World()
        let identity = try await world.identity()
        let (account, command) = ("444455556666", "trent account create")
        let key = try #require(
            try await identity.createAdministrator(account: account, partition: "aws-cn", by: command))
        #expect(try await identity.createAdministrator(account: account, partition: "aws-cn", by: command) == nil)
        let events = try await world.events()
        #expect(events.count == 1)
        let event = try #require(events.first)
        #expect(event.account == account && event.region == "cn-north-1")
        let record = try JSONValue(parsing: Array(event.json.utf8))
        #expect(record["eventName"]?.string == "CreateAccount")
        #expect(record["userIdentity"]?["invokedBy"]?.string == command)
        #expect(record["serviceEventDetails"]?["accessKeyId"]?.string == key.id)
        #expect(record["resources"]?.elements?.first?["accountId"]?.string == account)
        #expect(!event.json.contains(key.secret.text))
    }

    @Test("tells of an account too that is made in a second attempt") func secondAttempt() async throws {
        let world = World()
        let identity = try await world.identity()
        for _ in 0..<2 {
            _ = try await identity.replaceAdministratorAccessKey(
                account: World.account, partition: "aws", by: "trent account create")
        }
        let names = try await world.events().map { try JSONValue(parsing: Array($0.json.utf8))["eventName"]?.string }
        #expect(Set(names) == ["CreateAccount", "RecoverAdministrator"] && names.count == 2)
    }
}

extension World {
    /// Events on their way into the trail.
    fileprivate func events() async throws -> [PendingEvent] {
        try await sealed().scan(
            PendingEvent.self, index: PendingEvent.timeIndex, from: "", through: PendingEvent.timeValue(.max),
            after: nil, limit: 10
        ).map(\.found.value)
    }
}
