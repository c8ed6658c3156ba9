import KeyCrypto

/// Verifies a request's signature, in the order in which AWS looks at it:
///
/// 1. `SignatureClaim(of:)`: the Authorization header and the date are well formed and agree;
/// 2. the caller: there is such a Region, service, access key;
/// 3. `checkClock`, before a signing key is derived;
/// 4. `verify`: the signature covers what it has to, and is right.
public struct RequestVerifier: Sendable {
    /// How far the signature's time may be from the verifier's, either way (AWS allows five minutes).
    public static let skewSecondsMax: Int64 = 60 * skewMinutesMax
    static let skewMinutesMax: Int64 = 5

    public var pathRules: PathRules

    public init(pathRules: PathRules = .standard) { self.pathRules = pathRules }

    /// - Parameters:
    ///   - claim: what the request says of its signature.
    ///   - nowEpochSeconds: since 1970.
    /// - Throws: `expired`, `notYetCurrent`.
    public func checkClock(_ claim: SignatureClaim, nowEpochSeconds: Int64) throws(SigV4Error) {
        let now = min(max(nowEpochSeconds, 0), .max - RequestVerifier.skewSecondsMax)
        if claim.time.epochSeconds < now - RequestVerifier.skewSecondsMax {
            throw .expired(claim.time, now: SignatureTime(epochSeconds: now))
        }
        if claim.time.epochSeconds > now + RequestVerifier.skewSecondsMax {
            throw .notYetCurrent(claim.time, now: SignatureTime(epochSeconds: now))
        }
    }

    /// - Parameters:
    ///   - claim: of this very request.
    ///   - request: with all its headers.
    ///   - payload: of the body as received. A header `x-amz-content-sha256` is signed like any other, but what it says
    ///     of the body is not believed.
    ///   - signingKey: of the secret of `claim.authorization.accessKeyID` and of `claim.authorization.scope`.
    ///   - nowEpochSeconds: since 1970.
    /// - Throws: what `checkClock` throws; `hostNotSigned`, `headerNotSigned`, `signedHeaderMissing`,
    ///   `malformedEscape`, `signatureMismatch`.
    public func verify(
        _ claim: SignatureClaim, of request: SignableRequest, payload: PayloadHash, signingKey: SigningKey,
        nowEpochSeconds: Int64
    ) throws(SigV4Error) {
        try checkClock(claim, nowEpochSeconds: nowEpochSeconds)
        try checkCoverage(claim.authorization.signedHeaders, of: request)
        let canonical = try CanonicalRequest(
            request, signedHeaders: claim.authorization.signedHeaders, payload: payload, pathRules: pathRules)
        let code = signingKey.sign(canonical.stringToSign(claim.time, claim.authorization.scope))
        guard ConstantTime.equal(code, claim.authorization.signature) else { throw .signatureMismatch }
    }

    /// `host` says whom the request is for, and `x-amz-*` headers say what it asks: whoever could add or change one
    /// could make another request of it.
    private func checkCoverage(_ signedHeaders: [String], of request: SignableRequest) throws(SigV4Error) {
        guard signedHeaders.contains("host") else { throw .hostNotSigned }
        for header in request.headers {
            // Most headers end here.
            guard header.name.utf8.first == UInt8(ascii: "x"), Self.isOfAWS(header.name) else { continue }
            guard signedHeaders.contains(header.name) else { throw .headerNotSigned(header.name) }
        }
    }

    private static func isOfAWS(_ name: String) -> Bool {
        var name = name
        return name.withUTF8 { name in
            name.count >= 6 && name[0] == UInt8(ascii: "x") && name[1] == UInt8(ascii: "-")
                && name[2] == UInt8(ascii: "a") && name[3] == UInt8(ascii: "m") && name[4] == UInt8(ascii: "z")
                && name[5] == UInt8(ascii: "-")
        }
    }
}
