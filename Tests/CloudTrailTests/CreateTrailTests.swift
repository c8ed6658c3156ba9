import AWSJSON
import AuditTrail
import CloudTrail
import CloudTrailModel
import Testing

@Suite struct CreateTrailTests {
    @Test func `a new trail has AWS's defaults and does not log`() async throws {
        let world = try await World()
        let made = try await world.trail("audit")
        #expect(made["Name"]?.string == "audit")
        #expect(made["TrailARN"]?.string == World.arn("audit"))
        #expect(made["S3BucketName"]?.string == "logs")
        #expect(made["IncludeGlobalServiceEvents"]?.bool == true)
        #expect(made["IsMultiRegionTrail"]?.bool == false)
        #expect(made["LogFileValidationEnabled"]?.bool == false)
        #expect(made["IsOrganizationTrail"]?.bool == false)
        let target = try await world.target("audit")
        #expect(
            target
                == DeliveryTarget(
                    directory: "trails/111122223333/audit", bucket: "logs", trailName: "audit",
                    trailARN: World.arn("audit"), account: World.account, homeRegion: World.region,
                    isMultiRegion: false, validatesLogFiles: false, isLogging: false))
    }

    @Test func `a trail takes what its maker asks for`() async throws {
        let world = try await World()
        let made = try await world.trail(
            "audit",
            #","S3KeyPrefix":"a/b","IsMultiRegionTrail":true,"EnableLogFileValidation":true,"SnsTopicName":"""#)
        #expect(made["S3KeyPrefix"]?.string == "a/b")
        let target = try await world.target("audit")
        #expect(target.prefix == "a/b")
        #expect(target.isMultiRegion)
        #expect(target.validatesLogFiles)
    }

    @Test(arguments: [
        "", "ab", String(repeating: "a", count: 129), "-abc", "abc.", "a b c", "a--b", "a._b", "192.168.5.4", "ä-trail",
        "../../x", "trent", "Trent",
    ])
    func `a trail's name follows AWS's rules`(name: String) async throws {
        let world = try await World()
        let request = #"{"Name":"\#(name)","S3BucketName":"logs"}"#
        #expect(await world.code(.createTrail, request) == .invalidTrailNameException)
    }

    @Test(arguments: ["abc", String(repeating: "a", count: 128), "1.a_b-C", "192.168.5.444"])
    func `good names are taken`(name: String) async throws {
        let world = try await World()
        try await world.trail(name)
    }

    @Test(arguments: [
        "", "ab", String(repeating: "a", count: 64), "Logs", "a_b", "-ab", "ab-", "a..b", "a.-b", "10.0.0.1",
    ])
    func `a bucket's name follows AWS's rules`(bucket: String) async throws {
        let world = try await World()
        let request = #"{"Name":"audit","S3BucketName":"\#(bucket)"}"#
        #expect(await world.code(.createTrail, request) == .invalidS3BucketNameException)
    }

    @Test(arguments: [
        "/a", "a/", "a//b", "..", "a/../b", "a/./b", "AWSLogs", "a\u{1}b", "a\\b", String(repeating: "a", count: 201),
    ])
    func `a prefix can't lead elsewhere`(prefix: String) async throws {
        let world = try await World()
        let text = String(decoding: JSONValue.string(prefix).encoded, as: UTF8.self)
        let request = #"{"Name":"audit","S3BucketName":"logs","S3KeyPrefix":\#(text)}"#
        #expect(await world.code(.createTrail, request) == .invalidS3PrefixException)
    }

    @Test(arguments: [
        (#""SnsTopicName":"topic""#, CloudTrailErrorCode.unsupportedOperationException),
        (#""KmsKeyId":"alias/x""#, .unsupportedOperationException),
        (#""CloudWatchLogsLogGroupArn":"arn""#, .unsupportedOperationException),
        (#""CloudWatchLogsRoleArn":"arn""#, .unsupportedOperationException),
        (#""IsOrganizationTrail":true"#, .organizationsNotInUseException),
        (#""IsMultiRegionTrail":true,"IncludeGlobalServiceEvents":false"#, .invalidParameterCombinationException),
    ])
    func `what can't be done is refused`(member: String, code: CloudTrailErrorCode) async throws {
        let world = try await World()
        #expect(
            await world.code(.createTrail, #"{"Name":"audit","S3BucketName":"logs",\#(member)}"#) == code)
        #expect(try await world.service.deliveryTargets().isEmpty)
    }

    @Test func `a bucket is needed`() async throws {
        let world = try await World()
        #expect(await world.code(.createTrail, #"{"Name":"audit"}"#) == .validationException)
    }

    @Test func `a name is used once`() async throws {
        let world = try await World()
        try await world.trail("audit")
        #expect(
            await world.refusal(.createTrail, #"{"Name":"audit","S3BucketName":"logs"}"#)
                == CloudTrailError(
                    .trailAlreadyExistsException, "Trail audit already exists for customer: 111122223333"))
        try await world.trail("audit", as: World.stranger)
    }

    @Test func `a Region has five trails, those of other Regions that are for all included`() async throws {
        let world = try await World()
        for index in 1...4 { try await world.trail("trail\(index)") }
        try await world.trail("everywhere", #","IsMultiRegionTrail":true"#, in: "us-east-1")
        #expect(
            await world.refusal(.createTrail, #"{"Name":"trail5","S3BucketName":"logs"}"#)
                == CloudTrailError(
                    .maximumNumberOfTrailsExceededException,
                    "User: 111122223333 already has 5 trails in eu-central-1."))
        try await world.trail("trail5", in: "us-east-1")
        let request = #"{"Name":"another","S3BucketName":"logs","IsMultiRegionTrail":true}"#
        #expect(
            await world.code(.createTrail, request, in: "us-east-1") == .maximumNumberOfTrailsExceededException)
        #expect(
            await world.code(.updateTrail, #"{"Name":"trail5","IsMultiRegionTrail":true}"#, in: "us-east-1")
                == .maximumNumberOfTrailsExceededException)
    }

    @Test func `of two calls that see the same four trails one makes the fifth`() async throws {
        let meeting = Meeting(of: 2)
        let world = try await World(over: { MeetingStore(store: $0, meeting: meeting) })
        for index in 1...4 { try await world.trail("trail\(index)") }
        meeting.begin()
        async let one = world.outcome(.createTrail, #"{"Name":"one","S3BucketName":"logs"}"#)
        async let two = world.outcome(.createTrail, #"{"Name":"two","S3BucketName":"logs"}"#)
        let results = await [one.result, two.result]
        let codes = results.compactMap { result -> CloudTrailErrorCode? in
            if case .failure(let error) = result { error.code } else { nil }
        }
        #expect(codes == [.maximumNumberOfTrailsExceededException])
        #expect(try await world.service.deliveryTargets().count == 5)
    }
}
