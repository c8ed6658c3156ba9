import AWSJSON
import KMSModel
import Testing

@Suite struct TagTests {
    @Test func tagsAreSetReplacedListedAndRemoved() async throws {
        let world = try await World()
        let key = try await world.newKey(["Tags": .tags([("team", "data"), ("env", "test")])])
        try await world.ok(.tagResource, ["KeyId": .string(key), "Tags": .tags([("env", "prod"), ("cost", "")])])
        #expect(
            try await world.ok(.listResourceTags, ["KeyId": .string(key)])["Tags"]?.elements?.map(pair)
                == ["team=data", "env=prod", "cost="])
        try await world.ok(
            .untagResource, ["KeyId": .string(key), "TagKeys": .array([.string("team"), .string("no such tag")])])
        let answer = try await world.ok(.listResourceTags, ["KeyId": .string(key)])
        #expect(answer["Tags"]?.elements?.map(pair) == ["env=prod", "cost="])
        #expect(answer["Truncated"]?.bool == false)
    }

    private func pair(_ tag: JSONValue) -> String {
        "\(tag["TagKey"]?.string ?? "?")=\(tag["TagValue"]?.string ?? "?")"
    }

    @Test(arguments: [
        ([("a", "1"), ("a", "2")], "Duplicate tag keys"), ([("aws:x", "1")], "Tags beginning with aws: are reserved"),
        ([("AWS:x", "1")], "Tags beginning with aws: are reserved"),
    ])
    func tagsAreRefused(tags: [(String, String)], message: String) async throws {
        let world = try await World()
        let key = try await world.newKey()
        try await world.expect(.tagException, message, .createKey, ["Tags": .tags(tags)])
        try await world.expect(.tagException, message, .tagResource, ["KeyId": .string(key), "Tags": .tags(tags)])
    }

    @Test func aKeyHasAtMostFiftyTags() async throws {
        let world = try await World()
        let fifty = (1...50).map { ("k\($0)", "v") }
        let key = try await world.newKey(["Tags": .tags(fifty)])
        try await world.ok(.tagResource, ["KeyId": .string(key), "Tags": .tags([("k1", "other")])])
        try await world.expect(
            .tagException, "Too many tags", .tagResource, ["KeyId": .string(key), "Tags": .tags([("more", "")])])
        try await world.expect(
            .tagException, "Too many tags", .createKey, ["Tags": .tags(fifty + [("more", "")])])
    }

    @Test func tagKeysAreComparedByteByByte() async throws {
        let world = try await World()
        let (composed, decomposed) = ("\u{e9}", "e\u{301}")
        let key = try await world.newKey(["Tags": .tags([(composed, "1"), (decomposed, "2")])])
        try await world.ok(.untagResource, ["KeyId": .string(key), "TagKeys": .array([.string(decomposed)])])
        let tags = try await world.ok(.listResourceTags, ["KeyId": .string(key)])["Tags"]?.elements
        #expect(tags?.map { $0["TagValue"]?.string } == ["1"])
    }

    @Test func tooLongATagIsNamedByItsPlace() async throws {
        let world = try await World()
        let long = String(repeating: "k", count: 129)
        try await world.expect(
            .validationException,
            "1 validation error detected: Value '\(long)' at 'tags.2.member.tagKey' failed to satisfy constraint: "
                + "Member must have length less than or equal to 128", .createKey,
            ["Tags": .tags([("a", ""), (long, "")])])
    }
}
