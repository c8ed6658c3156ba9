import AWSJSON
import Identity
import Records
import Synchronization
import Testing

@testable import WebIdentity

/// A clock that is set by hand.
final class HandClock: Clock {
    private let now = Mutex<Int64>(1_700_000_000_000)

    func nowMilliseconds() -> Int64 { now.withLock { $0 } }

    func advance(seconds: Int64) { now.withLock { $0 += seconds * 1000 } }
}

/// An identity provider's keys, which change, and an account of how often they were asked for.
final class HandKeys: KeySource {
    private let state: Mutex<(answer: Result<[UInt8], KeySourceError>, count: Int)>

    init(_ keys: [JSONValue]) { state = Mutex((.success(TestKey.set(keys)), 0)) }

    func read() async throws(KeySourceError) -> [UInt8] {
        try state.withLock { state in
            state.count += 1
            return state.answer
        }.get()
    }

    func set(_ keys: [JSONValue]) { state.withLock { $0.answer = .success(TestKey.set(keys)) } }
    func fail() { state.withLock { $0.answer = .failure(KeySourceError("out of order")) } }
    var count: Int { state.withLock { $0.count } }
}

struct World {
    static let issuer = "https://idp.example.com/tenant"
    static let claims = JSONValue.object([.init("iss", .string(issuer)), .init("sub", .string("alice"))])

    let clock = HandClock()

    func verifier(_ keys: HandKeys) throws -> IssuedTokenVerifier {
        let issuer = try IssuerKeys(issuer: Self.issuer, place: "unused")
        return IssuedTokenVerifier([issuer], clock: clock) { _ in keys }
    }

    func verifier(_ keys: [JSONValue]) throws -> IssuedTokenVerifier { try verifier(HandKeys(keys)) }

    func expect(
        _ fault: WebIdentityFault, of token: String, from verifier: IssuedTokenVerifier,
        sourceLocation: SourceLocation = #_sourceLocation
    ) async {
        await #expect(throws: fault, sourceLocation: sourceLocation) {
            try await verifier.verifiedPayload(of: token, issuer: World.issuer)
        }
    }
}
