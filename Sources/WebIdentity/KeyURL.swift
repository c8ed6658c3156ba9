import NIOCore

/// Where keys are fetched: over HTTPS, or over HTTP from this machine.
public struct KeyURL: Hashable, Sendable {
    let isSecure: Bool
    /// A name or an address, without brackets.
    let host: String
    let port: Int
    /// Path and query.
    let target: String

    private static let bytesMax = 2048

    /// - Throws: `IssuerKeysError.notAURL` or `.inTheClear`.
    public init(parsing text: String) throws(IssuerKeysError) {
        guard text.utf8.count <= Self.bytesMax, text.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }),
            let (isSecure, rest) = Self.scheme(of: text)
        else { throw .notAURL(text) }
        let authority = rest.prefix { !"/?#".contains($0) }
        let target = rest[authority.endIndex...]
        guard let (host, port) = Self.split(authority), !target.contains("#") else { throw .notAURL(text) }
        self.isSecure = isSecure
        self.host = host
        self.port = port ?? (isSecure ? 443 : 80)
        self.target = target.first == "/" ? String(target) : "/" + target
        guard isSecure || Self.isLoopback(host) else { throw .inTheClear(text) }
    }

    /// As in the Host header: without the port if it is the scheme's own.
    var authority: String {
        let host = host.contains(":") ? "[\(host)]" : host
        return port == (isSecure ? 443 : 80) ? host : "\(host):\(port)"
    }

    /// Whether the host is an address, for which TLS has no server name.
    var isAddress: Bool { (try? SocketAddress(ipAddress: host, port: 0)) != nil }

    private static func scheme(of text: String) -> (isSecure: Bool, rest: Substring)? {
        for (name, isSecure) in [("https://", true), ("http://", false)] where text.lowercased().hasPrefix(name) {
            return (isSecure, text.dropFirst(name.count))
        }
        return nil
    }

    private static func split(_ authority: Substring) -> (host: String, port: Int?)? {
        var host = authority
        var port: Substring?
        if authority.first == "[" {
            guard let end = authority.firstIndex(of: "]") else { return nil }
            host = authority[authority.index(after: authority.startIndex)..<end]
            guard (try? SocketAddress(ipAddress: String(host), port: 0)) != nil else { return nil }
            let rest = authority[authority.index(after: end)...]
            guard rest.isEmpty || rest.first == ":" else { return nil }
            port = rest.isEmpty ? nil : rest.dropFirst()
        } else if let colon = authority.firstIndex(of: ":") {
            host = authority[..<colon]
            port = authority[authority.index(after: colon)...]
        }
        guard !host.isEmpty, !host.contains(where: { "@\\".contains($0) }) else { return nil }
        guard let port else { return (String(host), nil) }
        guard port.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let number = UInt16(port), number > 0 else {
            return nil
        }
        return (String(host), Int(number))
    }

    private static func isLoopback(_ host: String) -> Bool {
        if host.lowercased() == "localhost" { return true }
        guard let address = try? SocketAddress(ipAddress: host, port: 0).ipAddress else { return false }
        return address == "::1" || address.hasPrefix("127.")
    }
}
