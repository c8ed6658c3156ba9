import IAMModel
import Testing

@testable import Identity

@Suite("An account") struct AccountTests {
    @Test("has one alias, which no other has") func hasAlias() async throws {
        let iam = try await IAM()
        let other = Identity.developmentPrincipal(account: "444455556666", partition: "aws")
        await iam.ok(.createAccountAlias, ["AccountAlias": "first"])
        await iam.ok(.createAccountAlias, ["AccountAlias": "second"])
        #expect(await iam.ok(.listAccountAliases).members == ["second"])
        await iam.refused(
            .createAccountAlias, ["AccountAlias": "second"], "EntityAlreadyExists",
            "The account alias second already exists.", as: other)
        await iam.ok(.createAccountAlias, ["AccountAlias": "first"], as: other)
        await iam.refused(.deleteAccountAlias, ["AccountAlias": "first"], "NoSuchEntity")
        await iam.ok(.deleteAccountAlias, ["AccountAlias": "second"])
        #expect(await iam.ok(.listAccountAliases).members == [])
        await iam.ok(.createAccountAlias, ["AccountAlias": "second"], as: other)
    }

    @Test("knows what it has") func hasSummary() async throws {
        let iam = try await IAM()
        _ = try await iam.user("a")
        _ = try await iam.user("b")
        await iam.ok(.deleteUser, ["UserName": "a"])
        await iam.ok(.createGroup, ["GroupName": "g"])
        await iam.ok(.createPolicy, ["PolicyName": "p", "PolicyDocument": IAM.everything])
        let summary = await iam.ok(.getAccountSummary)
        let counts = Dictionary(
            zip(summary.texts("key"), summary.texts("value")), uniquingKeysWith: { one, _ in one })
        #expect(counts["Users"] == "1")
        #expect(counts["Groups"] == "1")
        #expect(counts["Roles"] == "0")
        #expect(counts["Policies"] == "1")
        #expect(counts["PolicyVersionsInUse"] == "1")
        #expect(counts["UsersQuota"] == "5000")
        #expect(counts.count == SummaryKeyType.allCases.count)
    }

    @Test("shows all of itself, in pages") func hasDetails() async throws {
        let iam = try await IAM()
        _ = try await iam.user("bob")
        await iam.ok(.createGroup, ["GroupName": "devs"])
        await iam.ok(.addUserToGroup, ["GroupName": "devs", "UserName": "bob"])
        await iam.ok(.putUserPolicy, ["UserName": "bob", "PolicyName": "in", "PolicyDocument": IAM.everything])
        await iam.ok(.createRole, ["RoleName": "app", "AssumeRolePolicyDocument": IAM.trust()])
        await iam.ok(
            .attachRolePolicy, ["RoleName": "app", "PolicyArn": ManagedPolicyCatalogue.administratorAccess])
        await iam.ok(.createPolicy, ["PolicyName": "own", "PolicyDocument": IAM.everything])
        var xml = ""
        var pages = 0
        var marker: String?
        repeat {
            let page = await iam.ok(
                .getAccountAuthorizationDetails,
                ["MaxItems": "1"].merging(marker.map { ["Marker": $0] } ?? [:]) { one, _ in one })
            xml += page.xml
            pages += 1
            marker = page.text("Marker")
        } while marker != nil && pages < 20
        #expect(pages >= 5)
        let names = [
            "UserName>bob<", "GroupName>devs<", "RoleName>app<", "PolicyName>own<",
            "PolicyName>AdministratorAccess<", "PolicyName>in<",
        ]
        for name in names { #expect(xml.contains(name)) }
        let roles = await iam.ok(.getAccountAuthorizationDetails, ["Filter.member.1": "Role"])
        #expect(roles.texts("RoleName") == ["app"])
        #expect(roles.texts("UserName") == [])
    }

    @Test("is listed with all others") func isListed() async throws {
        let iam = try await IAM()
        _ = try await iam.identity.newAdministrator("444455556666")
        _ = try await iam.identity.newAdministrator("111122223333")
        await iam.ok(.createAccountAlias, ["AccountAlias": "mine"])
        let accounts = try await iam.identity.accounts()
        #expect(accounts.map(\.id) == ["111122223333", "444455556666"])
        #expect(accounts.map(\.alias) == ["mine", nil])
        #expect(accounts.map(\.userCount) == [1, 1])
    }

    @Test("sees nothing of another") func isAlone() async throws {
        let iam = try await IAM()
        _ = try await iam.user("bob")
        let other = Identity.developmentPrincipal(account: "444455556666", partition: "aws")
        await iam.refused(.getUser, ["UserName": "bob"], "NoSuchEntity", as: other)
        #expect(await iam.ok(.listUsers, as: other).texts("UserName") == [])
    }
}
