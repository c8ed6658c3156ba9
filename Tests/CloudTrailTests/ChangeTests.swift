import AWSJSON
import AuditTrail
import CloudTrail
import CloudTrailModel
import Testing

@Suite struct ChangeTests {
    @Test func `an update changes what it names and nothing else`() async throws {
        let world = try await World()
        try await world.trail("audit", #","S3KeyPrefix":"a","EnableLogFileValidation":true"#)
        let answer = try await world.ok(
            .updateTrail, #"{"Name":"audit","S3BucketName":"other","IsMultiRegionTrail":true}"#)
        #expect(answer["S3BucketName"]?.string == "other")
        #expect(answer["S3KeyPrefix"]?.string == "a")
        #expect(answer["IsMultiRegionTrail"]?.bool == true)
        #expect(answer["LogFileValidationEnabled"]?.bool == true)
        let target = try await world.target("audit")
        #expect(target.bucket == "other")
        #expect(target.isMultiRegion)
        try await world.ok(.updateTrail, #"{"Name":"audit","S3KeyPrefix":""}"#)
        #expect(try await world.target("audit").prefix == nil)
    }

    @Test(arguments: [
        (#""S3BucketName":"X""#, CloudTrailErrorCode.invalidS3BucketNameException),
        (#""S3KeyPrefix":"..""#, .invalidS3PrefixException),
        (#""KmsKeyId":"alias/x""#, .unsupportedOperationException),
        (#""IncludeGlobalServiceEvents":false,"IsMultiRegionTrail":true"#, .invalidParameterCombinationException),
    ])
    func `a bad update changes nothing`(member: String, code: CloudTrailErrorCode) async throws {
        let world = try await World()
        try await world.trail("audit")
        let before = try await world.target("audit")
        #expect(await world.code(.updateTrail, #"{"Name":"audit",\#(member)}"#) == code)
        #expect(try await world.target("audit") == before)
    }

    @Test func `a trail logs from StartLogging to StopLogging`() async throws {
        let world = try await World()
        try await world.trail("audit")
        try await world.ok(.startLogging, #"{"Name":"audit"}"#)
        #expect(try await world.target("audit").isLogging)
        world.clock.advance(seconds: 60)
        try await world.ok(.startLogging, #"{"Name":"audit"}"#)
        var status = try await world.ok(.getTrailStatus, #"{"Name":"audit"}"#)
        #expect(status["IsLogging"]?.bool == true)
        #expect(status["StartLoggingTime"]?.double == 1_700_000_000)
        #expect(status["TimeLoggingStarted"]?.string == "2023-11-14T22:13:20Z")
        #expect(status["StopLoggingTime"] == nil)
        try await world.ok(.stopLogging, #"{"Name":"\#(World.arn("audit"))"}"#)
        #expect(try await world.target("audit").isLogging == false)
        status = try await world.ok(.getTrailStatus, #"{"Name":"audit"}"#)
        #expect(status["IsLogging"]?.bool == false)
        #expect(status["StopLoggingTime"]?.double == 1_700_000_060)
    }

    @Test func `a deleted trail is gone, and its name is free`() async throws {
        let world = try await World()
        try await world.trail("audit")
        try await world.ok(.deleteTrail, #"{"Name":"audit"}"#)
        #expect(try await world.service.deliveryTargets().isEmpty)
        #expect(await world.code(.deleteTrail, #"{"Name":"audit"}"#) == .trailNotFoundException)
        try await world.trail("audit")
    }

    @Test(arguments: [
        (CloudTrailOperation.updateTrail, "Name", ""), (.deleteTrail, "Name", ""), (.startLogging, "Name", ""),
        (.stopLogging, "Name", ""), (.putEventSelectors, "TrailName", #","EventSelectors":[{}]"#),
    ])
    func `a trail is changed from its home Region`(
        operation: CloudTrailOperation, member: String, more: String
    ) async throws {
        let world = try await World()
        try await world.trail("everywhere", #","IsMultiRegionTrail":true"#)
        for name in ["everywhere", World.arn("everywhere")] {
            let request = #"{"\#(member)":"\#(name)"\#(more)}"#
            #expect(await world.code(operation, request, in: "us-east-1") == .invalidHomeRegionException)
        }
        try await world.ok(operation, #"{"\#(member)":"everywhere"\#(more)}"#)
    }

    @Test(arguments: [
        (CloudTrailOperation.updateTrail, "Name"), (.deleteTrail, "Name"), (.startLogging, "Name"),
        (.stopLogging, "Name"), (.getTrail, "Name"), (.getTrailStatus, "Name"), (.getEventSelectors, "TrailName"),
        (.putEventSelectors, "TrailName"),
    ])
    func `a trail that is not there is not found`(operation: CloudTrailOperation, member: String) async throws {
        let world = try await World()
        try await world.trail("audit", as: World.stranger)
        for name in ["audit", World.arn("audit")] {
            #expect(
                await world.refusal(operation, #"{"\#(member)":"\#(name)"}"#)
                    == CloudTrailError(
                        .trailNotFoundException, "Unknown trail: \(World.arn("audit")) for the user: 111122223333"))
        }
        let foreign = World.arn("audit", of: "444455556666")
        let outcome = await world.outcome(operation, #"{"\#(member)":"\#(foreign)"}"#)
        guard case .failure(let error) = outcome.result else { return #expect(Bool(false)) }
        #expect(error.code == .trailNotFoundException)
        #expect(outcome.details.resources.isEmpty)
        #expect(await world.code(operation, #"{"\#(member)":""}"#) == .invalidTrailNameException)
        for arn in ["arn:aws:cloudtrail:eu-central-1:1:trail/audit", "arn:aws:s3:::audit", World.arn("audit/x")] {
            #expect(await world.code(operation, #"{"\#(member)":"\#(arn)"}"#) == .cloudTrailARNInvalidException)
        }
    }

    @Test func `an operation that is not built says so`() async throws {
        let world = try await World()
        let built = CloudTrailOperation.allCases.filter(CloudTrailService.has)
        #expect(built.count == 16)
        #expect(built.allSatisfy { $0.isModelled })
        #expect(
            await world.refusal(.startQuery)
                == CloudTrailError(.unsupportedOperationException, "Trent does not implement StartQuery yet."))
    }
}
