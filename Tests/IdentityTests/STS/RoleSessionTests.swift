import IAMModel
import Testing

@testable import Identity

@Suite("A role's session") struct RoleSessionTests {
    private static let alice = "arn:aws:iam::111122223333:user/alice"
    private static let root = "arn:aws:iam::111122223333:root"

    /// A user, and the role `one`, which he may assume with tags and a source identity, and which may do everything.
    private func prepared() async throws -> (SessionWorld, Principal) {
        let world = try await SessionWorld()
        let alice = try await world.makeUser("alice")
        let trust = Policies.trusting(
            Self.alice, actions: "sts:AssumeRole", "sts:TagSession", "sts:SetSourceIdentity")
        try await world.makeRole("one", trust: trust, policy: Policies.everything)
        return (world, alice)
    }

    private func trustAll(_ condition: String? = nil) -> String {
        Policies.trusting(
            Self.root, actions: "sts:AssumeRole", "sts:TagSession", "sts:SetSourceIdentity", condition: condition)
    }

    private func mayAssume(_ role: String, _ caller: Principal, in world: SessionWorld) async throws -> Bool {
        do {
            _ = try await world.assumeRole(role, by: caller)
            return true
        } catch STSFailure.refused(let error, _) where error.code == "AccessDenied" {
            return false
        }
    }

    @Test("may do what both the role's and its own policies allow") func hasInlinePolicy() async throws {
        let (world, alice) = try await prepared()
        try await world.makeRole("two", trust: trustAll())
        try await world.makeRole("three", trust: trustAll())
        let policy = Policies.allowing("sts:AssumeRole", resource: SessionWorld.arn(role: "two"))
        let answer = try await world.assumeRole("one", by: alice, ["Policy": policy])
        #expect((1...10).contains(try #require(answer.packedPolicySize)))
        let session = try await world.principal(answer.credentials)
        #expect(try await mayAssume("two", session, in: world))
        #expect(try await !mayAssume("three", session, in: world))
        let unlimited = try await world.principal(try await world.assumeRole("one", by: alice).credentials)
        #expect(try await mayAssume("three", unlimited, in: world))
    }

    @Test("may have managed policies, of the role's account or of AWS") func hasManagedPolicies() async throws {
        let (world, alice) = try await prepared()
        try await world.makeRole("two", trust: trustAll())
        try await world.makePolicy("none", Policies.nothing)
        let own = "arn:aws:iam::111122223333:policy/none"
        let limited = try await world.assumeRole("one", by: alice, ["PolicyArns.member.1.arn": own])
        #expect(try await !mayAssume("two", try await world.principal(limited.credentials), in: world))
        let aws = "arn:aws:iam::aws:policy/AdministratorAccess"
        let free = try await world.assumeRole("one", by: alice, ["PolicyArns.member.1.arn": aws])
        #expect(try await mayAssume("two", try await world.principal(free.credentials), in: world))
    }

