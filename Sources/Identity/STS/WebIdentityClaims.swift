import AWSJSON
import IAMModel

/// What a web identity token says, as far as STS takes note of it
/// (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_iam-condition-keys.html#condition-keys-wif).
struct WebIdentityClaims: Sendable {
    let issuer: String
    let subject: String
    let audiences: [String]
    /// How somebody was authenticated.
    let methods: [String]
    /// Seconds since 1970, as the next two.
    let expires: Int64
    let issued: Int64
    let notBefore: Int64?
    let json: JSONValue

    /// How far an identity provider's clock may be ahead of ours.
    static let skewSeconds: Int64 = 300
    private static let depthMax = 16

    /// The issuer of a token that nobody has looked at yet.
    static func claimedIssuer(of token: String) throws(STSFailure) -> String {
        let parts = token.utf8.split(separator: UInt8(ascii: "."), maxSplits: 3, omittingEmptySubsequences: false)
        guard parts.count == 3, let payload = Base64.decode(Array(parts[1]), alphabet: .urlSafe),
            let json = try? JSONValue(parsing: payload, depthMax: depthMax), json.members != nil
        else { throw .notAJWT() }
        return try json.required("iss")
    }

    /// Of JSON that its issuer signed.
    init(_ payload: [UInt8]) throws(STSFailure) {
        guard let json = try? JSONValue(parsing: payload, depthMax: Self.depthMax), json.members != nil else {
            throw .notAJWT()
        }
        issuer = try json.required("iss")
        subject = try json.required("sub")
        guard let audiences = json.texts("aud"), !audiences.isEmpty else { throw .missingClaim("aud") }
        self.audiences = audiences
        guard let expires = json.seconds("exp") else { throw .missingClaim("exp") }
        self.expires = expires
        guard let issued = json.seconds("iat") else { throw .missingClaim("iat") }
        self.issued = issued
        notBefore = json.seconds("nbf")
        guard notBefore != nil || json["nbf"] == nil else { throw .notAJWT() }
        methods = json.texts("amr") ?? []
        self.json = json
    }

    /// `now` is in seconds since 1970.
    func checkTimes(now: Int64) throws(STSFailure) {
        guard now < expires else {
            throw .sts(
                .expiredTokenException,
                "Token expired: current date/time \(now) must be before the expiration date/time \(expires)")
        }
        let begin = max(issued, notBefore ?? issued)
        guard begin <= now + Self.skewSeconds else {
            throw .sts(
                .invalidIdentityToken,
                "Token not valid yet: current date/time \(now) must be after the date/time \(begin)")
        }
    }
}

extension STSFailure {
    static func notAJWT(cause: String? = nil) -> STSFailure {
        .sts(
            .invalidIdentityToken,
            "The ID Token provided is not a valid JWT. (You may see this error if you sent an Access Token)",
            cause: cause)
    }

    static func missingClaim(_ name: String) -> STSFailure {
        .sts(.invalidIdentityToken, "Missing a required claim: \(name)")
    }
}

extension JSONValue {
    fileprivate func required(_ claim: String) throws(STSFailure) -> String {
        guard let text = self[claim]?.string, !text.isEmpty else { throw .missingClaim(claim) }
        return text
    }

    /// One text or a list of them.
    fileprivate func texts(_ claim: String) -> [String]? {
        guard let value = self[claim] else { return nil }
        return value.string.map { [$0] } ?? value.strings
    }

    /// A date of RFC 7519, section 2, which may have a fraction.
    fileprivate func seconds(_ claim: String) -> Int64? {
        guard let value = self[claim] else { return nil }
        if let whole = value.int64 { return whole }
        guard let fraction = value.double, fraction.magnitude < 1e15 else { return nil }
        return Int64(fraction.rounded(.down))
    }
}
