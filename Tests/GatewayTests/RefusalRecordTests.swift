import AWSJSON
import AuditTrail
import Gateway
import RecordStoreContract
import Records
import Synchronization
import Testing

/// What the audit trail has of refused calls.
@Suite struct RefusalRecordTests {
    private final class Trail: AuditSink {
        private let entries = Mutex<[AuditEntry]>([])

        var isAccepting: Bool { true }

        func append(_ new: [AuditEntry]) async throws(AuditFailure) { entries.withLock { $0 += new } }

        var last: JSONValue? { entries.withLock(\.last).flatMap { try? JSONValue(parsing: $0.json) } }
    }

    private static let secret = "secret~that~is~no~token"

    /// The caller is told AWS's message; the record and the log have it without the secret.
    private func expectHidden(_ request: WireRequest, _ member: String, in world: World, _ trail: Trail) async throws {
        let response = await world.send(request)
        #expect(response.status == 400)
        #expect(response.text.contains("\(Self.secret)"), "\(response.text)")
        let record = try #require(trail.last)
        let message = try #require(record["errorMessage"]?.string)
        #expect(message.contains("Value at '\(member)' failed to satisfy constraint"), "\(message)")
        #expect(!record.text.contains(Self.secret))
        #expect(world.observer.calls.last?.errorMessage?.contains(Self.secret) == false)
    }

    @Test func aGrantTokenIsNotRepeated() async throws {
        let trail = Trail()
        let world = try await World(trail: trail)
        let body = #"{"KeyId":"","Plaintext":"eA==","GrantTokens":["\#(Self.secret)",""]}"#
        try await expectHidden(world.client.kms("Encrypt", body), "grantTokens", in: world, trail)
        // What is no secret is repeated.
        #expect(trail.last?["errorMessage"]?.string?.contains("Value '' at 'keyId'") == true)
    }

    @Test func aTokenCodeIsNotRepeated() async throws {
        let trail = Trail()
        let world = try await World(trail: trail)
        let form = "Action=GetSessionToken&Version=2011-06-15&TokenCode=\(Self.secret)"
        try await expectHidden(world.client.sts(form), "tokenCode", in: world, trail)
    }

    /// `path`: no service is there.
    @Test(arguments: [("CreateKey", false), ("ListKeys", true)])
    func aCallThatIsRefusedAtOnceWouldHaveChangedSomethingOrNot(operation: String, isReadOnly: Bool) async throws {
        let trail = Trail()
        let world = try await World(trail: trail)
        #expect(await world.send(world.client.kms(operation, path: "/elsewhere")).status == 404)
        #expect(trail.last?["eventName"]?.string == operation)
        #expect(trail.last?["readOnly"]?.bool == isReadOnly)
    }

    @Test(arguments: [("CreateUser", false), ("ListUsers", true)])
    func alsoOfIAMInAnotherPartition(operation: String, isReadOnly: Bool) async throws {
        let trail = Trail()
        let world = try await World(trail: trail)
        let client = world.client.with { ($0.service, $0.region) = ("iam", "cn-north-1") }
        let type = (name: "content-type", value: "application/x-www-form-urlencoded; charset=utf-8")
        let form = "Action=\(operation)&Version=2010-05-08&UserName=ann"
        let response = await world.send(client.signed(.plain("POST", "/", headers: [type], body: form)))
        #expect(response.status >= 400)
        #expect(trail.last?["eventName"]?.string == operation)
        #expect(trail.last?["readOnly"]?.bool == isReadOnly)
    }
}

extension JSONValue {
    fileprivate var text: String { String(decoding: encoded, as: UTF8.self) }
}
