import AWSJSON
import Gateway
import Testing

@Suite("Development mode") struct DevelopmentTests {
    private static let account = "000000000000"

    private func world() async throws -> World { try await World(.development(defaultAccount: Self.account)) }

    /// The ARN of a key made by a request.
    private func keyARN(_ request: WireRequest, in world: World) async throws -> String {
        try #require(await world.send(request).json?["KeyMetadata"]?["Arn"]?.string)
    }

    @Test("takes requests without a signature, for the default account and Region") func takesUnsigned() async throws {
        let world = try await world()
        let request = world.client.kms("CreateKey").with(header: "authorization", nil)
        #expect(try await keyARN(request, in: world).hasPrefix("arn:aws:kms:eu-west-1:000000000000:key/"))
        let call = try #require(world.observer.calls.last)
        #expect(call.callerARN == "arn:aws:iam::000000000000:root")
        #expect(call.region == "eu-west-1")
        #expect(call.accessKeyID == nil)
    }

    @Test("takes what is no signature for none", arguments: ["Bearer x", "", "AWS4-HMAC-SHA256 Credential=a/b", "é"])
    func takesGarbled(_ header: String) async throws {
        let world = try await world()
        let request = world.client.kms("CreateKey").with(header: "authorization", header)
        #expect(try await keyARN(request, in: world).hasPrefix("arn:aws:kms:eu-west-1:000000000000:key/"))
    }

    @Test("believes any signature, of any time") func believesSignatures() async throws {
        let world = try await world()
        let client = world.client.with {
            $0.accessKeyID = "testing"
            $0.secret = "testing"
            $0.epochSeconds = 0
            $0.region = "cn-north-1"
        }
        let request = client.kms("CreateKey", headers: [("x-amz-security-token", "testing")])
        #expect(try await keyARN(request, in: world).hasPrefix("arn:aws-cn:kms:cn-north-1:000000000000:key/"))
        #expect(world.observer.calls.last?.callerARN == "arn:aws-cn:iam::000000000000:root")
    }

    @Test(
        "takes an access key id of twelve digits for an account",
        arguments: [
            ("444455556666", "444455556666"), ("44445555666", account), ("4444555566667", account),
            ("44445555666x", account), ("AKIAIOSFODNN7EXAMPLE", account),
        ])
    func selectsAccount(_ accessKeyID: String, _ account: String) async throws {
        let world = try await world()
        let request = world.client.with { $0.accessKeyID = accessKeyID }.kms("CreateKey")
        #expect(try await keyARN(request, in: world).hasPrefix("arn:aws:kms:us-east-1:\(account):key/"))
    }

    @Test("refuses a Region that does not exist") func refusesUnknownRegion() async throws {
        let world = try await world()
        let message = "Credential should be scoped to a valid region. "
        let request = world.client.with { $0.region = "mars" }.kms()
        try await world.expect("InvalidSignatureException", message, request)
    }

    @Test("refuses a scope of another service") func refusesOtherService() async throws {
        let world = try await world()
        let message = "Credential should be scoped to correct service: 'kms'."
        let request = world.client.with { $0.service = "s3" }.kms()
        try await world.expect("InvalidSignatureException", message, request)
    }

    @Test("routes as ever") func routes() async throws {
        let world = try await world()
        try await world.expect("UnknownOperationException", nil, .plain("POST", "/"))
        try await world.expect("UnknownOperationException", nil, status: 404, .plain("GET", "/"))
    }

    @Test("has STS name the account's root") func namesCaller() async throws {
        let world = try await world()
        let request = world.client.with { $0.accessKeyID = "444455556666" }.sts()
        let text = await world.send(request).text
        #expect(text.contains("<Arn>arn:aws:iam::444455556666:root</Arn>"))
        #expect(text.contains("<UserId>444455556666</UserId>"))
        let unsigned = await world.send(world.client.sts().with(header: "authorization", nil)).text
        #expect(unsigned.contains("<Account>000000000000</Account>"))
    }
}
