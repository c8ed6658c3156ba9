import Foundation
import HTTPFront
import NIOSSL

/// A self-signed certificate for `localhost` and 127.0.0.1, valid from 2020 to 2119, and its key. Made for these tests
/// only, with OpenSSL 3.0: `openssl ecparam -name prime256v1 -genkey`, then `openssl req -new` and
/// `openssl ca -selfsign` with the dates, `basicConstraints=critical,CA:TRUE` and the two names.
enum TestCertificate {
    static let certificate = """
        -----BEGIN CERTIFICATE-----
        MIIBZzCCAQ2gAwIBAgIBATAKBggqhkjOPQQDAjAUMRIwEAYDVQQDDAlsb2NhbGhv
        c3QwIBcNMjAwMTAxMDAwMDAwWhgPMjEyMDAxMDEwMDAwMDBaMBQxEjAQBgNVBAMM
        CWxvY2FsaG9zdDBZMBMGByqGSM49AgEGCCqGSM49AwEHA0IABDYQnifSBQtXSn3n
        IpW6Z77MYt2gOlPtkN+OwjNtYqjNexWFrhd9of+YetVzvUJydK4qEcbOdcqaIjUy
        /9M2ByOjTjBMMA8GA1UdEwEB/wQFMAMBAf8wGgYDVR0RBBMwEYIJbG9jYWxob3N0
        hwR/AAABMB0GA1UdDgQWBBQvovlT1sTuLRME5C7wNzcCoHGvcDAKBggqhkjOPQQD
        AgNIADBFAiBsw5UKbQkLCfDlwN4QRIEbnykpMque4CErJJ2t+qHAwAIhAPldr2Ih
        Q1I3SbOrOQxBX2AeeQtcyIm+ASxD7wiuQlL2
        -----END CERTIFICATE-----
        """

    static let privateKey = """
        -----BEGIN PRIVATE KEY-----
        MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgGJz0ayYKHJtV0wn/
        eQC1pdAWZsKYp+cviKrXzgu+YwuhRANCAAQ2EJ4n0gULV0p95yKVume+zGLdoDpT
        7ZDfjsIzbWKozXsVha4XfaH/mHrVc71CcnSuKhHGznXKmiI1Mv/TNgcj
        -----END PRIVATE KEY-----
        """

    /// Calls with the two as files of a directory that is removed afterwards.
    static func withFiles(_ body: (TLSFiles) async throws -> Void) async throws {
        let directory = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: directory) }
        let files = TLSFiles(
            certificatePath: directory.appendingPathComponent("certificate.pem").path,
            privateKeyPath: directory.appendingPathComponent("key.pem").path)
        try Data(certificate.utf8).write(to: URL(fileURLWithPath: files.certificatePath))
        try Data(privateKey.utf8).write(to: URL(fileURLWithPath: files.privateKeyPath))
        try await body(files)
    }

    static func clientContext(maximumTLSVersion: TLSVersion? = nil) throws -> NIOSSLContext {
        var configuration = TLSConfiguration.makeClientConfiguration()
        configuration.trustRoots = .certificates(try NIOSSLCertificate.fromPEMBytes(Array(certificate.utf8)))
        configuration.minimumTLSVersion = .tlsv1
        configuration.maximumTLSVersion = maximumTLSVersion
        return try NIOSSLContext(configuration: configuration)
    }
}
