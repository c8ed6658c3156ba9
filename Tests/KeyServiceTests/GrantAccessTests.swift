import AWSJSON
import IAMPolicy
import KMSModel
import KeyService
import Testing

/// What grants permit.
@Suite struct GrantAccessTests {
    static let bob = Caller.user("bob")

    @Test func aGrantPermitsItsOperationsAtOnceAndNoOthers() async throws {
        let world = try await World()
        let key = try await world.newKey()
        let blob = try await world.encrypt("x", key)
        #expect(try await !world.allows(.decrypt, ["CiphertextBlob": blob], as: Self.bob))
        let grant = try await world.newGrant(on: key)
        try await world.ok(.decrypt, ["CiphertextBlob": blob], as: Self.bob)
        #expect(try await !world.allows(.encrypt, ["KeyId": .string(key), "Plaintext": .blob("x")], as: Self.bob))
        #expect(try await !world.allows(.describeKey, ["KeyId": .string(key)], as: Self.bob))
        #expect(try await !world.allows(.decrypt, ["CiphertextBlob": blob], as: .user("carol")))
        try await world.ok(.revokeGrant, ["KeyId": .string(key), "GrantId": .string(grant.id)])
        #expect(try await !world.allows(.decrypt, ["CiphertextBlob": blob], as: Self.bob))
    }

    @Test func anEncryptionContextConstraintMustFit() async throws {
        let world = try await World()
        let key = try await world.newKey()
        let constraint = JSONValue.members(["EncryptionContextSubset": .map(["team": "red"])])
        try await world.newGrant(on: key, ["Operations": .strings("Encrypt"), "Constraints": constraint])
        func allows(_ context: [String: String]) async throws -> Bool {
            try await world.allows(
                .encrypt, ["KeyId": .string(key), "Plaintext": .blob("x"), "EncryptionContext": .map(context)],
                as: Self.bob)
        }
        #expect(try await allows(["team": "red"]))
        #expect(try await allows(["team": "red", "more": "yes"]))
        #expect(try await !allows(["team": "blue"]))
        #expect(try await !allows(["Team": "red"]))
        #expect(try await !allows([:]))
    }

    @Test func anExactContextMustBeTheWholeContext() async throws {
        let world = try await World()
        let key = try await world.newKey()
        let constraint = JSONValue.members(["EncryptionContextEquals": .map(["team": "red"])])
        try await world.newGrant(on: key, ["Operations": .strings("GenerateDataKey"), "Constraints": constraint])
        func allows(_ context: [String: String]) async throws -> Bool {
            try await world.allows(
                .generateDataKey,
                ["KeyId": .string(key), "KeySpec": .string("AES_256"), "EncryptionContext": .map(context)],
                as: Self.bob)
        }
        #expect(try await allows(["team": "red"]))
        #expect(try await !allows(["team": "red", "more": "yes"]))
    }

    @Test func aDenialWinsOverAGrant() async throws {
        let world = try await World()
        let key = try await world.newKey([
            "Policy": .string(World.keyPolicy(World.statement("Deny", ["kms:Decrypt"], to: World.bob)))
        ])
        let blob = try await world.encrypt("x", key)
        try await world.newGrant(on: key)
        #expect(try await !world.allows(.decrypt, ["CiphertextBlob": blob], as: Self.bob))
    }

    @Test func aRolesGrantIsForAllItsSessionsAndASessionsForItselfAlone() async throws {
        let world = try await World()
        let key = try await world.newKey()
        let blob = try await world.encrypt("x", key)
        let (one, two) = (Caller.session("one"), Caller.session("two"))
        let grant = try await world.newGrant(on: key, ["GranteePrincipal": .string(World.role)])
        #expect(try await world.allows(.decrypt, ["CiphertextBlob": blob], as: one))
        #expect(try await world.allows(.decrypt, ["CiphertextBlob": blob], as: two))
        try await world.ok(.revokeGrant, ["KeyId": .string(key), "GrantId": .string(grant.id)])
        try await world.newGrant(on: key, ["GranteePrincipal": .string(one.arn)])
        #expect(try await world.allows(.decrypt, ["CiphertextBlob": blob], as: one))
        #expect(try await !world.allows(.decrypt, ["CiphertextBlob": blob], as: two))
    }

