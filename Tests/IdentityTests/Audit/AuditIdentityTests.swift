import AWSJSON
import AuditTrail
import IAMModel
import Records
import Testing

@testable import Identity

/// `userIdentity` of each kind of caller, beside AWS's examples
/// (https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-user-identity.html).
@Suite struct AuditIdentityTests {
    private func identity(
        of principal: Principal, in world: SessionWorld, accessKeyID: String? = "AKIAEXAMPLE"
    ) async throws -> JSONValue {
        let caller = try #require(try await world.identity.caller(for: principal))
        return try JSONValue(parsing: caller.auditIdentity(accessKeyID: accessKeyID).json)
    }

    private func names(_ value: JSONValue?) -> Set<String> { Set((value?.members ?? []).map(\.name)) }

    @Test func aUserHasHisNameAndHisUniqueID() async throws {
        let world = try await SessionWorld()
        let json = try await identity(of: try await world.makeUser("alice"), in: world)
        #expect(names(json) == ["type", "principalId", "arn", "accountId", "accessKeyId", "userName"])
        #expect(json["type"]?.string == "IAMUser")
        #expect(json["principalId"]?.string == SessionWorld.id("AIDA", "alice"))
        #expect(json["arn"]?.string == "arn:aws:iam::111122223333:user/alice")
        #expect(json["accountId"]?.string == "111122223333")
        #expect(json["accessKeyId"]?.string == "AKIAEXAMPLE")
        #expect(json["userName"]?.string == "alice")
    }

    @Test func aUsersSessionHasNoIssuer() async throws {
        let world = try await SessionWorld()
        let alice = try await world.makeUser("alice")
        let answer: GetSessionTokenResponse = try await world.perform(.getSessionToken, by: alice)
        let json = try await identity(of: try await world.principal(answer.credentials), in: world)
        #expect(json["type"]?.string == "IAMUser")
        #expect(json["userName"]?.string == "alice")
        #expect(names(json["sessionContext"]) == ["attributes"])
        #expect(json["sessionContext"]?["attributes"]?["creationDate"]?.string == "2023-11-14T22:13:20Z")
        #expect(json["sessionContext"]?["attributes"]?["mfaAuthenticated"]?.string == "false")
    }

    @Test func aRolesSessionNamesTheRoleAndTheSourceIdentity() async throws {
        let world = try await SessionWorld()
        let alice = try await world.makeUser("alice")
        let trust = Policies.trusting(alice.arn, actions: "sts:AssumeRole", "sts:SetSourceIdentity")
        try await world.makeRole("reader", trust: trust, path: "/app/")
        let answer = try await world.assumeRole("app/reader", by: alice, ["SourceIdentity": "alice"])
        let json = try await identity(of: try await world.principal(answer.credentials), in: world)
        let id = SessionWorld.id("AROA", "reader")
        #expect(names(json) == ["type", "principalId", "arn", "accountId", "accessKeyId", "sessionContext"])
        #expect(json["type"]?.string == "AssumedRole")
        #expect(json["principalId"]?.string == "\(id):session")
        #expect(json["arn"]?.string == "arn:aws:sts::111122223333:assumed-role/reader/session")
        let context = json["sessionContext"]
        #expect(names(context) == ["sessionIssuer", "attributes", "sourceIdentity"])
        #expect(context?["sourceIdentity"]?.string == "alice")
        let issuer = context?["sessionIssuer"]
        #expect(names(issuer) == ["type", "principalId", "arn", "accountId", "userName"])
        #expect(issuer?["type"]?.string == "Role")
        #expect(issuer?["principalId"]?.string == id)
        #expect(issuer?["arn"]?.string == "arn:aws:iam::111122223333:role/app/reader")
        #expect(issuer?["userName"]?.string == "reader")
    }

    @Test func theIdentitiesOfAnotherPartitionAreNamedAsItNamesThem() async throws {
        let world = try await SessionWorld()
        let alice = try await world.makeUser("alice")
        try await world.makeRole("reader", trust: Policies.trusting(alice.arn))
        let answer = try await world.assumeRole("reader", by: alice)
        let principal = try await world.principal(answer.credentials).named(in: "aws-cn")
        let json = try await identity(of: principal, in: world)
        #expect(json["arn"]?.string == "arn:aws-cn:sts::111122223333:assumed-role/reader/session")
        let issuer = json["sessionContext"]?["sessionIssuer"]
        #expect(issuer?["arn"]?.string == "arn:aws-cn:iam::111122223333:role/reader")
    }

    @Test func aFederatedUserNamesTheUserWhoLetHimIn() async throws {
        let world = try await SessionWorld()
        let alice = try await world.makeUser("alice", policy: Policies.everything)
        let answer: GetFederationTokenResponse = try await world.perform(
            .getFederationToken, by: alice, ["Name": "carol"])
        let json = try await identity(of: try await world.principal(answer.credentials), in: world)
        #expect(json["type"]?.string == "FederatedUser")
        #expect(json["principalId"]?.string == "111122223333:carol")
        #expect(json["arn"]?.string == "arn:aws:sts::111122223333:federated-user/carol")
        let issuer = json["sessionContext"]?["sessionIssuer"]
        #expect(issuer?["type"]?.string == "IAMUser")
        #expect(issuer?["principalId"]?.string == SessionWorld.id("AIDA", "alice"))
        #expect(issuer?["userName"]?.string == "alice")
    }

    @Test func theRootOfAnAccountIsItself() async throws {
        let world = try await SessionWorld()
        let root = Identity.developmentPrincipal(account: SessionWorld.account, partition: "aws")
        let json = try await identity(of: root, in: world, accessKeyID: nil)
        #expect(names(json) == ["type", "principalId", "arn", "accountId"])
        #expect(json["type"]?.string == "Root")
        #expect(json["principalId"]?.string == SessionWorld.account)
        #expect(json["arn"]?.string == "arn:aws:iam::111122223333:root")
    }

    @Test func eachAccessKeyHasAnIdentityOfItsOwn() async throws {
        let world = try await SessionWorld()
        let caller = try #require(
            try await world.identity.caller(for: try await world.makeUser("alice")))
        for number in [1, 2, 3, 4, 5, 6, 1] {
            let json = try JSONValue(parsing: caller.auditIdentity(accessKeyID: "AKIA\(number)").json)
            #expect(json["accessKeyId"]?.string == "AKIA\(number)")
        }
    }
}
