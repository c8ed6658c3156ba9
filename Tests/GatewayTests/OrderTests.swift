import AWSJSON
import Gateway
import Testing

/// Of several things wrong with a request, the answer is about the first that AWS looks at.
@Suite("The order of checks") struct OrderTests {
    /// Wrongs in the order in which they are looked at, with the code and the beginning of the message of each.
    private static let wrongs: [(code: String, message: String, make: @Sendable (inout Client) -> Void)] = [
        ("InvalidSignatureException", "Date in Credential scope", { $0.scopeDate = "20200101" }),
        ("InvalidSignatureException", "Credential should be scoped to a valid region", { $0.region = "mars" }),
        ("InvalidSignatureException", "Credential should be scoped to correct service", { $0.service = "s3" }),
        ("UnrecognizedClientException", "The security token", { $0.accessKeyID = "AKIAIOSFODNN7EXAMPLE" }),
        ("InvalidSignatureException", "Signature expired", { $0.epochSeconds -= 600 }),
        ("InvalidSignatureException", "The request signature we calculated", { $0.secret = "wrong" }),
    ]

    @Test("is form, Region, service, access key, clock, signature", arguments: wrongs.indices)
    func isAWSs(_ first: Int) async throws {
        let world = try await World()
        var client = world.client
        for wrong in Self.wrongs[first...] { wrong.make(&client) }
        let response = await world.send(client.kms("NoSuchOperation", "not JSON"))
        #expect(response.status == 400)
        #expect(response.json?["__type"]?.string == Self.wrongs[first].code)
        #expect(response.json?["message"]?.string?.hasPrefix(Self.wrongs[first].message) == true)
    }

    @Test("puts the signature before path, operation and body") func signatureFirst() async throws {
        let world = try await World()
        let forger = world.client.with { $0.secret = "wrong" }
        for request in [
            forger.kms("NoSuchOperation"), forger.kms(nil), forger.kms(path: "/a"), forger.kms(method: "GET"),
            forger.kms("Sign"), forger.kms("Encrypt", "{"),
        ] {
            let response = await world.send(request)
            #expect(response.json?["__type"]?.string == "InvalidSignatureException")
        }
    }

    @Test("puts the path before the operation, and the operation before the body") func thenPath() async throws {
        let world = try await World()
        try await world.expect("UnknownOperationException", nil, status: 404, world.client.kms("Sign", path: "/a"))
        try await world.expect("UnknownOperationException", nil, world.client.kms("NoSuchOperation", "{"))
        try await world.expect("SerializationException", nil, world.client.kms("Encrypt", "{"))
    }
}
