import AWSJSON
import AuditTrail
import CloudTrail
import CloudTrailModel
import Testing

@Suite struct SelectorTests {
    private func world() async throws -> World {
        let world = try await World()
        try await world.trail("audit")
        return world
    }

    private func put(_ selectors: String) -> String { #"{"TrailName":"audit","EventSelectors":\#(selectors)}"# }

    @Test func `a trail without selectors takes all management events`() async throws {
        let world = try await world()
        let answer = try await world.ok(.getEventSelectors, #"{"TrailName":"audit"}"#)
        #expect(answer["TrailARN"]?.string == World.arn("audit"))
        let selector = try #require(answer["EventSelectors"]?.elements?.first)
        #expect(answer["EventSelectors"]?.elements?.count == 1)
        #expect(selector["ReadWriteType"]?.string == "All")
        #expect(selector["IncludeManagementEvents"]?.bool == true)
        #expect(selector["DataResources"] == .array([]))
        #expect(selector["ExcludeManagementEventSources"] == .array([]))
    }

    @Test func `selectors are kept and carried out`() async throws {
        let world = try await world()
        let selector = #"{"ReadWriteType":"WriteOnly","ExcludeManagementEventSources":["kms.amazonaws.com"]}"#
        let answer = try await world.ok(.putEventSelectors, put("[\(selector)]"))
        #expect(answer["EventSelectors"]?.elements?.first?["ReadWriteType"]?.string == "WriteOnly")
        #expect(
            try await world.target("audit").selector
                == AuditTrail.EventSelector(readWriteType: .writeOnly, excludedSources: ["kms.amazonaws.com"]))
        let got = try await world.ok(.getEventSelectors, #"{"TrailName":"audit"}"#)
        #expect(got["EventSelectors"] == answer["EventSelectors"])
        let trail = try await world.ok(.getTrail, #"{"Name":"audit"}"#)
        #expect(trail["Trail"]?["HasCustomEventSelectors"]?.bool == true)
        try await world.ok(.putEventSelectors, put("[{}]"))
        let reset = try await world.ok(.getTrail, #"{"Name":"audit"}"#)
        #expect(reset["Trail"]?["HasCustomEventSelectors"]?.bool == false)
    }

    @Test(arguments: [
        (#"[{"ReadWriteType":"ReadOnly"},{"ReadWriteType":"WriteOnly"}]"#, AuditTrail.EventSelector.everything),
        (#"[{"ReadWriteType":"ReadOnly"},{"ReadWriteType":"All"}]"#, .everything),
        (#"[{"IncludeManagementEvents":false}]"#, AuditTrail.EventSelector(includesManagementEvents: false)),
        (
            #"[{"IncludeManagementEvents":false},{"ReadWriteType":"ReadOnly"}]"#,
            AuditTrail.EventSelector(readWriteType: .readOnly)
        ),
        (
            #"[{"ExcludeManagementEventSources":["kms.amazonaws.com"]},"#
                + #"{"ExcludeManagementEventSources":["rdsdata.amazonaws.com"]}]"#,
            .everything
        ),
    ])
    func `an event goes to a trail if any selector takes it`(
        selectors: String, union: AuditTrail.EventSelector
    ) async throws {
        let world = try await world()
        try await world.ok(.putEventSelectors, put(selectors))
        #expect(try await world.target("audit").selector == union)
    }

    @Test(arguments: [
        ("[]", CloudTrailErrorCode.invalidEventSelectorsException),
        ("[{},{},{},{},{},{}]", .invalidEventSelectorsException),
        (#"[{"ExcludeManagementEventSources":["iam.amazonaws.com"]}]"#, .invalidEventSelectorsException),
        (
            #"[{"IncludeManagementEvents":false,"ExcludeManagementEventSources":["kms.amazonaws.com"]}]"#,
            .invalidEventSelectorsException
        ),
        (#"[{"ReadWriteType":"Some"}]"#, .validationException),
        (#"[{"DataResources":[{"Type":"AWS::S3::Object","Values":["arn"]}]}]"#, .unsupportedOperationException),
        (
            #"[{"ReadWriteType":"ReadOnly","ExcludeManagementEventSources":["kms.amazonaws.com"]},"#
                + #"{"ReadWriteType":"WriteOnly"}]"#,
            .unsupportedOperationException
        ),
    ])
    func `bad selectors are refused`(selectors: String, code: CloudTrailErrorCode) async throws {
        let world = try await world()
        #expect(await world.code(.putEventSelectors, put(selectors)) == code)
        #expect(try await world.target("audit").selector == .everything)
    }

    private func field(_ name: String, _ condition: String) -> String { #"{"Field":"\#(name)",\#(condition)}"# }

    private func advanced(_ fields: String...) -> String {
        #"{"TrailName":"audit","AdvancedEventSelectors":[{"Name":"mine","FieldSelectors":["#
            + fields.joined(separator: ",") + "]}]}"
    }

    private var management: String { field("eventCategory", #""Equals":["Management"]"#) }

    @Test func `advanced selectors of management events are kept and carried out`() async throws {
        let world = try await world()
        let request = advanced(
            management, field("readOnly", #""Equals":["false"]"#),
            field("eventSource", #""NotEquals":["kms.amazonaws.com","rdsdata.amazonaws.com"]"#))
        let answer = try await world.ok(.putEventSelectors, request)
        let asked = try JSONValue(parsing: Array(request.utf8))["AdvancedEventSelectors"]
        #expect(answer["AdvancedEventSelectors"] == asked)
        #expect(answer["EventSelectors"] == nil)
        let got = try await world.ok(.getEventSelectors, #"{"TrailName":"audit"}"#)
        #expect(got["AdvancedEventSelectors"] == asked)
        #expect(got["EventSelectors"] == nil)
        #expect(
            try await world.target("audit").selector
                == AuditTrail.EventSelector(
                    readWriteType: .writeOnly, excludedSources: ["kms.amazonaws.com", "rdsdata.amazonaws.com"]))
        try await world.ok(.putEventSelectors, put("[{}]"))
        let basic = try await world.ok(.getEventSelectors, #"{"TrailName":"audit"}"#)
        #expect(basic["AdvancedEventSelectors"] == nil)
        #expect(basic["EventSelectors"]?.elements?.count == 1)
    }

    @Test func `bad advanced selectors are refused`() async throws {
        let world = try await world()
        let data = advanced(field("eventCategory", #""Equals":["Data"]"#))
        #expect(await world.code(.putEventSelectors, data) == .unsupportedOperationException)
        let both = #"{"TrailName":"audit","EventSelectors":[{}],"AdvancedEventSelectors":[{"FieldSelectors":["#
        let many = Array(repeating: "\"kms.amazonaws.com\"", count: 500).joined(separator: ",")
        for request in [
            "\(both)\(management)]}]}", advanced(field("readOnly", #""Equals":["true"]"#)),
            advanced(field("eventCategory", #""NotEquals":["Management"]"#)), advanced(management, management),
            advanced(management, field("readOnly", #""Equals":["maybe"]"#)),
            advanced(management, field("readOnly", #""Equals":["true"],"NotEquals":["false"]"#)),
            advanced(management, field("eventSource", #""Equals":["kms.amazonaws.com"]"#)),
            advanced(management, field("eventSource", #""NotEquals":["iam.amazonaws.com"]"#)),
            advanced(management, field("eventSource", #""NotEquals":[\#(many)]"#)),
            advanced(management, field("eventName", #""Equals":["Decrypt"]"#)),
        ] {
            #expect(
                await world.code(.putEventSelectors, request) == .invalidEventSelectorsException,
                "\(request.prefix(200))")
        }
        #expect(try await world.target("audit").selector == .everything)
    }
}
