/// Where an identity provider's keys come from.
protocol KeySource: Sendable {
    /// - Returns: a JWK Set in JSON.
    func read() async throws(KeySourceError) -> [UInt8]
}

/// Why keys could not be had, for the operator's log.
struct KeySourceError: Error, Hashable {
    var reason: String

    init(_ reason: String) { self.reason = reason }
}
