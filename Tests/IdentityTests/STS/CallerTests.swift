import AWSJSON
import IAMModel
import IAMPolicy
import Records
import Testing

@testable import Identity

@Suite("GetCallerIdentity") struct GetCallerIdentityTests {
    private func identity(of principal: Principal, in world: SessionWorld) async throws -> [String?] {
        let answer: GetCallerIdentityResponse = try await world.perform(.getCallerIdentity, by: principal)
        return [answer.account, answer.arn, answer.userId]
    }

    @Test("names everyone, whatever he is denied") func namesEveryone() async throws {
        let world = try await SessionWorld()
        let account = SessionWorld.account
        let root = Identity.developmentPrincipal(account: account, partition: "aws")
        #expect(try await identity(of: root, in: world) == [account, "arn:aws:iam::\(account):root", account])
        let alice = try await world.makeUser("alice", policy: Policies.everything)
        let session: GetSessionTokenResponse = try await world.perform(.getSessionToken, by: alice)
        let federated: GetFederationTokenResponse = try await world.perform(
            .getFederationToken, by: alice, ["Name": "bob"])
        try await world.makeRole("reader", trust: Policies.trusting(alice.arn), policy: Policies.nothing)
        let assumed = try await world.assumeRole("reader", by: alice)
        try await world.makeUser("alice", policy: Policies.nothing)
        let user = [account, "arn:aws:iam::\(account):user/alice", SessionWorld.id("AIDA", "alice")]
        #expect(try await identity(of: alice, in: world) == user)
        #expect(try await identity(of: try await world.principal(session.credentials), in: world) == user)
        #expect(
            try await identity(of: try await world.principal(federated.credentials), in: world) == [
                account, "arn:aws:sts::\(account):federated-user/bob", "\(account):bob",
            ])
        #expect(
            try await identity(of: try await world.principal(assumed.credentials), in: world) == [
                account, "arn:aws:sts::\(account):assumed-role/reader/session",
                "\(SessionWorld.id("AROA", "reader")):session",
            ])
    }

    @Test("names a session as its partition does") func namesPartition() async throws {
        let world = try await SessionWorld()
        let alice = try await world.makeUser("alice")
        try await world.makeRole("reader", trust: Policies.trusting(alice.arn))
        let session = try await world.principal(try await world.assumeRole("reader", by: alice).credentials)
        let named = try await identity(of: session.named(in: "aws-cn"), in: world)
        #expect(named[1] == "arn:aws-cn:sts::111122223333:assumed-role/reader/session")
    }

    @Test("is not answered to nobody") func isSigned() async throws {
        let world = try await SessionWorld()
        for operation in STSOperation.allCases where !STSService.isUnsigned(operation) && operation.isModelled {
            let call = world.call(
                nil,
                [
                    "RoleArn": SessionWorld.arn(role: "r"), "RoleSessionName": "session", "Name": "bob",
                    "AccessKeyId": "AKIAXXXXXXXXXXXXXXXX",
                ])
            let refusal = await world.refusal { try await world.sts.answer(operation, call) }
            #expect(refusal?.code == "MissingAuthenticationToken")
        }
    }
}

@Suite("GetSessionToken") struct GetSessionTokenTests {
    @Test("needs no permission, and lasts 12 hours") func needsNoPermission() async throws {
        let world = try await SessionWorld()
        let alice = try await world.makeUser("alice", policy: Policies.nothing)
        let answer: GetSessionTokenResponse = try await world.perform(.getSessionToken, by: alice)
        #expect(answer.credentials?.expiration?.milliseconds == HandClock.start + 43_200_000)
        let long: GetSessionTokenResponse = try await world.perform(
            .getSessionToken, by: alice, ["DurationSeconds": "129600"])
        #expect(long.credentials?.expiration?.milliseconds == HandClock.start + 129_600_000)
    }

