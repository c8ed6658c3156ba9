import NIOCore
import NIOHTTP1

/// Asks a server whether it is ready.
public enum ReadinessProbe {
    /// The HTTP status of `GET /-/ready`. Whose certificate it is, is not looked at.
    /// - Throws: `LoadError` if there is no answer.
    public static func status(of endpoint: LoadEndpoint) async throws(LoadError) -> Int {
        var head = HTTPRequestHead(version: .http1_1, method: .GET, uri: "/-/ready")
        head.headers.add(name: "host", value: endpoint.authority)
        let transport = try Transport(unverified: endpoint)
        return try await transport.answer(to: head, ByteBuffer(), action: "GET \(head.uri)").status
    }
}
