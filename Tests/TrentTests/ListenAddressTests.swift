import Testing

@testable import trent

@Suite struct ListenAddressTests {
    @Test(arguments: [
        ("127.0.0.1:4599", "127.0.0.1", 4599), ("localhost:0", "localhost", 0), ("[::1]:80", "::1", 80),
        ("kms.example.com:65535", "kms.example.com", 65535), ("0.0.0.0:1", "0.0.0.0", 1), ("[::]:443", "::", 443),
    ])
    func anAddressHasAHostAndAPort(text: String, host: String, port: UInt16) throws {
        let address = try #require(ListenAddress(text))
        #expect(address.host == host)
        #expect(address.port == port)
    }

    @Test(arguments: [
        "", ":", ":80", "host", "host:", "host:x", "host:65536", "host:-1", "host:+1", "::1:80", "[::1]", "[::1]80",
        "[host]:80", "[::1:80", "a b:80", "http://host:80", "host: 80",
    ])
    func anythingElseIsNoAddress(text: String) {
        #expect(ListenAddress(text) == nil)
    }

    @Test(arguments: [
        ("127.0.0.1:1", true), ("127.255.3.4:1", true), ("localhost:1", true), ("LOCALHOST:1", true), ("[::1]:1", true),
        ("0.0.0.0:1", false), ("[::]:1", false), ("128.0.0.1:1", false), ("10.0.0.1:1", false), ("[::2]:1", false),
        ("[fe80::1]:1", false), ("localhost.example.com:1", false), ("127.0.0.1.example.com:1", false),
        ("[::ffff:127.0.0.1]:1", false),
    ])
    func onlyThisMachinesOwnAddressesAreLoopback(text: String, isLoopback: Bool) throws {
        #expect(try #require(ListenAddress(text)).isLoopback == isLoopback)
    }

    @Test func aURLHasThePortInUseAndBracketsAroundIPv6() throws {
        #expect(try #require(ListenAddress("127.0.0.1:0")).url(isSecure: false, port: 4599) == "http://127.0.0.1:4599")
        #expect(try #require(ListenAddress("[::1]:8443")).url(isSecure: true) == "https://[::1]:8443")
    }

    @Test(arguments: [
        ("0.0.0.0:1", "http://127.0.0.1:1"), ("[::]:1", "http://[::1]:1"), ("10.0.0.1:1", "http://10.0.0.1:1"),
    ])
    func whatListensEverywhereIsReachedOnLoopback(text: String, url: String) throws {
        #expect(try #require(ListenAddress(text)).reachable.url(isSecure: false) == url)
    }
}
