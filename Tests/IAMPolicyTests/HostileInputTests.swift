import IAMPolicy
import Testing

/// Whatever is handed in as a policy is read or refused.
@Suite struct HostileInputTests {
    private let seed = #"""
        {"Version": "2012-10-17", "Id": "x", "Statement": [{"Sid": "A", "Effect": "Deny",
        "Principal": {"AWS": "444455556666"}, "Action": ["kms:*"], "Resource": "*"},
        {"Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::111122223333:user/bob"}, "NotAction": "kms:Put*",
        "Resource": "arn:aws:kms:*:*:key/${aws:username, 'x'}",
        "Condition": {"ForAnyValue:StringLikeIfExists": {"aws:TagKeys": ["a?", 1, true]},
        "IpAddress": {"aws:SourceIp": ["10.0.0.0/8", "::1"]}, "DateLessThan": {"aws:CurrentTime": "2030-01-01T00:00:00Z"}}}]}
        """#

    @Test func random_bytes_are_refused() {
        var random = Seeded(11)
        for _ in 0..<500 {
            let bytes = (0..<Int.random(in: 0..<80, using: &random)).map { _ in
                UInt8.random(in: 0...255, using: &random)
            }
            let text = String(decoding: bytes, as: UTF8.self)
            #expect(throws: PolicyError.self) { try PolicyDocument(parsing: text, as: .resource) }
        }
    }

    /// A policy that allows Bob alone: no change of up to three bytes in it lets Alice in.
    @Test func changed_policies_are_read_or_refused_and_never_let_a_stranger_in() throws {
        var random = Seeded(12)
        let alphabet = Array(#"{}[]",:\*?$'0a /é"#.utf8)
        let alice = try user()
        var read = 0
        for _ in 0..<1_500 {
            var bytes = Array(seed.utf8)
            for _ in 0..<Int.random(in: 1...3, using: &random) {
                let index = bytes.indices.randomElement(using: &random) ?? 0
                switch Int.random(in: 0..<3, using: &random) {
                case 0: bytes[index] = alphabet.randomElement(using: &random) ?? 0
                case 1: bytes.remove(at: index)
                default: bytes.insert(alphabet.randomElement(using: &random) ?? 0, at: index)
                }
            }
            guard let document = try? PolicyDocument(parsing: String(decoding: bytes, as: UTF8.self), as: .resource)
            else { continue }
            read += 1
            let request = request(
                policy: ResourcePolicy(document: document), ["aws:username": "a", "aws:TagKeys": ["ab"]])
            #expect(!decide(request, by: alice).isAllowed)
            #expect(!explain(request, by: alice).steps.isEmpty)
            _ = simulate(request, by: alice)
        }
        #expect(read > 100, "some changes leave a policy")
    }

    @Test func deep_nesting_is_refused() {
        let text = "{\"Statement\": " + String(repeating: "[", count: 30_000)
        #expect(throws: PolicyError.self) { try PolicyDocument(parsing: text, as: .identity) }
    }

    @Test func many_stars_take_no_time_that_explodes() throws {
        let pattern = String(repeating: "*a", count: 300) + "*b"
        let condition = "\"StringLike\": {\"a:key\": \"\(pattern)\"}"
        #expect(try !isMet(condition, ["a:key": .one(String(repeating: "a", count: 2_000))]))
        #expect(try isMet(condition, ["a:key": .one(String(repeating: "a", count: 2_000) + "b")]))
    }

    @Test func a_text_that_fills_the_limit_is_read() throws {
        let head =
            #"{"Statement": {"Effect": "Allow", "Action": "*", "Resource": "*", "Condition": {"StringEquals": {"a:b": ""#
        let tail = #""}}}}"#
        let value = String(repeating: "x", count: PolicyDocument.bytesMax - head.utf8.count - tail.utf8.count)
        #expect(throws: Never.self) { try PolicyDocument(parsing: head + value + tail, as: .identity) }
        #expect(throws: PolicyError.tooLong) { try PolicyDocument(parsing: head + value + "x" + tail, as: .identity) }
    }
}

/// What is made to be slow is denied, in bounded steps.
@Suite struct SlowPolicyTests {
    private struct LongContext: ConditionContext {
        let value: String
        func values(of key: ConditionKey) -> ConditionValues? { .one(value) }
    }

    /// A pattern and a value that cost the product of their lengths.
    private func decision(_ effect: String, length: Int) throws -> Decision {
        let stars = "*" + String(repeating: "a", count: length) + "b*"
        let slow =
            #"{"Effect":"\#(effect)","Action":"*","Resource":"*","Condition":{"StringLike":{"kms:ViaService":"\#(stars)"}}}"#
        let text = #"{"Version":"2012-10-17","Statement":[\#(slow),{"Effect":"Allow","Action":"*","Resource":"*"}]}"#
        let document = try PolicyDocument(parsing: text, as: .identity)
        let requester = Requester(
            kind: .user, arn: "arn:aws:iam::111122223333:user/a", account: "111122223333", uniqueID: "AIDAA",
            policies: PrincipalPolicies(
                identity: [AttachedPolicy(arn: nil, label: "slow", document: document)]))
        let request = AccessRequest(
            action: "kms:Decrypt", resource: "*", resourceAccount: "111122223333", resourcePolicy: nil,
            context: LongContext(value: String(repeating: "a", count: length * 10)))
        return decide(request, by: requester)
    }

    @Test(arguments: ["Allow", "Deny"]) func itIsDeniedWhateverItSays(effect: String) throws {
        #expect(try decision(effect, length: 15_000) == .denied(.implicit(.identityBased)))
    }

    @Test(arguments: ["Allow", "Deny"]) func whatIsMerelyLongIsDecided(effect: String) throws {
        #expect(try decision(effect, length: 500).isAllowed)
    }
}
