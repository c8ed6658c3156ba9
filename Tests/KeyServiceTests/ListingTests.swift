import AWSJSON
import KMSModel
import Testing

@Suite struct ListingTests {
    /// Follows the markers to the end.
    private func all(
        _ operation: KMSOperation, _ list: String, limit: Int64, _ members: [String: JSONValue] = [:], in world: World
    ) async throws -> [JSONValue] {
        var found: [JSONValue] = []
        var request = members.merging(["Limit": .int(limit)]) { own, _ in own }
        while true {
            let page = try await world.ok(operation, request)
            let elements = try #require(page[list]?.elements)
            #expect(elements.count <= Int(limit))
            found += elements
            guard let marker = page["NextMarker"] else {
                #expect(page["Truncated"]?.bool == false)
                return found
            }
            #expect(page["Truncated"]?.bool == true)
            request["Marker"] = marker
        }
    }

    @Test(arguments: [1, 2, 3, 7, 8, 1000])
    func listKeysNamesEachKeyOnceInPages(limit: Int64) async throws {
        let world = try await World()
        var keys: Set<String> = []
        for _ in 0..<7 { keys.insert(try await world.newKey()) }
        _ = try await world.newKey(in: "us-east-1")
        let listed = try await all(.listKeys, "Keys", limit: limit, in: world)
        #expect(listed.count == 7)
        #expect(Set(listed.compactMap { $0["KeyId"]?.string }) == keys)
        #expect(listed.allSatisfy { $0["KeyArn"]?.string == world.arn($0["KeyId"]?.string ?? "") })
    }

    @Test func listKeysGivesAHundredUnlessAskedForMore() async throws {
        let world = try await World()
        for _ in 0..<101 { _ = try await world.newKey() }
        let page = try await world.ok(.listKeys)
        #expect(page["Keys"]?.elements?.count == 100)
        #expect(page["Truncated"]?.bool == true)
        #expect(try await world.ok(.listKeys, ["Limit": .int(1000)])["Keys"]?.elements?.count == 101)
    }

    @Test func nothingIsSharedByOtherAccounts() async throws {
        let world = try await World()
        let key = try await world.newKey()
        let shared = try await world.ok(.listKeys, ["ResourceOwners": .array([.string("OTHER_ACCOUNTS_VIA_RAM")])])
        #expect(shared["Keys"]?.elements?.isEmpty == true)
        let own = try await world.ok(.listKeys, ["ResourceOwners": .array([.string("SELF")])])
        #expect(own["Keys"]?.elements?.first?["KeyId"]?.string == key)
        #expect(try await world.ok(.listKeys, as: World.stranger)["Keys"]?.elements?.isEmpty == true)
    }

    @Test(arguments: [1, 2, 100])
    func listAliasesPagesThroughAllOrThoseOfAKey(limit: Int64) async throws {
        let world = try await World()
        let (key, other) = (try await world.newKey(), try await world.newKey())
        for (alias, target) in [("alias/c", key), ("alias/a", key), ("alias/b", other)] {
            try await world.ok(.createAlias, ["AliasName": .string(alias), "TargetKeyId": .string(target)])
        }
        let everything = try await all(.listAliases, "Aliases", limit: limit, in: world)
        #expect(everything.map { $0["AliasName"]?.string } == ["alias/a", "alias/b", "alias/c"])
        let ofKey = try await all(.listAliases, "Aliases", limit: limit, ["KeyId": .string(key)], in: world)
        #expect(ofKey.map { $0["AliasName"]?.string } == ["alias/a", "alias/c"])
    }

    @Test func listAliasesOfAKeyThatIsNotThereSaysSo() async throws {
        let world = try await World()
        let missing = "1234abcd-12ab-34cd-56ef-1234567890ab"
        try await world.expect(
            .notFoundException, "Key '\(world.arn(missing))' does not exist", .listAliases,
            ["KeyId": .string(missing)])
    }

    @Test(arguments: [1, 20, 50])
    func listResourceTagsPages(limit: Int64) async throws {
        let world = try await World()
        let key = try await world.newKey(["Tags": .tags((1...50).map { ("k\($0)", "") })])
        let tags = try await all(.listResourceTags, "Tags", limit: limit, ["KeyId": .string(key)], in: world)
        #expect(tags.map { $0["TagKey"]?.string } == (1...50).map { "k\($0)" })
    }

    @Test(arguments: [KMSOperation.listKeys, .listAliases, .listResourceTags, .listKeyPolicies, .listKeyRotations])
    func aMarkerOfSomeoneElsesMakingIsInvalid(operation: KMSOperation) async throws {
        let world = try await World()
        let key = try await world.newKey()
        var request: [String: JSONValue] = ["Marker": .string("made up!")]
        if operation != .listKeys, operation != .listAliases { request["KeyId"] = .string(key) }
        #expect(try await world.refusal(operation, request)?.code == .invalidMarkerException)
    }
}
