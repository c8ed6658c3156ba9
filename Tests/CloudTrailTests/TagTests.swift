import AWSJSON
import CloudTrail
import CloudTrailModel
import Testing

@Suite struct TagTests {
    private let arn = World.arn("audit")

    private func tags(_ world: World) async throws -> [String] {
        let answer = try await world.ok(.listTags, #"{"ResourceIdList":["\#(arn)"]}"#)
        let list = try #require(answer["ResourceTagList"]?.elements?.first)
        #expect(list["ResourceId"]?.string == arn)
        return (list["TagsList"]?.elements ?? []).map { "\($0["Key"]?.string ?? "")=\($0["Value"]?.string ?? "")" }
    }

    private func tagging(_ tags: String) -> String { #"{"ResourceId":"\#(arn)","TagsList":[\#(tags)]}"# }

    @Test func `tags are set, changed and taken away`() async throws {
        let world = try await World()
        try await world.trail("audit", #","TagsList":[{"Key":"a","Value":"1"}]"#)
        #expect(try await tags(world) == ["a=1"])
        try await world.ok(.addTags, tagging(#"{"Key":"b","Value":"2"},{"Key":"a","Value":"3"}"#))
        #expect(try await tags(world) == ["a=3", "b=2"])
        try await world.ok(.removeTags, tagging(#"{"Key":"a","Value":"other"},{"Key":"none"}"#))
        #expect(try await tags(world) == ["a=3", "b=2"])
        try await world.ok(.removeTags, tagging(#"{"Key":"a"},{"Key":"b","Value":"2"}"#))
        #expect(try await tags(world) == [])
    }

    @Test func `a trail has 50 tags at most, each with its own key`() async throws {
        let world = try await World()
        try await world.trail("audit")
        let many = (1...50).map { #"{"Key":"k\#($0)","Value":"v"}"# }.joined(separator: ",")
        try await world.ok(.addTags, tagging(many))
        #expect(await world.code(.addTags, tagging(#"{"Key":"one more"}"#)) == .tagsLimitExceededException)
        try await world.ok(.addTags, tagging(#"{"Key":"k1","Value":"w"}"#))
        #expect(
            await world.code(.addTags, tagging(#"{"Key":"a"},{"Key":"a"}"#)) == .invalidTagParameterException)
        #expect(await world.code(.addTags, tagging(#"{"Key":"AWS:a"}"#)) == .invalidTagParameterException)
        #expect(await world.code(.addTags, tagging(#"{"Value":"a"}"#)) == .validationException)
    }

    @Test(arguments: [CloudTrailOperation.addTags, .removeTags])
    func `tags belong to a trail that is there and at home`(operation: CloudTrailOperation) async throws {
        let world = try await World()
        #expect(await world.code(operation, tagging(#"{"Key":"a"}"#)) == .resourceNotFoundException)
        try await world.trail("audit")
        #expect(
            await world.code(operation, tagging(#"{"Key":"a"}"#), in: "us-east-1") == .invalidHomeRegionException)
        let byName = #"{"ResourceId":"audit","TagsList":[{"Key":"a"}]}"#
        #expect(await world.code(operation, byName) == .cloudTrailARNInvalidException)
    }

    @Test func `tags of 20 trails are listed at once, all there`() async throws {
        let world = try await World()
        try await world.trail("audit")
        let list = Array(repeating: "\"\(arn)\"", count: 21).joined(separator: ",")
        #expect(await world.code(.listTags, #"{"ResourceIdList":[\#(list)]}"#) == .validationException)
        #expect(
            await world.code(.listTags, #"{"ResourceIdList":["\#(arn)","\#(World.arn("none"))"]}"#)
                == .resourceNotFoundException)
        #expect(
            await world.code(.listTags, #"{"ResourceIdList":["\#(arn)"],"NextToken":"x"}"#) == .invalidTokenException)
    }
}