    @Test("has the user's rights, and knows when it began") func hasRights() async throws {
        let world = try await SessionWorld()
        let alice = try await world.makeUser("alice", policy: Policies.everything)
        let answer: GetSessionTokenResponse = try await world.perform(.getSessionToken, by: alice)
        let caller = try #require(try await world.identity.caller(for: try await world.principal(answer.credentials)))
        #expect(caller.requester.kind == .user)
        #expect(caller.requester.policies.identity.count == 1)
        #expect(caller.requester.policies.session == nil)
        #expect(caller.facts.session?.issued == HandClock.start)
        #expect(caller.facts.session?.hasMFA == false)
    }

    @Test("of the root lasts an hour at most") func ofRoot() async throws {
        let world = try await SessionWorld()
        let root = Identity.developmentPrincipal(account: SessionWorld.account, partition: "aws")
        for parameters in [[:], ["DurationSeconds": "129600"]] {
            let answer: GetSessionTokenResponse = try await world.perform(.getSessionToken, by: root, parameters)
            #expect(answer.credentials?.expiration?.milliseconds == HandClock.start + 3_600_000)
            let caller = try await world.identity.caller(for: try await world.principal(answer.credentials))
            #expect(caller?.requester.kind == .root)
        }
    }

    @Test("is not for sessions") func isForLongTermCredentials() async throws {
        let world = try await SessionWorld()
        let alice = try await world.makeUser("alice", policy: Policies.everything)
        try await world.makeRole("reader", trust: Policies.trusting(alice.arn), policy: Policies.everything)
        let session: GetSessionTokenResponse = try await world.perform(.getSessionToken, by: alice)
        let assumed = try await world.assumeRole("reader", by: alice)
        for credentials in [session.credentials, assumed.credentials] {
            let caller = try await world.principal(credentials)
            for operation in [STSOperation.getSessionToken, .getFederationToken] {
                let refusal = await world.refusal {
                    try await world.sts.answer(operation, world.call(caller, ["Name": "bob"]))
                }
                #expect(
                    refusal
                        == QueryError(.accessDenied, "Cannot call \(operation.rawValue) with session credentials"))
            }
        }
    }

    @Test("does not let its session into IAM; a role's does") func mayCallIAM() async throws {
        let world = try await SessionWorld()
        let alice = try await world.makeUser("alice", policy: Policies.everything)
        try await world.makeRole("reader", trust: Policies.trusting(alice.arn))
        let session: GetSessionTokenResponse = try await world.perform(.getSessionToken, by: alice)
        let federated: GetFederationTokenResponse = try await world.perform(
            .getFederationToken, by: alice, ["Name": "bob"])
        #expect(alice.mayCallIAM)
        #expect(try await !world.principal(session.credentials).mayCallIAM)
        #expect(try await !world.principal(federated.credentials).mayCallIAM)
        #expect(try await world.principal(try await world.assumeRole("reader", by: alice).credentials).mayCallIAM)
    }

    @Test("takes no MFA code") func refusesMFA() async throws {
        let world = try await SessionWorld()
        let alice = try await world.makeUser("alice")
        let parameters = ["SerialNumber": "arn:aws:iam::111122223333:mfa/alice", "TokenCode": "123456"]
        let refusal = await world.refusal {
            try await world.sts.answer(.getSessionToken, world.call(alice, parameters))
        }
        #expect(refusal?.code == "AccessDenied")
    }
}

@Suite("GetFederationToken") struct GetFederationTokenTests {
    private func caller(
        _ world: SessionWorld, by principal: Principal, _ parameters: SessionWorld.Parameters
    ) async throws -> KnownCaller {
        let answer: GetFederationTokenResponse = try await world.perform(
            .getFederationToken, by: principal, ["Name": "bob"].merging(parameters) { $1 })
        return try #require(try await world.identity.caller(for: try await world.principal(answer.credentials)))
    }

    private func may(_ action: String, _ caller: KnownCaller) -> Bool {
        decide(
            AccessRequest(
                action: action, resource: "*", resourceAccount: SessionWorld.account, resourcePolicy: nil,
                context: EmptyContext()), by: caller.requester
        ).isAllowed
    }

