import AWSJSON
import AuditFiles
import AuditTrail
import CloudTrail
import Gateway
import Identity
import KeyCrypto
import KeyService
import Records
import SigV4

/// Everything of a server but its sockets and its database, with an administrator who signs requests.
struct Place {
    private static let account = "111122223333"
    private static let region = "us-east-1"
    private static let clock = StandingClock()

    let gateway: Gateway
    private let accessKeyID: String
    private let secret: String

    /// `directory`: where the trail is begun.
    init(trailIn directory: String) async throws {
        let randomness = RepeatableRandomness()
        let store = InMemoryRecordStore()
        let sealer = try await RecordSealer(
            store: store, rootKey: LocalRootKey(randomness: randomness), randomness: randomness)
        let sealed = SealedStore(store, sealer: sealer)
        let identity = Identity(store: sealed, clock: Self.clock, randomness: randomness)
        guard let key = try await identity.createAdministrator(account: Self.account, partition: "aws") else {
            throw Surprise(what: "there is an administrator already")
        }
        accessKeyID = key.id
        secret = key.secret.bytes.withUnsafeBytes { String(decoding: $0, as: UTF8.self) }
        let keys = try await AuditKeyStore.open(store: sealed, randomness: randomness, clock: Self.clock)
        let trail = try TrailArchive(
            directory: directory, keys: TrailKeys(chain: keys.chainKey, signer: keys.digestKey),
            homeRegion: Self.region, options: TrailOptions(durability: .written, retention: nil, isExpected: false),
            clock: Self.clock, randomness: randomness)
        gateway = Gateway(
            identity: identity, keys: KeyService(store: sealed, clock: Self.clock, randomness: randomness),
            clock: Self.clock, ticks: Self.clock, randomness: randomness, mode: .signed, trail: trail.files,
            defaultRegion: Self.region, version: "0", metrics: Metrics(), observer: Unobserved(),
            isReady: { true })
    }

    /// A request as AWS's SDK for Python sends it.
    func request(_ operation: String, _ body: String) throws -> WireRequest {
        let headers: [(name: String, value: String)] = [
            ("host", "localhost:4599"), ("accept-encoding", "identity"),
            ("x-amz-target", "TrentService.\(operation)"), ("content-type", "application/x-amz-json-1.1"),
            (
                "user-agent",
                "Boto3/1.43.11 md/Botocore#1.43.11 ua/2.1 os/linux#6.1 md/arch#x86_64 lang/python#3.11.7 cfg/retry-mode#legacy"
            ),
            ("content-length", String(body.utf8.count)), ("amz-sdk-request", "attempt=1"),
        ]
        var request = WireRequest(
            method: "POST", path: "/", query: "", headers: headers, body: Array(body.utf8), peer: "127.0.0.1",
            isSecure: false)
        let seconds = StandingClock.epochSeconds
        let scope = CredentialScope(
            date: SignatureTime(epochSeconds: seconds).day, region: Self.region, service: "kms")
        request.headers += try RequestSigner.sign(
            SignableRequest(method: "POST", path: "/", query: "", headers: headers),
            payload: PayloadHash(of: request.body), accessKeyID: accessKeyID, secret: secret, sessionToken: nil,
            scope: scope, at: seconds)
        return request
    }

    /// Sends a request that must succeed. Returns what it answers.
    @discardableResult
    func answer(_ request: WireRequest) async throws -> [UInt8] {
        let response = await gateway.handle(request)
        guard response.status == 200 else {
            throw Surprise(what: "\(response.status) \(String(decoding: response.body, as: UTF8.self))")
        }
        return response.body
    }

    /// A text member of an answer, as deep as the names go.
    func member(_ path: [String], of body: [UInt8]) throws -> String {
        var value = try JSONValue(parsing: body)
        for name in path {
            guard case .object(let members) = value, let found = members.first(where: { $0.name == name })?.value else {
                throw Surprise(what: "no \(name)")
            }
            value = found
        }
        guard case .string(let text) = value else { throw Surprise(what: "no text") }
        return text
    }
}

struct Surprise: Error {
    let what: String
}
