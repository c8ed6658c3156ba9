import AWSJSON
import AuditTrail
import CloudTrail
import CloudTrailModel
import Synchronization
import Testing

@Suite struct ReadingTests {
    /// `here` and `all` at home in eu-central-1, `there` and `world` in us-east-1.
    private func world() async throws -> World {
        let world = try await World()
        try await world.trail("here")
        try await world.trail("all", #","IsMultiRegionTrail":true"#)
        try await world.trail("there", in: "us-east-1")
        try await world.trail("world", #","IsMultiRegionTrail":true"#, in: "us-east-1")
        return world
    }

    private func described(_ world: World, _ json: String) async throws -> [String] {
        try await world.ok(.describeTrails, json)["trailList"]?.strings("Name") ?? []
    }

    @Test func `a Region's trails are described, shadows of others included`() async throws {
        let world = try await world()
        #expect(try await described(world, "{}") == ["all", "here", "world"])
        #expect(try await described(world, #"{"includeShadowTrails":false}"#) == ["all", "here"])
    }

    @Test func `trails are described by name or ARN, and unknown ones left out`() async throws {
        let world = try await world()
        #expect(try await described(world, #"{"trailNameList":["here","world","there","none"]}"#) == ["here", "world"])
        let arn = World.arn("there", in: "us-east-1")
        #expect(try await described(world, #"{"trailNameList":["\#(arn)"]}"#) == ["there"])
        #expect(await world.code(.describeTrails, #"{"trailNameList":["x"]}"#) == .invalidTrailNameException)
    }

    @Test func `a trail is got with all its members`() async throws {
        let world = try await world()
        let trail = try #require(try await world.ok(.getTrail, #"{"Name":"world"}"#)["Trail"])
        #expect(trail["TrailARN"]?.string == World.arn("world", in: "us-east-1"))
        #expect(trail["HomeRegion"]?.string == "us-east-1")
        #expect(trail["S3BucketName"]?.string == "logs")
        #expect(trail["IsMultiRegionTrail"]?.bool == true)
        #expect(trail["HasCustomEventSelectors"]?.bool == false)
        #expect(trail["HasInsightSelectors"]?.bool == false)
        #expect(await world.code(.getTrail, #"{"Name":"there"}"#) == .trailNotFoundException)
        try await world.ok(.getTrail, #"{"Name":"\#(World.arn("there", in: "us-east-1"))"}"#)
    }

    @Test func `all of an account's trails are listed in every Region`() async throws {
        let world = try await world()
        try await world.trail("foreign", as: World.stranger)
        let answer = try await world.ok(.listTrails, in: "ap-south-1")
        #expect(answer["Trails"]?.strings("Name") == ["all", "here", "there", "world"])
        #expect(answer["Trails"]?.elements?.first?["HomeRegion"]?.string == World.region)
        #expect(answer["Trails"]?.elements?.first?["TrailARN"]?.string == World.arn("all"))
        #expect(answer["NextToken"] == nil)
        #expect(await world.code(.listTrails, #"{"NextToken":"!"}"#) == .invalidTokenException)
    }

    @Test func `many trails are listed page by page`() async throws {
        let world = try await World()
        for region in 1...25 {
            for index in 1...5 { try await world.trail("trail-\(region)-\(index)", in: "region-\(region)") }
        }
        let first = try await world.ok(.listTrails)
        #expect(first["Trails"]?.elements?.count == 100)
        let token = try #require(first["NextToken"]?.string)
        let second = try await world.ok(.listTrails, #"{"NextToken":"\#(token)"}"#)
        #expect(second["NextToken"] == nil)
        let names = [first, second].flatMap { $0["Trails"]?.strings("Name") ?? [] }
        #expect(names.count == 125)
        #expect(Set(names).count == 125)
        #expect(try await world.service.deliveryTargets().count == 125)
    }

    @Test func `a trail's status tells how deliveries went`() async throws {
        let world = try await world()
        world.archive.statuses.withLock {
            $0[World.arn("here")] = DeliveryStatus(
                latestDelivery: 1_699_999_000_000, latestDeliveryAttempt: 1_699_999_100_000,
                latestDeliveryError: "full", latestDigestDelivery: 1_699_998_000_000, latestDigestDeliveryError: "no")
        }
        let status = try await world.ok(.getTrailStatus, #"{"Name":"here"}"#)
        #expect(status["IsLogging"]?.bool == false)
        #expect(status["LatestDeliveryError"]?.string == "full")
        #expect(status["LatestDeliveryTime"]?.double == 1_699_999_000)
        #expect(status["LatestDeliveryAttemptTime"]?.string == "2023-11-14T21:58:20Z")
        #expect(status["LatestDeliveryAttemptSucceeded"]?.string == "")
        #expect(status["LatestDigestDeliveryTime"]?.double == 1_699_998_000)
        #expect(status["LatestDigestDeliveryError"]?.string == "no")
        let silent = try await world.ok(.getTrailStatus, #"{"Name":"all"}"#)
        #expect(silent["LatestDeliveryTime"] == nil)
    }
}
