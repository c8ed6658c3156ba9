import AWSJSON
import AuditTrail
import IAMModel
import IAMPolicy
import Records
import Testing

@testable import Identity

/// What calls of IAM and STS tell of themselves
/// (https://docs.aws.amazon.com/IAM/latest/UserGuide/cloudtrail-integration.html).
@Suite struct AuditDetailsTests {
    private func json(_ bytes: [UInt8]?) throws -> JSONValue? { try bytes.map { try JSONValue(parsing: $0) } }

    private func names(_ value: JSONValue?) -> Set<String> { Set((value?.members ?? []).map(\.name)) }

    // MARK: IAM

    @Test func aChangeTellsRequestAndAnswer() async throws {
        let iam = try await IAM()
        let outcome = await iam.ok(.createUser, ["UserName": "bob", "Path": "/app/"]).outcome
        let request = try json(outcome.details.requestParameters)
        #expect(names(request) == ["userName", "path"])
        #expect(request?["userName"]?.string == "bob")
        let user = try json(outcome.details.responseElements)?["user"]
        #expect(user?["userName"]?.string == "bob")
        #expect(user?["arn"]?.string == "arn:aws:iam::111122223333:user/app/bob")
        #expect(!outcome.details.isReadOnly)
        #expect(outcome.details.resources.isEmpty)
    }

    @Test func anAnswerThatOnlyReadsIsNotTold() async throws {
        let iam = try await IAM()
        await iam.ok(.createUser, ["UserName": "bob"])
        let outcome = await iam.ok(.getUser, ["UserName": "bob"]).outcome
        #expect(try json(outcome.details.requestParameters)?["userName"]?.string == "bob")
        #expect(outcome.details.responseElements == nil)
        #expect(outcome.details.isReadOnly)
        #expect(await iam.ok(.listUsers).outcome.details == AuditDetails(isReadOnly: true))
    }

    @Test func aNewAccessKeysSecretIsNotTold() async throws {
        let iam = try await IAM()
        await iam.ok(.createUser, ["UserName": "bob"])
        let answer = await iam.ok(.createAccessKey, ["UserName": "bob"])
        let elements = try #require(answer.outcome.details.responseElements)
        let key = try json(elements)?["accessKey"]
        #expect(key?["accessKeyId"]?.string == answer.text("AccessKeyId"))
        let secret = try #require(answer.text("SecretAccessKey"))
        #expect(!String(decoding: elements, as: UTF8.self).contains(secret))
        #expect(key?["secretAccessKey"] == nil)
    }

    @Test func aRefusedCallTellsWhatItAsked() async throws {
        let iam = try await IAM()
        let bob = try await iam.user("bob")
        let outcome = await iam.call(.deleteUser, ["UserName": "alice"], as: bob).outcome
        #expect(outcome.error != nil)
        #expect(try json(outcome.details.requestParameters)?["userName"]?.string == "alice")
        #expect(outcome.details.responseElements == nil)
        #expect(!outcome.details.isReadOnly)
    }

    // MARK: STS

    private func outcome(
        _ operation: STSOperation, by principal: Principal?, _ parameters: [String: String], in world: SessionWorld
    ) async -> QueryOutcome {
        let call = world.call(principal, parameters)
        return await world.sts.perform(
            operation, parameters: call.parameters, principal: principal, request: call.facts, partition: "aws",
            requestID: "request-1")
    }

    private func assumption(_ role: String) -> [String: String] {
        ["RoleArn": role, "RoleSessionName": "session"]
    }

    private func expectCredentials(
        _ details: AuditDetails, of body: [UInt8], isReadOnly: Bool = true
    ) throws {
        let elements = try #require(details.responseElements)
        let credentials = try json(elements)?["credentials"]
        #expect(names(credentials) == ["accessKeyId", "expiration"])
        let answer = String(decoding: body, as: UTF8.self)
        #expect(answer.contains(try #require(credentials?["accessKeyId"]?.string)))
        #expect(details.isReadOnly == isReadOnly)
    }

