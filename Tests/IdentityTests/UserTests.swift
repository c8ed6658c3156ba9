import IAMModel
import IAMPolicy
import Records
import Testing

@testable import Identity

@Suite("A user") struct UserTests {
    @Test("is made with path, tags and an id of its kind, and told again") func isMade() async throws {
        let iam = try await IAM()
        let made = await iam.ok(
            .createUser,
            ["UserName": "bob", "Path": "/a/b/", "Tags.member.1.Key": "team", "Tags.member.1.Value": "red"])
        #expect(made.text("Arn") == "arn:aws:iam::111122223333:user/a/b/bob")
        #expect(made.text("UserId")?.wholeMatch(of: /AIDA[A-Z2-7]{17}/) != nil)
        #expect(made.text("CreateDate") == "2023-11-14T22:13:20Z")
        let got = await iam.ok(.getUser, ["UserName": "bob"])
        #expect(got.text("Key") == "team")
        #expect(got.text("Path") == "/a/b/")
    }

    @Test("has a name that no other has in any case") func isUnique() async throws {
        let iam = try await IAM()
        _ = try await iam.user("bob")
        await iam.refused(
            .createUser, ["UserName": "Bob"], "EntityAlreadyExists", "User with name Bob already exists.")
        #expect(await iam.ok(.getUser, ["UserName": "BOB"]).text("UserName") == "bob")
    }

    @Test("that is not there is no entity", arguments: [IAMOperation.getUser, .deleteUser, .listUserTags])
    func isMissing(_ operation: IAMOperation) async throws {
        let iam = try await IAM()
        await iam.refused(
            operation, ["UserName": "bob"], "NoSuchEntity", "The user with name bob cannot be found.")
    }

