import Testing

@testable import LoadGenerator

@Suite(.timeLimit(.minutes(1)))
struct RefusalTests {
    @Test(arguments: [
        ("http://localhost:8080", false, "localhost", 8080, "localhost:8080"),
        ("HTTPS://kms.example.org", true, "kms.example.org", 443, "kms.example.org"),
        ("http://127.0.0.1/", false, "127.0.0.1", 80, "127.0.0.1"),
        ("https://[::1]:8443", true, "::1", 8443, "[::1]:8443"), ("http://[::1]", false, "::1", 80, "[::1]"),
        ("http://localhost:443", false, "localhost", 443, "localhost:443"),
    ])
    func `an endpoint is a scheme, a host and a port`(
        url: String, isSecure: Bool, host: String, port: Int, authority: String
    ) throws {
        let endpoint = try LoadEndpoint(url: url)
        #expect(endpoint.isSecure == isSecure)
        #expect(endpoint.host == host)
        #expect(endpoint.port == port)
        #expect(endpoint.authority == authority)
    }

    @Test(arguments: [
        "", "localhost:8080", "ftp://localhost", "http://", "http://:80", "http://a:b", "http://a:0", "http://a:65536",
        "http://a:", "http://a/b", "http://a?b", "http://u@a", "http://[::1", "http://[::1]x", "http://[::1]:",
        "http://a b", "http://a:+1", "http://ä",
    ])
    func `anything else is refused`(url: String) {
        #expect(throws: LoadError.malformedEndpoint(url)) { try LoadEndpoint(url: url) }
    }

    @Test(arguments: [
        ("http://localhost", true), ("http://LOCALHOST", true), ("http://127.0.0.1", true), ("http://127.9.9.9", true),
        ("http://[::1]", true), ("http://[0:0:0:0:0:0:0:1]", true), ("http://128.0.0.1", false),
        ("http://127.0.0.1.example.org", false), ("http://localhost.example.org", false), ("http://[::2]", false),
        ("http://10.0.0.1", false), ("http://0.0.0.0", false),
    ])
    func `only loopback is this machine`(url: String, isLoopback: Bool) throws {
        #expect(try LoadEndpoint(url: url).isLoopback == isLoopback)
    }

    @Test func `another machine is refused before anything is sent, unless it is allowed`() async throws {
        // An address of documentation (RFC 5737), which nobody has.
        var plan = LoadPlan.brief(.generateRandom, try LoadEndpoint(url: "http://192.0.2.1:9"))
        await #expect(throws: LoadError.remoteEndpoint("http://192.0.2.1:9")) { try await plan.run() }
        plan.allowRemote = true
        try plan.check()
    }

    @Test func `plans out of bounds are refused`() throws {
        let endpoint = try LoadEndpoint(url: "http://localhost")
        let changes: [(inout LoadPlan) -> Void] = [
            { $0.seconds = 0 }, { $0.seconds = 601 }, { $0.connections = 0 }, { $0.connections = 1025 },
            { $0.warmUpSeconds = -1 }, { $0.warmUpSeconds = 61 }, { $0.payloadBytes = 0 }, { $0.payloadBytes = 4097 },
            { $0.requestsMax = 0 }, { $0.keys = 0 }, { $0.keys = 1_000_001 }, { $0.principals = -1 },
            { $0.principals = 5001 },
            {
                $0.keyID = "one"
                $0.keys = 2
            },
            {
                $0.operation = .generateRandom
                $0.keys = 2
            },
        ]
        for change in changes {
            var plan = LoadPlan.brief(.encrypt, endpoint)
            try plan.check()
            change(&plan)
            #expect(throws: LoadError.self) { try plan.check() }
        }
    }

    @Test func `a refused preparation says what was refused, and why`() async throws {
        let server = FakeKMS { _, _ in
            .answer(status: 400, body: #"{"__type":"AccessDeniedException","Message":"not you"}"#)
        }
        try await server.serve { endpoint in
            await #expect(
                throws: LoadError.refused(
                    action: "CreateKey", status: 400, code: "AccessDeniedException", message: "not you")
            ) { try await LoadPlan.brief(.encrypt, endpoint).run() }
        }
    }

    @Test func `a key that was made is deleted also if the measurement comes to nothing`() async throws {
        let server = FakeKMS { operation, _ in operation == "Encrypt" ? .drop : .good }
        try await server.serve { endpoint in
            await #expect(throws: LoadError.self) { try await LoadPlan.brief(.decrypt, endpoint).run() }
        }
        #expect(server.calls.map(\.operation) == ["CreateKey", "Encrypt", "ScheduleKeyDeletion"])
    }

    @Test func `a server that is not there is named`() async throws {
        let endpoint = try await FakeKMS().serve { $0 }
        let error = await #expect(throws: LoadError.self) {
            try await LoadPlan.brief(.generateRandom, endpoint).run()
        }
        #expect(try #require(error).description.hasPrefix("cannot connect to \(endpoint.url): "))
    }

    @Test func `certificates that cannot be read are named`() async throws {
        var plan = LoadPlan.brief(.generateRandom, try LoadEndpoint(url: "https://localhost"))
        plan.caCertificatePath = "/nowhere/ca.pem"
        let error = await #expect(throws: LoadError.self) { try await plan.run() }
        #expect(try #require(error).description.hasPrefix("cannot use the certificates in /nowhere/ca.pem: "))
    }

    @Test func `a process that is not there is refused`() async throws {
        var plan = LoadPlan.brief(.generateRandom, try LoadEndpoint(url: "http://localhost"))
        plan.serverPID = -1
        await #expect(throws: LoadError.unknownProcess(-1)) { try await plan.run() }
    }
}
