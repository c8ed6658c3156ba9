import AWSJSON
import ServiceModel
import Testing

@testable import IAMModel

@Suite struct RecordedTests {
    private func text(_ structure: some RecordedStructure) -> String? {
        structure.recordedObject().map { String(decoding: $0, as: UTF8.self) }
    }

    @Test func `of credentials the secret and the token are left out`() {
        let credentials = Credentials(
            accessKeyId: "ASIA", secretAccessKey: "s", sessionToken: "t",
            expiration: Timestamp(milliseconds: 1_611_274_228_000))
        #expect(
            text(AssumeRoleResponse(credentials: credentials))
                == #"{"credentials":{"accessKeyId":"ASIA","expiration":"Jan 22, 2021, 12:10:28 AM"}}"#)
    }

    @Test func `an access key's secret and a web identity's token are left out`() {
        let key = AccessKey(userName: "u", accessKeyId: "AKIA", status: .active, secretAccessKey: "s")
        #expect(
            text(CreateAccessKeyResponse(accessKey: key))
                == #"{"accessKey":{"userName":"u","accessKeyId":"AKIA","status":"Active"}}"#)
        let request = AssumeRoleWithWebIdentityRequest(roleArn: "r", roleSessionName: "s", webIdentityToken: "t")
        #expect(text(request) == #"{"roleArn":"r","roleSessionName":"s"}"#)
    }

    @Test func `a context's assertion and a second factor's code are left out`() {
        let request = AssumeRoleRequest(
            roleArn: "r", roleSessionName: "s", tokenCode: "123456",
            providedContexts: [ProvidedContext(providerArn: "p", contextAssertion: "a")])
        #expect(text(request) == #"{"roleArn":"r","roleSessionName":"s","providedContexts":[{"providerArn":"p"}]}"#)
    }

    @Test func `policies are recorded as their text, and maps by their keys' names`() {
        let request = PutUserPolicyRequest(userName: "u", policyName: "p", policyDocument: #"{"a":1}"#)
        #expect(text(request) == #"{"userName":"u","policyName":"p","policyDocument":"{\"a\":1}"}"#)
        #expect(
            text(GetAccountSummaryResponse(summaryMap: [.users: 2, .groups: 1]))
                == #"{"summaryMap":{"Groups":1,"Users":2}}"#)
    }
}
