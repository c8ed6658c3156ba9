import AWSJSON
import Testing

@testable import KMSModel

/// A request that violates the model, and the whole of the message.
struct Violating: Sendable, CustomTestStringConvertible {
    let operation: KMSOperation
    let json: String
    let message: String

    var testDescription: String { "\(operation.rawValue) \(json.prefix(80))" }

    init(_ operation: KMSOperation, _ json: String, _ message: String) {
        self.operation = operation
        self.json = json
        self.message = message
    }

    /// One violation.
    init(_ operation: KMSOperation, _ json: String, one violation: String) {
        self.init(operation, json, "1 validation error detected: \(violation)")
    }
}

func refusal(_ operation: KMSOperation, _ json: String) throws -> KMSError? {
    let request = try #require(MinimalRequest.all.first { $0.operation == operation })
    return request.decode(Array(json.utf8))
}

@Suite struct ViolationTests {
    @Test(arguments: Violating.single + Violating.lists + Violating.nested + Violating.several)
    func `violations are told in the words of AWS`(_ request: Violating) throws {
        let error = try refusal(request.operation, request.json)
        #expect(error?.code == .validationException && error?.message == request.message)
    }

    @Test(arguments: [
        (KMSOperation.encrypt, #"{"KeyId":"k","Plaintext":"\#(Blob([UInt8](repeating: 0, count: 4096)).base64)"}"#),
        (.decrypt, #"{"CiphertextBlob":"\#(Blob([UInt8](repeating: 0, count: 6144)).base64)"}"#),
        (.describeKey, #"{"KeyId":"\#(String(repeating: "k", count: 2048))"}"#),
        (.generateRandom, #"{"NumberOfBytes":1024}"#),
        (.generateRandom, #"{"NumberOfBytes":1}"#),
        (.enableKeyRotation, #"{"KeyId":"k","RotationPeriodInDays":90}"#),
        (.enableKeyRotation, #"{"KeyId":"k","RotationPeriodInDays":2560}"#),
        (.listKeys, #"{"Limit":1000}"#),
        (.tagResource, #"{"KeyId":"k","Tags":[{"TagKey":"\#(String(repeating: "é", count: 128))","TagValue":""}]}"#),
        (.encrypt, #"{"KeyId":"k","Plaintext":"AA==","GrantTokens":["a","b","c","d","e","f","g","h","i","j"]}"#),
    ])
    func `what is just within its limits passes`(_ operation: KMSOperation, _ json: String) throws {
        #expect(try refusal(operation, json) == nil)
    }

    @Test func `characters beyond the first plane count twice, as in Java`() throws {
        let fits = String(repeating: "😀", count: 64)
        let tag = { (key: String) in #"{"KeyId":"k","Tags":[{"TagKey":"\#(key)","TagValue":"v"}]}"# }
        #expect(try refusal(.tagResource, tag(fits)) == nil)
        #expect(
            try refusal(.tagResource, tag(fits + "a"))?.message
                == "1 validation error detected: Value '\(fits)a' at 'tags.1.member.tagKey' failed to satisfy "
                + "constraint: Member must have length less than or equal to 128")
    }

    @Test func `secrets are not repeated`() throws {
        let json = """
            {"CustomKeyStoreId":"c","KeyStorePassword":"hunter","XksProxyAuthenticationCredential":\
            {"AccessKeyId":"abcdefghijklmnopqrst","RawSecretAccessKey":"secret!"}}
            """
        let access = "xksProxyAuthenticationCredential.accessKeyId"
        let secret = "xksProxyAuthenticationCredential.rawSecretAccessKey"
        let pattern = "Member must satisfy regular expression pattern:"
        #expect(
            try refusal(.updateCustomKeyStore, json)?.message
                == """
                4 validation errors detected: \
                Value at 'keyStorePassword' failed to satisfy constraint: Member must have length greater than or \
                equal to 7; \
                Value at '\(access)' failed to satisfy constraint: \(pattern) ^[A-Z2-7]+$; \
                Value at '\(secret)' failed to satisfy constraint: Member must have length greater than or equal to \
                43; \
                Value at '\(secret)' failed to satisfy constraint: \(pattern) ^[a-zA-Z0-9\\/+=]+$
                """)
    }

    @Test func `of very many violations all are counted and the first are told`() throws {
        let tags = String(repeating: "{},", count: 5000).dropLast()
        let message = try #require(try refusal(.tagResource, #"{"KeyId":"","Tags":[\#(tags)]}"#)?.message)
        #expect(message.hasPrefix("10001 validation errors detected: Value '' at 'keyId' failed to satisfy"))
        #expect(
            message.hasSuffix(
                "Value null at 'tags.50.member.tagKey' failed to satisfy constraint: "
                    + "Member must not be null"))
    }
}
