/// Why there is no measurement. What goes wrong with a request under load is counted in the report instead.
public enum LoadError: Error, Equatable, CustomStringConvertible {
    /// Not `http://` or `https://` with a host, and a port if need be.
    case malformedEndpoint(String)
    case remoteEndpoint(String)
    case outOfRange(name: String, value: Int, allowed: ClosedRange<Int>)
    case unusableCertificates(path: String, reason: String)
    case cannotConnect(endpoint: String, reason: String)
    /// A request that prepares the measurement was refused.
    case refused(action: String, status: Int, code: String, message: String?)
    /// A request that prepares the measurement got no answer, or none that makes sense.
    case noAnswer(action: String, reason: String)
    case cannotSign(reason: String)
    case unknownProcess(Int32)

    public var description: String {
        switch self {
        case .malformedEndpoint(let url): "\(url) is not an endpoint: it takes http:// or https://, a host and a port"
        case .remoteEndpoint(let url): "\(url) is not this machine: a load on another one must be allowed explicitly"
        case .outOfRange(let name, let value, let allowed):
            "\(name) is \(value), and must be from \(allowed.lowerBound) to \(allowed.upperBound)"
        case .unusableCertificates(let path, let reason): "cannot use the certificates in \(path): \(reason)"
        case .cannotConnect(let endpoint, let reason): "cannot connect to \(endpoint): \(reason)"
        case .refused(let action, let status, let code, let message):
            "\(action) was refused with \(status) \(code)" + (message.map { ": \($0)" } ?? "")
        case .noAnswer(let action, let reason): "\(action) got no answer: \(reason)"
        case .cannotSign(let reason): "cannot sign: \(reason)"
        case .unknownProcess(let pid): "there is no process \(pid) on this machine, or /proc does not show it"
        }
    }
}
