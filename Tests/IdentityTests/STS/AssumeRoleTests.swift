import AWSJSON
import IAMModel
import Records
import Testing

@testable import Identity

@Suite("AssumeRole") struct AssumeRoleTests {
    private static let account = SessionWorld.account
    private static let root = "arn:aws:iam::111122223333:root"
    private static let alice = "arn:aws:iam::111122223333:user/alice"

    private func denied(_ user: String, _ action: String, _ role: String) -> String {
        "User: \(user) is not authorized to perform: \(action) on resource: arn:aws:iam::111122223333:role/\(role)"
    }

    @Test("gives a user who is trusted credentials for an hour") func givesCredentials() async throws {
        let world = try await SessionWorld()
        let alice = try await world.makeUser("alice")
        try await world.makeRole("reader", trust: Policies.trusting(Self.alice), path: "/service/")
        let answer = try await world.assumeRole("service/reader", by: alice)
        #expect(answer.assumedRoleUser?.arn == "arn:aws:sts::111122223333:assumed-role/reader/session")
        #expect(answer.assumedRoleUser?.assumedRoleId == "\(SessionWorld.id("AROA", "reader")):session")
        #expect(answer.credentials?.expiration == Timestamp(milliseconds: HandClock.start + 3_600_000))
        #expect(answer.packedPolicySize == nil)
        #expect(answer.sourceIdentity == nil)
    }

    @Test("needs the caller's own policy if the trust policy names his account") func needsBoth() async throws {
        let world = try await SessionWorld()
        try await world.makeRole("reader", trust: Policies.trusting(Self.root))
        let without = try await world.makeUser("alice")
        let refusal = await world.refusal { try await world.assumeRole("reader", by: without) }
        #expect(refusal == QueryError(.accessDenied, denied(Self.alice, "sts:AssumeRole", "reader")))
        let with = try await world.makeUser("alice", policy: Policies.allowing("sts:AssumeRole"))
        _ = try await world.assumeRole("reader", by: with)
    }

    @Test("needs both policies across accounts") func crossesAccounts() async throws {
        let world = try await SessionWorld()
        let other = SessionWorld.other
        let trust = Policies.trusting("arn:aws:iam::\(other):user/bob")
        try await world.makeRole("reader", trust: trust)
        let without = try await world.makeUser("bob", account: other)
        #expect(await world.refusal { try await world.assumeRole("reader", by: without) }?.code == "AccessDenied")
        let with = try await world.makeUser("bob", policy: Policies.allowing("sts:AssumeRole"), account: other)
        let answer = try await world.assumeRole("reader", by: with)
        #expect(try await world.principal(answer.credentials).account == Self.account)
        let stranger = try await world.makeUser("mallory", policy: Policies.everything, account: other)
        #expect(await world.refusal { try await world.assumeRole("reader", by: stranger) }?.code == "AccessDenied")
    }

    @Test("says the same of a role that is not there as of one that does not trust") func hidesRoles() async throws {
        let world = try await SessionWorld()
        let alice = try await world.makeUser("alice", policy: Policies.everything)
        try await world.makeRole("closed", trust: Policies.trusting("arn:aws:iam::444455556666:root"))
        for name in ["closed", "missing", "Closed", "path/closed"] {
            let refusal = await world.refusal { try await world.assumeRole(name, by: alice) }
            #expect(refusal?.message == denied(Self.alice, "sts:AssumeRole", name))
        }
    }

