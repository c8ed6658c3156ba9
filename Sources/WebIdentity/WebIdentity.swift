// Room: WebIdentity (floor 5)
// Holds: JWTs and their signatures, the keys of identity providers and where those come from: files and URLs.
// Must not know: IAM, sessions, what a token claims or for whom it is.
// Go instead: to Identity/STS for what a token that is believed is good for.

public import Identity
public import Records

/// Checks tokens against the keys that the operator named for their issuers, and no others: a token can't bring its own
/// key along, nor say where one is to be had.
public final class IssuedTokenVerifier: WebIdentityVerifier {
    private let rings: [String: KeyRing]

    /// - Parameters:
    ///   - issuers: where each one's keys are; the last one counts if an issuer is named twice.
    ///   - clock: for how long keys are believed.
    public convenience init(_ issuers: [IssuerKeys], clock: any Clock) {
        self.init(issuers, clock: clock) { $0.source }
    }

    init(_ issuers: [IssuerKeys], clock: any Clock, source: (IssuerKeys) -> any KeySource) {
        var rings: [String: KeyRing] = [:]
        for issuer in issuers { rings[issuer.issuer] = KeyRing(source(issuer), clock: clock) }
        self.rings = rings
    }

    public func verifiedPayload(of token: String, issuer: String) async throws(WebIdentityFault) -> [UInt8] {
        guard let ring = rings[issuer] else { throw .unknownIssuer }
        guard let token = SignedToken(token) else { throw .malformed }
        var candidates = try await ring.keys().keys(for: token)
        // An identity provider that changes its keys signs with the new one at once.
        if candidates.isEmpty { candidates = try await ring.newerKeys().keys(for: token) }
        guard !candidates.isEmpty else { throw .noSuchKey }
        guard candidates.contains(where: { $0.verifies(token) }) else { throw .wrongSignature }
        return token.payload
    }
}
