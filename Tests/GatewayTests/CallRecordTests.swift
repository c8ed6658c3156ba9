import AWSJSON
import RecordStoreContract
import Records
import Testing

@testable import Gateway

@Suite("What is recorded of a call") struct CallRecordTests {
    @Test("says who did what, where from, and how long it took") func saysAll() async throws {
        let world = try await World()
        let response = await world.send(world.client.kms("GenerateRandom", "{\"NumberOfBytes\":8}"))
        var expected = CallRecord(
            requestID: try #require(response.header("x-amzn-RequestId")), service: "kms", operation: "GenerateRandom",
            peer: "192.0.2.1")
        expected.region = "us-east-1"
        expected.callerARN = "arn:aws:iam::111122223333:user/administrator"
        expected.accessKeyID = world.client.accessKeyID
        expected.status = 200
        expected.durationNanoseconds = 2_000_000
        #expect(world.observer.calls == [expected])
    }

    @Test("holds no secret, not even one sent in the wrong place") func holdsNoSecret() async throws {
        let world = try await World()
        let secret = world.client.secret
        let misplaced = [
            world.client.with { $0.accessKeyID = secret.replacing("/", with: "_") }.kms(),
            world.client.kms().with(header: "authorization", "AWS4-HMAC-SHA256 \(secret)"),
            world.client.kms().with(header: "authorization", secret),
            world.client.kms(secret),
        ]
        for request in misplaced { _ = await world.send(request) }
        for call in world.observer.calls {
            #expect(!"\(call)".contains(secret))
            #expect(!"\(call)".contains(secret.replacing("/", with: "_")))
        }
        #expect(world.observer.calls.count == misplaced.count)
    }

    @Test("keeps the beginning of a long message only") func cutsMessages() async throws {
        let world = try await World()
        let key = String(repeating: "x", count: 2000)
        let response = await world.send(world.client.kms("DescribeKey", "{\"KeyId\":\"\(key)\"}"))
        let message = try #require(response.json?["message"]?.string)
        #expect(message.count > 2000)
        #expect(world.observer.calls.last?.errorMessage == String(message.prefix(256)))
    }
}

@Suite("A request id") struct RequestIDTests {
    @Test("is a UUID of version 4, and another one for each answer") func isUnique() async throws {
        let world = try await World()
        var ids: [String] = []
        for request in [world.client.kms(), world.client.sts(), .plain("GET", "/-/health"), .plain("POST", "/")] {
            for _ in 0..<50 { ids.append(await world.send(request).header("x-amzn-RequestId") ?? "") }
        }
        for _ in 0..<50 { ids.append(world.gateway.bodyTooLarge().header("x-amzn-RequestId") ?? "") }
        let form = /[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}/
        #expect(ids.allSatisfy { $0.wholeMatch(of: form) != nil })
        #expect(Set(ids).count == 250)
    }

    @Test("shows its random bytes in order") func showsBytes() {
        let bytes = SeededRandomness(seed: 42).bytes(16)
        let digits = RequestID.make(bytes).filter { $0 != "-" }
        #expect(digits.prefix(12) == bytes.prefix(6).map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined())
        #expect(digits.suffix(14) == bytes.suffix(7).map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined())
    }
}
