import AWSJSON
import NIOCore

/// An answer, whole.
struct Reply: Sendable {
    let status: Int
    let body: ByteBuffer
    /// Whether the connection takes another request.
    let isKeepAlive: Bool

    /// A member of the JSON object that the body is; nil if it is none.
    func member(_ name: String) -> String? { json?[name]?.string }

    func nested(_ outer: String, _ inner: String) -> String? { json?[outer]?[inner]?.string }

    /// The error's name, nil if there is no error. In `__type` a namespace and a number sign may stand before it.
    var errorCode: String? {
        guard status != 200 else { return nil }
        let type = member("__type")?.split(separator: "#").last
        return type.map(String.init) ?? "HTTP \(status)"
    }

    private var json: JSONValue? { try? JSONValue(parsing: Array(body.readableBytesView)) }
}

/// Why a request got no answer.
enum Unanswered: Error {
    case connectionClosed
    case timedOut
    case transport(String)
}
