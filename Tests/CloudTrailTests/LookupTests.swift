import AWSJSON
import AuditTrail
import CloudTrail
import CloudTrailModel
import Synchronization
import Testing

@Suite struct LookupTests {
    private func world() async throws -> World {
        let world = try await World()
        world.archive.add("CreateKey", "2023-11-14T20:00:00Z", readOnly: false)
        world.archive.add("Decrypt", "2023-11-14T21:00:00Z", user: "bob")
        world.archive.add("Decrypt", "2023-11-14T22:00:00Z", account: "444455556666")
        world.archive.add("Decrypt", "2023-11-14T22:00:00Z", region: "us-east-1")
        world.archive.add("Encrypt", "2023-11-14T22:10:00Z")
        return world
    }

    @Test func `the caller's account and Region are looked up, newest first`() async throws {
        let world = try await world()
        let answer = try await world.ok(.lookupEvents)
        #expect(answer["Events"]?.strings("EventName") == ["Encrypt", "Decrypt", "CreateKey"])
        #expect(answer["NextToken"] == nil)
        let other = try await world.ok(.lookupEvents, as: World.stranger)
        #expect(other["Events"]?.strings("EventId") == ["id-3"])
        let elsewhere = try await world.ok(.lookupEvents, in: "us-east-1")
        #expect(elsewhere["Events"]?.strings("EventId") == ["id-4"])
    }

    @Test func `an event has all its members`() async throws {
        let world = try await world()
        let answer = try await world.ok(.lookupEvents, #"{"MaxResults":1}"#)
        let event = try #require(answer["Events"]?.elements?.first)
        #expect(event["EventId"]?.string == "id-5")
        #expect(event["ReadOnly"]?.string == "true")
        #expect(event["AccessKeyId"]?.string == "AKIA5")
        #expect(event["EventTime"]?.double == 1_699_999_800)
        #expect(event["EventSource"]?.string == "kms.amazonaws.com")
        #expect(event["Username"]?.string == "alice")
        let resource = try #require(event["Resources"]?.elements?.first)
        #expect(resource["ResourceType"]?.string == "AWS::KMS::Key")
        #expect(resource["ResourceName"]?.string == "arn:key/5")
        let text = try #require(event["CloudTrailEvent"]?.string)
        #expect(Array(text.utf8) == world.archive.events.withLock { $0[4].json })
    }

    @Test(arguments: [
        ("EventName", "Decrypt", ["id-2"]), ("ReadOnly", "false", ["id-1"]), ("Username", "bob", ["id-2"]),
        ("ResourceName", "arn:key/5", ["id-5"]), ("EventId", "id-4", []), ("AccessKeyId", "AKIA1", ["id-1"]),
    ])
    func `an attribute selects events`(name: String, value: String, ids: [String]) async throws {
        let world = try await world()
        let answer = try await world.ok(
            .lookupEvents, #"{"LookupAttributes":[{"AttributeKey":"\#(name)","AttributeValue":"\#(value)"}]}"#)
        #expect(answer["Events"]?.strings("EventId") == ids)
    }

    @Test func `times include both ends, and the start may not follow the end`() async throws {
        let world = try await world()
        let answer = try await world.ok(.lookupEvents, #"{"StartTime":1699992000,"EndTime":1699995600}"#)
        #expect(answer["Events"]?.strings("EventId") == ["id-2", "id-1"])
        let refused = await world.code(.lookupEvents, #"{"StartTime":1699995601,"EndTime":1699995600}"#)
        #expect(refused == .invalidTimeRangeException)
    }

    @Test func `events of more than 90 days ago are not looked up`() async throws {
        let world = try await world()
        _ = try await world.ok(.lookupEvents, #"{"StartTime":1}"#)
        let query = try #require(world.archive.queries.withLock { $0.last })
        let from: Int64 = 1_692_224_000_000
        #expect(query.from == from)
        #expect(query.limit == 50)
    }

    @Test func `pages follow each other by a token`() async throws {
        let world = try await world()
        let first = try await world.ok(.lookupEvents, #"{"MaxResults":2}"#)
        #expect(first["Events"]?.strings("EventId") == ["id-5", "id-2"])
        let token = try #require(first["NextToken"]?.string)
        let second = try await world.ok(.lookupEvents, #"{"MaxResults":2,"NextToken":"\#(token)"}"#)
        #expect(second["Events"]?.strings("EventId") == ["id-1"])
        #expect(second["NextToken"] == nil)
    }

    @Test(arguments: [
        #""StartTime":1"#, #""EndTime":1700000000"#,
        #""LookupAttributes":[{"AttributeKey":"ReadOnly","AttributeValue":"true"}]"#,
    ])
    func `a token is good for the request it was given for`(member: String) async throws {
        let world = try await world()
        let first = try await world.ok(.lookupEvents, #"{"MaxResults":1}"#)
        let token = try #require(first["NextToken"]?.string)
        #expect(
            await world.code(.lookupEvents, #"{"NextToken":"\#(token)",\#(member)}"#) == .invalidNextTokenException)
        #expect(
            await world.code(.lookupEvents, #"{"NextToken":"\#(token)"}"#, as: World.stranger)
                == .invalidNextTokenException)
        #expect(
            await world.code(.lookupEvents, #"{"NextToken":"\#(token)"}"#, in: "us-east-1")
                == .invalidNextTokenException)
    }

    @Test(arguments: ["", "x", "AQ", "AWFiYw"])
    func `what is no token is refused`(token: String) async throws {
        let world = try await world()
        #expect(await world.code(.lookupEvents, #"{"NextToken":"\#(token)"}"#) == .invalidNextTokenException)
    }

    @Test func `one attribute is the most, and 50 events are`() async throws {
        let world = try await world()
        let attribute = #"{"AttributeKey":"EventName","AttributeValue":"Decrypt"}"#
        #expect(
            await world.code(.lookupEvents, #"{"LookupAttributes":[\#(attribute),\#(attribute)]}"#)
                == .invalidLookupAttributesException)
        #expect(await world.code(.lookupEvents, #"{"MaxResults":51}"#) == .validationException)
        #expect(await world.code(.lookupEvents, #"{"MaxResults":0}"#) == .validationException)
        #expect(await world.code(.lookupEvents, "[") == .serializationException)
    }

    @Test func `there are no insights`() async throws {
        let world = try await world()
        let answer = try await world.ok(.lookupEvents, #"{"EventCategory":"insight"}"#)
        #expect(answer["Events"] == .array([]))
    }

    @Test func `a trail that can't be searched is the server's fault`() async throws {
        let world = try await world()
        world.archive.fault.withLock { $0 = AuditFailure("the disk is gone") }
        let outcome = await world.outcome(.lookupEvents, "{}")
        guard case .failure(let error) = outcome.result else { return #expect(Bool(false)) }
        #expect(error.code == .internalFailure)
        #expect(error.message?.contains("disk") == false)
        #expect(outcome.cause == "the disk is gone")
    }
}
