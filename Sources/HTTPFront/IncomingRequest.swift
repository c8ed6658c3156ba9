import Gateway
import NIOCore
import NIOHTTP1

/// A request whose head has come and whose body is coming.
struct IncomingRequest {
    private(set) var wire: WireRequest
    /// Such a client knows neither chunks nor `100 Continue`.
    let isHTTP10: Bool
    /// Whether the client wants to send another request on this connection.
    let isKeepAlive: Bool
    /// The Content-Length, if there is one.
    private(set) var declaredLength: Int?
    /// Whether the client waits for `100 Continue` before it sends the body.
    private(set) var expectsContinue = false
    /// For what has come of a long body.
    private var room: [BodyRoom.Part] = []
    private var roomBytes = 0

    init(_ head: HTTPRequestHead, peer: String, isSecure: Bool, tls: WireTLS? = nil) {
        let (path, query) = Self.split(head.uri)
        wire = WireRequest(
            method: head.method.rawValue, path: path, query: query, headers: [], body: [], peer: peer,
            isSecure: isSecure, tls: tls)
        isHTTP10 = head.version.minor == 0
        var isUpgrade = head.method == .CONNECT
        wire.headers.reserveCapacity(head.headers.count)
        for (name, value) in head.headers {
            let name = name.inLowerCase
            let value = value.withoutTrailingBlanks
            switch name {
            case "content-length": declaredLength = Int(value) ?? .max
            case "expect": expectsContinue = !isHTTP10 && value.lowercased() == "100-continue"
            case "upgrade": isUpgrade = true
            default: break
            }
            wire.headers.append((name, value))
        }
        // NIO's decoder reads no further after a request for another protocol, which nobody here speaks.
        isKeepAlive = head.isKeepAlive && !isUpgrade
    }

    var isHead: Bool { wire.method == "HEAD" }

    /// - Returns: false, and takes nothing, if the body would be longer than it may be.
    mutating func append(_ part: ByteBuffer, bytesMax: Int) -> Bool {
        guard part.readableBytes <= bytesMax - wire.body.count else { return false }
        wire.body.append(contentsOf: part.readableBytesView)
        return true
    }

    /// Takes room for what has come, and some more: not for all that is declared, as a stranger could declare much and send
    /// little.
    /// - Returns: false if the body is long, and there is no room for it.
    mutating func findRoom(in room: BodyRoom, bytesMax: Int) -> Bool {
        guard wire.body.count > max(BodyRoom.bytesAlways, roomBytes) else { return true }
        let toCome = min(declaredLength ?? bytesMax, bytesMax) - roomBytes
        let bytes = max(wire.body.count - roomBytes, min(toCome, BodyRoom.bytesOfStep))
        guard let part = room.take(bytes) else { return false }
        self.room.append(part)
        roomBytes += bytes
        return true
    }

    private static func split(_ target: String) -> (path: String, query: String) {
        let target = originForm(target)
        guard let mark = target.utf8.firstIndex(of: UInt8(ascii: "?")) else { return (target, "") }
        return (String(target[..<mark]), String(target[target.utf8.index(after: mark)...]))
    }

    /// What clients send to a proxy, `http://host/path`, a server must accept too (RFC 9112, section 3.2.2).
    private static func originForm(_ target: String) -> String {
        guard !target.utf8.starts(with: "/".utf8) else { return target }
        let prefix = ["http://", "https://"].first { target.utf8.starts(with: $0.utf8) }
        guard let prefix else { return target }
        let afterScheme = target.utf8.dropFirst(prefix.utf8.count)
        let end = afterScheme.firstIndex { $0 == UInt8(ascii: "/") || $0 == UInt8(ascii: "?") } ?? target.endIndex
        let rest = String(target[end...])
        return rest.utf8.starts(with: "/".utf8) ? rest : "/" + rest
    }
}

extension String {
    fileprivate var inLowerCase: String {
        utf8.contains { UInt8(ascii: "A")...UInt8(ascii: "Z") ~= $0 } ? lowercased() : self
    }

    /// NIO's decoder cuts the blanks before a value only, but those after it are no part of it either (RFC 9110,
    /// section 5.5).
    fileprivate var withoutTrailingBlanks: String {
        guard let last = utf8.last, Self.isBlank(last) else { return self }
        let end = utf8.lastIndex { !Self.isBlank($0) }
        return end.map { String(self[...$0]) } ?? ""
    }

    private static func isBlank(_ byte: UInt8) -> Bool { byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") }
}
