/// Where audit records go beside the trail's files, as the setting says it.
enum SinkAddress: Hashable {
    /// One JSON line for each record on the standard output stream.
    case standardOutput
    /// Syslog (RFC 5424), one datagram for each record (RFC 5426).
    case udp(ListenAddress)
    /// Syslog over TCP, each message with its length before it (RFC 6587, octet counting).
    case tcp(ListenAddress)
    /// Syslog to a Unix datagram socket, for example `/dev/log`.
    case unix(path: String)

    /// More than these are surely a mistake; each has a thread and a queue.
    static let countMax = 8
    /// What `sockaddr_un` takes, less the zero at its end.
    static let pathBytesMax = 107

    /// A list with commas between, for example `stdout,syslog:tcp://logs.example.com:601`. Empty for an empty text.
    static func list(parsing text: String) throws(Failure) -> [SinkAddress] {
        guard !text.allSatisfy(\.isWhitespace) else { return [] }
        var addresses: [SinkAddress] = []
        for part in text.split(separator: ",", omittingEmptySubsequences: false) {
            let address = try SinkAddress(parsing: part.trimmed)
            guard !addresses.contains(address) else { throw Failure("the audit sink \(address.name) is named twice") }
            addresses.append(address)
        }
        guard addresses.count <= countMax else {
            throw Failure("there are \(addresses.count) audit sinks, and at most \(countMax) may be")
        }
        return addresses
    }

    init(parsing text: String) throws(Failure) {
        if text == "stdout" {
            self = .standardOutput
        } else if let rest = text.dropping("syslog:udp://") {
            self = .udp(try Self.remote(rest, of: text))
        } else if let rest = text.dropping("syslog:tcp://") {
            self = .tcp(try Self.remote(rest, of: text))
        } else if let rest = text.dropping("syslog:unix:") {
            self = .unix(path: try Self.path(rest, of: text))
        } else {
            throw Failure(
                "\"\(text)\" is no audit sink: it must be stdout, syslog:udp://HOST:PORT, syslog:tcp://HOST:PORT or "
                    + "syslog:unix:/PATH")
        }
    }

    /// As the setting spells it: what logs and metrics call the sink.
    var name: String {
        switch self {
        case .standardOutput: "stdout"
        case .udp(let address): "syslog:udp://\(address.spelled)"
        case .tcp(let address): "syslog:tcp://\(address.spelled)"
        case .unix(let path): "syslog:unix:\(path)"
        }
    }

    private static func remote(_ rest: String, of text: String) throws(Failure) -> ListenAddress {
        guard let address = ListenAddress(rest), address.port != 0 else {
            throw Failure("the audit sink \(text) needs a host and a port: HOST:PORT, as 10.0.0.9:514 or [::1]:514")
        }
        return address
    }

    private static func path(_ rest: String, of text: String) throws(Failure) -> String {
        guard rest.hasPrefix("/"), rest.utf8.count > 1, !rest.utf8.contains(0) else {
            throw Failure("the audit sink \(text) needs the socket's whole path, as syslog:unix:/dev/log")
        }
        guard rest.utf8.count <= pathBytesMax else {
            throw Failure("the path of the audit sink \(text) has more than \(pathBytesMax) bytes")
        }
        return rest
    }
}

extension ListenAddress {
    fileprivate var spelled: String { host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)" }
}

extension StringProtocol {
    fileprivate var trimmed: String {
        String(drop(while: \.isWhitespace).reversed().drop(while: \.isWhitespace).reversed())
    }
}

extension String {
    /// Nil if it does not begin so.
    fileprivate func dropping(_ prefix: String) -> String? {
        hasPrefix(prefix) ? String(dropFirst(prefix.count)) : nil
    }
}
