import AWSJSON
import IAMPolicy
import Identity
import KMSModel
import KeyService
import RecordStoreContract
import Records
import Synchronization

@testable import SeedFiles

/// A clock that stands still until it is moved.
final class TestClock: Clock {
    private let now = Mutex<Int64>(1_700_000_000_000)

    func nowMilliseconds() -> Int64 { now.withLock { $0 } }

    func advance(days: Int64) { now.withLock { $0 += days * 86_400_000 } }
}

let account = "111122223333"
let region = "eu-central-1"
let keyID = "1234abcd-12ab-34cd-56ef-1234567890ab"
/// 32 bytes.
let material = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8="

/// A server's keys and identities over a store in memory.
struct World {
    let store = InMemoryRecordStore()
    let clock = TestClock()
    let identity: Identity
    let keys: KeyService

    init(seed: UInt64 = 1) async throws {
        let randomness = SeededRandomness(seed: seed)
        let rootKey = LocalRootKey(randomness: randomness)
        let sealed = SealedStore(
            store, sealer: try await RecordSealer(store: store, rootKey: rootKey, randomness: randomness))
        identity = Identity(store: sealed, clock: clock, randomness: randomness)
        keys = KeyService(store: sealed, clock: clock, randomness: randomness)
    }

    @discardableResult
    func seed(_ yaml: String) async throws -> SeedReport {
        try await read(yaml, clock: clock).apply(to: identity, keys)
    }

    /// How many changes the store has ever seen.
    func changes() async throws -> Int64 {
        switch try await store.changes(after: nil, limit: 1) {
        case .changes(_, let upTo), .tooFarBehind(let upTo): upTo
        }
    }

    /// What an operation answers to the account's root: an object, or the error's code and message.
    func call(
        _ operation: KMSOperation, _ members: [String: JSONValue], in region: String = region
    ) async throws -> JSONValue {
        let principal = Identity.developmentPrincipal(
            account: account, partition: AWSRegions.partition(of: region) ?? "aws")
        let requester = Requester(
            kind: .root, arn: principal.arn, account: account, uniqueID: account, policies: .none)
        let facts = CallerFacts(type: .account, principalARN: principal.arn, account: account, userID: account)
        let request = RequestFacts(time: clock.nowMilliseconds(), region: region, isSecureTransport: true)
        let caller = Caller(
            requester: requester, userID: account, context: GlobalContext(caller: facts, request: request))
        let body = JSONValue.object(members.map { .init($0.key, $0.value) }).encoded
        switch await keys.perform(operation, body: body, caller: caller, region: region).result {
        case .success(let body): return body.isEmpty ? .object([]) : try JSONValue(parsing: body)
        case .failure(let error):
            return .object([
                .init("error", .string(error.code.rawValue)), .init("message", .string(error.message ?? "")),
            ])
        }
    }

    func describe(_ id: String = keyID, in region: String = region) async throws -> JSONValue {
        try await call(.describeKey, ["KeyId": .string(id)], in: region)["KeyMetadata"] ?? .null
    }
}

func read(_ yaml: String, clock: TestClock = TestClock()) async throws(SeedFileError) -> SeedFile {
    try await SeedFile.read(
        Array(yaml.utf8), SeedDefaults(account: account, region: region), clock: clock,
        randomness: SeededRandomness(seed: 7))
}

/// The findings of a file, as they are printed; none if it is right.
func findings(_ yaml: String) async -> [String] {
    do throws(SeedFileError) {
        _ = try await read(yaml)
        return []
    } catch {
        return texts(error)
    }
}

func texts(_ error: SeedFileError) -> [String] {
    switch error {
    case .findings(let findings): findings.map(\.description)
    case .record(let error): ["\(error)"]
    }
}
