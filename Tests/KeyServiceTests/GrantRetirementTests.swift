import AWSJSON
import KMSModel
import KeyService
import Testing

@Suite struct GrantRetirementTests {
    /// The ways in which a grant is deleted.
    enum Way: CaseIterable {
        case revoke, retire, retireByToken

        var operation: KMSOperation { self == .revoke ? .revokeGrant : .retireGrant }

        func request(_ key: String, _ grant: (id: String, token: String)) -> [String: JSONValue] {
            switch self {
            case .revoke, .retire: ["KeyId": .string(key), "GrantId": .string(grant.id)]
            case .retireByToken: ["GrantToken": .string(grant.token)]
            }
        }
    }

    @Test(arguments: Way.allCases)
    func aGrantIsGoneAtOnceAndTheOthersStay(way: Way) async throws {
        let world = try await World()
        let key = try await world.newKey()
        let members = ["RetiringPrincipal": JSONValue.string(World.role)]
        let (one, other) = (try await world.newGrant(on: key, members), try await world.newGrant(on: key, members))
        let request = way.request(world.arn(key), one)
        let outcome = await world.outcome(way.operation, request)
        #expect(outcome.result == .success([]))
        #expect(outcome.keyARN == world.arn(key))
        #expect(try await world.grants(of: key).map { $0["GrantId"]?.string } == [other.id])
        #expect(try await world.retirable(by: World.role).map { $0["GrantId"]?.string } == [other.id])
        let again = try await world.refusal(way.operation, request)
        #expect(again?.code == (way == .retireByToken ? .invalidGrantTokenException : .notFoundException))
    }

    @Test(arguments: Way.allCases)
    func aDryRunDeletesNothing(way: Way) async throws {
        let world = try await World()
        let key = try await world.newKey()
        let grant = try await world.newGrant(on: key)
        let request = way.request(key, grant).merging(["DryRun": .bool(true)]) { $1 }
        #expect(try await world.refusal(way.operation, request)?.code == .dryRunOperationException)
        #expect(try await world.grants(of: key).count == 1)
        try await world.ok(way.operation, way.request(key, grant))
        let refused = try await world.refusal(way.operation, request)
        #expect(refused?.code == (way == .retireByToken ? .invalidGrantTokenException : .notFoundException))
    }

    @Test func everyTokenOfAGrantServesToRetireIt() async throws {
        let world = try await World()
        let key = try await world.newKey()
        let first = try await world.newGrant(on: key, ["Name": .string("n")])
        let second = try await world.newGrant(on: key, ["Name": .string("n")])
        try await world.ok(.retireGrant, ["GrantToken": .string(first.token)])
        let error = try await world.refusal(.retireGrant, ["GrantToken": .string(second.token)])
        #expect(error?.code == .invalidGrantTokenException)
    }

    @Test func anAlteredTokenIsInvalid() async throws {
        let world = try await World()
        let key = try await world.newKey()
        let (one, other) = (try await world.newGrant(on: key), try await world.newGrant(on: key))
        let bytes = try #require(Base64.decode(one.token))
        var forged = [Base64.encode(Array(bytes.dropLast())), Base64.encode(bytes + [0]), "no token", "AAAA"]
        // The account is not tried here: a token of another account is refused as such.
        for index in [0, 9, 10, 25, 26, 57, 58, bytes.count - 1] {
            var altered = bytes
            altered[index] ^= 1
            forged.append(Base64.encode(altered))
        }
        // One grant's id with the other's authentication.
        let stolen = try #require(Base64.decode(other.token))
        forged.append(Base64.encode(Array(bytes[..<58] + stolen[58...])))
        for token in forged {
            let error = try await world.refusal(.retireGrant, ["GrantToken": .string(token)])
            #expect(error?.code == .invalidGrantTokenException)
        }
        #expect(try await world.grants(of: key).count == 2)
    }

    @Test func aGrantIsNamedInOneOfTwoWays() async throws {
        let world = try await World()
        let key = try await world.newKey()
        let grant = try await world.newGrant(on: key)
        let (id, token) = (JSONValue.string(grant.id), JSONValue.string(grant.token))
        let requests: [[String: JSONValue]] = [
            [:], ["KeyId": .string(key)], ["GrantId": id], ["GrantToken": token, "GrantId": id],
            ["GrantToken": token, "KeyId": .string(key)],
        ]
        for request in requests {
            #expect(try await world.refusal(.retireGrant, request)?.code == .validationException)
        }
    }

    @Test(arguments: ["x", String(repeating: "0", count: 63), String(repeating: "g", count: 64)])
    func aMalformedGrantIDIsSaidToBe(id: String) async throws {
        let world = try await World()
        let key = try await world.newKey()
        let request: [String: JSONValue] = ["KeyId": .string(key), "GrantId": .string(id)]
        for operation in [KMSOperation.revokeGrant, .retireGrant, .listGrants] {
            #expect(try await world.refusal(operation, request)?.code == .invalidGrantIdException)
        }
    }

    @Test func aGrantOfAnotherKeyIsNotFound() async throws {
        let world = try await World()
        let (key, other) = (try await world.newKey(), try await world.newKey())
        let grant = try await world.newGrant(on: key)
        for operation in [KMSOperation.revokeGrant, .retireGrant] {
            try await world.expect(
                .notFoundException, "Grant ID \(grant.id) not found", operation,
                ["KeyId": .string(other), "GrantId": .string(grant.id)])
        }
        #expect(try await world.grants(of: key).count == 1)
    }
}
