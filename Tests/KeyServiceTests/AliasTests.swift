import AWSJSON
import KMSModel
import KeyService
import Testing

@Suite struct AliasTests {
    private func create(_ alias: String, _ key: String) -> [String: JSONValue] {
        ["AliasName": .string(alias), "TargetKeyId": .string(key)]
    }

    @Test func anAliasIsMadeMovedAndDeleted() async throws {
        let world = try await World()
        let (key, other) = (try await world.newKey(), try await world.newKey())
        try await world.ok(.createAlias, create("alias/a", world.arn(key)))
        #expect(try await world.metadata("alias/a")["KeyId"]?.string == key)
        world.clock.advance(days: 1)
        try await world.ok(.updateAlias, create("alias/a", other))
        #expect(try await world.metadata("alias/a")["KeyId"]?.string == other)
        let entry = try #require(try await world.ok(.listAliases)["Aliases"]?.elements?.first)
        #expect(entry["AliasName"]?.string == "alias/a")
        #expect(entry["AliasArn"]?.string == world.aliasARN("alias/a"))
        #expect(entry["TargetKeyId"]?.string == other)
        #expect(entry["CreationDate"]?.double == 1_700_000_000)
        #expect(entry["LastUpdatedDate"]?.double == 1_700_086_400)
        try await world.ok(.deleteAlias, ["AliasName": .string("alias/a")])
        try await world.expect(
            .notFoundException, "Alias \(world.aliasARN("alias/a")) is not found.", .deleteAlias,
            ["AliasName": .string("alias/a")])
    }

    @Test(arguments: [
        (
            "my-alias",
            "Alias must start with the prefix \"alias/\". Please see "
                + "https://docs.aws.amazon.com/kms/latest/developerguide/kms-alias.html"
        ),
        ("alias/my:alias", "alias/my:alias contains invalid characters for an alias"),
        (
            "alias/a!",
            "1 validation error detected: Value 'alias/a!' at 'aliasName' failed to satisfy constraint: "
                + "Member must satisfy regular expression pattern: ^[a-zA-Z0-9:/_-]+$"
        ),
    ])
    func aBadNameIsRefused(name: String, message: String) async throws {
        let world = try await World()
        let key = try await world.newKey()
        try await world.expect(.validationException, message, .createAlias, create(name, key))
    }

    @Test func reservedTakenAndChainedNamesAreRefused() async throws {
        let world = try await World()
        let key = try await world.newKey()
        try await world.expect(.notAuthorizedException, nil, .createAlias, create("alias/aws/mine", key))
        try await world.ok(.createAlias, create("alias/a", key))
        try await world.expect(
            .alreadyExistsException, "An alias with the name \(world.aliasARN("alias/a")) already exists",
            .createAlias, create("alias/a", key))
        for target in ["alias/a", world.aliasARN("alias/a")] {
            try await world.expect(
                .validationException, "Aliases must refer to keys. Not aliases", .createAlias,
                create("alias/b", target))
        }
    }

    @Test func aKeyHasAtMostFiftyAliases() async throws {
        let world = try await World()
        let (key, other) = (try await world.newKey(), try await world.newKey())
        for number in 1...50 { try await world.ok(.createAlias, create("alias/\(number)", key)) }
        #expect(try await world.refusal(.createAlias, create("alias/51", key))?.code == .limitExceededException)
        try await world.ok(.createAlias, create("alias/of-other", other))
        #expect(try await world.refusal(.updateAlias, create("alias/of-other", key))?.code == .limitExceededException)
        try await world.ok(.updateAlias, create("alias/1", key))
        try await world.ok(.deleteAlias, ["AliasName": .string("alias/1")])
        try await world.ok(.updateAlias, create("alias/of-other", key))
    }

    @Test func theFiftiethAliasIsMadeOnceAlsoWhenManyAskAtOnce() async throws {
        let world = try await World()
        let key = try await world.newKey()
        for number in 1...45 { try await world.ok(.createAlias, create("alias/\(number)", key)) }
        let made = await withTaskGroup(of: Bool.self) { group in
            for number in 46...65 {
                group.addTask {
                    let outcome = await world.outcome(.createAlias, create("alias/\(number)", key))
                    return (try? outcome.result.get()) != nil
                }
            }
            return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
        }
        #expect(made == 5)
        let listed = try await world.ok(.listAliases, ["KeyId": .string(key), "Limit": .int(100)])
        #expect(listed["Aliases"]?.elements?.count == 50)
    }

    @Test func aliasesThatDifferInNormalizationOnlyCannotExist() async throws {
        let world = try await World()
        let key = try await world.newKey()
        #expect(try await world.refusal(.createAlias, create("alias/\u{e9}", key))?.code == .validationException)
    }
}
