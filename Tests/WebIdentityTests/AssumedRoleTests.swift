import AWSJSON
import IAMModel
import IAMPolicy
import RecordStoreContract
import Records
import Testing

@testable import Identity
@testable import WebIdentity

/// STS and the verifier together.
@Suite("A signed web identity token") struct AssumedRoleTests {
    private static let account = "111122223333"
    private static let role = "arn:aws:iam::111122223333:role/deploy"
    private let world = World()

    private func service(_ keys: [JSONValue]) async throws -> STSService {
        let randomness = SeededRandomness(seed: 3)
        let store = InMemoryRecordStore()
        let rootKey = LocalRootKey(randomness: randomness)
        let sealer = try await RecordSealer(store: store, rootKey: rootKey, randomness: randomness)
        let identity = Identity(
            store: SealedStore(store, sealer: sealer), clock: world.clock, randomness: randomness, cacheCapacity: 10)
        let provider = OIDCProviderRecord(
            account: Self.account, url: "idp.example.com/tenant", created: 0, clientIDs: ["app"], thumbprints: [])
        let trust = """
            {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"sts:AssumeRoleWithWebIdentity",
            "Principal":{"Federated":"\(provider.arn(in: "aws"))"},
            "Condition":{"StringEquals":{"idp.example.com/tenant:sub":"alice"}}}]}
            """
        let role = RoleRecord(
            name: "deploy", path: "/", account: Self.account, uniqueID: "AROAXXXXXXXXXXXXXXXXX", created: 0,
            trust: TrustPolicy(document: trust, principalIDs: [:]))
        try await identity.commit([identity.store.put(provider, over: 0), identity.store.put(role, over: 0)])
        return STSService(identity: identity, webIdentities: try world.verifier(keys))
    }

    private func claims(subject: String = "alice", audience: String = "app", lifetime: Int64 = 600) -> JSONValue {
        let now = world.clock.nowMilliseconds() / 1000
        return .object([
            .init("iss", .string(World.issuer)), .init("sub", .string(subject)), .init("aud", .string(audience)),
            .init("iat", .int(now)), .init("exp", .int(now + lifetime)),
        ])
    }

    private func assume(_ service: STSService, _ token: String) async throws -> String? {
        let text = "RoleArn=\(Self.role)&RoleSessionName=build&WebIdentityToken=\(token)"
        let call = STSCall(
            parameters: QueryParameters(bytes: Array(text.utf8)), principal: nil, partition: "aws",
            facts: RequestFacts(
                time: world.clock.nowMilliseconds(), region: "us-east-1", isSecureTransport: true))
        var audit = STSAudit(.assumeRoleWithWebIdentity)
        let response = try await service.answer(.assumeRoleWithWebIdentity, call, &audit)
        return (response as? AssumeRoleWithWebIdentityResponse)?.assumedRoleUser?.arn
    }

    private func code(_ service: STSService, _ token: String) async throws -> String {
        do {
            _ = try await assume(service, token)
            return "none"
        } catch STSFailure.refused(let error, _) {
            return error.code
        }
    }

    @Test("assumes a role", arguments: SignatureAlgorithm.allCases.map(\.rawValue))
    func assumes(_ algorithm: String) async throws {
        let key = try await TestKey.made(for: algorithm, id: "k")
        let arn = try await assume(try await service([key.jwk()]), try key.sign(claims()))
        #expect(arn == "arn:aws:sts::111122223333:assumed-role/deploy/build")
    }

    @Test("assumes none for a stranger, for another audience, too late, or with a forged signature")
    func assumesNone() async throws {
        let key = try await TestKey.es256(id: "k")
        let forger = try await TestKey.es256(id: "k")
        let service = try await service([key.jwk()])
        #expect(try await code(service, try key.sign(claims(subject: "mallory"))) == "AccessDenied")
        #expect(try await code(service, try key.sign(claims(audience: "other"))) == "InvalidIdentityToken")
        #expect(try await code(service, try key.sign(claims(lifetime: 0))) == "ExpiredTokenException")
        #expect(try await code(service, try forger.sign(claims())) == "InvalidIdentityToken")
        let token = try key.sign(claims())
        world.clock.advance(seconds: 600)
        #expect(try await code(service, token) == "ExpiredTokenException")
    }
}