    @Test func aGranteeGrantsNoMoreThanHeHas() async throws {
        let world = try await World()
        let key = try await world.newKey()
        let constraint = JSONValue.members(["EncryptionContextSubset": .map(["team": "red"])])
        try await world.newGrant(
            on: key, ["Operations": .strings("CreateGrant", "Decrypt"), "Constraints": constraint])
        func allows(_ members: [String: JSONValue]) async throws -> Bool {
            let carol = JSONValue.string("arn:aws:iam::111122223333:user/carol")
            return try await world.allows(
                .createGrant, World.grant(on: key, ["GranteePrincipal": carol].merging(members) { $1 }), as: Self.bob)
        }
        #expect(try await allows(["Constraints": constraint]))
        let stricter = JSONValue.members(["EncryptionContextSubset": .map(["team": "red", "more": "yes"])])
        #expect(try await allows(["Constraints": stricter]))
        #expect(try await !allows([:]))
        let other = JSONValue.members(["EncryptionContextSubset": .map(["team": "blue"])])
        #expect(try await !allows(["Constraints": other]))
        #expect(try await !allows(["Constraints": constraint, "Operations": .strings("Encrypt")]))
    }

    @Test func theGrantSaysWhoRetiresIt() async throws {
        let world = try await World()
        let key = try await world.newKey()
        let carol = Caller.user("carol")
        func grant(_ members: [String: JSONValue] = [:]) async throws -> [String: JSONValue] {
            ["KeyId": .string(world.arn(key)), "GrantId": .string(try await world.newGrant(on: key, members).id)]
        }
        let named = try await grant(["RetiringPrincipal": .string(carol.arn)])
        #expect(try await !world.allows(.retireGrant, named, as: Self.bob))
        try await world.ok(.retireGrant, named, as: carol)
        let own = try await grant(["Operations": .strings("Decrypt", "RetireGrant")])
        #expect(try await !world.allows(.retireGrant, own, as: carol))
        try await world.ok(.retireGrant, own, as: Self.bob)
        // The account that made the grant leaves it to its identity policies.
        let plain = try await grant()
        #expect(try await !world.allows(.retireGrant, plain, as: carol))
        let allowed = Caller.user("carol", policies: [World.identityPolicy("Allow", "kms:RetireGrant")])
        try await world.ok(.retireGrant, plain, as: allowed)
        let denied = Caller.user("carol", policies: [World.identityPolicy("Deny", "kms:RetireGrant")])
        let again = try await grant(["RetiringPrincipal": .string(carol.arn)])
        #expect(try await !world.allows(.retireGrant, again, as: denied))
    }

    @Test func aTokenThatWasNotMadeHereIsRefused() async throws {
        let world = try await World()
        let key = try await world.newKey()
        let grant = try await world.newGrant(on: key)
        let blob = try await world.encrypt("x", key)
        func request(_ token: String) -> [String: JSONValue] {
            ["CiphertextBlob": blob, "GrantTokens": .strings(token)]
        }
        try await world.ok(.decrypt, request(grant.token), as: Self.bob)
        var forged = try #require(Base64.decode(grant.token))
        forged[forged.count - 1] ^= 1
        for token in ["token", Base64.encode(forged)] {
            let error = try await world.refusal(.decrypt, request(token), as: Self.bob)
            #expect(error?.code == .invalidGrantTokenException)
        }
        // Of a grant that is gone: it gives nothing, and takes nothing away.
        try await world.ok(.revokeGrant, ["KeyId": .string(key), "GrantId": .string(grant.id)])
        #expect(try await !world.allows(.decrypt, request(grant.token), as: Self.bob))
        try await world.ok(.decrypt, request(grant.token))
    }

    @Test func aGranteeMadeAnewUnderAnOldNameHasNoGrant() async throws {
        let world = try await World(principals: Directory(known: [World.bob: "AIDABOB"]))
        let key = try await world.newKey()
        let blob = try await world.encrypt("x", key)
        try await world.newGrant(on: key)
        #expect(try await world.allows(.decrypt, ["CiphertextBlob": blob], as: .user("bob", id: "AIDABOB")))
        #expect(try await !world.allows(.decrypt, ["CiphertextBlob": blob], as: .user("bob", id: "AIDAOTHER")))
        let nobody: [String: JSONValue] = ["GranteePrincipal": .string("arn:aws:iam::111122223333:user/nobody")]
        try await world.expect(
            .invalidArnException, "ARN does not refer to a valid principal: arn:aws:iam::111122223333:user/nobody",
            .createGrant, World.grant(on: key, nobody))
    }
}

extension Caller {
    /// A session of `World.role`.
    static func session(_ name: String, policies: [String] = [], passed: [String]? = nil) -> Caller {
        let requester = Requester(
            kind: .assumedRole(role: World.role), arn: "arn:aws:sts::\(World.account):assumed-role/reader/\(name)",
            account: World.account, uniqueID: "AROAREADER",
            policies: PrincipalPolicies(
                identity: policies.compactMap(attached), session: passed.map { $0.compactMap(attached) }))
        return Caller(requester: requester, userID: "AROAREADER:\(name)", context: EmptyContext())
    }
}