    @Test("is listed in pages by path") func isListed() async throws {
        let iam = try await IAM()
        for name in ["c", "A", "b"] { _ = try await iam.user(name, ["Path": "/x/"]) }
        _ = try await iam.user("d")
        let first = await iam.ok(.listUsers, ["PathPrefix": "/x", "MaxItems": "2"])
        #expect(first.texts("UserName") == ["A", "b"])
        #expect(first.text("IsTruncated") == "true")
        let second = await iam.ok(
            .listUsers, ["PathPrefix": "/x", "MaxItems": "2", "Marker": try #require(first.text("Marker"))])
        #expect(second.texts("UserName") == ["c"])
        #expect(second.text("IsTruncated") == "false")
        #expect(second.text("Marker") == nil)
        #expect(await iam.ok(.listUsers).texts("UserName") == ["A", "b", "c", "d"])
    }

    @Test("is listed by markers of IAM's making only", arguments: ["x", "AQ==", "\u{20}"])
    func hasMarkers(_ marker: String) async throws {
        let iam = try await IAM()
        let answer = await iam.call(.listUsers, ["Marker": marker])
        #expect(answer.error?.code == "ValidationError")
    }

    @Test("keeps its id, keys, groups and policies under another name") func isRenamed() async throws {
        let iam = try await IAM()
        let bob = try await iam.user("bob")
        await iam.ok(.createGroup, ["GroupName": "devs"])
        await iam.ok(.addUserToGroup, ["GroupName": "devs", "UserName": "bob"])
        let key = try #require(await iam.ok(.createAccessKey, ["UserName": "bob"]).text("AccessKeyId"))
        await iam.ok(.updateUser, ["UserName": "bob", "NewUserName": "eve", "NewPath": "/p/"])
        await iam.refused(.getUser, ["UserName": "bob"], "NoSuchEntity")
        #expect(await iam.ok(.getUser, ["UserName": "eve"]).text("UserId") == bob.userID)
        #expect(await iam.ok(.getGroup, ["GroupName": "devs"]).texts("UserName") == ["eve"])
        #expect(await iam.ok(.listGroupsForUser, ["UserName": "eve"]).texts("GroupName") == ["devs"])
        let principal = try #require(try await iam.identity.accessKey(key)).principal
        #expect(principal.arn == "arn:aws:iam::111122223333:user/p/eve")
        let old = try await iam.identity.caller(for: bob)
        #expect(old?.requester.arn == "arn:aws:iam::111122223333:user/p/eve")
        _ = try await iam.user("bob")
        #expect(try await iam.identity.caller(for: bob)?.facts.username == "eve")
    }

    @Test("does not get the name of another") func isNotRenamed() async throws {
        let iam = try await IAM()
        _ = try await iam.user("bob")
        _ = try await iam.user("eve")
        await iam.refused(
            .updateUser, ["UserName": "bob", "NewUserName": "EVE"], "EntityAlreadyExists",
            "User with name EVE already exists.")
        await iam.ok(.updateUser, ["UserName": "bob", "NewUserName": "BOB"])
        #expect(await iam.ok(.getUser, ["UserName": "bob"]).text("UserName") == "BOB")
    }

    @Test("is deleted when nothing hangs on it any more") func isDeleted() async throws {
        let iam = try await IAM()
        let bob = try await iam.user("bob")
        let key = try #require(await iam.ok(.createAccessKey, ["UserName": "bob"]).text("AccessKeyId"))
        await iam.ok(.createGroup, ["GroupName": "devs"])
        await iam.ok(.addUserToGroup, ["GroupName": "devs", "UserName": "bob"])
        await iam.ok(
            .putUserPolicy, ["UserName": "bob", "PolicyName": "p", "PolicyDocument": IAM.everything])
        await iam.ok(
            .attachUserPolicy, ["UserName": "bob", "PolicyArn": ManagedPolicyCatalogue.administratorAccess])
        let delete: (String) async -> Void = { first in
            await iam.refused(
                .deleteUser, ["UserName": "bob"], "DeleteConflict", "Cannot delete entity, must \(first) first.")
        }
        await delete("delete access keys")
        await iam.ok(.deleteAccessKey, ["UserName": "bob", "AccessKeyId": key])
        await delete("remove users from group")
        await iam.ok(.removeUserFromGroup, ["GroupName": "devs", "UserName": "bob"])
        await delete("delete policies")
        await iam.ok(.deleteUserPolicy, ["UserName": "bob", "PolicyName": "p"])
        await delete("detach all policies")
        await iam.ok(
            .detachUserPolicy, ["UserName": "bob", "PolicyArn": ManagedPolicyCatalogue.administratorAccess])
        await iam.ok(.deleteUser, ["UserName": "bob"])
        #expect(try await iam.identity.caller(for: bob) == nil)
        #expect(try await iam.identity.uniqueID(ofPrincipal: bob.arn) == nil)
        #expect(try await iam.identity.arn(ofUniqueID: bob.userID) == nil)
    }

    @Test("made again under the same name is another one") func isAnother() async throws {
        let iam = try await IAM()
        let first = try await iam.user("bob")
        await iam.ok(.deleteUser, ["UserName": "bob"])
        let second = try await iam.user("bob")
        #expect(first.userID != second.userID)
        #expect(try await iam.identity.caller(for: first) == nil)
        #expect(try await iam.identity.caller(for: second) != nil)
    }

    @Test("is the caller where none is named") func isCaller() async throws {
        let iam = try await IAM()
        let bob = try await iam.user("bob")
        await iam.ok(.putUserPolicy, ["UserName": "bob", "PolicyName": "p", "PolicyDocument": IAM.everything])
        #expect(await iam.ok(.getUser, as: bob).text("UserName") == "bob")
        #expect(await iam.ok(.listAccessKeys, as: bob).texts("AccessKeyId") == [])
        let root = await iam.ok(.getUser)
        #expect(root.text("Arn") == "arn:aws:iam::111122223333:root")
        #expect(root.text("UserId") == IAM.account)
        #expect(root.text("UserName") == nil)
    }

    @Test("is one of five thousand at most") func isLimited() async throws {
        let iam = try await IAM()
        let full = AccountRecord(account: IAM.account, created: 1, userCount: Quotas.users)
        try await iam.identity.commit([iam.identity.store.put(full, over: 0)])
        await iam.refused(
            .createUser, ["UserName": "bob"], "LimitExceeded", "Cannot exceed quota for UsersPerAccount: 5000")
    }
}
