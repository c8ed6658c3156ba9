import IAMModel
import IAMPolicy
import Records
import Testing

@testable import Identity

@Suite("A role") struct RoleTests {
    @Test("is made with its trust policy, which answers give percent-encoded") func isMade() async throws {
        let iam = try await IAM()
        let made = await iam.ok(
            .createRole,
            ["RoleName": "app", "Path": "/x/", "AssumeRolePolicyDocument": IAM.trust(), "Description": "d"])
        #expect(made.text("RoleId")?.wholeMatch(of: /AROA[A-Z2-7]{17}/) != nil)
        #expect(made.text("MaxSessionDuration") == "3600")
        #expect(made.text("AssumeRolePolicyDocument")?.hasPrefix("%7B%22Version%22%3A%222012-10-17%22") == true)
        #expect(await iam.ok(.getRole, ["RoleName": "APP"]).text("Description") == "d")
        #expect(await iam.ok(.listRoles, ["PathPrefix": "/x/"]).texts("RoleName") == ["app"])
        await iam.refused(
            .createRole, ["RoleName": "App", "AssumeRolePolicyDocument": IAM.trust()], "EntityAlreadyExists",
            "Role with name App already exists.")
    }

    @Test("trusts only who is there") func trustsWhoIsThere() async throws {
        let iam = try await IAM()
        let arn = "arn:aws:iam::111122223333:user/bob"
        let message = #"Invalid principal in policy: "AWS":"arn:aws:iam::111122223333:user/bob""#
        await iam.refused(
            .createRole, ["RoleName": "app", "AssumeRolePolicyDocument": IAM.trust(arn)],
            "MalformedPolicyDocument", message)
        _ = try await iam.user("Bob")
        await iam.refused(
            .createRole, ["RoleName": "app", "AssumeRolePolicyDocument": IAM.trust(arn)],
            "MalformedPolicyDocument", message)
    }

    @Test("remembers whom it trusts, not his name") func pinsPrincipals() async throws {
        let iam = try await IAM()
        let bob = try await iam.user("bob")
        await iam.ok(.createRole, ["RoleName": "app", "AssumeRolePolicyDocument": IAM.trust(bob.arn)])
        let record = try #require(try await iam.role("app"))
        #expect(record.trust.principalIDs == [bob.arn: bob.userID])
        await iam.ok(.updateUser, ["UserName": "bob", "NewUserName": "eve"])
        #expect(try await iam.shownTrust("app").contains("user%2Feve%22"))
        await iam.ok(.deleteUser, ["UserName": "eve"])
        _ = try await iam.user("bob")
        let shown = try await iam.shownTrust("app")
        #expect(shown.contains("%22\(bob.userID)%22"))
        #expect(!shown.contains("user%2Fbob"))
    }

    @Test("shows another name only where a principal stands") func showsPrincipalsOnly() async throws {
        let iam = try await IAM()
        let bob = try await iam.user("bob")
        let document = """
            {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":["\(bob.arn)"]},
            "Action":"sts:AssumeRole","Condition":{"StringEquals":{"aws:PrincipalArn":"\(bob.arn)"}}}]}
            """
        await iam.ok(.createRole, ["RoleName": "app", "AssumeRolePolicyDocument": document])
        await iam.ok(.deleteUser, ["UserName": "bob"])
        let shown = try await iam.shownTrust("app")
        #expect(shown.contains("%22AWS%22%3A%5B%22\(bob.userID)%22%5D"))
        #expect(shown.contains("user%2Fbob"))
    }

