import AWSJSON
import AuditTrail
import Gateway
import Identity
import KeyService
import RecordStoreContract
import Records
import Synchronization
import Testing

final class TestClock: Clock {
    private let milliseconds = Mutex<Int64>(1_767_323_045_678)

    func nowMilliseconds() -> Int64 { milliseconds.withLock { $0 } }

    func set(milliseconds now: Int64) { milliseconds.withLock { $0 = now } }

    /// 2026-01-02T03:04:05Z
    static let startSeconds: Int64 = 1_767_323_045
}

/// Says that everything takes two milliseconds.
final class TestTicks: Ticks {
    private let now = Atomic<UInt64>(5_000_000_000)

    func nowNanoseconds() -> UInt64 { now.add(2_000_000, ordering: .relaxed).newValue }
}

final class TestObserver: CallObserver {
    private let seen = Mutex<[CallRecord]>([])

    func observe(_ call: CallRecord) { seen.withLock { $0.append(call) } }

    var calls: [CallRecord] { seen.withLock { $0 } }
}

/// A gateway with all that is behind it, and an administrator's access key.
struct World: Sendable {
    let gateway: Gateway
    let identity: Identity
    let clock = TestClock()
    let observer = TestObserver()
    let metrics = Metrics()
    let client: Client

    static let account = "111122223333"
    static let defaultRegion = "eu-west-1"

    init(
        _ mode: AuthenticationMode = .signed, store: any RecordStore = InMemoryRecordStore(),
        trail: any AuditSink = NoAuditTrail(), isReady: Bool = true
    ) async throws {
        let randomness = SeededRandomness(seed: 1)
        let rootKey = LocalRootKey(randomness: randomness)
        let sealer = try await RecordSealer(store: store, rootKey: rootKey, randomness: randomness)
        let sealed = SealedStore(store, sealer: sealer)
        identity = Identity(store: sealed, clock: clock, randomness: randomness)
        let made = try await identity.createAdministrator(account: World.account, partition: "aws")
        client = Client(try #require(made))
        gateway = Gateway(
            identity: identity, keys: KeyService(store: sealed, clock: clock, randomness: randomness), clock: clock,
            ticks: TestTicks(), randomness: randomness, mode: mode, trail: trail, defaultRegion: World.defaultRegion,
            version: "1.2.3", metrics: metrics, observer: observer, isReady: { isReady })
    }

    func send(_ request: WireRequest) async -> WireResponse { await gateway.handle(request) }

    /// Expects an answer of KMS that refuses, and nothing else in it.
    func expect(
        _ code: String, _ message: String?, status: Int = 400, _ request: WireRequest,
        _ place: SourceLocation = #_sourceLocation
    ) async throws {
        let response = await send(request)
        #expect(response.status == status, sourceLocation: place)
        #expect(response.header("Content-Type") == "application/x-amz-json-1.1", sourceLocation: place)
        let text = message.map { "{\"__type\":\"\(code)\",\"message\":\"\($0)\"}" } ?? "{\"__type\":\"\(code)\"}"
        #expect(response.text == text, sourceLocation: place)
        #expect(observer.calls.last?.errorCode == code, sourceLocation: place)
        #expect(observer.calls.last?.status == status, sourceLocation: place)
    }
}

/// A store whose records of one collection can't be read, as of now.
final class FailingStore: RecordStore {
    private let original = InMemoryRecordStore()
    private let failure = Mutex<@Sendable (StoredRecord) throws(StoreError) -> StoredRecord>({ $0 })

    func fail(_ failure: @escaping @Sendable (StoredRecord) throws(StoreError) -> StoredRecord) {
        self.failure.withLock { $0 = failure }
    }

    func read(_ id: RecordID) async throws(StoreError) -> StoredRecord? {
        guard let record = try await original.read(id) else { return nil }
        let failure = failure.withLock { $0 }
        return try failure(record)
    }

    func scan(
        _ collection: Collection, account: String, region: String, after: String?, limit: Int
    ) async throws(StoreError) -> [StoredRecord] {
        try await original.scan(collection, account: account, region: region, after: after, limit: limit)
    }

    func scan(
        _ collection: Collection, index: String, from: String, through: String, after: IndexPosition?, limit: Int
    ) async throws(StoreError) -> [IndexHit] {
        try await original.scan(collection, index: index, from: from, through: through, after: after, limit: limit)
    }

    func commit(_ changes: [Change], erase: Bool) async throws(StoreError) {
        try await original.commit(changes, erase: erase)
    }

    func changes(after sequence: Int64?, limit: Int) async throws(StoreError) -> ChangeFeed {
        try await original.changes(after: sequence, limit: limit)
    }
}

extension WireResponse {
    func header(_ name: String) -> String? { headers.first { $0.name == name }?.value }

    var text: String { String(decoding: body, as: UTF8.self) }

    var json: JSONValue? { try? JSONValue(parsing: body) }
}
