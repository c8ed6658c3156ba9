import AWSJSON
import AuditTrail
import CloudTrail
import CloudTrailModel
import IAMPolicy
import Testing

@Suite struct AccessTests {
    private func policy(_ action: String, on resource: String = "*", when condition: String = "") -> String {
        #"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"\#(action)","#
            + #""Resource":"\#(resource)"\#(condition)}}"#
    }

    private static let requests: [(CloudTrailOperation, String, String)] = [
        (.lookupEvents, "{}", "*"), (.describeTrails, "{}", "*"), (.listTrails, "{}", "*"),
        (.listPublicKeys, "{}", "*"), (.getTrail, #"{"Name":"audit"}"#, World.arn("audit")),
        (.getTrailStatus, #"{"Name":"audit"}"#, World.arn("audit")),
        (.getEventSelectors, #"{"TrailName":"audit"}"#, World.arn("audit")),
        (.putEventSelectors, #"{"TrailName":"audit","EventSelectors":[{}]}"#, World.arn("audit")),
        (.createTrail, #"{"Name":"new","S3BucketName":"logs"}"#, World.arn("new")),
        (.updateTrail, #"{"Name":"audit"}"#, World.arn("audit")),
        (.startLogging, #"{"Name":"audit"}"#, World.arn("audit")),
        (.stopLogging, #"{"Name":"audit"}"#, World.arn("audit")),
        (.addTags, #"{"ResourceId":"\#(World.arn("audit"))","TagsList":[]}"#, World.arn("audit")),
        (.removeTags, #"{"ResourceId":"\#(World.arn("audit"))","TagsList":[]}"#, World.arn("audit")),
        (.listTags, #"{"ResourceIdList":["\#(World.arn("audit"))"]}"#, World.arn("audit")),
        (.deleteTrail, #"{"Name":"audit"}"#, World.arn("audit")),
    ]

    @Test(arguments: requests)
    func `an operation needs its own action on its own resource`(
        operation: CloudTrailOperation, request: String, resource: String
    ) async throws {
        let world = try await World()
        try await world.trail("audit")
        let action = "cloudtrail:\(operation.rawValue)"
        let nobody = CloudTrailCaller.user("nobody")
        #expect(
            await world.refusal(operation, request, as: nobody)
                == CloudTrailError(
                    .accessDeniedException,
                    "User: arn:aws:iam::111122223333:user/nobody is not authorized to perform: \(action) on resource: "
                        + "\(resource) because no identity-based policy allows the \(action) action"))
        let other = CloudTrailCaller.user("other", policies: [policy(action, on: World.arn("other"))])
        #expect(await world.code(operation, request, as: other) == .accessDeniedException)
        let right = CloudTrailCaller.user("right", policies: [policy(action, on: resource)])
        try await world.ok(operation, request, as: right)
    }

    @Test func `whether a trail is there is told to nobody without the right`() async throws {
        let world = try await World()
        #expect(
            await world.code(.getTrail, #"{"Name":"none"}"#, as: .user("nobody")) == .accessDeniedException)
    }

    @Test func `boundaries and session policies count`() async throws {
        let world = try await World()
        let look = policy("cloudtrail:LookupEvents")
        let bounded = CloudTrailCaller.user("bounded", policies: [World.everything], boundary: look)
        try await world.ok(.lookupEvents, as: bounded)
        let refused = await world.refusal(.listTrails, as: bounded)
        #expect(
            refused?.message?.hasSuffix("no permissions boundary allows the cloudtrail:ListTrails action") == true)
        let session = CloudTrailCaller.user("session", policies: [World.everything], session: [look])
        try await world.ok(.lookupEvents, as: session)
        #expect(await world.code(.listTrails, as: session) == .accessDeniedException)
    }

    @Test func `conditions see the tags of the trail and of the request`() async throws {
        let world = try await World()
        try await world.trail("red", #","TagsList":[{"Key":"Team","Value":"red"}]"#)
        try await world.trail("blue", #","TagsList":[{"Key":"Team","Value":"blue"}]"#)
        let reader = CloudTrailCaller.user(
            "reader",
            policies: [
                policy("*", when: #","Condition":{"StringEquals":{"aws:ResourceTag/team":"red"}}"#)
            ])
        try await world.ok(.getTrail, #"{"Name":"red"}"#, as: reader)
        #expect(await world.code(.getTrail, #"{"Name":"blue"}"#, as: reader) == .accessDeniedException)
        let maker = CloudTrailCaller.user(
            "maker",
            policies: [
                policy(
                    "*",
                    when: #","Condition":{"StringEquals":{"aws:RequestTag/team":"red"},"#
                        + #""ForAllValues:StringEquals":{"aws:TagKeys":["team"]}}"#)
            ])
        try await world.trail("mine", #","TagsList":[{"Key":"team","Value":"red"}]"#, as: maker)
        for tags in ["[]", #"[{"Key":"team","Value":"blue"}]"#] {
            let request = #"{"Name":"another","S3BucketName":"logs","TagsList":\#(tags)}"#
            #expect(await world.code(.createTrail, request, as: maker) == .accessDeniedException)
        }
    }

    @Test func `a call tells of itself for the trail`() async throws {
        let world = try await World()
        let made = await world.outcome(.createTrail, #"{"Name":"audit","S3BucketName":"logs"}"#)
        #expect(made.details.isReadOnly == false)
        #expect(made.details.requestParameters == Array(#"{"name":"audit","s3BucketName":"logs"}"#.utf8))
        let answer = try JSONValue(parsing: try #require(made.details.responseElements))
        #expect(answer["trailARN"]?.string == World.arn("audit"))
        #expect(
            made.details.resources == [
                AuditResource(account: World.account, type: "AWS::CloudTrail::Trail", arn: World.arn("audit"))
            ])
        let got = await world.outcome(.getTrail, #"{"Name":"audit"}"#)
        #expect(got.details.isReadOnly)
        #expect(got.details.responseElements == nil)
        let refused = await world.outcome(.deleteTrail, #"{"Name":"audit"}"#, as: .user("nobody"))
        #expect(refused.details.requestParameters == Array(#"{"name":"audit"}"#.utf8))
        #expect(refused.details.responseElements == nil)
        for operation in [CloudTrailOperation.lookupEvents, .describeTrails, .listTags, .getQueryResults] {
            #expect(await world.outcome(operation, "[").details.isReadOnly)
        }
        #expect(await world.outcome(.startQuery, "{}").details.isReadOnly == false)
    }
}