    @Test("needs permission for the name that is asked for") func needsPermission() async throws {
        let world = try await SessionWorld()
        let only = Policies.allowing(
            "sts:GetFederationToken", resource: "arn:aws:sts::111122223333:federated-user/bob")
        let alice = try await world.makeUser("alice", policy: only)
        let answer: GetFederationTokenResponse = try await world.perform(
            .getFederationToken, by: alice, ["Name": "bob"])
        #expect(answer.federatedUser?.arn == "arn:aws:sts::111122223333:federated-user/bob")
        #expect(answer.federatedUser?.federatedUserId == "111122223333:bob")
        #expect(answer.credentials?.expiration?.milliseconds == HandClock.start + 43_200_000)
        let refusal = await world.refusal {
            try await world.sts.answer(.getFederationToken, world.call(alice, ["Name": "carol"]))
        }
        #expect(
            refusal?.message == "User: arn:aws:iam::111122223333:user/alice is not authorized to perform:"
                + " sts:GetFederationToken on resource: arn:aws:sts::111122223333:federated-user/carol")
    }

    @Test("gives what both the user's and the session's policies allow") func intersects() async throws {
        let world = try await SessionWorld()
        let alice = try await world.makeUser(
            "alice", policy: Policies.allowing("sts:*", "kms:ListKeys", "kms:ListAliases"))
        let policy = Policies.allowing("kms:ListKeys", "kms:CreateKey")
        let caller = try await caller(world, by: alice, ["Policy": policy])
        #expect(may("kms:ListKeys", caller))
        #expect(!may("kms:ListAliases", caller))
        #expect(!may("kms:CreateKey", caller))
    }

    @Test("gives nothing without a policy") func givesNothing() async throws {
        let world = try await SessionWorld()
        let alice = try await world.makeUser("alice", policy: Policies.everything)
        #expect(!may("kms:ListKeys", try await caller(world, by: alice, [:])))
        let aws = "arn:aws:iam::aws:policy/AdministratorAccess"
        #expect(may("kms:ListKeys", try await caller(world, by: alice, ["PolicyArns.member.1.arn": aws])))
    }

    @Test("of the root lasts an hour, and may do what its policy says") func ofRoot() async throws {
        let world = try await SessionWorld()
        let root = Identity.developmentPrincipal(account: SessionWorld.account, partition: "aws")
        let answer: GetFederationTokenResponse = try await world.perform(
            .getFederationToken, by: root, ["Name": "bob", "Policy": Policies.allowing("kms:ListKeys")])
        #expect(answer.credentials?.expiration?.milliseconds == HandClock.start + 3_600_000)
        let caller = try #require(
            try await world.identity.caller(for: try await world.principal(answer.credentials)))
        #expect(may("kms:ListKeys", caller))
        #expect(!may("kms:CreateKey", caller))
    }

    @Test("tags its session if that is allowed") func tags() async throws {
        let world = try await SessionWorld()
        let tags = ["Tags.member.1.Key": "cost", "Tags.member.1.Value": "7"]
        let alice = try await world.makeUser("alice", policy: Policies.allowing("sts:GetFederationToken"))
        let call = world.call(alice, ["Name": "bob"].merging(tags) { $1 })
        let refusal = await world.refusal { try await world.sts.answer(.getFederationToken, call) }
        #expect(refusal?.message.contains("sts:TagSession") == true)
        let allowed = try await world.makeUser("alice", policy: Policies.allowing("sts:*"))
        let caller = try await caller(world, by: allowed, tags)
        #expect(caller.facts.tags.contains(CallerFacts.Tag(key: "cost", value: "7")))
    }

    @Test("has a name of 2 to 32 characters") func hasName() async throws {
        let world = try await SessionWorld()
        let alice = try await world.makeUser("alice", policy: Policies.everything)
        for name in ["", "a", "a b", String(repeating: "a", count: 33)] {
            let call = world.call(alice, ["Name": name])
            #expect(
                await world.refusal { try await world.sts.answer(.getFederationToken, call) }?.code
                    == "ValidationError")
        }
    }
}

