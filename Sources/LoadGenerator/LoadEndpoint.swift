import NIOCore

/// Where the requests go.
public struct LoadEndpoint: Hashable, Sendable {
    /// HTTPS.
    public let isSecure: Bool
    /// A name or an address, without brackets.
    public let host: String
    public let port: Int

    /// - Parameter url: as in `http://localhost:8080` or `https://[::1]`; nothing may follow but a slash.
    /// - Throws: `LoadError.malformedEndpoint`.
    public init(url: String) throws(LoadError) {
        let schemes = [(name: "http://", isSecure: false), (name: "https://", isSecure: true)]
        guard let scheme = schemes.first(where: { url.lowercased().hasPrefix($0.name) }) else {
            throw .malformedEndpoint(url)
        }
        var authority = url.dropFirst(scheme.name.count)
        if authority.last == "/" { authority.removeLast() }
        guard let (host, port) = Self.split(authority), port.isEmpty || Self.port(port) != nil else {
            throw .malformedEndpoint(url)
        }
        isSecure = scheme.isSecure
        self.host = String(host)
        self.port = Self.port(port) ?? (scheme.isSecure ? 443 : 80)
    }

    public var url: String { "\(isSecure ? "https" : "http")://\(authority)" }

    /// As in the Host header: without the port if it is the scheme's own.
    var authority: String {
        let host = host.contains(":") ? "[\(host)]" : host
        return port == (isSecure ? 443 : 80) ? host : "\(host):\(port)"
    }

    /// Whether the host is `localhost` or a loopback address; other names are not looked up.
    var isLoopback: Bool {
        if host.lowercased() == "localhost" { return true }
        guard let address = try? SocketAddress(ipAddress: host, port: port).ipAddress else { return false }
        return address == "::1" || address.hasPrefix("127.")
    }

    /// Whether the host is an address, for which TLS has no server name.
    var isAddress: Bool { (try? SocketAddress(ipAddress: host, port: port)) != nil }

    private static func port(_ text: Substring) -> Int? {
        guard let port = UInt16(text), port > 0, text.first != "+" else { return nil }
        return Int(port)
    }

    /// - Returns: nil if there is no host, or what stands there is none.
    private static func split(_ authority: Substring) -> (host: Substring, port: Substring)? {
        if authority.first == "[" {
            guard let end = authority.firstIndex(of: "]") else { return nil }
            let rest = authority[authority.index(after: end)...]
            guard rest.isEmpty || rest.first == ":" && rest.count > 1 else { return nil }
            return (authority.dropFirst().prefix(upTo: end), rest.dropFirst())
        }
        let parts = authority.split(separator: ":", omittingEmptySubsequences: false)
        guard let host = parts.first, isName(host), parts.count == 1 || parts.count == 2 && !parts[1].isEmpty else {
            return nil
        }
        return (host, parts.count == 2 ? parts[1] : "")
    }

    private static func isName(_ host: Substring) -> Bool {
        !host.isEmpty && host.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F } && !host.contains { "/?#@\\".contains($0) }
    }
}
