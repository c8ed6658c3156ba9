import Foundation
import NIOSSL
import Testing

@testable import LoadGenerator

@Suite(.timeLimit(.minutes(1)))
struct HTTPSTests {
    @Test func `an endpoint may speak HTTPS`() async throws {
        let path = FileManager.default.temporaryDirectory.appendingPathComponent("\(UUID().uuidString).pem").path
        try Data(TestCertificate.certificate.utf8).write(to: URL(fileURLWithPath: path))
        defer { try? FileManager.default.removeItem(atPath: path) }
        let server = FakeKMS()
        let report = try await server.serve(tls: try TestCertificate.serverContext()) { endpoint in
            var plan = LoadPlan.brief(.generateRandom, endpoint)
            plan.caCertificatePath = path
            return try await plan.run()
        }
        #expect(report.requests >= 20)
        #expect(report.errors.isEmpty)
        #expect(report.endpoint.hasPrefix("https://127.0.0.1:"))
    }

    @Test func `a certificate that is not trusted gets no request`() async throws {
        let server = FakeKMS()
        try await server.serve(tls: try TestCertificate.serverContext()) { endpoint in
            await #expect(throws: LoadError.self) { try await LoadPlan.brief(.decrypt, endpoint).run() }
        }
        let report = try await server.serve(tls: try TestCertificate.serverContext()) { endpoint in
            try await LoadPlan.brief(.generateRandom, endpoint).run()
        }
        #expect(report.requests == 0)
        #expect(report.errors.map(\.code) == ["TransportError"])
        #expect(report.text.contains("CERTIFICATE_VERIFY_FAILED"))
        #expect(report.json.contains("CERTIFICATE_VERIFY_FAILED"))
        #expect(server.calls.isEmpty)
    }
}

/// A self-signed certificate for `localhost` and 127.0.0.1, valid from 2020 to 2119, and its key. Made for these tests
/// only; HTTPFrontTests/TestCertificate.swift says how.
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

    static func serverContext() throws -> NIOSSLContext {
        let certificate = try NIOSSLCertificate(bytes: Array(certificate.utf8), format: .pem)
        let key = try NIOSSLPrivateKey(bytes: Array(privateKey.utf8), format: .pem)
        return try NIOSSLContext(
            configuration: .makeServerConfiguration(
                certificateChain: [.certificate(certificate)], privateKey: .privateKey(key)))
    }
}
