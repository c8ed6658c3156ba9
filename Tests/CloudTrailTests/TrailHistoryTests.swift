import AWSJSON
import AuditTrail
import CloudTrail
import CloudTrailModel
import Synchronization
import Testing

/// What happened before a change is delivered as it would have been without the change.
@Suite struct TrailHistoryTests {
    private static let start: Int64 = 1_700_000_000_000

    private func world() async throws -> World {
        let world = try await World()
        try await world.trail("audit")
        return world
    }

    private func record(_ time: Int64, readOnly: Bool = true, request: String = "another") -> DeliveredRecord {
        DeliveredRecord(
            account: World.account, region: World.region, eventSource: "kms.amazonaws.com", isReadOnly: readOnly,
            time: time, requestID: request)
    }

    @Test func `what happened while it logged is delivered after StopLogging, with StopLogging, and nothing else`()
        async throws
    {
        let world = try await world()
        try await world.ok(.startLogging, #"{"Name":"audit"}"#)
        world.clock.advance(seconds: 60)
        _ = await world.service.perform(
            .stopLogging, body: Array(#"{"Name":"audit"}"#.utf8), caller: World.admin, region: World.region,
            requestID: "stopping")
        let stopped = try await world.target("audit")
        #expect(!stopped.takes(record(Self.start - 1)))
        #expect(stopped.takes(record(Self.start)))
        #expect(stopped.takes(record(Self.start + 59_999)))
        #expect(!stopped.takes(record(Self.start + 60_000)))
        #expect(stopped.takes(record(Self.start + 60_000, request: "stopping")))
        world.clock.advance(seconds: 60)
        try await world.ok(.startLogging, #"{"Name":"audit"}"#)
        let again = try await world.target("audit")
        #expect(again.takes(record(Self.start + 59_999)))
        #expect(!again.takes(record(Self.start + 119_999)))
        #expect(again.takes(record(Self.start + 120_000)))
    }

    @Test func `selectors count from their change on`() async throws {
        let world = try await world()
        try await world.ok(.startLogging, #"{"Name":"audit"}"#)
        world.clock.advance(seconds: 1)
        let selectors = #"{"TrailName":"audit","EventSelectors":[{"ReadWriteType":"WriteOnly"}]}"#
        try await world.ok(.putEventSelectors, selectors)
        let target = try await world.target("audit")
        #expect(target.takes(record(Self.start + 999)))
        #expect(!target.takes(record(Self.start + 1000)))
        #expect(target.takes(record(Self.start + 1000, readOnly: false)))
        let takesAll = { target.takesAll(account: World.account, region: World.region, from: $0) }
        #expect(!takesAll(Self.start) && !takesAll(Self.start + 2000))
        world.clock.advance(seconds: 1)
        try await world.ok(.putEventSelectors, #"{"TrailName":"audit","EventSelectors":[{}]}"#)
        let whole = try await world.target("audit")
        #expect(!whole.takesAll(account: World.account, region: World.region, from: Self.start + 2000))
        #expect(whole.takesAll(account: World.account, region: World.region, from: Self.start + 2001))
    }

    @Test func `Regions count from their change on`() async throws {
        let world = try await world()
        try await world.ok(.startLogging, #"{"Name":"audit"}"#)
        world.clock.advance(seconds: 1)
        try await world.ok(.updateTrail, #"{"Name":"audit","IsMultiRegionTrail":true}"#)
        let target = try await world.target("audit")
        var abroad = record(Self.start + 999)
        abroad.region = "us-east-1"
        #expect(!target.takes(abroad))
        abroad.time += 1
        #expect(target.takes(abroad))
    }

    @Test func `a deleted trail gets what was done before`() async throws {
        let world = try await world()
        try await world.ok(.startLogging, #"{"Name":"audit"}"#)
        world.clock.advance(seconds: 1)
        try await world.ok(.deleteTrail, #"{"Name":"audit"}"#)
        world.clock.advance(seconds: 1)
        try await world.ok(.createTrail, #"{"Name":"audit","S3BucketName":"other"}"#)
        try await world.ok(.startLogging, #"{"Name":"audit"}"#)
        let targets = try await world.service.deliveryTargets()
        #expect(targets.map(\.bucket) == ["other", "logs"])
        #expect(targets.map { $0.takes(record(Self.start + 999)) } == [false, true])
        #expect(targets.map { $0.takes(record(Self.start + 1000)) } == [false, false])
        #expect(targets.map { $0.takes(record(Self.start + 2000)) } == [true, false])
        #expect(try await world.ok(.listTrails)["Trails"]?.elements?.count == 1)
    }

    @Test func `a deleted trail is forgotten when everything was delivered`() async throws {
        let world = try await world()
        try await world.ok(.startLogging, #"{"Name":"audit"}"#)
        try await world.ok(.deleteTrail, #"{"Name":"audit"}"#)
        for (delivered, count) in [(nil, 1), (Self.start + 7_000_000, 1), (Self.start + 8_000_000, 0)] {
            world.archive.delivered.withLock { $0 = delivered }
            world.clock.advance(seconds: 4000)
            try await world.service.forgetDeletedTrails()
            #expect(try await world.service.deliveryTargets().count == count)
        }
    }

    @Test func `a trail that never logged leaves nothing when it is deleted`() async throws {
        let world = try await world()
        try await world.ok(.deleteTrail, #"{"Name":"audit"}"#)
        #expect(try await world.service.deliveryTargets().isEmpty)
    }

    @Test func `changes before all that waits are forgotten, and after there may be only so many`() async throws {
        let world = try await world()
        let change = { (index: Int) in
            index % 2 == 0 ? CloudTrailOperation.startLogging : CloudTrailOperation.stopLogging
        }
        for index in 0..<100 { try await world.ok(change(index), #"{"Name":"audit"}"#) }
        #expect(try await world.target("audit").former.count == 100)
        #expect(await world.code(.startLogging, #"{"Name":"audit"}"#) == .throttlingException)
        world.clock.advance(seconds: 400)
        world.archive.delivered.withLock { $0 = Self.start + 400_000 }
        try await world.ok(.startLogging, #"{"Name":"audit"}"#)
        #expect(try await world.target("audit").former.map(\.until) == [Self.start + 400_000])
    }

    @Test func `what a clock said that was set back since does not hide what is delivered now`() async throws {
        let world = try await world()
        world.clock.advance(seconds: 1_000_000)
        try await world.ok(.startLogging, #"{"Name":"audit"}"#)
        world.clock.advance(seconds: -900_000)
        let now = world.clock.nowMilliseconds()
        let target = try await world.target("audit").believed(at: now)
        #expect(target.takes(record(now)))
        try await world.ok(.stopLogging, #"{"Name":"audit"}"#)
        let stopped = try await world.target("audit").believed(at: now)
        #expect(stopped.takes(record(now - 1)))
        #expect(!stopped.takes(record(now)))
    }
}