    @Test func anAssumedRoleIsToldWithItsCredentialsButWithoutTheirSecrets() async throws {
        let world = try await SessionWorld()
        let alice = try await world.makeUser("alice")
        try await world.makeRole("reader", trust: Policies.trusting(alice.arn))
        let arn = SessionWorld.arn(role: "reader")
        let outcome = await outcome(.assumeRole, by: alice, assumption(arn), in: world)
        #expect(outcome.error == nil)
        let request = try json(outcome.details.requestParameters)
        #expect(names(request) == ["roleArn", "roleSessionName"])
        try expectCredentials(outcome.details, of: outcome.body)
        let elements = try json(outcome.details.responseElements)
        #expect(names(elements) == ["credentials", "assumedRoleUser"])
        #expect(names(elements?["assumedRoleUser"]) == ["assumedRoleId", "arn"])
        #expect(
            outcome.details.resources
                == [AuditResource(account: SessionWorld.account, type: "AWS::IAM::Role", arn: arn)])
        #expect(outcome.otherAccounts.isEmpty)
        #expect(outcome.visitor == nil)
    }

    @Test func aRoleOfAnotherAccountIsItsOwnersMatterTooIfItIsAssumed() async throws {
        let world = try await SessionWorld()
        let other = SessionWorld.other
        let bob = try await world.makeUser("bob", policy: Policies.everything, account: other)
        try await world.makeRole("open", trust: Policies.trusting(bob.arn))
        try await world.makeRole("closed", trust: Policies.trusting("arn:aws:iam::111122223333:user/alice"))
        let assumed = await outcome(.assumeRole, by: bob, assumption(SessionWorld.arn(role: "open")), in: world)
        #expect(assumed.otherAccounts == [SessionWorld.account])
        let refused = await outcome(.assumeRole, by: bob, assumption(SessionWorld.arn(role: "closed")), in: world)
        #expect(refused.error?.code == "AccessDenied")
        #expect(refused.otherAccounts.isEmpty)
        #expect(refused.details.responseElements == nil)
        #expect(refused.details.requestParameters != nil)
    }

    @Test func whatASessionPassesOnIsToldWithTheNextRole() async throws {
        let world = try await SessionWorld()
        let alice = try await world.makeUser("alice")
        let trust = Policies.trusting(alice.arn, actions: "sts:AssumeRole", "sts:TagSession")
        try await world.makeRole("first", trust: trust, policy: Policies.everything)
        let first = try await world.assumeRole(
            "first", by: alice,
            [
                "Tags.member.1.Key": "Department", "Tags.member.1.Value": "Engineering",
                "TransitiveTagKeys.member.1": "Department",
            ])
        let session = try await world.principal(first.credentials)
        let arn = SessionWorld.arn(role: "second")
        let outcome = await outcome(.assumeRole, by: session, assumption(arn), in: world)
        let request = try json(outcome.details.requestParameters)
        #expect(request?["incomingTransitiveTags"]?["Department"]?.string == "Engineering")
        #expect(request?["roleArn"]?.string == arn)
    }

    @Test func otherCredentialsAreToldToo() async throws {
        let world = try await SessionWorld()
        let alice = try await world.makeUser("alice", policy: Policies.everything)
        let session = await outcome(.getSessionToken, by: alice, [:], in: world)
        try expectCredentials(session.details, of: session.body, isReadOnly: false)
        let federation = await outcome(.getFederationToken, by: alice, ["Name": "carol"], in: world)
        try expectCredentials(federation.details, of: federation.body, isReadOnly: false)
        let elements = try json(federation.details.responseElements)
        #expect(names(elements?["federatedUser"]) == ["federatedUserId", "arn"])
        let identity = await outcome(.getCallerIdentity, by: alice, [:], in: world)
        #expect(identity.details == AuditDetails(isReadOnly: true))
    }

    @Test func aWebIdentityIsToldByItsToken() async throws {
        let world = try await SessionWorld()
        let provider = "arn:aws:iam::111122223333:oidc-provider/idp.example.com/tenant"
        try await world.makeProvider(SignedClaims.url)
        let trust = Policies.trusting(provider, type: "Federated", actions: "sts:AssumeRoleWithWebIdentity")
        try await world.makeRole("deploy", trust: trust)
        try await world.makeRole("closed", trust: Policies.trusting("arn:aws:iam::111122223333:user/alice"))
        let token = SignedClaims.token(SignedClaims.claims(expires: 600))
        func call(_ role: String, _ token: String) async -> QueryOutcome {
            let parameters = assumption(SessionWorld.arn(role: role)).merging(["WebIdentityToken": token]) { $1 }
            return await outcome(.assumeRoleWithWebIdentity, by: nil, parameters, in: world)
        }
        let answered = await call("deploy", token)
        #expect(answered.error == nil)
        let visitor = try #require(answered.visitor)
        #expect(visitor.account == SessionWorld.account)
        let identity = try JSONValue(parsing: visitor.identity.json)
        #expect(identity["type"]?.string == "WebIdentityUser")
        #expect(identity["principalId"]?.string == "\(provider):app:repo:acme/app")
        #expect(identity["userName"]?.string == "repo:acme/app")
        #expect(identity["identityProvider"]?.string == provider)
        #expect(names(try json(answered.details.requestParameters)) == ["roleArn", "roleSessionName"])
        try expectCredentials(answered.details, of: answered.body)
        #expect(answered.details.resources.map(\.type) == ["AWS::IAM::Role"])
        #expect(answered.otherAccounts.isEmpty)

        // Whoever has shown who he is has a record of his refusal; whoever has not has none.
        #expect(await call("closed", token).visitor?.account == SessionWorld.account)
        #expect(await call("deploy", "a.b.c").visitor == nil)
    }
}
