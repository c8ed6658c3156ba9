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
            try await world.sts.answer(.assumeRole, world.call(alice, ["RoleSessionName": "a b"]))
        }
        #expect(refusal?.code == "ValidationError")
        #expect(refusal?.message.hasPrefix("2 validation errors detected: ") == true)
    }
}
