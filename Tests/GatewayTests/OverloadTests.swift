import AWSJSON
import Gateway
import Testing

/// What is answered where nobody looked at the request.
@Suite struct OverloadTests {
    private func overloaded(_ request: WireRequest, _ world: World) throws -> WireResponse {
        try #require(world.gateway.overloaded(request))
    }

    @Test func kmsIsThrottledInAWSsWords() async throws {
        let world = try await World()
        let response = try overloaded(world.client.kms("Decrypt"), world)
        #expect(response.status == 400)
        #expect(response.header("Content-Type") == "application/x-amz-json-1.1")
        #expect(response.header("x-amzn-RequestId")?.count == 36)
        let message = "Rate exceeded"
        #expect(response.text == #"{"__type":"ThrottlingException","message":"\#(message)"}"#)
    }

    @Test func cloudTrailIsThrottledAsKMSIs() async throws {
        let world = try await World()
        let target = "com.amazonaws.cloudtrail.v20131101.CloudTrail_20131101.LookupEvents"
        let response = try overloaded(.plain("POST", "/", headers: [("x-amz-target", target)], body: "{}"), world)
        #expect(response.status == 400)
        #expect(response.json?["__type"]?.string == "ThrottlingException")
    }

    @Test(arguments: [
        ("Action=GetCallerIdentity&Version=2011-06-15", "https://sts.amazonaws.com/doc/2011-06-15/"),
        ("Action=ListUsers&Version=2010-05-08", "https://iam.amazonaws.com/doc/2010-05-08/"),
    ])
    func queryServicesHaveTheirOwnCode(form: String, namespace: String) async throws {
        let world = try await World()
        let response = try overloaded(world.client.sts(form), world)
        #expect(response.status == 400)
        #expect(response.header("Content-Type") == "text/xml")
        #expect(response.text.contains("<Type>Sender</Type>"))
        #expect(response.text.contains("<Code>Throttling</Code>"))
        #expect(response.text.contains("<Message>Rate exceeded</Message>"))
        #expect(response.text.contains(namespace))
    }

    @Test func theOperatorsPagesAreAnsweredAllTheSame() async throws {
        let world = try await World()
        for path in ["/-/health", "/-/ready", "/-/metrics"] {
            #expect(world.gateway.overloaded(.plain("GET", path)) == nil)
        }
        for (method, path) in [("POST", "/-/health"), ("GET", "/-/other"), ("HEAD", "/-/")] {
            #expect(world.gateway.overloaded(.plain(method, path)) != nil)
        }
    }

    @Test func itIsCountedAndLoggedAndIsNoCall() async throws {
        let world = try await World()
        for _ in 0..<3 { _ = try overloaded(world.client.kms("Decrypt"), world) }
        let text = String(decoding: world.metrics.text(), as: UTF8.self)
        #expect(text.contains("\ntrent_shed_requests_total 3\n"))
        #expect(!text.contains("Decrypt"))
        let call = try #require(world.observer.calls.last)
        #expect(call.operation == "Decrypt")
        #expect(call.errorCode == "ThrottlingException")
        #expect(call.status == 400)
        #expect(call.callerARN == nil)
    }
}
