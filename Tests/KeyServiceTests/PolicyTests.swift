import AWSJSON
import KMSModel
import Testing

@Suite struct PolicyTests {
    static let policy = """
        {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":"*"},"Action":"kms:*","Resource":"*"}]}
        """

    @Test func aKeyWithoutAPolicyGetsTheDefaultOne() async throws {
        let world = try await World()
        let answer = try await world.ok(.getKeyPolicy, ["KeyId": .string(try await world.newKey())])
        #expect(answer["PolicyName"]?.string == "default")
        let policy = try JSONValue(parsing: Array(try #require(answer["Policy"]?.string).utf8))
        #expect(policy["Version"]?.string == "2012-10-17")
        #expect(policy["Id"]?.string == "key-default-1")
        let statement = policy["Statement"]?.elements?.first
        #expect(statement?["Principal"]?["AWS"]?.string == "arn:aws:iam::111122223333:root")
        #expect(statement?["Action"]?.string == "kms:*")
    }

    @Test func aPolicyIsGivenBackAsItWasPut() async throws {
        let world = try await World()
        let key = try await world.newKey(["Policy": .string(Self.policy)])
        #expect(
            try await world.ok(.getKeyPolicy, ["KeyId": .string(key), "PolicyName": .string("default")])["Policy"]
                == .string(Self.policy))
        let other = " " + Self.policy.replacing("[", with: "[ ")
        let request: [String: JSONValue] = ["KeyId": .string(key), "Policy": .string(other)]
        try await world.ok(.putKeyPolicy, request)
        #expect(try await world.ok(.getKeyPolicy, ["KeyId": .string(key)])["Policy"] == .string(other))
    }

    @Test(arguments: [
        "not json", "[]", "{}", #"{"Statement":[]}"#, #"{"Version":"2020-01-01","Statement":[{"Effect":"Allow"}]}"#,
        #"{"Statement":[{"Effect":"Perhaps"}]}"#,
    ])
    func whatIsNoPolicyIsRefused(document: String) async throws {
        let world = try await World()
        let key = try await world.newKey()
        for (operation, members) in [
            (KMSOperation.createKey, [:]), (.putKeyPolicy, ["KeyId": JSONValue.string(key)]),
        ] {
            let error = try await world.refusal(
                operation, members.merging(["Policy": .string(document)]) { own, _ in own })
            #expect(error?.code == .malformedPolicyDocumentException)
        }
    }

    @Test func aPolicyHasAtMost32768Bytes() async throws {
        let world = try await World()
        let key = try await world.newKey()
        let padding = String(repeating: " ", count: 32_768 - Self.policy.utf8.count)
        try await world.ok(.putKeyPolicy, ["KeyId": .string(key), "Policy": .string(Self.policy + padding)])
        let error = try await world.refusal(
            .putKeyPolicy, ["KeyId": .string(key), "Policy": .string(Self.policy + padding + " ")])
        #expect(error?.code == .limitExceededException)
    }

    @Test func thereIsOnePolicyAndItsNameIsDefault() async throws {
        let world = try await World()
        let key = try await world.newKey()
        let names = try await world.ok(.listKeyPolicies, ["KeyId": .string(key)])
        #expect(names["PolicyNames"] == .array([.string("default")]))
        #expect(names["Truncated"]?.bool == false)
        let other: [String: JSONValue] = ["KeyId": .string(key), "PolicyName": .string("other")]
        try await world.expect(.notFoundException, "No such policy exists", .getKeyPolicy, other)
        try await world.expect(
            .notFoundException, "No such policy exists", .putKeyPolicy,
            other.merging(["Policy": .string(Self.policy)]) { own, _ in own })
    }
}
