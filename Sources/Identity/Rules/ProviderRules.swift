import IAMModel

/// What IAM asks of OpenID Connect providers
/// (https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateOpenIDConnectProvider.html).
enum ProviderRules {
    private static let scheme = "https://"

    /// A provider's URL without its scheme: host, port and path, with no query and no fragment.
    static func url(_ url: String) throws(IAMFailure) -> String {
        let rest = String(decoding: url.utf8.dropFirst(scheme.utf8.count), as: UTF8.self)
        let isPlain = rest.utf8.allSatisfy { byte in
            (0x21...0x7E).contains(byte) && !["?", "#", "@", "\\", "\"", "<", ">"].contains(Unicode.Scalar(byte))
        }
        guard url.lowercased().utf8.starts(with: scheme.utf8), isPlain, let first = rest.utf8.first,
            first != UInt8(ascii: "/")
        else { throw .validation("Invalid Open ID Connect Provider URL") }
        return rest
    }

    static func clientIDs(_ ids: [String]) throws(IAMFailure) -> [String] {
        var distinct: [String] = []
        for id in ids where !distinct.contains(id) { distinct.append(id) }
        guard distinct.count <= Quotas.clientIDsPerProvider else {
            throw .quota("ClientIdsPerOpenIdConnectProvider", Quotas.clientIDsPerProvider)
        }
        return distinct
    }

    static func thumbprints(_ thumbprints: [String]) throws(IAMFailure) -> [String] {
        guard thumbprints.count <= Quotas.thumbprintsPerProvider else {
            throw .refused(.invalidInput, "Thumbprint list must contain fewer than 5 entries.")
        }
        guard thumbprints.allSatisfy({ $0.utf8.count == 40 && $0.allSatisfy(\.isHexDigit) }) else {
            throw .refused(.invalidInput, "A thumbprint is the SHA-1 hash of a certificate in 40 hexadecimal digits.")
        }
        return thumbprints.map { $0.lowercased() }
    }
}
