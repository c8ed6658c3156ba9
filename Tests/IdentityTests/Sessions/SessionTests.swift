import AWSJSON
import IAMModel
import RecordStoreContract
import Records
import Testing

@testable import Identity

@Suite("A session") struct SessionTests {
    private static let trust = Policies.trusting("arn:aws:iam::111122223333:root")

    private func assumed(_ world: SessionWorld) async throws -> Credentials {
        let user = try await world.makeUser("alice", policy: Policies.everything)
        try await world.makeRole("reader", trust: Self.trust, policy: Policies.everything)
        return try #require(try await world.assumeRole("reader", by: user).credentials)
    }

    private func session(_ credentials: Credentials, in identity: Identity) async throws -> TemporaryAccessKey {
        try await identity.session(
            token: try #require(credentials.sessionToken), accessKeyID: try #require(credentials.accessKeyId))
    }

    @Test("is known by its token, with its secret") func isKnown() async throws {
        let world = try await SessionWorld()
        let credentials = try await assumed(world)
        let key = try await session(credentials, in: world.identity)
        #expect(key.id.wholeMatch(of: /ASIA[A-Z2-7]{16}/) != nil)
        #expect(key.secret.text == credentials.secretAccessKey)
        #expect(key.principal.arn == "arn:aws:sts::111122223333:assumed-role/reader/session")
        #expect(key.principal.userID == "\(SessionWorld.id("AROA", "reader")):session")
    }

    @Test("is known to every process of its store, without being stored") func isStateless() async throws {
        let world = try await SessionWorld()
        let credentials = try await assumed(world)
        let key = try await session(credentials, in: try await world.anotherProcess())
        #expect(key.secret.text == credentials.secretAccessKey)
        #expect(try await world.world.stored("session-token-key").count == 1)
    }

    @Test("is opened once, and then remembered") func isRemembered() async throws {
        let world = try await SessionWorld()
        let credentials = try await assumed(world)
        let first = try await session(credentials, in: world.identity)
        #expect(try await session(credentials, in: world.identity).secret === first.secret)
        #expect(world.identity.sessionTokens.count == 1)
    }

    @Test("of many processes has one key") func hasOneKey() async throws {
        let world = try await SessionWorld()
        let user = try await world.makeUser("alice", policy: Policies.everything)
        try await world.makeRole("reader", trust: Self.trust)
        let other = try await world.anotherProcess()
        let services = [world.sts, STSService(identity: other, webIdentities: NoWebIdentities())]
        let call = world.call(user, ["RoleArn": SessionWorld.arn(role: "reader"), "RoleSessionName": "session"])
        let made = try await withThrowingTaskGroup(of: (any QueryResponse).self) { group in
            for number in 0..<10 { group.addTask { try await services[number % 2].answer(.assumeRole, call) } }
            return try await group.reduce(into: [Credentials]()) { all, response in
                if let credentials = (response as? AssumeRoleResponse)?.credentials { all.append(credentials) }
            }
        }
        #expect(made.count == 10)
        for credentials in made {
            _ = try await session(credentials, in: world.identity)
            _ = try await session(credentials, in: other)
        }
    }

    @Test("ends at its time") func ends() async throws {
        let world = try await SessionWorld()
        let credentials = try await assumed(world)
        #expect(credentials.expiration?.milliseconds == HandClock.start + 3_600_000)
        world.clock.advance(seconds: 3599)
        _ = try await session(credentials, in: world.identity)
        world.clock.advance(seconds: 1)
        for identity in [world.identity, try await world.anotherProcess()] {
            await #expect(throws: SessionRefusal.expired) { try await session(credentials, in: identity) }
        }
    }

    @Test("is of its own access key only") func isOfItsKey() async throws {
        let world = try await SessionWorld()
        let one = try await assumed(world)
        let other = try #require(
            try await world.assumeRole("reader", by: try await world.makeUser("alice", policy: Policies.everything))
                .credentials)
        for id in [other.accessKeyId ?? "", "", "ASIA", (one.accessKeyId ?? "").lowercased()] {
            await #expect(throws: SessionRefusal.invalid) {
                try await world.identity.session(token: one.sessionToken ?? "", accessKeyID: id)
            }
        }
    }

    @Test("is nobody's with a token that is garbage, also before there was any") func isGarbage() async throws {
        let world = try await SessionWorld()
        for token in ["", "garbage", "AQID"] {
            await #expect(throws: SessionRefusal.invalid) {
                try await world.identity.session(token: token, accessKeyID: "ASIAXXXXXXXXXXXXXXXX")
            }
        }
        #expect(try await world.world.stored("session-token-key").isEmpty)
        #expect(world.identity.sessionTokens.count == 0)
    }

    @Test("is nobody's while the key of tokens is another one than was stored") func keyIsTampered() async throws {
        let world = try await SessionWorld()
        let credentials = try await assumed(world)
        let id = RecordID(Collection(rawValue: "session-token-key"), account: "", region: "", name: "1")
        let store = TamperingTests.AlteredStore(original: world.world.store) { record in
            guard record.id == id else { return record }
            var altered = record
            altered.sealed[altered.sealed.count - 1] ^= 1
            return altered
        }
        let randomness = SeededRandomness(seed: 6)
        let sealer = try await RecordSealer(store: store, rootKey: world.world.rootKey, randomness: randomness)
        let identity = Identity(
            store: SealedStore(store, sealer: sealer), clock: world.clock, randomness: randomness)
        await #expect(throws: SessionRefusal.records(.notAuthentic(id))) {
            try await session(credentials, in: identity)
        }
        let call = world.call(.root(account: SessionWorld.account, partition: "aws"), [:])
        let outcome = await STSService(identity: identity, webIdentities: NoWebIdentities()).perform(
            .getSessionToken, parameters: call.parameters, principal: call.principal, request: call.facts,
            partition: "aws", requestID: "r-1")
        #expect(outcome.error?.code == "InternalFailure")
        #expect(outcome.cause?.contains("session-token-key") == true)
    }

    @Test("is void when its role is gone, and when another one has its name") func roleIsGone() async throws {
        let world = try await SessionWorld()
        let principal = try await world.principal(try await assumed(world))
        #expect(try await world.identity.caller(for: principal) != nil)
        let role = try await world.makeRole("reader", trust: Self.trust, policy: Policies.everything)
        try await world.delete(role)
        #expect(try await world.identity.caller(for: principal) == nil)
        #expect(
            await world.refusal { try await world.sts.answer(.getCallerIdentity, world.call(principal, [:])) }?.code
                == "InvalidClientTokenId")
        try await world.makeRole("reader", trust: Self.trust, policy: Policies.everything, id: "AROAANOTHERONE")
        #expect(try await world.identity.caller(for: principal) == nil)
    }

    @Test("is void when its user is gone", arguments: [STSOperation.getSessionToken, .getFederationToken])
    func userIsGone(_ operation: STSOperation) async throws {
        let world = try await SessionWorld()
        let user = try await world.makeUser("alice", policy: Policies.everything)
        let call = world.call(user, ["Name": "federated"])
        let response = try await world.sts.answer(operation, call)
        let credentials =
            (response as? GetSessionTokenResponse)?.credentials
            ?? (response as? GetFederationTokenResponse)?.credentials
        let principal = try await world.principal(credentials)
        #expect(try await world.identity.caller(for: principal) != nil)
        try await world.makeUser("alice", policy: Policies.everything, id: "AIDAANOTHERONE")
        #expect(try await world.identity.caller(for: principal) == nil)
    }

    @Test("is revoked by a policy that denies those issued before a time") func isRevoked() async throws {
        let world = try await SessionWorld()
        let user = try await world.makeUser("alice", policy: Policies.everything)
        try await world.makeRole("reader", trust: Self.trust, policy: Policies.everything)
        try await world.makeRole("next", trust: Policies.trusting(SessionWorld.arn(role: "reader")))
        let old = try await world.principal(try await world.assumeRole("reader", by: user).credentials)
        _ = try await world.assumeRole("next", by: old)
        world.clock.advance(seconds: 60)
        let revoking = Policies.revoking(before: "2023-11-14T22:14:00Z")
        try await world.makeRole("reader", trust: Self.trust, policy: revoking)
        #expect(await world.refusal { try await world.assumeRole("next", by: old) }?.code == "AccessDenied")
        let new = try await world.principal(try await world.assumeRole("reader", by: user).credentials)
        _ = try await world.assumeRole("next", by: new)
    }
}
