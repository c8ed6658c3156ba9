import Testing

@testable import Gateway

/// Whose word is taken for where a request comes from.
@Suite struct TrustedProxyTests {
    private func origin(
        _ proxies: String, peer: String, forwarded: [String] = [], proto: String? = nil, isSecure: Bool = false
    ) throws -> (address: String, isSecure: Bool) {
        let trusted = try #require(TrustedProxies(parsing: proxies))
        var headers = forwarded.map { (name: "x-forwarded-for", value: $0) }
        if let proto { headers.append((name: "x-forwarded-proto", value: proto)) }
        return trusted.origin(
            of: WireRequest(
                method: "POST", path: "/", query: "", headers: headers, body: [], peer: peer, isSecure: isSecure))
    }

    @Test func aStrangersHeadersAreNotBelieved() throws {
        let found = try origin("10.0.0.0/8", peer: "192.0.2.7", forwarded: ["198.51.100.1"], proto: "https")
        #expect(found == ("192.0.2.7", false))
    }

    @Test func withoutTrustedProxiesThePeerCounts() {
        let request = WireRequest(
            method: "POST", path: "/", query: "", headers: [("x-forwarded-for", "198.51.100.1")], body: [],
            peer: "127.0.0.1", isSecure: true)
        #expect(TrustedProxies.none.origin(of: request) == ("127.0.0.1", true))
    }

    @Test func aTrustedProxyNamesTheClient() throws {
        let found = try origin("10.0.0.0/8", peer: "10.1.2.3", forwarded: ["198.51.100.1"], proto: "https")
        #expect(found == ("198.51.100.1", true))
    }

    /// A client can send the header himself; the proxy adds what it saw after it.
    @Test(arguments: [["203.0.113.9, 198.51.100.1"], ["203.0.113.9", "198.51.100.1"]])
    func whatTheClientClaimsComesBeforeWhatTheProxySaw(forwarded: [String]) throws {
        #expect(try origin("10.0.0.0/8", peer: "10.1.2.3", forwarded: forwarded).address == "198.51.100.1")
    }

    @Test func proxiesBehindProxiesAreSkipped() throws {
        let found = try origin(
            "10.0.0.0/8, 2001:db8::/32", peer: "2001:db8::1", forwarded: ["198.51.100.1, 10.9.9.9"])
        #expect(found.address == "198.51.100.1")
    }

    @Test func whatIsNoAddressIsWhereTheTrustEnds() throws {
        #expect(try origin("10.0.0.0/8", peer: "10.1.2.3", forwarded: ["198.51.100.1, unknown"]).address == "unknown")
    }

    @Test(arguments: ["10.0.0.0/33", "ten", "10.0.0.1;10.0.0.2", "10.0.0.0/-1"])
    func whatIsNoListIsRefused(text: String) { #expect(TrustedProxies(parsing: text) == nil) }
}
