/// Why a front does not run.
public enum FrontError: Error, Equatable, CustomStringConvertible {
    /// The address does not resolve, is not this machine's, is in use, or needs more rights.
    case cannotListen(host: String, port: Int, reason: String)
    /// A file is missing or malformed, or the key does not fit the certificate.
    case unusableTLSFiles(TLSFiles, reason: String)

    public var description: String {
        switch self {
        case .cannotListen(let host, let port, let reason):
            "cannot listen on \(host.contains(":") ? "[\(host)]" : host):\(port): \(reason)"
        case .unusableTLSFiles(let files, let reason):
            "cannot use the certificate \(files.certificatePath) with the private key \(files.privateKeyPath): \(reason)"
        }
    }
}
