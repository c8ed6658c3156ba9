/// Why a front does not run.
public enum FrontError: Error, Equatable, CustomStringConvertible {
    case cannotListen(host: String, port: Int, ListenProblem)
    case unusableTLSFiles(TLSFiles, TLSProblem)

    /// What is wrong, without what to do about it: who sets the address knows that.
    public var description: String {
        switch self {
        case .cannotListen(let host, let port, let problem):
            "cannot listen on \(host.contains(":") ? "[\(host)]" : host):\(port): \(problem)"
        case .unusableTLSFiles(let files, .certificateUnreadable(let reason)):
            "the certificate \(files.certificatePath) can't be read: \(reason)"
        case .unusableTLSFiles(let files, .noCertificate): "\(files.certificatePath) is no certificate in PEM form"
        case .unusableTLSFiles(let files, .keyUnreadable(let reason)):
            "the private key \(files.privateKeyPath) can't be read: \(reason)"
        case .unusableTLSFiles(let files, .noKey):
            "\(files.privateKeyPath) is no private key in PEM form without a passphrase"
        case .unusableTLSFiles(let files, .mismatch):
            "the private key \(files.privateKeyPath) does not belong to the certificate \(files.certificatePath)"
        case .unusableTLSFiles(let files, .other(let reason)):
            "cannot use the certificate \(files.certificatePath) with the private key \(files.privateKeyPath): \(reason)"
        }
    }
}

/// Why an address can't be listened on.
public enum ListenProblem: Error, Equatable, Sendable, CustomStringConvertible {
    /// Another process listens there.
    case inUse
    /// Ports below 1024 are for processes with a privilege.
    case privileged
    /// No interface has the address.
    case notThisMachine
    /// The name does not resolve.
    case unknownHost
    /// The system's reason.
    case other(String)

    public var description: String {
        switch self {
        case .inUse: "another process listens there"
        case .privileged: "this user may not listen on the port"
        case .notThisMachine: "it is no address of this machine"
        case .unknownHost: "the name has no address"
        case .other(let reason): reason
        }
    }
}

/// Why a certificate and its private key can't be used.
public enum TLSProblem: Error, Equatable, Sendable {
    /// The system's reason.
    case certificateUnreadable(String)
    case noCertificate
    /// The system's reason.
    case keyUnreadable(String)
    case noKey
    case mismatch
    /// The library's reason.
    case other(String)
}
