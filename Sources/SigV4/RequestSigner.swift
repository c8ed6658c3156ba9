/// Signs requests as AWS's SDKs do.
public enum RequestSigner {
    /// Not signed: what a proxy or an HTTP client may change on the way, and the signature itself.
    private static let unsignedHeaders: Set<String> = [
        "authorization", "connection", "expect", "keep-alive", "proxy-authorization", "te", "trailer",
        "transfer-encoding", "upgrade", "user-agent", "x-amzn-trace-id",
    ]

    /// - Parameters:
    ///   - request: with a Host header, and without the headers that this function makes.
    ///   - payload: of the body that is sent.
    ///   - accessKeyID: names the secret that `signingKey` was derived from.
    ///   - signingKey: of the same scope as `scope`.
    ///   - sessionToken: sent and signed if the credentials are temporary.
    ///   - scope: of the day of `epochSeconds`; a verifier refuses any other.
    ///   - epochSeconds: since 1970.
    ///   - pathRules: those of the service.
    /// - Returns: the headers to add: `x-amz-date`, `x-amz-security-token` if there is a token, `authorization`.
    /// - Throws: `malformedEscape` if the query, or for S3 the path, has a percent sign that begins no escape.
    public static func sign(
        _ request: SignableRequest, payload: PayloadHash, accessKeyID: String, signingKey: SigningKey,
        sessionToken: String?, scope: CredentialScope, at epochSeconds: Int64, pathRules: PathRules = .standard
    ) throws(SigV4Error) -> [(name: String, value: String)] {
        let time = SignatureTime(epochSeconds: epochSeconds)
        var added = [(name: "x-amz-date", value: time.description)]
        if let sessionToken { added.append(("x-amz-security-token", sessionToken)) }
        var signed = request
        signed.headers += added
        let names = Set(signed.headers.lazy.map(\.name)).subtracting(unsignedHeaders).sorted()
        let canonical = try CanonicalRequest(signed, signedHeaders: names, payload: payload, pathRules: pathRules)
        let code = signingKey.sign(canonical.stringToSign(time, scope))
        added.append(("authorization", header(accessKeyID, scope, names, code)))
        return added
    }

    /// The same, with a signing key that is derived from the secret access key for this one request.
    public static func sign(
        _ request: SignableRequest, payload: PayloadHash, accessKeyID: String, secret: String, sessionToken: String?,
        scope: CredentialScope, at epochSeconds: Int64, pathRules: PathRules = .standard
    ) throws(SigV4Error) -> [(name: String, value: String)] {
        try sign(
            request, payload: payload, accessKeyID: accessKeyID,
            signingKey: SigningKey.derive(secret: secret, scope: scope), sessionToken: sessionToken, scope: scope,
            at: epochSeconds, pathRules: pathRules)
    }

    private static func header(
        _ accessKeyID: String, _ scope: CredentialScope, _ signedHeaders: [String], _ code: [UInt8]
    ) -> String {
        var hex: [UInt8] = []
        hex.append(hexOf: code)
        return "\(Authorization.algorithm) Credential=\(accessKeyID)/\(scope), "
            + "SignedHeaders=\(signedHeaders.joined(separator: ";")), Signature=\(String(decoding: hex, as: UTF8.self))"
    }
}
