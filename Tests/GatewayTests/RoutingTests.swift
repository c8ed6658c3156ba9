import AWSJSON
import Gateway
import KMSModel
import Testing

@Suite("Routing") struct RoutingTests {
    @Test("takes every operation of the model", arguments: KMSOperation.allCases)
    func routes(_ operation: KMSOperation) async throws {
        let world = try await World()
        let response = await world.send(world.client.kms(operation.rawValue, "["))
        #expect(response.status == 400)
        #expect(response.json?["__type"]?.string == "SerializationException")
        #expect(world.observer.calls.last?.operation == operation.rawValue)
    }

    @Test(
        "refuses a target that is no operation",
        arguments: [
            "TrentService.NoSuchOperation", "TrentService.listKeys", "TrentService.", "TrentService", "", "ListKeys",
            "DynamoDB_20120810.ListTables", "TrentService.ListKeys ", "TrentService.List\u{212A}eys",
        ])
    func refusesUnknownTarget(_ target: String) async throws {
        let world = try await World()
        let request = world.client.kms(nil, headers: [("x-amz-target", target)])
        try await world.expect("UnknownOperationException", nil, request)
        #expect(world.observer.calls.last?.operation == "unknown")
    }

    @Test("refuses a request without a target") func refusesNoTarget() async throws {
        let world = try await World()
        try await world.expect("UnknownOperationException", nil, world.client.kms(nil))
    }

    @Test("takes POST of the root and nothing else", arguments: ["GET", "PUT", "DELETE", "HEAD", "OPTIONS", "post"])
    func refusesMethods(_ method: String) async throws {
        let world = try await World()
        try await world.expect("UnknownOperationException", nil, status: 404, world.client.kms(method: method))
    }

    @Test("knows one path", arguments: ["/x", "//", "/index.html", "/%2F", "/-/health"])
    func refusesPaths(_ path: String) async throws {
        let world = try await World()
        try await world.expect("UnknownOperationException", nil, status: 404, world.client.kms(path: path))
    }

    @Test("hands on what the service answers: body, error, key") func handsOn() async throws {
        let world = try await World()
        let made = await world.send(world.client.kms("CreateKey"))
        let arn = try #require(made.json?["KeyMetadata"]?["Arn"]?.string)
        #expect(world.observer.calls.last?.keyARN == arn)
        let disabled = await world.send(world.client.kms("DisableKey", "{\"KeyId\":\"\(arn)\"}"))
        #expect(disabled.status == 200)
        #expect(disabled.body.isEmpty)
        let request = world.client.kms("Encrypt", "{\"KeyId\":\"\(arn)\",\"Plaintext\":\"eA==\"}")
        try await world.expect("DisabledException", "\(arn) is disabled.", request)
        #expect(world.observer.calls.last?.keyARN == arn)
    }

    @Test("speaks JSON 1.1 in every answer of KMS") func speaksJSON() async throws {
        let world = try await World()
        for request in [world.client.kms(), world.client.kms("Nonsense"), .plain("POST", "/")] {
            #expect(await world.send(request).header("Content-Type") == "application/x-amz-json-1.1")
        }
    }

    @Test("refuses a body beyond the limit, and takes one at the limit") func limitsBody() async throws {
        let world = try await World()
        let most = String(repeating: " ", count: world.gateway.bodyBytesMax)
        #expect(await world.send(world.client.kms("ListKeys", "{}" + most.dropFirst(2))).status == 200)
        for response in [await world.send(world.client.kms("ListKeys", "{}" + most)), world.gateway.bodyTooLarge()] {
            #expect(response.status == 413)
            #expect(response.text == "{\"__type\":\"RequestEntityTooLargeException\"}")
            #expect(response.header("x-amzn-RequestId") != nil)
        }
    }
}
