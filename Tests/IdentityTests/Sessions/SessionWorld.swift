import AWSJSON
import IAMModel
import IAMPolicy
import KeyCrypto
import RecordStoreContract
import Records
import Synchronization
import Testing

@testable import Identity

/// A clock that is set by hand.
final class HandClock: Clock {
    static let start: Int64 = 1_700_000_000_000
    private let now = Mutex<Int64>(HandClock.start)

    func nowMilliseconds() -> Int64 { now.withLock { $0 } }

    func advance(seconds: Int64) { now.withLock { $0 += seconds * 1000 } }
}

/// An account with users, roles and identity providers, and its STS.
struct SessionWorld {
    typealias Parameters = [String: String]

    static let account = "111122223333"
    static let other = "444455556666"

    let clock = HandClock()
    let world = World()
    let identity: Identity
    let issuers = SignedClaims()

    init(seed: UInt64 = 2) async throws {
        identity = Identity(
            store: try await world.sealed(seed: seed), clock: clock, randomness: SeededRandomness(seed: seed),
            cacheCapacity: 100)
    }

    /// What another process over the same store would have.
    func anotherProcess() async throws -> Identity {
        Identity(
            store: try await world.sealed(seed: 77), clock: clock, randomness: SeededRandomness(seed: 77),
            cacheCapacity: 100)
    }

    var sts: STSService { STSService(identity: identity, webIdentities: issuers) }

    // MARK: Making

    @discardableResult
    func makeUser(
        _ name: String, policy: String? = nil, account: String = account, id: String? = nil
    ) async throws -> Principal {
        var policies = EntityPolicies()
        if let policy { policies.inline = [InlinePolicy(name: "p", document: policy)] }
        let user = UserRecord(
            name: name, path: "/", account: account, uniqueID: id ?? Self.id("AIDA", name), created: 0,
            policies: policies, tags: [IAMTag(key: "team", value: "red")])
        try await put(user)
        return user.principal(in: "aws")
    }

    @discardableResult
    func makeRole(
        _ name: String, trust: String, policy: String? = nil, path: String = "/", maxSeconds: Int = 3600,
        account: String = account, id: String? = nil, pinned: [String: String] = [:]
    ) async throws -> RoleRecord {
        var policies = EntityPolicies()
        if let policy { policies.inline = [InlinePolicy(name: "p", document: policy)] }
        let role = RoleRecord(
            name: name, path: path, account: account, uniqueID: id ?? Self.id("AROA", name), created: 0,
            maxSessionSeconds: maxSeconds, trust: TrustPolicy(document: trust, principalIDs: pinned),
            policies: policies, tags: [IAMTag(key: "env", value: "prod")])
        try await put(role)
        return role
    }

    func makeProvider(_ url: String, clients: [String] = ["app"], account: String = account) async throws {
        try await put(
            OIDCProviderRecord(account: account, url: url, created: 0, clientIDs: clients, thumbprints: []))
    }

    func makePolicy(_ name: String, _ document: String, account: String = account) async throws {
        try await put(
            ManagedPolicyRecord(
                name: name, path: "/", account: account, uniqueID: Self.id("ANPA", name), created: 0, updated: 0,
                versions: [.init(number: 1, created: 0, document: document)], defaultVersion: 1, latestVersion: 1))
    }

    func delete(_ record: some RecordContent) async throws {
        let version = try #require(try await identity.store.version(of: record.recordID))
        try await identity.commit([.delete(record.recordID, expectedVersion: version)])
    }

    private func put(_ record: some RecordContent) async throws {
        let version = try await identity.store.version(of: record.recordID) ?? 0
        try await identity.commit([identity.store.put(record, over: version)])
    }

    static func id(_ prefix: String, _ name: String) -> String {
        prefix + (name.uppercased() + String(repeating: "X", count: 17)).prefix(17)
    }

    // MARK: Calling

    /// Lists are spelt out, as in `Tags.member.1.Key`.
    func call(_ principal: Principal?, _ parameters: Parameters) -> STSCall {
        let text = parameters.map { "\($0.key)=\(Self.encoded($0.value))" }.joined(separator: "&")
        return STSCall(
            parameters: QueryParameters(bytes: Array(text.utf8)), principal: principal, partition: "aws",
            facts: RequestFacts(time: clock.nowMilliseconds(), region: "us-east-1", isSecureTransport: true))
    }

    func perform<Response>(
        _ operation: STSOperation, by principal: Principal?, _ parameters: Parameters = [:],
        as type: Response.Type = Response.self
    ) async throws -> Response {
        try #require(try await sts.answer(operation, call(principal, parameters)) as? Response)
    }

    func assumeRole(
        _ name: String, by principal: Principal, _ more: Parameters = [:]
    ) async throws -> AssumeRoleResponse {
        let role = ["RoleArn": Self.arn(role: name), "RoleSessionName": "session"]
        return try await perform(.assumeRole, by: principal, role.merging(more) { $1 })
    }

    static func arn(role: String, account: String = account) -> String { "arn:aws:iam::\(account):role/\(role)" }

    /// Who comes with these credentials.
    func principal(_ credentials: Credentials?) async throws -> Principal {
        let credentials = try #require(credentials)
        return try await identity.session(
            token: try #require(credentials.sessionToken), accessKeyID: try #require(credentials.accessKeyId)
        ).principal
    }

    /// - Returns: code and message of the refusal.
    func refusal(
        _ body: () async throws -> some Any, sourceLocation: SourceLocation = #_sourceLocation
    ) async -> QueryError? {
        do {
            _ = try await body()
            Issue.record("was not refused", sourceLocation: sourceLocation)
        } catch STSFailure.refused(let error, _) {
            return error
        } catch {
            Issue.record("another error: \(error)", sourceLocation: sourceLocation)
        }
        return nil
    }

    private static func encoded(_ text: String) -> String {
        text.utf8.map { byte in
            let isPlain = UInt8(ascii: "a")...UInt8(ascii: "z") ~= byte
            return isPlain ? String(UnicodeScalar(byte)) : "%" + Hex.encode([byte])
        }.joined()
    }
}

extension STSService {
    /// An answer whose record nobody asks for.
    func answer(_ operation: STSOperation, _ call: STSCall) async throws(STSFailure) -> any QueryResponse {
        var audit = STSAudit(operation)
        return try await answer(operation, call, &audit)
    }
}
