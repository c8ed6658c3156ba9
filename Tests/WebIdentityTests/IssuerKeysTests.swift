import Testing

@testable import WebIdentity

@Suite("Where keys are") struct IssuerKeysTests {
    @Test("can be a file") func isFile() throws {
        let keys = try IssuerKeys(parsing: "https://idp.example.com/a=/etc/trent/jwks=1.json")
        #expect(keys.issuer == "https://idp.example.com/a")
        #expect(keys.place == .file("/etc/trent/jwks=1.json"))
    }

    @Test("can be a URL") func isURL() throws {
        let keys = try IssuerKeys(parsing: "https://idp.example.com=https://keys.example.com:8443/a?b=c")
        guard case .url(let url) = keys.place else { throw IssuerKeysError.noPlace("") }
        #expect(url.isSecure)
        #expect(url.host == "keys.example.com")
        #expect(url.port == 8443)
        #expect(url.target == "/a?b=c")
        #expect(url.authority == "keys.example.com:8443")
    }

    @Test(
        "are of an issuer that is an https URL",
        arguments: [
            "", "idp.example.com", "http://idp.example.com", "https://", "https://a b", "https://a?b", "https://a#b",
        ])
    func hasIssuer(_ issuer: String) {
        #expect(throws: IssuerKeysError.notAnIssuer(issuer)) { try IssuerKeys(issuer: issuer, place: "/jwks.json") }
    }

    @Test("must be said", arguments: ["https://idp.example.com", "https://idp.example.com="])
    func isSaid(_ text: String) {
        #expect(throws: IssuerKeysError.self) { try IssuerKeys(parsing: text) }
    }

    @Test(
        "may be over HTTP on this machine",
        arguments: [
            ("http://localhost", "localhost", 80, "/"), ("http://127.0.0.1:8080/x", "127.0.0.1", 8080, "/x"),
            ("HTTP://[::1]:9/x", "::1", 9, "/x"),
        ])
    func isLoopback(_ text: String, _ host: String, _ port: Int, _ target: String) throws {
        let url = try KeyURL(parsing: text)
        #expect(!url.isSecure)
        #expect((url.host, url.port, url.target) == (host, port, target))
    }

    @Test(
        "may not be over HTTP elsewhere",
        arguments: [
            "http://idp.example.com/jwks", "http://10.0.0.1/jwks", "http://127.0.0.1.example.com/", "http://[fe80::1]/",
            "http://127.example.com/", "http://localhost.example.com/", "http://0.0.0.0/",
        ])
    func isInTheClear(_ text: String) {
        #expect(throws: IssuerKeysError.inTheClear(text)) { try KeyURL(parsing: text) }
    }

    @Test(
        "may not be something else",
        arguments: [
            "", "ftp://a/b", "file:///etc/jwks.json", "https://", "https:///jwks", "https://user@example.com/",
            "https://user:secret@example.com/", "https://example.com:0/", "https://example.com:65536/",
            "https://example.com:+1/", "https://example.com:/x#", "https://example.com/#a", "https://exa mple.com/",
            "https://example.com/\r\nX: y", "https://[::1", "https://[example.com]/", "https://[::1]x/",
            "http://localhost@example.com/", "http://localhost\\@example.com/",
        ])
    func isNoURL(_ text: String) {
        #expect(throws: IssuerKeysError.notAURL(text)) { try KeyURL(parsing: text) }
    }
}