    @Test("names the policy that denies if it is the caller's own") func namesPolicy() async throws {
        let world = try await SessionWorld()
        let alice = try await world.makeUser("alice", policy: Policies.nothing)
        try await world.makeRole("reader", trust: Policies.trusting(Self.alice))
        let refusal = await world.refusal { try await world.assumeRole("reader", by: alice) }
        #expect(
            refusal?.message == denied(Self.alice, "sts:AssumeRole", "reader")
                + " with an explicit deny in an identity-based policy")
    }

    @Test("trusts no later user of the same name") func isPinned() async throws {
        let world = try await SessionWorld()
        let trusted = SessionWorld.id("AIDA", "alice")
        try await world.makeRole("reader", trust: Policies.trusting(Self.alice), pinned: [Self.alice: trusted])
        let alice = try await world.makeUser("alice")
        _ = try await world.assumeRole("reader", by: alice)
        let another = try await world.makeUser("alice", id: "AIDAANOTHERONE")
        #expect(await world.refusal { try await world.assumeRole("reader", by: another) }?.code == "AccessDenied")
    }

    @Test("is not for the root of an account, nor for a session of his") func refusesRoot() async throws {
        let world = try await SessionWorld()
        try await world.makeRole("reader", trust: Policies.trusting(Self.root))
        let root = Identity.developmentPrincipal(account: Self.account, partition: "aws")
        let session: GetSessionTokenResponse = try await world.perform(.getSessionToken, by: root)
        for caller in [root, try await world.principal(session.credentials)] {
            let refusal = await world.refusal { try await world.assumeRole("reader", by: caller) }
            #expect(refusal == QueryError(.accessDenied, "Roles may not be assumed by root accounts."))
        }
    }

    @Test("is for a user's session, and not for a federated user's") func callers() async throws {
        let world = try await SessionWorld()
        let alice = try await world.makeUser("alice", policy: Policies.everything)
        try await world.makeRole("reader", trust: Policies.trusting(Self.alice), maxSeconds: 43_200)
        let session: GetSessionTokenResponse = try await world.perform(.getSessionToken, by: alice)
        let answer = try await world.assumeRole(
            "reader", by: try await world.principal(session.credentials), ["DurationSeconds": "43200"])
        #expect(answer.credentials?.expiration == Timestamp(milliseconds: HandClock.start + 43_200_000))
        let federated: GetFederationTokenResponse = try await world.perform(
            .getFederationToken, by: alice, ["Name": "bob", "Policy": Policies.everything])
        let caller = try await world.principal(federated.credentials)
        #expect(await world.refusal { try await world.assumeRole("reader", by: caller) }?.code == "AccessDenied")
    }

    @Test("lasts as long as is asked, within the role's limit") func lasts() async throws {
        let world = try await SessionWorld()
        let alice = try await world.makeUser("alice")
        try await world.makeRole("reader", trust: Policies.trusting(Self.alice), maxSeconds: 7200)
        for (asked, lasting) in [("900", 900), ("7200", 7200)] as [(String, Int64)] {
            let answer = try await world.assumeRole("reader", by: alice, ["DurationSeconds": asked])
            #expect(answer.credentials?.expiration?.milliseconds == HandClock.start + lasting * 1000)
        }
        let long = await world.refusal { try await world.assumeRole("reader", by: alice, ["DurationSeconds": "7201"]) }
        #expect(
            long
                == QueryError(
                    .validationError, "The requested DurationSeconds exceeds the MaxSessionDuration set for this role.")
        )
        let short = await world.refusal { try await world.assumeRole("reader", by: alice, ["DurationSeconds": "899"]) }
        #expect(
            short?.message == "1 validation error detected: Value '899' at 'durationSeconds' failed to satisfy"
                + " constraint: Member must have value greater than or equal to 900")
    }

    @Test("by a role lasts an hour at most") func lastsWhenChained() async throws {
        let world = try await SessionWorld()
        let alice = try await world.makeUser("alice")
        try await world.makeRole("one", trust: Policies.trusting(Self.alice), policy: Policies.everything)
        try await world.makeRole("two", trust: Policies.trusting(Self.root), maxSeconds: 43_200)
        let one = try await world.principal(try await world.assumeRole("one", by: alice).credentials)
        let refusal = await world.refusal { try await world.assumeRole("two", by: one, ["DurationSeconds": "3601"]) }
        #expect(
            refusal
                == QueryError(
                    .validationError,
                    "The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining")
        )
        _ = try await world.assumeRole("two", by: one, ["DurationSeconds": "3600"])
    }

    @Test("needs the external id that the role asks for") func externalID() async throws {
        let world = try await SessionWorld()
        let alice = try await world.makeUser("alice")
        let condition = #"{"StringEquals":{"sts:ExternalId":"secret-42"}}"#
        try await world.makeRole("reader", trust: Policies.trusting(Self.alice, condition: condition))
        _ = try await world.assumeRole("reader", by: alice, ["ExternalId": "secret-42"])
        for parameters in [[:], ["ExternalId": "other"], ["ExternalId": "Secret-42"]] {
            #expect(
                await world.refusal { try await world.assumeRole("reader", by: alice, parameters) }?.code
                    == "AccessDenied")
        }
    }

    @Test("knows the session's name, and the role's tags, as conditions") func conditions() async throws {
        let world = try await SessionWorld()
        let condition = #"{"StringEquals":{"iam:ResourceTag/env":"prod","aws:ResourceTag/env":"prod"}}"#
        let alice = try await world.makeUser(
            "alice", policy: Policies.allowing("sts:AssumeRole", condition: condition))
        let trust = Policies.trusting(
            Self.root,
            condition: #"{"StringEquals":{"sts:RoleSessionName":"${aws:username}","aws:PrincipalTag/team":"red"}}"#)
        try await world.makeRole("reader", trust: trust)
        _ = try await world.assumeRole("reader", by: alice, ["RoleSessionName": "alice"])
        #expect(
            await world.refusal { try await world.assumeRole("reader", by: alice, ["RoleSessionName": "bob"]) }?.code
                == "AccessDenied")
    }

    @Test("takes no code of an MFA device, of which there are none") func refusesMFA() async throws {
        let world = try await SessionWorld()
        let alice = try await world.makeUser("alice")
        try await world.makeRole("reader", trust: Policies.trusting(Self.alice))
        let device = "arn:aws:iam::111122223333:mfa/alice"
        let both = await world.refusal {
            try await world.assumeRole("reader", by: alice, ["SerialNumber": device, "TokenCode": "123456"])
        }
        #expect(both?.code == "AccessDenied")
        #expect(both?.message.contains("unable to validate MFA code") == true)
        let one = await world.refusal { try await world.assumeRole("reader", by: alice, ["SerialNumber": device]) }
        #expect(one?.message.contains("must provide both MFA serial number and one time pass code") == true)
    }

    @Test(
        "refuses what is no role's ARN",
        arguments: [
            "arn:aws:iam::111122223333:user/alice", "arn:aws:iam::111122223333:oidc-provider/idp.example.com",
            "arn:aws-cn:iam::111122223333:role/reader", "arn:aws:iam::1234:role/reader", "not an ARN, but long enough",
        ])
    func refusesARN(_ arn: String) async throws {
        let world = try await SessionWorld()
        let alice = try await world.makeUser("alice", policy: Policies.everything)
        let refusal = await world.refusal { try await world.assumeRole("reader", by: alice, ["RoleArn": arn]) }
        #expect(refusal == QueryError(.validationError, "Request ARN is invalid"))
    }

    @Test("checks its parameters against the model") func checksParameters() async throws {
        let world = try await SessionWorld()
        let alice = try await world.makeUser("alice")
        let refusal = await world.refusal {
            try await world.sts.perform(.assumeRole, world.call(alice, ["RoleSessionName": "a b"]))
        }
        #expect(refusal?.code == "ValidationError")
        #expect(refusal?.message.hasPrefix("2 validation errors detected: ") == true)
    }
}

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
                    "Packed policy consumes 102% of allotted space, please use smaller policy."))
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
