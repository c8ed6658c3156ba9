import NIOSSL

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// What a server proves its name with.
public struct TLSFiles: Hashable, Sendable {
    /// PEM: the server's certificate, then those that issued it, without the root.
    public var certificatePath: String
    /// PEM, unencrypted.
    public var privateKeyPath: String

    public init(certificatePath: String, privateKeyPath: String) {
        self.certificatePath = certificatePath
        self.privateKeyPath = privateKeyPath
    }

    func serverConfiguration() throws(TLSProblem) -> TLSConfiguration {
        var configuration = TLSConfiguration.makeServerConfiguration(
            certificateChain: try certificates().map { .certificate($0) }, privateKey: .privateKey(try privateKey()))
        configuration.minimumTLSVersion = .tlsv12
        configuration.applicationProtocols = ["http/1.1"]
        return configuration
    }

    /// Whether the two go together. A certificate that has expired, or is for another name, is the clients' matter.
    func check() throws(TLSProblem) {
        let configuration = try serverConfiguration()
        do {
            _ = try NIOSSLContext(configuration: configuration)
        } catch NIOSSLError.failedToLoadPrivateKey {
            throw .mismatch
        } catch {
            throw .other("\(error)")
        }
    }

    private func certificates() throws(TLSProblem) -> [NIOSSLCertificate] {
        if let reason = Self.whyUnreadable(certificatePath) { throw .certificateUnreadable(reason) }
        guard let chain = try? NIOSSLCertificate.fromPEMFile(certificatePath), !chain.isEmpty else {
            throw .noCertificate
        }
        return chain
    }

    private func privateKey() throws(TLSProblem) -> NIOSSLPrivateKey {
        if let reason = Self.whyUnreadable(privateKeyPath) { throw .keyUnreadable(reason) }
        guard let key = try? NIOSSLPrivateKey(file: privateKeyPath, format: .pem) else { throw .noKey }
        return key
    }

    private static func whyUnreadable(_ path: String) -> String? {
        guard let file = fopen(path, "re") else { return String(cString: strerror(errno)) }
        defer { fclose(file) }
        // A directory can be opened, but not read.
        return fgetc(file) == EOF && ferror(file) != 0 ? String(cString: strerror(errno)) : nil
    }
}
