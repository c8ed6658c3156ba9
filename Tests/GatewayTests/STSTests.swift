import IAMModel
import Identity
import Records
import Testing

@testable import Gateway

@Suite("STS") struct STSTests {
    private func error(_ type: String = "Sender", _ code: String, _ message: String, _ requestID: String) -> String {
        """
        <ErrorResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/">
          <Error>
            <Type>\(type)</Type>
            <Code>\(code)</Code>
            <Message>\(message)</Message>
          </Error>
          <RequestId>\(requestID)</RequestId>
        </ErrorResponse>

        """
    }

    private func expect(
        _ code: String, _ message: String, status: Int, type: String = "Sender", _ request: WireRequest,
        in world: World, _ place: SourceLocation = #_sourceLocation
    ) async throws {
        let response = await world.send(request)
        let requestID = try #require(response.header("x-amzn-RequestId"), sourceLocation: place)
        #expect(response.status == status, sourceLocation: place)
        #expect(response.header("Content-Type") == "text/xml", sourceLocation: place)
        #expect(response.text == error(type, code, message, requestID), sourceLocation: place)
        #expect(world.observer.calls.last?.errorCode == code, sourceLocation: place)
        #expect(world.observer.calls.last?.service == "sts", sourceLocation: place)
    }

    @Test("names the caller") func namesCaller() async throws {
        let world = try await World()
        let response = await world.send(world.client.sts())
        #expect(response.status == 200)
        #expect(response.header("Content-Type") == "text/xml")
        let requestID = try #require(response.header("x-amzn-RequestId"))
        let userID = try #require(try await world.identity.accessKey(world.client.accessKeyID)).principal.userID
        #expect(
            response.text == """
                <GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/">
                  <GetCallerIdentityResult>
                    <Arn>arn:aws:iam::111122223333:user/administrator</Arn>
                    <UserId>\(userID)</UserId>
                    <Account>111122223333</Account>
                  </GetCallerIdentityResult>
                  <ResponseMetadata>
                    <RequestId>\(requestID)</RequestId>
                  </ResponseMetadata>
                </GetCallerIdentityResponse>

                """)
        #expect(world.observer.calls.last?.operation == "GetCallerIdentity")
    }

    @Test("takes its parameters from a URL too") func takesQuery() async throws {
        let world = try await World()
        let plain = WireRequest.plain("GET", "/", query: "Action=GetCallerIdentity&Version=2011-06-15")
        let response = await world.send(world.client.with { $0.service = "sts" }.signed(plain))
        #expect(response.status == 200)
        #expect(response.text.contains("<Account>111122223333</Account>"))
    }

    @Test("names the caller by the Region's partition") func namesPartition() async throws {
        let world = try await World()
        let response = await world.send(world.client.with { $0.region = "us-gov-east-1" }.sts())
        #expect(response.text.contains("<Arn>arn:aws-us-gov:iam::111122223333:user/administrator</Arn>"))
    }

    @Test(
        "refuses an action it does not know in that version",
        arguments: [
            ("Action=NoSuchAction&Version=2011-06-15", "NoSuchAction", "2011-06-15"),
            ("Action=GetCallerIdentity&Version=2010-05-09", "GetCallerIdentity", "2010-05-09"),
            ("Action=GetCallerIdentity", "GetCallerIdentity", "NO_VERSION_SPECIFIED"),
            ("Action=%3Cb%3E%26%00%0D&Version=2011-06-15", "&lt;b&gt;&amp;\u{FFFD}&#13;", "2011-06-15"),
            (
                "Version=2011-06-15&Action=" + String(repeating: "a", count: 1000),
                String(repeating: "a", count: 128), "2011-06-15"
            ),
        ])
    func refusesUnknownAction(_ form: String, _ action: String, _ version: String) async throws {
        let world = try await World()
        let message = "Could not find operation \(action) for version \(version)"
        try await expect("InvalidAction", message, status: 400, world.client.sts(form), in: world)
        #expect(world.observer.calls.last?.operation == "unknown")
    }

    @Test("refuses a form without an action", arguments: ["", "Version=2011-06-15", "Action=", "{}", "action=x"])
    func refusesNoAction(_ form: String) async throws {
        let world = try await World()
        let message = "The request is missing an action or a required parameter."
        try await expect("MissingAction", message, status: 400, world.client.sts(form), in: world)
    }

    @Test("says of all else that it is not built", arguments: STSOperation.allCases.filter { !$0.isModelled })
    func saysNotBuilt(_ operation: STSOperation) async throws {
        let world = try await World()
        let request = world.client.sts("Action=\(operation.rawValue)&Version=2011-06-15")
        let message = "Trent does not implement \(operation.rawValue) yet."
        try await expect("UnsupportedOperation", message, status: 400, request, in: world)
    }

    @Test("refuses in its own words") func refuses() async throws {
        let world = try await World()
        let request = world.client.sts()
        try await expect(
            "MissingAuthenticationToken", "Request is missing Authentication Token", status: 403,
            request.with(header: "authorization", nil), in: world)
        try await expect(
            "InvalidClientTokenId", "The security token included in the request is invalid.", status: 403,
            world.client.with { $0.accessKeyID = "AKIAIOSFODNN7EXAMPLE" }.sts(), in: world)
        try await expect(
            "SignatureDoesNotMatch",
            "The request signature we calculated does not match the signature you provided. Check your AWS Secret "
                + "Access Key and signing method. Consult the service documentation for details.",
            status: 403, world.client.with { $0.secret = "wrong" }.sts(), in: world)
        try await expect(
            "SignatureDoesNotMatch", "Credential should be scoped to correct service: 'sts'.", status: 403,
            request.replacing("/sts/", with: "/kms/"), in: world)
    }

    @Test("refuses half a signature with the status of a bad request") func refusesIncomplete() async throws {
        let world = try await World()
        let response = await world.send(
            world.client.sts().with(
                header: "authorization", "AWS4-HMAC-SHA256 Credential=a/20260102/x/sts/aws4_request"))
        #expect(response.status == 400)
        #expect(response.text.contains("<Code>IncompleteSignature</Code>"))
        #expect(response.text.contains("requires &apos;") == false)
        #expect(response.text.contains("Authorization header requires 'Signature' parameter."))
    }

    @Test("fails closed if the access key can't be read") func failsClosed() async throws {
        let store = FailingStore()
        let world = try await World(store: store)
        store.fail { (_) throws(StoreError) in throw .unavailable("disk gone") }
        try await expect(
            "ServiceUnavailable", "The request has failed due to a temporary failure of the server.", status: 503,
            type: "Receiver", world.client.sts(), in: world)
    }
}
