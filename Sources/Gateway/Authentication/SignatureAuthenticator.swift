import Identity
import KeyCrypto
import Records
import SigV4

/// Believes signatures only. The order of checks is AWS's: form and dates, Region and service, access key, clock,
/// signature.
struct SignatureAuthenticator: Authenticator {
    let identity: Identity
    let clock: any Clock
    private let signingKeys = SigningKeyCache()
    private let verifier = RequestVerifier()

    init(identity: Identity, clock: any Clock) {
        self.identity = identity
        self.clock = clock
    }

    func authenticate(
        _ request: WireRequest, for service: ServiceName, _ call: inout CallRecord
    ) async throws(Refusal) -> Authenticated {
        let signed = SignableRequest(
            method: request.method, path: request.path, query: request.query, headers: request.headers)
        let claim = try refusing { () throws(SigV4Error) in try SignatureClaim(of: signed) }
        let scope = claim.authorization.scope
        call.note(accessKeyID: claim.authorization.accessKeyID)
        let partition = try scope.partition(for: service, &call)
        let key = try await key(claim.authorization.accessKeyID, request)
        try refusing { () throws(SigV4Error) in try verify(claim, of: signed, request.body, key) }
        if request.header("x-amz-security-token") == nil {
            identity.noteUse(of: key.id, service: service.rawValue, region: scope.region)
        } else if case .session(let session) = key.principal.kind, session.kind == .assumedRole {
            identity.noteUse(of: session.issuerID, service: service.rawValue, region: scope.region)
        }
        return Authenticated(
            principal: key.principal.named(in: partition), region: scope.region, partition: partition,
            accessKeyID: key.id)
    }

    /// What a request was signed with: an access key, or temporary credentials.
    private struct Key {
        var id: String
        var secret: HeldSecret
        var secretVersion: String
        var principal: Principal
    }

    private func key(_ id: String, _ request: WireRequest) async throws(Refusal) -> Key {
        guard let token = request.header("x-amz-security-token") else {
            let key = try await activeAccessKey(id)
            return Key(id: key.id, secret: key.secret, secretVersion: key.secretVersion, principal: key.principal)
        }
        do throws(SessionRefusal) {
            let key = try await identity.session(token: token, accessKeyID: id)
            return Key(id: key.id, secret: key.secret, secretVersion: key.secretVersion, principal: key.principal)
        } catch {
            switch error {
            case .invalid: throw .invalidToken
            case .expired: throw .expiredToken
            case .records(let error): throw .records(error)
            }
        }
    }

    private func activeAccessKey(_ id: String) async throws(Refusal) -> AccessKey {
        do throws(RecordError) {
            if let key = try await identity.accessKey(id), key.isActive { return key }
        } catch {
            throw .records(error)
        }
        throw .invalidToken
    }

    private func verify(
        _ claim: SignatureClaim, of request: SignableRequest, _ body: [UInt8], _ key: Key
    ) throws(SigV4Error) {
        let now = clock.nowMilliseconds() / 1000
        try verifier.checkClock(claim, nowEpochSeconds: now)
        let scope = claim.authorization.scope
        let signingKey = signingKeys.key(accessKeyID: key.id, secretVersion: key.secretVersion, scope: scope) {
            key.secret.bytes.withUnsafeBytes { SigningKey.derive(secret: $0, scope: scope) }
        }
        try verifier.verify(
            claim, of: request, payload: PayloadHash(of: body), signingKey: signingKey, nowEpochSeconds: now)
    }

    private func refusing<R>(_ body: () throws(SigV4Error) -> R) throws(Refusal) -> R {
        do throws(SigV4Error) {
            return try body()
        } catch {
            throw .signature(error)
        }
    }
}
