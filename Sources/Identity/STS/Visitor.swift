import IAMModel
import IAMPolicy
import Records

/// Somebody with a web identity token that is believed, in an account that knows its provider.
struct Visitor: Sendable {
    var claims: WebIdentityClaims
    var provider: OIDCProviderRecord
    /// That of the token's audiences which the provider is for.
    var audience: String

    func requester(in partition: String, account: String) -> Requester {
        let arn = provider.arn(in: partition)
        return Requester(kind: .webIdentity(provider: arn), arn: arn, account: account, uniqueID: arn, policies: .none)
    }

    func facts(_ requester: Requester) -> CallerFacts {
        CallerFacts(
            type: .anonymous, principalARN: requester.arn, account: requester.account, userID: requester.arn)
    }

    func setClaims(in context: inout STSContext) {
        context.set("\(provider.url):aud", audience)
        context.set("\(provider.url):sub", claims.subject)
        context.set("\(provider.url):amr", many: claims.methods)
    }
}

extension STSService {
    /// Whether the account has a provider for the token is asked before its signature is: keys are fetched for issuers
    /// only that an account trusts.
    func visitor(
        with token: String, to account: String, _ call: STSCall
    ) async throws(STSFailure) -> Visitor {
        let issuer = try WebIdentityClaims.claimedIssuer(of: token)
        guard let provider = try await provider(for: issuer, in: account) else {
            let shown = issuer.unicodeScalars.prefix(Self.shownIssuerMax)
            throw .sts(
                .invalidIdentityToken,
                "No OpenIDConnect provider found in your account for \(String(String.UnicodeScalarView(shown)))")
        }
        let claims = try WebIdentityClaims(try await verifiedPayload(of: token, issuer: issuer))
        guard claims.issuer.utf8.elementsEqual(issuer.utf8) else { throw .notAJWT() }
        try claims.checkTimes(now: identity.clock.nowMilliseconds() / 1000)
        let audience = claims.audiences.first { audience in
            provider.clientIDs.contains { $0.utf8.elementsEqual(audience.utf8) }
        }
        guard let audience else { throw .sts(.invalidIdentityToken, "Incorrect token audience") }
        return Visitor(claims: claims, provider: provider, audience: audience)
    }

    private static let shownIssuerMax = 300
    private static let scheme = "https://"

    private func provider(for issuer: String, in account: String) async throws(STSFailure) -> OIDCProviderRecord? {
        guard issuer.utf8.starts(with: Self.scheme.utf8) else { return nil }
        let url = String(issuer.utf8.dropFirst(Self.scheme.utf8.count))
        guard let url, (1...255).contains(url.utf8.count) else { return nil }
        let id = OIDCProviderRecord.recordID(url, account: account)
        let found = try await recorded { () throws(RecordError) in
            try await identity.store.read(OIDCProviderRecord.self, id)
        }
        guard let provider = found?.value, provider.url.utf8.elementsEqual(url.utf8) else { return nil }
        return provider
    }

    private func verifiedPayload(of token: String, issuer: String) async throws(STSFailure) -> [UInt8] {
        do throws(WebIdentityFault) {
            return try await webIdentities.verifiedPayload(of: token, issuer: issuer)
        } catch {
            switch error {
            case .malformed: throw .notAJWT()
            case .wrongSignature: throw .sts(.invalidIdentityToken, "The signature of the ID Token is not valid.")
            case .unknownIssuer: throw Self.noKey("no keys are configured for \(issuer)")
            case .noSuchKey: throw Self.noKey("\(issuer) has no key that the token names")
            case .keysUnavailable(let reason): throw Self.noKey(reason)
            }
        }
    }

    private static func noKey(_ cause: String) -> STSFailure {
        .sts(
            .invalidIdentityToken,
            "Couldn't retrieve verification key from your identity provider,  please reference"
                + " AssumeRoleWithWebIdentity documentation for requirements",
            cause: cause)
    }
}
