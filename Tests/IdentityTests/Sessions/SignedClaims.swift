import AWSJSON

@testable import Identity

/// Believes a token whose third part says so.
struct SignedClaims: WebIdentityVerifier {
    static let issuer = "https://idp.example.com/tenant"
    static let url = "idp.example.com/tenant"

    func verifiedPayload(of token: String, issuer: String) async throws(WebIdentityFault) -> [UInt8] {
        let parts = token.split(separator: ".")
        guard issuer == Self.issuer || issuer == "https://second.example.com" else { throw .unknownIssuer }
        switch parts.last {
        case "signed": break
        case "broken": throw .malformed
        case "unreachable": throw .keysUnavailable("out of order")
        case "unknown": throw .noSuchKey
        default: throw .wrongSignature
        }
        return Base64.decode(String(parts[1]), alphabet: .urlSafe) ?? []
    }

    /// Those of a good token, but for others that are given; null takes one away.
    static func claims(
        audience: JSONValue = .string("app"), expires seconds: Int64 = 600, _ more: [JSONValue.Member] = []
    ) -> [JSONValue.Member] {
        let now = HandClock.start / 1000
        let standard: [JSONValue.Member] = [
            .init("iss", .string(issuer)), .init("sub", .string("repo:acme/app")), .init("aud", audience),
            .init("iat", .int(now)), .init("exp", .int(now + seconds)),
        ]
        return standard.filter { own in !more.contains { $0.name == own.name } } + more.filter { $0.value != .null }
    }

    static func token(_ claims: [JSONValue.Member], signature: String = "signed") -> String {
        "e30." + Base64.encode(JSONValue.object(claims).encoded, alphabet: .urlSafe) + "." + signature
    }
}