@Suite("GetAccessKeyInfo") struct GetAccessKeyInfoTests {
    @Test("names the account of a long-term access key") func namesAccount() async throws {
        let world = try await SessionWorld()
        let made = try await world.identity.newAdministrator(SessionWorld.other)
        let alice = try await world.makeUser("alice", policy: Policies.allowing("sts:GetAccessKeyInfo"))
        let answer: GetAccessKeyInfoResponse = try await world.perform(
            .getAccessKeyInfo, by: alice, ["AccessKeyId": made.id])
        #expect(answer.account == SessionWorld.other)
    }

    @Test("needs permission, and a key that is known") func isRefused() async throws {
        let world = try await SessionWorld()
        let id = "AKIAXXXXXXXXXXXXXXXX"
        let without = try await world.makeUser("alice")
        #expect(
            await world.refusal {
                try await world.sts.answer(.getAccessKeyInfo, world.call(without, ["AccessKeyId": id]))
            }?.message == "User: \(without.arn) is not authorized to perform: sts:GetAccessKeyInfo on resource: *")
        let with = try await world.makeUser("alice", policy: Policies.everything)
        #expect(
            await world.refusal {
                try await world.sts.answer(.getAccessKeyInfo, world.call(with, ["AccessKeyId": id]))
            }?.code == "ValidationError")
        let session: GetSessionTokenResponse = try await world.perform(.getSessionToken, by: with)
        let caller = try await world.principal(session.credentials)
        #expect(
            await world.refusal {
                try await world.sts.answer(.getAccessKeyInfo, world.call(caller, ["AccessKeyId": id]))
            }?.code == "AccessDenied")
    }
}

@Suite("An operation of STS that is not built") struct NotBuiltTests {
    @Test("is refused as such", arguments: STSOperation.allCases.filter { !$0.isModelled })
    func isRefused(_ operation: STSOperation) async throws {
        let world = try await SessionWorld()
        let alice = try await world.makeUser("alice", policy: Policies.everything)
        let refusal = await world.refusal { try await world.sts.answer(operation, world.call(alice, [:])) }
        #expect(refusal == QueryError.notBuilt(operation))
    }
}

@Suite("An outcome of STS") struct OutcomeTests {
    private func outcome(
        _ world: SessionWorld, _ operation: STSOperation?, _ principal: Principal?
    ) async -> (status: Int, code: String?, text: String) {
        let call = world.call(
            principal, ["Action": operation?.rawValue ?? "Nonsense", "Version": STSOperation.version])
        let outcome = await world.sts.perform(
            operation, parameters: call.parameters, principal: principal, request: call.facts, partition: "aws",
            requestID: "r-1")
        return (outcome.status, outcome.error?.code, String(decoding: outcome.body, as: UTF8.self))
    }

    @Test("is an answer in XML, or an error in XML") func isXML() async throws {
        let world = try await SessionWorld()
        let alice = try await world.makeUser("alice")
        let answer = await outcome(world, .getCallerIdentity, alice)
        #expect(answer.status == 200)
        #expect(answer.code == nil)
        #expect(answer.text.contains("<GetCallerIdentityResult>"))
        #expect(answer.text.contains("<Arn>arn:aws:iam::111122223333:user/alice</Arn>"))
        #expect(answer.text.contains("<RequestId>r-1</RequestId>"))
        let refusal = await outcome(world, .getFederationToken, alice)
        #expect(refusal.status == 400)
        #expect(refusal.code == "ValidationError")
        #expect(refusal.text.contains("<Code>ValidationError</Code>"))
        #expect(await outcome(world, nil, alice).code == "InvalidAction")
        #expect(await outcome(world, .getSessionToken, nil).status == 403)
    }
}
