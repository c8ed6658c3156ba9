import NIOCore
import NIOHTTP1
import SigV4

/// The requests of one connection, each signed anew when it is sent: the bodies in turn, signed by the callers in turn. One
/// body of one caller is signed once a second in an open loop, which has to offer more than the server can take.
struct SignedRequests: Sendable {
    private let unsigned: SignableRequest
    private let payloads: [Payload]
    private var signers: [Signer]
    /// Of the next request.
    private var number: Int
    private let isSignedOnceASecond: Bool
    private var last: (epochSeconds: Int64, head: HTTPRequestHead)?

    private struct Payload: Sendable {
        let body: ByteBuffer
        let hash: PayloadHash
        let length: String

        init(_ bytes: [UInt8]) {
            body = ByteBuffer(bytes: bytes)
            hash = PayloadHash(of: bytes)
            length = String(bytes.count)
        }
    }

    /// `headers`: to be signed, besides the host's; names in lower case.
    /// `service`: as signatures name it.
    /// `bodies`, `callers`: at least one.
    init(
        to endpoint: LoadEndpoint, headers: [(name: String, value: String)], service: String, region: String,
        bodies: [[UInt8]], callers: [LoadCaller], isOpenLoop: Bool = false
    ) {
        unsigned = SignableRequest(
            method: "POST", path: "/", query: "", headers: [("host", endpoint.authority)] + headers)
        payloads = bodies.map(Payload.init)
        let scope = CredentialScope(
            date: SignatureTime(epochSeconds: epochSecondsNow()).day, region: region, service: service)
        signers = callers.map { Signer($0, scope: scope) }
        number = 0
        isSignedOnceASecond = isOpenLoop && bodies.count == 1 && callers.count == 1
    }

    /// Those of a KMS operation.
    init(_ operation: String, bodies: [[UInt8]], callers: [LoadCaller], plan: LoadPlan) {
        self.init(
            to: plan.endpoint,
            headers: [("content-type", "application/x-amz-json-1.1"), ("x-amz-target", "TrentService.\(operation)")],
            service: "kms", region: plan.region, bodies: bodies, callers: callers, isOpenLoop: plan.rate != nil)
    }

    /// The same requests, begun elsewhere in their turn: the first of `count` connections at the first, and so on.
    func turned(_ connection: Int, of count: Int) -> SignedRequests {
        var turned = self
        turned.number = connection * max(payloads.count, signers.count) / count
        return turned
    }

    /// The next request, signed at a moment in seconds since 1970.
    mutating func next(at epochSeconds: Int64) throws(LoadError) -> (head: HTTPRequestHead, body: ByteBuffer) {
        let payload = payloads[number % payloads.count]
        if isSignedOnceASecond, let last, last.epochSeconds == epochSeconds { return (last.head, payload.body) }
        let added = try signers[number % signers.count].sign(unsigned, payload.hash, at: epochSeconds)
        number += 1
        let headers = unsigned.headers + added + [("content-length", payload.length)]
        let head = HTTPRequestHead(version: .http1_1, method: .POST, uri: "/", headers: HTTPHeaders(headers))
        last = (epochSeconds, head)
        return (head, payload.body)
    }
}

/// Signs for one caller, with a key that is derived once a day.
private struct Signer: Sendable {
    private let caller: LoadCaller
    private var scope: CredentialScope
    private var key: SigningKey

    init(_ caller: LoadCaller, scope: CredentialScope) {
        self.caller = caller
        self.scope = scope
        key = .derive(secret: caller.secret, scope: scope)
    }

    mutating func sign(
        _ request: SignableRequest, _ payload: PayloadHash, at epochSeconds: Int64
    ) throws(LoadError) -> [(name: String, value: String)] {
        useKey(of: SignatureTime(epochSeconds: epochSeconds).day)
        do {
            return try RequestSigner.sign(
                request, payload: payload, accessKeyID: caller.accessKeyID, signingKey: key,
                sessionToken: caller.sessionToken, scope: scope, at: epochSeconds)
        } catch {
            throw .cannotSign(reason: "\(error)")
        }
    }

    private mutating func useKey(of day: String) {
        guard scope.date != day else { return }
        scope.date = day
        key = .derive(secret: caller.secret, scope: scope)
    }
}
