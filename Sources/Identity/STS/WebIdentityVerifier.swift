/// Whether a web identity token was signed by its issuer. The room WebIdentity has one that knows JWTs.
public protocol WebIdentityVerifier: Sendable {
    /// Says nothing of what the token claims: whether it is of this time and for whom, its reader checks.
    /// - Parameters:
    ///   - token: a JWT in three parts, at most 20,000 bytes.
    ///   - issuer: whose keys to take, for example `https://idp.example.com/tenant`.
    /// - Returns: the JSON text that was signed.
    /// - Throws: `WebIdentityFault` if it was not, or that can't be found out.
    func verifiedPayload(of token: String, issuer: String) async throws(WebIdentityFault) -> [UInt8]
}

/// Why a web identity token's signature is not believed.
public enum WebIdentityFault: Error, Hashable, Sendable {
    /// No JWT, or one of a kind that is not taken: not signed, or signed with a shared secret.
    case malformed
    /// The operator named no keys for this issuer.
    case unknownIssuer
    /// The issuer's keys can't be had. The reason is for the operator's log.
    case keysUnavailable(String)
    /// The issuer has no such key, or it is not for this algorithm.
    case noSuchKey
    case wrongSignature
}

/// For servers where no issuer is known.
public struct NoWebIdentities: WebIdentityVerifier {
    public init() {}

    public func verifiedPayload(of token: String, issuer: String) async throws(WebIdentityFault) -> [UInt8] {
        throw .unknownIssuer
    }
}
