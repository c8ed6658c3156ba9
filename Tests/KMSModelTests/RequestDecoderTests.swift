import AWSJSON
import Testing

@testable import KMSModel

@Suite struct RequestDecoderTests {
    @Test func `every member of Encrypt is read`() throws {
        let json = #"""
            {"DryRun":false,"KeyId":"alias/a","Plaintext":"aGVsbG8=","EncryptionAlgorithm":"SYMMETRIC_DEFAULT",
             "EncryptionContext":{"b":"2","a":"\u00e9"},"GrantTokens":["t"]}
            """#
        let expected = EncryptRequest(
            keyId: "alias/a", plaintext: Blob(Array("hello".utf8)),
            encryptionContext: StringMap([("b", "2"), ("a", "é")]), grantTokens: ["t"],
            encryptionAlgorithm: .symmetricDefault, dryRun: false)
        #expect(try decode(EncryptRequest.self, json) == expected)
    }

    @Test func `numbers, times and nested structures are read`() throws {
        let random = try decode(GenerateRandomRequest.self, #"{"NumberOfBytes":3.2e1}"#)
        #expect(random.numberOfBytes == 32)
        let imported = try decode(
            ImportKeyMaterialRequest.self,
            #"{"KeyId":"k","ImportToken":"AA==","EncryptedKeyMaterial":"AQ==","ValidTo":1700000000.5}"#)
        #expect(imported.validTo == Timestamp(milliseconds: 1_700_000_000_500))
        let tagged = try decode(CreateKeyRequest.self, #"{"Tags":[{"TagKey":"a","TagValue":"","More":1}]}"#)
        #expect(tagged.tags == [Tag(tagKey: "a", tagValue: "")])
        let grant = try decode(
            CreateGrantRequest.self,
            #"{"KeyId":"k","Operations":["Decrypt","ReEncryptFrom"],"Constraints":{"EncryptionContextEquals":{}}}"#)
        #expect(grant.operations == [.decrypt, .reEncryptFrom])
        #expect(grant.constraints == GrantConstraints(encryptionContextEquals: StringMap()))
    }

    @Test func `null counts as absent`() throws {
        let json = #"{"KeyId":"k","Plaintext":"AA==","EncryptionContext":null,"GrantTokens":null,"DryRun":null}"#
        #expect(try decode(EncryptRequest.self, json) == EncryptRequest(keyId: "k", plaintext: Blob([0])))
        let recipient = #"{"Recipient":null,"EncryptionAlgorithm":null,"CiphertextBlob":null}"#
        #expect(try decode(DecryptRequest.self, recipient) == DecryptRequest())
        #expect(try decode(CreateKeyRequest.self, #"{"Tags":null,"Policy":null}"#) == CreateKeyRequest())
    }

    @Test func `of members with the same name the last wins`() throws {
        #expect(try decode(DescribeKeyRequest.self, #"{"KeyId":"","KeyId":"b"}"#).keyId == "b")
        #expect(try decode(GenerateDataKeyRequest.self, #"{"KeyId":"k","KeySpec":"X","KeySpec":null}"#).keySpec == nil)
        #expect(try decode(CreateKeyRequest.self, #"{"Tags":[{}],"Tags":[]}"#).tags == [])
        #expect(
            throws: KMSError(
                .validationException,
                "1 validation error detected: Value null at 'keyId' failed to "
                    + "satisfy constraint: Member must not be null")
        ) {
            try decode(DescribeKeyRequest.self, #"{"KeyId":"a","KeyId":null}"#)
        }
    }

    @Test(arguments: ["keyId", "KEYID", "KeyId ", "\u{212A}eyId", #"\u212aeyId"#])
    func `a member's name matches byte by byte`(_ name: String) {
        #expect(throws: KMSError.self) { try decode(DescribeKeyRequest.self, #"{"\#(name)":"k"}"#) }
    }

    @Test func `escapes in a member's name are undone`() throws {
        #expect(try decode(DescribeKeyRequest.self, #"{"\u004beyId":"k"}"#).keyId == "k")
    }

    @Test(arguments: [
        #""KeyId":1"#, #""KeyId":true"#, #""KeyId":["k"]"#, #""KeyId":{}"#, #""NumberOfBytes":"32""#,
        #""NumberOfBytes":1.5"#, #""NumberOfBytes":1e30"#, #""NumberOfBytes":true"#, #""DryRun":"true""#,
        #""DryRun":1"#, #""GrantTokens":"t""#, #""GrantTokens":{}"#, #""GrantTokens":[1]"#, #""GrantTokens":[null]"#,
        #""EncryptionContext":[]"#, #""EncryptionContext":"a""#, #""EncryptionContext":{"a":1}"#,
        #""EncryptionContext":{"a":null}"#, #""EncryptionContext":{"a":{}}"#, #""KeySpec":7"#, #""Recipient":[]"#,
        #""Recipient":{"AttestationDocument":"not base64"}"#, #""Recipient":{"AttestationDocument":"QQ"}"#,
        #""Recipient":{"AttestationDocument":1}"#, #""KeyId":"\ud800""#, #""KeyId":"k",}"#, #""More":[1,]"#,
    ])
    func `a value of the wrong type is refused without a message, also beside violations`(_ member: String) {
        for beside in ["", #","KeySpec":"VIOLATING""#] {
            let body = Array("{\(member)\(beside)}".utf8)
            #expect(throws: KMSError(.serializationException)) {
                try RequestDecoder.decode(GenerateDataKeyRequest.self, from: body)
            }
        }
    }

    @Test func `an element of a list of structures may not be null`() {
        #expect(throws: KMSError(.serializationException)) { try decode(CreateKeyRequest.self, #"{"Tags":[null]}"#) }
    }

    @Test func `bytes that are not UTF-8 are refused`() {
        let body = Array(#"{"KeyId":""#.utf8) + [0xC0, 0xAF] + Array(#""}"#.utf8)
        #expect(throws: KMSError(.serializationException)) {
            try RequestDecoder.decode(DescribeKeyRequest.self, from: body)
        }
    }

    @Test func `nesting without end is refused`() {
        for opener in ["[", #"{"a":"#] {
            let deep = String(repeating: opener, count: 100_000)
            #expect(throws: KMSError(.serializationException)) {
                try decode(DescribeKeyRequest.self, #"{"KeyId":"k","More":\#(deep)"#)
            }
        }
    }

    @Test func `a context of very many keys is read, the last value of each`() throws {
        let pairs = (0..<20_000).map { #""key\#($0 % 10_000)":"\#($0)""# }.joined(separator: ",")
        let request = try decode(DecryptRequest.self, #"{"EncryptionContext":{\#(pairs)}}"#)
        let context = try #require(request.encryptionContext)
        #expect(context.pairs.count == 10_000)
        #expect(context.pairs.first?.key == "key0")
        #expect(context["key0"] == "10000")
        #expect(context["key9999"] == "19999")
    }

    private func decode<T: KMSRequest>(_ type: T.Type, _ json: String) throws(KMSError) -> T {
        try RequestDecoder.decode(type, from: Array(json.utf8))
    }
}
