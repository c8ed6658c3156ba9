import AWSJSON
import AuditTrail
import CloudTrail
import CloudTrailModel
import IAMPolicy
import RecordStoreContract
import Records
import Synchronization
import Testing

/// A clock that stands still until it is moved.
final class TestClock: Clock {
    private let now: Mutex<Int64>

    init(_ now: Int64) { self.now = Mutex(now) }

    func nowMilliseconds() -> Int64 { now.withLock { $0 } }

    func advance(seconds: Int64) { now.withLock { $0 += seconds * 1000 } }
}

/// Events in memory, the oldest first, and how deliveries went.
final class MemoryArchive: EventArchive {
    let events = Mutex<[FoundEvent]>([])
    let queries = Mutex<[EventQuery]>([])
    let statuses = Mutex<[String: DeliveryStatus]>([:])
    let fault = Mutex<AuditFailure?>(nil)
    let delivered = Mutex<Int64?>(nil)

    func lookUp(_ query: EventQuery) async throws(AuditFailure) -> EventPage {
        if let fault = fault.withLock({ $0 }) { throw fault }
        queries.withLock { $0.append(query) }
        let match = EventMatch(query)
        let found = events.withLock { events in
            events.reversed().filter { event in
                (query.after.map { event.position < $0 } ?? true)
                    && match.matches(event.json, account: event.account, region: event.region)
            }
        }
        let page = found.prefix(query.limit)
        return EventPage(events: Array(page), next: found.count > query.limit ? page.last?.position : nil)
    }

    func deliveryStatus(of trailARN: String) -> DeliveryStatus? { statuses.withLock { $0[trailARN] } }

    var deliveredUntil: Int64? { delivered.withLock { $0 } }

    /// `time`: for example `2023-11-14T22:00:00Z`.
    func add(
        _ name: String, _ time: String, readOnly: Bool = true, user: String = "alice",
        account: String = World.account, region: String = World.region
    ) {
        events.withLock { events in
            let sequence = Int64(events.count + 1)
            let json = """
                {"userIdentity":{"type":"IAMUser","userName":"\(user)","accessKeyId":"AKIA\(sequence)"},\
                "eventTime":"\(time)","eventSource":"kms.amazonaws.com","eventName":"\(name)",\
                "awsRegion":"\(region)","readOnly":\(readOnly),"eventID":"id-\(sequence)",\
                "resources":[{"accountId":"\(account)","type":"AWS::KMS::Key","ARN":"arn:key/\(sequence)"}],\
                "recipientAccountId":"\(account)"}
                """
            events.append(
                FoundEvent(
                    position: EventPosition(sequence: sequence), json: Array(json.utf8), account: account,
                    region: region))
        }
    }
}

/// A service over a store in memory, and everything around it under the test's control.
struct World {
    let memory: InMemoryRecordStore
    let store: SealedStore
    let clock = TestClock(1_700_000_000_000)
    let archive = MemoryArchive()
    let service: CloudTrailService

    static let account = "111122223333"
    static let region = "eu-central-1"
    static let everything = #"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"*","Resource":"*"}}"#
    static let admin = CloudTrailCaller.user("alice", policies: [everything])
    static let stranger = CloudTrailCaller.user("mallory", of: "444455556666", policies: [everything])

    init(
        keys: [AuditPublicKey] = [], over wrap: (InMemoryRecordStore) -> any RecordStore = { $0 }
    ) async throws {
        memory = InMemoryRecordStore()
        let outer = wrap(memory)
        let randomness = SeededRandomness(seed: 1)
        let sealer = try await RecordSealer(
            store: outer, rootKey: LocalRootKey(randomness: randomness), randomness: randomness)
        store = SealedStore(outer, sealer: sealer)
        service = CloudTrailService(
            store: store, clock: clock, archive: archive, keys: keys)
    }

    func outcome(
        _ operation: CloudTrailOperation, _ json: String, as caller: CloudTrailCaller = admin,
        in region: String = region
    ) async -> CloudTrailOutcome {
        await service.perform(
            operation, body: Array(json.utf8), caller: caller, region: region, requestID: "request")
    }

    /// The answer of an operation that is to succeed.
    @discardableResult
    func ok(
        _ operation: CloudTrailOperation, _ json: String = "{}", as caller: CloudTrailCaller = admin,
        in region: String = region, _ place: SourceLocation = #_sourceLocation
    ) async throws -> JSONValue {
        switch await outcome(operation, json, as: caller, in: region).result {
        case .success(let body): return try JSONValue(parsing: body)
        case .failure(let error):
            Issue.record("\(operation.rawValue) was refused: \(error)", sourceLocation: place)
            throw error
        }
    }

    /// The error of an operation that is to be refused.
    func refusal(
        _ operation: CloudTrailOperation, _ json: String = "{}", as caller: CloudTrailCaller = admin,
        in region: String = region, _ place: SourceLocation = #_sourceLocation
    ) async -> CloudTrailError? {
        switch await outcome(operation, json, as: caller, in: region).result {
        case .success:
            Issue.record("\(operation.rawValue) was not refused", sourceLocation: place)
            return nil
        case .failure(let error): return error
        }
    }

    func code(
        _ operation: CloudTrailOperation, _ json: String = "{}", as caller: CloudTrailCaller = admin,
        in region: String = region, _ place: SourceLocation = #_sourceLocation
    ) async -> CloudTrailErrorCode? { await refusal(operation, json, as: caller, in: region, place)?.code }

    /// Makes a trail with the bucket `logs`.
    /// `more`: members of the request, each with a comma before it.
    @discardableResult
    func trail(
        _ name: String, _ more: String = "", as caller: CloudTrailCaller = admin, in region: String = region
    ) async throws -> JSONValue {
        try await ok(.createTrail, #"{"Name":"\#(name)","S3BucketName":"logs"\#(more)}"#, as: caller, in: region)
    }

    func target(_ name: String) async throws -> DeliveryTarget {
        let targets = try await service.deliveryTargets()
        return try #require(targets.first { $0.trailName == name })
    }

    static func arn(_ name: String, in region: String = region, of account: String = account) -> String {
        "arn:aws:cloudtrail:\(region):\(account):trail/\(name)"
    }
}

extension CloudTrailCaller {
    static func user(
        _ name: String, of account: String = World.account, policies: [String] = [], boundary: String? = nil,
        session: [String]? = nil, context: any ConditionContext = EmptyContext()
    ) -> CloudTrailCaller {
        let policies = PrincipalPolicies(
            identity: policies.compactMap(attached), boundary: boundary.flatMap(attached),
            session: session.map { $0.compactMap(attached) })
        let requester = Requester(
            kind: .user, arn: "arn:aws:iam::\(account):user/\(name)", account: account,
            uniqueID: "AIDA\(name.uppercased())", policies: policies)
        return CloudTrailCaller(requester: requester, context: context)
    }

    private static func attached(_ text: String) -> AttachedPolicy? {
        let document = try? PolicyDocument(parsing: text, as: .identity)
        return document.map { AttachedPolicy(arn: nil, label: "a test's policy", document: $0) }
    }
}

extension JSONValue {
    func strings(_ name: String) -> [String] { elements?.compactMap { $0[name]?.string } ?? [] }
}
