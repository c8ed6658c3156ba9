import IAMModel
import Testing

@testable import Identity

@Suite("A group") struct GroupTests {
    @Test("gives its policies to its users as long as they are in it") func givesPolicies() async throws {
        let iam = try await IAM()
        let bob = try await iam.user("bob")
        await iam.ok(.createGroup, ["GroupName": "devs"])
        await iam.ok(
            .putGroupPolicy,
            ["GroupName": "devs", "PolicyName": "p", "PolicyDocument": IAM.policy("Allow", "iam:ListUsers")])
        await iam.refused(.listUsers, [:], "AccessDenied", as: bob)
        await iam.ok(.addUserToGroup, ["GroupName": "devs", "UserName": "bob"])
        await iam.ok(.listUsers, as: bob)
        await iam.ok(.removeUserFromGroup, ["GroupName": "devs", "UserName": "bob"])
        await iam.refused(.listUsers, [:], "AccessDenied", as: bob)
    }

    @Test("has a user once, and tells in pages whom it has") func hasUsers() async throws {
        let iam = try await IAM()
        await iam.ok(.createGroup, ["GroupName": "devs"])
        for name in ["a", "b", "c"] {
            _ = try await iam.user(name)
            for _ in 0..<2 { await iam.ok(.addUserToGroup, ["GroupName": "devs", "UserName": name]) }
        }
        let first = await iam.ok(.getGroup, ["GroupName": "devs", "MaxItems": "2"])
        #expect(first.texts("UserName") == ["a", "b"])
        let marker = try #require(first.text("Marker"))
        let second = await iam.ok(.getGroup, ["GroupName": "devs", "MaxItems": "2", "Marker": marker])
        #expect(second.texts("UserName") == ["c"])
        #expect(second.text("IsTruncated") == "false")
    }

    @Test("is one of ten that a user can be in") func isLimited() async throws {
        let iam = try await IAM()
        _ = try await iam.user("bob")
        for number in 0...10 { await iam.ok(.createGroup, ["GroupName": "g\(number)"]) }
        for number in 0..<10 { await iam.ok(.addUserToGroup, ["GroupName": "g\(number)", "UserName": "bob"]) }
        await iam.refused(
            .addUserToGroup, ["GroupName": "g10", "UserName": "bob"], "LimitExceeded",
            "Cannot exceed quota for GroupsPerUser: 10")
    }

    @Test("with users or policies is not deleted") func isNotDeleted() async throws {
        let iam = try await IAM()
        _ = try await iam.user("bob")
        await iam.ok(.createGroup, ["GroupName": "devs"])
        await iam.ok(.addUserToGroup, ["GroupName": "devs", "UserName": "bob"])
        await iam.refused(
            .deleteGroup, ["GroupName": "devs"], "DeleteConflict",
            "Cannot delete entity, must remove users from group first.")
        await iam.ok(.removeUserFromGroup, ["GroupName": "devs", "UserName": "bob"])
        await iam.refused(.removeUserFromGroup, ["GroupName": "devs", "UserName": "bob"], "NoSuchEntity")
        await iam.ok(.deleteGroup, ["GroupName": "devs"])
        await iam.refused(
            .getGroup, ["GroupName": "devs"], "NoSuchEntity", "The group with name devs cannot be found.")
    }

    @Test("keeps its users under another name") func isRenamed() async throws {
        let iam = try await IAM()
        let bob = try await iam.user("bob")
        await iam.ok(.createGroup, ["GroupName": "devs"])
        await iam.ok(.createGroup, ["GroupName": "ops"])
        await iam.ok(.addUserToGroup, ["GroupName": "devs", "UserName": "bob"])
        await iam.ok(.putGroupPolicy, ["GroupName": "devs", "PolicyName": "p", "PolicyDocument": IAM.everything])
        await iam.refused(
            .updateGroup, ["GroupName": "devs", "NewGroupName": "Ops"], "EntityAlreadyExists",
            "Group with name Ops already exists.")
        await iam.ok(.updateGroup, ["GroupName": "devs", "NewGroupName": "team", "NewPath": "/x/"])
        #expect(await iam.ok(.getGroup, ["GroupName": "team"]).texts("UserName") == ["bob"])
        await iam.ok(.listUsers, as: bob)
        #expect(await iam.ok(.listGroups).texts("GroupName") == ["ops", "team"])
        #expect(await iam.ok(.listGroups, ["PathPrefix": "/x/"]).texts("GroupName") == ["team"])
    }
}