    @Test("has no managed policies that are not there, or another account's") func lacksPolicies() async throws {
        let (world, alice) = try await prepared()
        try await world.makePolicy("all", Policies.everything, account: SessionWorld.other)
        for arn in [
            "arn:aws:iam::111122223333:policy/all", "arn:aws:iam::444455556666:policy/all",
            "arn:aws:iam::aws:policy/No",
            "arn:aws:iam::111122223333:role/one", "arn:aws-cn:iam::aws:policy/AdministratorAccess",
        ] {
            let refusal = await world.refusal {
                try await world.assumeRole("one", by: alice, ["PolicyArns.member.1.arn": arn])
            }
            #expect(refusal?.message == "Policy \(arn) does not exist or is not attachable.")
        }
        let eleven = Dictionary(
            uniqueKeysWithValues: (1...11).map {
                ("PolicyArns.member.\($0).arn", "arn:aws:iam::aws:policy/AdministratorAccess")
            })
        #expect(
            await world.refusal { try await world.assumeRole("one", by: alice, eleven) }?.code == "ValidationError")
    }

    @Test(
        "has no policy that is none",
        arguments: ["{}", "nonsense", #"{"Version":"2012-10-17","Statement":[{"Effect":"Allow"}]}"#])
    func hasNoPolicy(_ policy: String) async throws {
        let (world, alice) = try await prepared()
        let refusal = await world.refusal { try await world.assumeRole("one", by: alice, ["Policy": policy]) }
        #expect(refusal?.code == "MalformedPolicyDocument")
        #expect(refusal?.status == 400)
    }

    @Test("has no policies that are too large") func hasBoundedPolicies() async throws {
        let (world, alice) = try await prepared()
        let name = String(repeating: "QZJXKV", count: 341)
        let policy = Policies.allowing("sts:AssumeRole", resource: "arn:aws:iam::111122223333:role/\(name)")
        let refusal = await world.refusal { try await world.assumeRole("one", by: alice, ["Policy": policy]) }
        #expect(
            refusal
                == QueryError(
                    sts: .packedPolicyTooLarge,
                    "Packed policy consumes 107% of allotted space, please use smaller policy."))
    }

    @Test("has tags, which win over the role's") func hasTags() async throws {
        let (world, alice) = try await prepared()
        let condition = #"{"StringEquals":{"aws:PrincipalTag/ENV":"test","aws:PrincipalTag/cost":"7"}}"#
        try await world.makeRole("two", trust: trustAll(condition))
        let answer = try await world.assumeRole(
            "one", by: alice,
            [
                "Tags.member.1.Key": "Env", "Tags.member.1.Value": "test", "Tags.member.2.Key": "cost",
                "Tags.member.2.Value": "7",
            ])
        #expect(try await mayAssume("two", try await world.principal(answer.credentials), in: world))
        let plain = try await world.principal(try await world.assumeRole("one", by: alice).credentials)
        #expect(try await !mayAssume("two", plain, in: world))
    }

    @Test("has tags only if it may be tagged") func mayBeTagged() async throws {
        let (world, alice) = try await prepared()
        try await world.makeRole("untagged", trust: Policies.trusting(Self.alice))
        let tags = ["Tags.member.1.Key": "a", "Tags.member.1.Value": "b"]
        let refusal = await world.refusal { try await world.assumeRole("untagged", by: alice, tags) }
        #expect(
            refusal?.message == "User: \(Self.alice) is not authorized to perform: sts:TagSession on resource:"
                + " arn:aws:iam::111122223333:role/untagged")
        let condition = #"{"StringEquals":{"aws:RequestTag/a":"b"},"ForAllValues:StringEquals":{"aws:TagKeys":["a"]}}"#
        let trust = Policies.trusting(Self.alice, actions: "sts:AssumeRole", "sts:TagSession", condition: condition)
        try await world.makeRole("untagged", trust: trust)
        _ = try await world.assumeRole("untagged", by: alice, tags)
        let more = tags.merging(["Tags.member.2.Key": "c", "Tags.member.2.Value": "d"]) { $1 }
        #expect(await world.refusal { try await world.assumeRole("untagged", by: alice, more) }?.code == "AccessDenied")
    }

    @Test("passes its transitive tags on, and they can't be changed") func hasTransitiveTags() async throws {
        let (world, alice) = try await prepared()
        let condition = #"{"StringEquals":{"aws:RequestTag/tenant":"acme"},"Null":{"aws:RequestTag/other":"true"}}"#
        try await world.makeRole("two", trust: trustAll(condition), policy: Policies.everything)
        try await world.makeRole(
            "three", trust: trustAll(#"{"StringEquals":{"aws:PrincipalTag/tenant":"acme"}}"#))
        let one = try await world.principal(
            try await world.assumeRole(
                "one", by: alice,
                [
                    "Tags.member.1.Key": "tenant", "Tags.member.1.Value": "acme", "Tags.member.2.Key": "other",
                    "Tags.member.2.Value": "x", "TransitiveTagKeys.member.1": "Tenant",
                ]
            ).credentials)
        let two = try await world.principal(try await world.assumeRole("two", by: one).credentials)
        #expect(two.session?.tags == [IAMTag(key: "tenant", value: "acme")])
        #expect(try await mayAssume("three", two, in: world))
        let refusal = await world.refusal {
            try await world.assumeRole("two", by: two, ["Tags.member.1.Key": "TENANT", "Tags.member.1.Value": "evil"])
        }
        #expect(refusal?.code == "InvalidParameterValue")
        #expect(refusal?.message.contains("conflicts with a transitive tag key from the calling session") == true)
    }

    @Test("needs leave to be tagged for tags that it inherits, too") func inheritsWithLeave() async throws {
        let (world, alice) = try await prepared()
        try await world.makeRole("two", trust: Policies.trusting(Self.root))
        let tags = ["Tags.member.1.Key": "a", "Tags.member.1.Value": "b"]
        let plain = try await world.principal(try await world.assumeRole("one", by: alice, tags).credentials)
        #expect(try await mayAssume("two", plain, in: world))
        let transitive = try await world.principal(
            try await world.assumeRole(
                "one", by: alice, tags.merging(["TransitiveTagKeys.member.1": "a"]) { $1 }
            ).credentials)
        #expect(try await !mayAssume("two", transitive, in: world))
    }

    @Test("has no tags that are twice the same, reserved, or not passed") func hasGoodTags() async throws {
        let (world, alice) = try await prepared()
        let twice = [
            "Tags.member.1.Key": "a", "Tags.member.1.Value": "", "Tags.member.2.Key": "A", "Tags.member.2.Value": "",
        ]
        let reserved = ["Tags.member.1.Key": "aws:x", "Tags.member.1.Value": ""]
        for parameters in [twice, reserved, ["TransitiveTagKeys.member.1": "a"]] {
            let refusal = await world.refusal { try await world.assumeRole("one", by: alice, parameters) }
            #expect(refusal?.code == "InvalidParameterValue")
        }
    }

    @Test("has no tags that are too large together") func hasBoundedTags() async throws {
        let (world, alice) = try await prepared()
        var tags: [String: String] = [:]
        for number in 1...9 {
            tags["Tags.member.\(number).Key"] = "T\(number)"
            tags["Tags.member.\(number).Value"] = String(repeating: "a", count: 250)
        }
        let refusal = await world.refusal { try await world.assumeRole("one", by: alice, tags) }
        #expect(
            refusal
                == QueryError(
                    sts: .packedPolicyTooLarge, "Packed size of session tags consumes 301% of allotted space."))
    }

    @Test("keeps its source identity from role to role") func hasSourceIdentity() async throws {
        let (world, alice) = try await prepared()
        try await world.makeRole("two", trust: trustAll(#"{"StringEquals":{"sts:SourceIdentity":"alice"}}"#))
        let answer = try await world.assumeRole("one", by: alice, ["SourceIdentity": "alice"])
        #expect(answer.sourceIdentity == "alice")
        let one = try await world.principal(answer.credentials)
        #expect(try await world.assumeRole("two", by: one).sourceIdentity == "alice")
        #expect(try await world.assumeRole("two", by: one, ["SourceIdentity": "alice"]).sourceIdentity == "alice")
        let refusal = await world.refusal { try await world.assumeRole("two", by: one, ["SourceIdentity": "bob"]) }
        #expect(
            refusal
                == QueryError(
                    .validationError, "The source identity is already set for this assume role session"))
    }

    @Test("has a source identity only where that is allowed") func mayHaveSourceIdentity() async throws {
        let (world, alice) = try await prepared()
        try await world.makeRole("plain", trust: Policies.trusting(Self.root, actions: "sts:AssumeRole"))
        try await world.makeRole("open", trust: Policies.trusting(Self.alice))
        let refusal = await world.refusal {
            try await world.assumeRole("open", by: alice, ["SourceIdentity": "alice"])
        }
        #expect(refusal?.message.contains("sts:SetSourceIdentity") == true)
        let one = try await world.principal(
            try await world.assumeRole("one", by: alice, ["SourceIdentity": "alice"]).credentials)
        #expect(try await !mayAssume("plain", one, in: world))
        #expect(
            await world.refusal {
                try await world.assumeRole("one", by: alice, ["SourceIdentity": "aws:alice"])
            }?.code == "ValidationError")
    }
}