    @Test("takes no trust policy that is none, or too long") func checksTrust() async throws {
        let iam = try await IAM()
        await iam.ok(.createRole, ["RoleName": "app", "AssumeRolePolicyDocument": IAM.trust()])
        await iam.refused(
            .updateAssumeRolePolicy, ["RoleName": "app", "PolicyDocument": IAM.everything],
            "MalformedPolicyDocument", "Has prohibited field Resource")
        await iam.refused(
            .updateAssumeRolePolicy, ["RoleName": "app", "PolicyDocument": "{"], "MalformedPolicyDocument")
        let statements = (0..<30).map { number in
            #"{"Sid":"s\#(number)","Effect":"Deny","Principal":"*","Action":"sts:AssumeRoleWithWebIdentity"}"#
        }
        let long = #"{"Version":"2012-10-17","Statement":[\#(statements.joined(separator: ","))]}"#
        await iam.refused(
            .updateAssumeRolePolicy, ["RoleName": "app", "PolicyDocument": long], "LimitExceeded",
            "Cannot exceed quota for ACLSizePerRole: 2048")
        await iam.ok(
            .updateAssumeRolePolicy,
            ["RoleName": "app", "PolicyDocument": IAM.trust() + String(repeating: " ", count: 5000)])
    }

    @Test("changes its description and duration") func isUpdated() async throws {
        let iam = try await IAM()
        await iam.ok(
            .createRole,
            ["RoleName": "app", "AssumeRolePolicyDocument": IAM.trust(), "MaxSessionDuration": "7200"])
        await iam.ok(.updateRole, ["RoleName": "app", "Description": "a", "MaxSessionDuration": "43200"])
        #expect(try await iam.role("app")?.maxSessionSeconds == 43_200)
        await iam.ok(.updateRole, ["RoleName": "app", "Description": "a"])
        #expect(try await iam.role("app")?.maxSessionSeconds == 43_200)
        await iam.ok(.updateRole, ["RoleName": "app", "MaxSessionDuration": "3600"])
        #expect(try await iam.role("app")?.description == "a")
        #expect(
            await iam.ok(.updateRoleDescription, ["RoleName": "app", "Description": "b"]).text("Description") == "b")
        await iam.refused(.updateRole, ["RoleName": "app", "MaxSessionDuration": "3599"], "ValidationError")
    }

    @Test("has no instance profiles, and is deleted without policies") func isDeleted() async throws {
        let iam = try await IAM()
        await iam.ok(.createRole, ["RoleName": "app", "AssumeRolePolicyDocument": IAM.trust()])
        await iam.ok(.putRolePolicy, ["RoleName": "app", "PolicyName": "p", "PolicyDocument": IAM.everything])
        await iam.ok(.listInstanceProfilesForRole, ["RoleName": "app"])
        #expect(await iam.ok(.listInstanceProfiles).members == [])
        await iam.refused(
            .deleteRole, ["RoleName": "app"], "DeleteConflict", "Cannot delete entity, must delete policies first.")
        await iam.ok(.deleteRolePolicy, ["RoleName": "app", "PolicyName": "p"])
        await iam.ok(.deleteRole, ["RoleName": "app"])
        await iam.refused(
            .getRole, ["RoleName": "app"], "NoSuchEntity", "The role with name app cannot be found.")
        await iam.refused(.listInstanceProfilesForRole, ["RoleName": "app"], "NoSuchEntity")
    }
}

extension IAM {
    func role(_ name: String) async throws -> RoleRecord? {
        try await identity.store.read(RoleRecord.self, RoleRecord.recordID(name, account: IAM.account))?.value
    }

    func shownTrust(_ name: String) async throws -> String {
        try #require(await ok(.getRole, ["RoleName": name]).text("AssumeRolePolicyDocument"))
    }

    /// A session of a role, as AssumeRole makes it.
    func session(_ name: String, _ change: (inout Session) -> Void = { _ in }) async throws -> Principal {
        let role = try #require(try await role(name))
        var session = Session(
            kind: .assumedRole, issuerARN: role.arn(in: "aws"), issuerID: role.uniqueID, issued: 1_700_000_000_000)
        change(&session)
        return Principal(
            account: IAM.account, arn: "arn:aws:sts::\(IAM.account):assumed-role/\(name)/s",
            userID: "\(role.uniqueID):s", kind: .session(session))
    }
}
