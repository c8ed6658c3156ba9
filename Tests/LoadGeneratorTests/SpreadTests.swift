import Testing

@testable import LoadGenerator

@Suite(.timeLimit(.minutes(1)))
struct SpreadTests {
    /// Makes keys `key-1`, `key-2`…, and users with access keys `AKID1`, `AKID2`…
    private func server(refusing refused: (operation: String, number: Int)? = nil) -> FakeKMS {
        FakeKMS { operation, number in
            if let refused, refused == (operation, number) {
                return .answer(status: 400, body: #"{"__type":"LimitExceededException"}"#)
            }
            switch operation {
            case "CreateKey": return .answer(status: 200, body: #"{"KeyMetadata":{"KeyId":"key-\#(number)"}}"#)
            case "CreateAccessKey":
                let id = "<AccessKeyId>AKID\(number)</AccessKeyId>"
                let secret = "<SecretAccessKey>\(FakeKMS.secret)</SecretAccessKey>"
                return .answer(status: 200, body: "<AccessKey>\(id)<Status>Active</Status>\(secret)</AccessKey>")
            default: return .good
            }
        }
    }

    private func plan(_ operation: LoadOperation, _ endpoint: LoadEndpoint) -> LoadPlan {
        var plan = LoadPlan.brief(operation, endpoint)
        plan.keys = 3
        plan.principals = 2
        plan.requestsMax = 60
        return plan
    }

    private func signer(of call: FakeKMS.Call) -> Substring? {
        call.headers.first { $0.name == "authorization" }?.value.split { "=/".contains($0) }.dropFirst().first
    }

    @Test func `requests are spread over all keys and signed by all users`() async throws {
        let server = server()
        let report = try await server.serve { try await plan(.generateDataKey, $0).run() }
        let calls = server.calls(of: "GenerateDataKey")
        let uses = Dictionary(grouping: calls, by: \.body).mapValues(\.count)
        #expect(uses.keys.sorted() == (1...3).map { #"{"KeyId":"key-\#($0)","NumberOfBytes":32}"# })
        let signers = Dictionary(grouping: calls, by: signer).mapValues(\.count)
        #expect(Set(signers.keys) == ["AKID1", "AKID2"])
        // Two connections go round by themselves.
        for counts in [Array(uses.values), Array(signers.values)] {
            #expect((counts.max() ?? 0) - (counts.min() ?? 0) <= 2)
        }
        #expect(calls.allSatisfy { $0.hasGoodSignature })
        #expect(report.errors.isEmpty)
        #expect(report.json.contains(#""keys":3,"principals":2,"#))
    }

    @Test func `what was made is removed`() async throws {
        let server = server()
        try await server.serve { _ = try await plan(.encrypt, $0).run() }
        #expect(
            Set(server.calls(of: "ScheduleKeyDeletion").map(\.body))
                == Set((1...3).map { #"{"KeyId":"key-\#($0)","PendingWindowInDays":7}"# }))
        for operation in ["CreateUser", "PutUserPolicy", "DeleteAccessKey", "DeleteUserPolicy", "DeleteUser"] {
            #expect(server.calls(of: operation).count == 2, "\(operation)")
        }
        let iam = server.calls(of: "CreateUser")
        #expect(iam.allSatisfy { $0.hasGoodSignature && $0.body.contains("&UserName=load-") })
    }

    @Test func `what was made before an error is removed`() async throws {
        let server = server(refusing: ("CreateAccessKey", 1))
        try await server.serve { endpoint in
            await #expect(throws: LoadError.self) { try await plan(.encrypt, endpoint).run() }
        }
        #expect(server.calls(of: "ScheduleKeyDeletion").count == 3)
        #expect(server.calls(of: "Encrypt").isEmpty)
    }

    @Test func `each key has its own ciphertext`() async throws {
        let server = server()
        try await server.serve { _ = try await plan(.decrypt, $0).run() }
        #expect(Set(server.calls(of: "Encrypt").map(\.body)).count == 3)
        #expect(server.calls(of: "Encrypt").count == 3)
    }

    @Test func `what is prepared is used and left alone, and what is missing is made once`() async throws {
        let server = server()
        try await server.serve { endpoint in
            var plan = plan(.generateDataKey, endpoint)
            plan.prepared.keyIDs = ["mine"]
            plan.prepared = try await plan.prepare()
            #expect(plan.prepared.keyIDs.first == "mine")
            #expect(Set(plan.prepared.keyIDs) == ["mine", "key-1", "key-2"])
            _ = try await plan.run()
            plan.keys = 1
            _ = try await plan.run()
        }
        #expect(server.calls(of: "CreateKey").count == 2)
        #expect(server.calls(of: "CreateUser").count == 2)
        #expect(server.calls(of: "ScheduleKeyDeletion").isEmpty)
        #expect(server.calls(of: "DeleteUser").isEmpty)
        #expect(server.calls.last?.body == #"{"KeyId":"mine","NumberOfBytes":32}"#)
    }

    @Test func `what is prepared has a text`() {
        var load = PreparedLoad()
        load.keyIDs = ["a", "b"]
        load.users = [.init(name: "u", caller: LoadCaller(accessKeyID: "AKID1", secret: "s/+="))]
        #expect(load.text == "key a\nkey b\nuser u AKID1 s/+=\n")
        #expect(PreparedLoad(text: load.text) == load)
        #expect(PreparedLoad(text: "") == PreparedLoad())
        for text in ["key", "key a b", "user u AKID1", "a"] { #expect(PreparedLoad(text: text) == nil) }
    }
}
