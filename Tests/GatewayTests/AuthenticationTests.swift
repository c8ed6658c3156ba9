import AWSJSON
import Gateway
import Identity
import Records
import Testing

private let invalidToken = "The security token included in the request is invalid."
private let mismatch =
    "The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key "
    + "and signing method. Consult the service documentation for details."

@Suite("Authentication") struct AuthenticationTests {
    @Test("lets a signed request in, as the user whose access key it is") func letsIn() async throws {
        let world = try await World()
        let response = await world.send(world.client.kms())
        #expect(response.status == 200)
        #expect(response.json?["Keys"] != nil)
        let call = try #require(world.observer.calls.last)
        #expect(call.callerARN == "arn:aws:iam::111122223333:user/administrator")
        #expect(call.accessKeyID == world.client.accessKeyID)
        #expect(call.errorCode == nil)
    }

    @Test("lets the same request in twice, from cached keys") func letsInTwice() async throws {
        let world = try await World()
        for _ in 0..<3 { #expect(await world.send(world.client.kms()).status == 200) }
        #expect(world.identity.cachedAccessKeys == 1)
    }

    @Test("refuses a request without a signature") func refusesUnsigned() async throws {
        let world = try await World()
        for header in [nil, "Bearer abc", "Basic dXNlcjpwYXNz", ""] {
            let request = world.client.kms().with(header: "authorization", header)
            try await world.expect("MissingAuthenticationTokenException", "Missing Authentication Token", request)
        }
    }

    @Test("refuses an unknown access key whatever its signature is") func refusesUnknownKey() async throws {
        let world = try await World()
        let stranger = world.client.with { $0.accessKeyID = "AKIAIOSFODNN7EXAMPLE" }
        try await world.expect("UnrecognizedClientException", invalidToken, stranger.kms())
        let forger = stranger.with { $0.secret = "anything" }
        try await world.expect("UnrecognizedClientException", invalidToken, forger.kms())
        #expect(world.observer.calls.last?.callerARN == nil)
        #expect(world.identity.cachedAccessKeys == 0)
    }

    @Test("refuses an inactive access key as if it were unknown") func refusesInactiveKey() async throws {
        let world = try await World()
        #expect(await world.send(world.client.kms()).status == 200)
        let replaced = try await world.identity.replaceAdministratorAccessKey(
            account: World.account, partition: "aws")
        try await world.expect("UnrecognizedClientException", invalidToken, world.client.kms())
        #expect(await world.send(Client(replaced).kms()).status == 200)
    }

    @Test("refuses a session token, of which there are none yet") func refusesSessionToken() async throws {
        let world = try await World()
        let request = world.client.kms(headers: [("x-amz-security-token", "FwoGZXIvYXdzE")])
        try await world.expect("UnrecognizedClientException", invalidToken, request)
    }

    @Test("refuses a wrong secret") func refusesWrongSecret() async throws {
        let world = try await World()
        let forger = world.client.with { $0.secret = String(repeating: "x", count: 40) }
        try await world.expect("InvalidSignatureException", mismatch, forger.kms())
        #expect(world.observer.calls.last?.callerARN == nil)
    }

    @Test(
        "refuses what was altered after it was signed",
        arguments: [
            { $0.body = Array("{\"Limit\":1}".utf8) },
            { $0.body = [] },
            { $0.method = "PUT" },
            { $0.path = "/other" },
            { $0.query = "a=b" },
            { $0 = $0.with(header: "x-amz-target", "TrentService.CreateKey") },
            { $0 = $0.with(header: "content-type", "application/json") },
            { $0 = $0.with(header: "host", "elsewhere") },
            { $0 = $0.with(header: "x-amz-date", "20260102T030404Z") },
        ] as [@Sendable (inout WireRequest) -> Void])
    func refusesAltered(_ alter: @Sendable (inout WireRequest) -> Void) async throws {
        let world = try await World()
        try await world.expect("InvalidSignatureException", mismatch, world.client.kms().with(alter))
    }

    @Test("refuses a header that says what is asked and is not signed") func refusesUnsignedHeader() async throws {
        let world = try await World()
        let request = world.client.kms(nil).with(header: "x-amz-target", "TrentService.ListKeys")
        let message = "'x-amz-target' must be a 'SignedHeader' in the AWS Authorization."
        try await world.expect("InvalidSignatureException", message, request)
    }

    @Test(
        "says which part of the signature is missing",
        arguments: [
            ("Credential=", "Authorization header requires 'Credential' parameter. "),
            ("Signature=", "Authorization header requires 'Signature' parameter. "),
            ("SignedHeaders=", "Authorization header requires 'SignedHeaders' parameter. "),
        ])
    func namesMissingPart(_ part: String, _ message: String) async throws {
        let world = try await World()
        let header = try #require(world.client.kms().header("authorization"))
        let words = header.split(separator: " ").filter { !$0.hasPrefix(part) }
        let response = await world.send(
            world.client.kms().with(header: "authorization", words.joined(separator: " ")))
        #expect(response.status == 400)
        #expect(response.json?["__type"]?.string == "IncompleteSignatureException")
        #expect(response.json?["message"]?.string?.hasPrefix(message) == true)
    }

    @Test("refuses a scope of another day than the request") func refusesOtherDay() async throws {
        let world = try await World()
        let request = world.client.with { $0.scopeDate = "20260101" }.kms()
        let message =
            "Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP: "
            + "'20260101' != '20260102', from '20260102T030405Z'."
        try await world.expect("InvalidSignatureException", message, request)
    }

    @Test("refuses a scope of another service", arguments: ["s3", "sts", "KMS", "kms2"])
    func refusesOtherService(_ service: String) async throws {
        let world = try await World()
        let request = world.client.with { $0.service = service }.kms()
        let message = "Credential should be scoped to correct service: 'kms'."
        try await world.expect("InvalidSignatureException", message, request)
    }

    @Test("refuses a Region that does not exist", arguments: ["mars-north-1", "US-EAST-1", "us-east-99", "x"])
    func refusesUnknownRegion(_ region: String) async throws {
        let world = try await World()
        let request = world.client.with { $0.region = region }.kms()
        let message = "Credential should be scoped to a valid region. "
        try await world.expect("InvalidSignatureException", message, request)
        #expect(world.observer.calls.last?.region == nil)
    }

    @Test("fails closed if the access key can't be read") func failsClosed() async throws {
        let store = FailingStore()
        let world = try await World(store: store)
        store.fail { (_) throws(StoreError) in throw .unavailable("disk gone") }
        try await world.expect("ServiceUnavailableException", nil, status: 503, world.client.kms())
        #expect(world.observer.calls.last?.cause?.contains("disk gone") == true)
        store.fail { record in
            var altered = record
            altered.sealed[altered.sealed.count - 1] ^= 1
            return altered
        }
        try await world.expect("InternalFailure", nil, status: 500, world.client.kms())
        #expect(world.observer.calls.last?.cause?.contains("notAuthentic") == true)
        store.fail { $0 }
        #expect(await world.send(world.client.kms()).status == 200)
    }
}
