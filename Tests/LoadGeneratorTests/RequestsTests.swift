import Testing

@testable import LoadGenerator

@Suite(.timeLimit(.minutes(1)))
struct RequestsTests {
    @Test(arguments: [
        (LoadOperation.encrypt, #"{"KeyId":"k","Plaintext":"AAEC","EncryptionContext":{"a":"b"}}"#),
        (.decrypt, #"{"CiphertextBlob":"Y2lwaGVy","EncryptionContext":{"a":"b"}}"#),
        (
            .reEncrypt,
            #"{"CiphertextBlob":"Y2lwaGVy","SourceEncryptionContext":{"a":"b"},"DestinationKeyId":"k","#
                + #""DestinationEncryptionContext":{"a":"b"}}"#
        ),
        (.generateDataKey, #"{"KeyId":"k","NumberOfBytes":3,"EncryptionContext":{"a":"b"}}"#),
        (.generateDataKeyWithoutPlaintext, #"{"KeyId":"k","NumberOfBytes":3,"EncryptionContext":{"a":"b"}}"#),
        (.generateRandom, #"{"NumberOfBytes":3}"#), (.describeKey, #"{"KeyId":"k"}"#),
    ])
    func `each operation has its request, signed`(operation: LoadOperation, body: String) async throws {
        let server = FakeKMS()
        let report = try await server.serve { endpoint in
            var plan = LoadPlan.brief(operation, endpoint)
            plan.keyID = "k"
            plan.payloadBytes = 3
            plan.encryptionContext = [("a", "b")]
            plan.connections = 1
            return try await plan.run()
        }
        let calls = server.calls(of: operation.rawValue)
        #expect(report.requests >= 20)
        #expect(report.errors.isEmpty)
        #expect(calls.count == Int(report.requests))
        #expect(Set(calls.map(\.body)) == [body])
        #expect(calls.allSatisfy { $0.hasGoodSignature })
    }

    @Test func `a key that is not named is made, and its deletion scheduled`() async throws {
        let server = FakeKMS()
        let report = try await server.serve { try await LoadPlan.brief(.decrypt, $0).run() }
        #expect(report.keyID == "made")
        #expect(server.calls(of: "CreateKey").count == 1)
        #expect(server.calls(of: "Encrypt").map(\.body).first?.hasPrefix(#"{"KeyId":"made","#) == true)
        #expect(server.calls.last?.operation == "ScheduleKeyDeletion")
        #expect(server.calls.last?.body == #"{"KeyId":"made","PendingWindowInDays":7}"#)
        #expect(server.calls.allSatisfy { $0.hasGoodSignature })
    }

    @Test func `a key that is named is left alone, and none is made where none is needed`() async throws {
        let server = FakeKMS()
        _ = try await server.serve { try await LoadPlan.brief(.generateRandom, $0).run() }
        #expect(Set(server.calls.map(\.operation)) == ["GenerateRandom"])
        let other = FakeKMS()
        _ = try await other.serve { endpoint in
            var plan = LoadPlan.brief(.describeKey, endpoint)
            plan.keyID = "mine"
            return try await plan.run()
        }
        #expect(Set(other.calls.map(\.operation)) == ["DescribeKey"])
    }

    @Test func `a session token is sent and signed`() async throws {
        let server = FakeKMS()
        _ = try await server.serve { endpoint in
            var plan = LoadPlan.brief(.generateRandom, endpoint)
            plan.sessionToken = "token"
            return try await plan.run()
        }
        let call = try #require(server.calls.first)
        #expect(call.hasGoodSignature)
        #expect(call.headers.contains { $0.name == "x-amz-security-token" && $0.value == "token" })
    }
}
