import IAMPolicy

/// The proxies whose word is taken for where a request comes from. What others say of it is not believed.
public struct TrustedProxies: Sendable {
    private let ranges: [AddressRange]

    public static let none = TrustedProxies(ranges: [])

    private init(ranges: [AddressRange]) { self.ranges = ranges }

    /// Nil if something in the list is neither.
    /// `text`: addresses and CIDR ranges, IPv4 and IPv6, separated by commas.
    public init?(parsing text: String) {
        var ranges: [AddressRange] = []
        for part in text.split(separator: ",") {
            let part = part.filter { $0 != " " }
            guard let range = AddressRange(String(part)) else { return nil }
            ranges.append(range)
        }
        self.ranges = ranges
    }

    /// Where a request comes from: the connection's peer, or, if that is a trusted proxy, whom the proxies name. Of the
    /// addresses in `X-Forwarded-For` each proxy adds the last, so that the last that is not a trusted proxy's own counts.
    func origin(of request: WireRequest) -> (address: String, isSecure: Bool) {
        guard !ranges.isEmpty, isTrusted(request.peer) else { return (request.peer, request.isSecure) }
        let named = request.headers.filter { $0.name == "x-forwarded-for" }
            .flatMap { $0.value.split(separator: ",") }.map { String($0.filter { $0 != " " }) }
        let address = named.last { !isTrusted($0) } ?? named.first ?? request.peer
        let scheme = request.headers.last { $0.name == "x-forwarded-proto" }?.value.lowercased()
        return (address, scheme.map { $0 == "https" } ?? request.isSecure)
    }

    private func isTrusted(_ address: String) -> Bool {
        guard let address = Address(address) else { return false }
        return ranges.contains { $0.contains(address) }
    }
}
