import AWSJSON
import IAMPolicy
import KMSModel
import KeyCrypto
import KeyService
import RecordStoreContract
import Records
import Synchronization
import Testing

/// A clock that stands still until it is moved.
final class TestClock: Clock {
    private let now: Mutex<Int64>

    init(_ now: Int64) { self.now = Mutex(now) }

    func nowMilliseconds() -> Int64 { now.withLock { $0 } }

    func advance(days: Int64 = 0, seconds: Int64 = 0) {
        now.withLock { $0 += (days * 86_400 + seconds) * 1000 }
    }
}

/// What an operation answered.
enum Answer {
    case success(JSONValue)
    case refused(KMSError)
}

/// A service over a store in memory, and everything around it under the test's control.
struct World {
    let store: any RecordStore
    let sealed: SealedStore
    let clock: TestClock
    let service: KeyService

    static let account = "111122223333"
    static let region = "eu-central-1"
    /// An administrator of the account.
    static let user = Caller.user("alice", id: "AIDAALICE", policies: [everything])
    /// An administrator of another account.
    static let stranger = Caller.user("mallory", of: "444455556666", id: "AIDAMALLORY", policies: [everything])
    static let everything = #"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"*","Resource":"*"}}"#

    init(
        store: any RecordStore = InMemoryRecordStore(), seed: UInt64 = 1, cacheCapacity: Int = 100,
        attestationRoot: [UInt8] = AttestationVerifier.awsNitroRoot, now: Int64 = 1_700_000_000_000,
        principals: any PrincipalDirectory = EveryPrincipal()
    ) async throws {
        let randomness = SeededRandomness(seed: seed)
        self.store = store
        clock = TestClock(now)
        let rootKey = LocalRootKey(randomness: randomness)
        sealed = SealedStore(
            store, sealer: try await RecordSealer(store: store, rootKey: rootKey, randomness: randomness))
        service = KeyService(
            store: sealed, clock: clock, randomness: randomness, cacheCapacity: cacheCapacity,
            attestation: AttestationVerifier(rootDER: attestationRoot), principals: principals)
    }

    func outcome(
        _ operation: KMSOperation, _ members: [String: JSONValue], as caller: Caller = user, in region: String = region
    ) async -> CallOutcome {
        let body = JSONValue.object(members.map { .init($0.key, $0.value) })
        return await service.perform(
            operation, body: body.encoded, caller: caller.named(in: AWSRegions.partition(of: region) ?? "aws"),
            region: region)
    }

    func answer(
        _ operation: KMSOperation, _ members: [String: JSONValue], as caller: Caller = user, in region: String = region
    ) async throws -> Answer {
        switch await outcome(operation, members, as: caller, in: region).result {
        case .success(let body): .success(body.isEmpty ? .object([]) : try JSONValue(parsing: body))
        case .failure(let error): .refused(error)
        }
    }

    /// The answer of an operation that is to succeed.
    @discardableResult
    func ok(
        _ operation: KMSOperation, _ members: [String: JSONValue] = [:], as caller: Caller = user,
        in region: String = region, _ place: SourceLocation = #_sourceLocation
    ) async throws -> JSONValue {
        switch try await answer(operation, members, as: caller, in: region) {
        case .success(let value): return value
        case .refused(let error):
            Issue.record("\(operation.rawValue) was refused: \(error)", sourceLocation: place)
            throw error
        }
    }

    /// The error of an operation that is to be refused.
    @discardableResult
    func refusal(
        _ operation: KMSOperation, _ members: [String: JSONValue] = [:], as caller: Caller = user,
        in region: String = region, _ place: SourceLocation = #_sourceLocation
    ) async throws -> KMSError? {
        switch try await answer(operation, members, as: caller, in: region) {
        case .success(let value):
            Issue.record("\(operation.rawValue) was not refused: \(value)", sourceLocation: place)
            return nil
        case .refused(let error): return error
        }
    }

    /// Expects one error, code and message.
    func expect(
        _ code: KMSErrorCode, _ message: String?, _ operation: KMSOperation, _ members: [String: JSONValue] = [:],
        as caller: Caller = user, in region: String = region, _ place: SourceLocation = #_sourceLocation
    ) async throws {
        let error = try await refusal(operation, members, as: caller, in: region, place)
        #expect(error == KMSError(code, message), sourceLocation: place)
    }

    /// Makes a key.
    /// - Returns: its id.
    func newKey(_ members: [String: JSONValue] = [:], in region: String = region) async throws -> String {
        try #require(try await ok(.createKey, members, in: region)["KeyMetadata"]?["KeyId"]?.string)
    }

    func arn(_ key: String, in region: String = region) -> String {
        "arn:aws:kms:\(region):\(World.account):key/\(key)"
    }

    func aliasARN(_ alias: String, in region: String = region) -> String {
        "arn:aws:kms:\(region):\(World.account):\(alias)"
    }

    func metadata(_ key: String) async throws -> JSONValue {
        try #require(try await ok(.describeKey, ["KeyId": .string(key)])["KeyMetadata"])
    }

    func encrypt(_ text: String, _ key: String, context: [String: String] = [:]) async throws -> JSONValue {
        let answer = try await ok(
            .encrypt, ["KeyId": .string(key), "Plaintext": .blob(text), "EncryptionContext": .map(context)])
        return try #require(answer["CiphertextBlob"])
    }
}

extension Caller {
    /// `policies`: identity policies in JSON.
    static func user(
        _ name: String, of account: String = World.account, id: String? = nil, policies: [String] = []
    ) -> Caller {
        let arn = "arn:aws:iam::\(account):user/\(name)"
        let id = id ?? "AIDA\(name.uppercased())"
        let requester = Requester(
            kind: .user, arn: arn, account: account, uniqueID: id,
            policies: PrincipalPolicies(identity: policies.compactMap(attached)))
        return Caller(requester: requester, userID: id, context: EmptyContext())
    }

    /// As the Gateway names a caller to the Regions of a partition.
    func named(in partition: String) -> Caller {
        var caller = self
        caller.requester = Requester(
            kind: requester.kind, arn: arn.replacing("arn:aws:", with: "arn:\(partition):"),
            account: requester.account, uniqueID: requester.uniqueID, policies: requester.policies)
        return caller
    }

    static func attached(_ text: String) -> AttachedPolicy? {
        let document = try? PolicyDocument(parsing: text, as: .identity)
        return document.map { AttachedPolicy(arn: nil, label: "a test's policy", document: $0) }
    }
}

extension JSONValue {
    static func blob(_ text: String) -> JSONValue { .string(Base64.encode(Array(text.utf8))) }

    static func map(_ pairs: [String: String]) -> JSONValue {
        .object(pairs.map { .init($0.key, .string($0.value)) })
    }

    static func tags(_ pairs: [(String, String)]) -> JSONValue {
        .array(pairs.map { .map(["TagKey": $0.0, "TagValue": $0.1]) })
    }

    /// The bytes of a blob.
    var bytes: [UInt8]? { string.flatMap { Base64.decode($0) } }
}
