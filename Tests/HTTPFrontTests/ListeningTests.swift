import Gateway
import HTTPFront
import Logging
import NIOSSL
import Testing

@Suite(.timeLimit(.minutes(1)))
struct ListeningTests {
    private func error(_ configuration: FrontConfiguration) async -> FrontError? {
        let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        let front = HTTPFront(configuration: configuration, handler: TestHandler(), logger: logger) { _ in
            Issue.record("it listens")
        }
        do {
            try await front.run()
            return nil
        } catch {
            return error
        }
    }

    @Test func `a port in use is an error that names it`() async throws {
        try await withFront(TestHandler()) { front in
            let error = await error(FrontConfiguration(host: "127.0.0.1", port: front.port))
            #expect(error == .cannotListen(host: "127.0.0.1", port: front.port, .inUse))
            let text = try #require(error).description
            #expect(text.hasPrefix("cannot listen on 127.0.0.1:\(front.port): "))
        }
    }

    @Test(arguments: [
        ("192.0.2.1", "192.0.2.1:80"), ("host.invalid", "host.invalid:80"),
        ("2001:db8::1", "[2001:db8::1]:80"),
    ])
    func `an address that is not this machine's is an error that names it`(host: String, named: String) async throws {
        let configuration = FrontConfiguration(host: host, port: 80)
        let error = try #require(await error(configuration))
        #expect(throws: error) { try configuration.check() }
        #expect(error.description.hasPrefix("cannot listen on \(named): "))
    }

    @Test func `files that cannot be used for TLS are an error that names them`() async throws {
        let files = TLSFiles(certificatePath: "/nowhere/certificate.pem", privateKeyPath: "/nowhere/key.pem")
        let configuration = FrontConfiguration(host: "127.0.0.1", port: 0, tls: files)
        let error = try #require(await error(configuration))
        #expect(throws: error) { try configuration.check() }
        #expect(error == .unusableTLSFiles(files, .certificateUnreadable("No such file or directory")))
    }

    @Test func `checking leaves the address free`() async throws {
        try await withFront(TestHandler()) { front in
            let taken = FrontConfiguration(host: "127.0.0.1", port: front.port)
            #expect(throws: FrontError.cannotListen(host: "127.0.0.1", port: front.port, .inUse)) { try taken.check() }
        }
        let free = FrontConfiguration(host: "127.0.0.1", port: 0)
        try free.check()
        try free.check()
    }
}

@Suite(.timeLimit(.minutes(1)))
struct TLSTests {
    @Test(arguments: [TLSVersion.tlsv12, .tlsv13])
    func `requests over TLS are secure`(version: TLSVersion) async throws {
        let handler = TestHandler()
        let context = try TestCertificate.clientContext(maximumTLSVersion: version)
        try await TestCertificate.withFiles { files in
            try await withFront(handler, configure: { $0.tls = files }) { front in
                try await RawClient.connect(port: front.port, tls: context) { client in
                    for _ in 0..<2 {
                        try await client.send("GET /secret HTTP/1.1\r\nHost: localhost\r\n\r\n")
                        #expect(try await client.receive().body == "GET /secret")
                    }
                }
            }
        }
        #expect(handler.requests.map(\.isSecure) == [true, true])
        let agreed = handler.requests.map(\.tls)
        #expect(agreed.map { $0?.version } == Array(repeating: version == .tlsv13 ? "TLSv1.3" : "TLSv1.2", count: 2))
        let prefix = version == .tlsv13 ? "TLS_" : "ECDHE-ECDSA-"
        #expect(agreed.allSatisfy { $0?.cipherSuite?.hasPrefix(prefix) == true })
        #expect(handler.requests.map(\.peer) == ["127.0.0.1", "127.0.0.1"])
    }

    @Test func `a refused body is answered over TLS too`() async throws {
        let context = try TestCertificate.clientContext()
        try await TestCertificate.withFiles { files in
            try await withFront(TestHandler(bodyBytesMax: 10), configure: { $0.tls = files }) { front in
                try await RawClient.connect(port: front.port, tls: context) { client in
                    try await client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 11\r\n\r\n")
                    #expect(try await client.receive().body == "too large")
                    #expect(await client.readToEnd().isEmpty)
                }
            }
        }
    }

    @Test func `TLS before 1.2 is refused`() async throws {
        let handler = TestHandler()
        let context = try TestCertificate.clientContext(maximumTLSVersion: .tlsv11)
        try await TestCertificate.withFiles { files in
            try await withFront(handler, configure: { $0.tls = files }) { front in
                _ = await #expect(throws: (any Error).self) {
                    try await RawClient.connect(port: front.port, tls: context) { client in
                        try await client.send("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n")
                        _ = try await client.receive()
                    }
                }
            }
        }
        #expect(handler.requests.isEmpty)
    }

    @Test func `a client that does not speak TLS is cut off`() async throws {
        let handler = TestHandler()
        let impatient = { @Sendable (files: TLSFiles, configuration: inout FrontConfiguration) in
            configuration.tls = files
            configuration.requestTimeout = .milliseconds(100)
        }
        try await TestCertificate.withFiles { files in
            try await withFront(handler, configure: { impatient(files, &$0) }) { front in
                for text in ["", "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n"] {
                    try await RawClient.connect(port: front.port) { client in
                        try await client.send(text)
                        _ = await client.readToEnd()
                    }
                }
            }
        }
        #expect(handler.requests.isEmpty)
    }
}
