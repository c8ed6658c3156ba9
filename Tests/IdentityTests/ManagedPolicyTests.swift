import IAMModel
import IAMPolicy
import Testing

@testable import Identity

@Suite("A managed policy") struct ManagedPolicyTests {
    private static let arn = "arn:aws:iam::111122223333:policy/p"

    private func made(_ parameters: [String: String] = [:]) async throws -> IAM {
        let iam = try await IAM()
        await iam.ok(
            .createPolicy,
            ["PolicyName": "p", "PolicyDocument": IAM.policy("Allow", "iam:ListUsers")]
                .merging(parameters) { _, own in own })
        return iam
    }

    @Test("is made and told again") func isMade() async throws {
        let iam = try await made(["Description": "d"])
        let got = await iam.ok(.getPolicy, ["PolicyArn": Self.arn])
        #expect(got.text("DefaultVersionId") == "v1")
        #expect(got.text("AttachmentCount") == "0")
        #expect(got.text("Description") == "d")
        #expect(got.text("PolicyId")?.wholeMatch(of: /ANPA[A-Z2-7]{17}/) != nil)
        await iam.refused(
            .createPolicy, ["PolicyName": "P", "PolicyDocument": IAM.everything, "Path": "/x/"],
            "EntityAlreadyExists", "A policy called P already exists. Duplicate names are not allowed.")
    }

    @Test("is named exactly", arguments: ["policy/P", "policy/x/p", "policy/q"]) func isNamed(_ name: String)
        async throws
    {
        let iam = try await made()
        let arn = "arn:aws:iam::111122223333:\(name)"
        await iam.refused(.getPolicy, ["PolicyArn": arn], "NoSuchEntity", "Policy \(arn) was not found.")
        _ = try await iam.user("bob")
        await iam.refused(
            .attachUserPolicy, ["UserName": "bob", "PolicyArn": arn], "NoSuchEntity",
            "Policy \(arn) does not exist or is not attachable.")
    }

    @Test(
        "has an ARN of a policy",
        arguments: [
            "arn:aws:iam::111122223333:user/bob", "arn:aws-cn:iam::aws:policy/AdministratorAccess",
            "xxxxxxxxxxxxxxxxxxxxx",
            "arn:aws:iam::aws:policy/\u{212A}MS",
        ])
    func hasARN(_ arn: String) async throws {
        let iam = try await made()
        await iam.refused(.getPolicy, ["PolicyArn": arn], "InvalidInput", "ARN \(arn) is not valid.")
    }

    @Test("of AWS or another account is not changed", arguments: ["aws", "444455556666"])
    func isForeign(_ account: String) async throws {
        let iam = try await made()
        let arn = "arn:aws:iam::\(account):policy/AdministratorAccess"
        for operation in [IAMOperation.deletePolicy, .createPolicyVersion, .setDefaultPolicyVersion] {
            await iam.refused(
                operation, ["PolicyArn": arn, "PolicyDocument": IAM.everything, "VersionId": "v1"], "AccessDenied",
                "Policy is outside your own account.")
        }
    }

    @Test("has five versions at most, one of which is in force") func hasVersions() async throws {
        let iam = try await made()
        let bob = try await iam.user("bob")
        await iam.ok(.attachUserPolicy, ["UserName": "bob", "PolicyArn": Self.arn])
        await iam.ok(.listUsers, as: bob)
        let second = await iam.ok(
            .createPolicyVersion,
            ["PolicyArn": Self.arn, "PolicyDocument": IAM.policy("Deny", "*"), "SetAsDefault": "true"])
        #expect(second.text("VersionId") == "v2")
        await iam.refused(.listUsers, [:], "AccessDenied", as: bob)
        await iam.ok(.setDefaultPolicyVersion, ["PolicyArn": Self.arn, "VersionId": "v1"])
        await iam.ok(.listUsers, as: bob)
        for _ in 0..<3 {
            await iam.ok(.createPolicyVersion, ["PolicyArn": Self.arn, "PolicyDocument": IAM.everything])
        }
        await iam.refused(
            .createPolicyVersion, ["PolicyArn": Self.arn, "PolicyDocument": IAM.everything], "LimitExceeded",
            "A managed policy can have up to 5 versions. Before you create a new version, you must delete an existing "
                + "version.")
        await iam.refused(
            .deletePolicyVersion, ["PolicyArn": Self.arn, "VersionId": "v1"], "DeleteConflict",
            "Cannot delete the default version of a policy.")
        await iam.ok(.deletePolicyVersion, ["PolicyArn": Self.arn, "VersionId": "v5"])
        #expect(
            await iam.ok(
                .createPolicyVersion, ["PolicyArn": Self.arn, "PolicyDocument": IAM.everything]
            ).text("VersionId") == "v6")
        let listed = await iam.ok(.listPolicyVersions, ["PolicyArn": Self.arn, "MaxItems": "3"])
        #expect(listed.texts("VersionId") == ["v6", "v4", "v3"])
        let marker = try #require(listed.text("Marker"))
        let rest = await iam.ok(.listPolicyVersions, ["PolicyArn": Self.arn, "Marker": marker])
        #expect(rest.texts("VersionId") == ["v2", "v1"])
        await iam.refused(
            .getPolicyVersion, ["PolicyArn": Self.arn, "VersionId": "v5"], "NoSuchEntity",
            "Policy \(Self.arn) version v5 does not exist or is not attachable.")
    }

    @Test("is not deleted while it is used or has versions") func isNotDeleted() async throws {
        let iam = try await made()
        _ = try await iam.user("bob", ["PermissionsBoundary": Self.arn])
        await iam.ok(.createGroup, ["GroupName": "g"])
        await iam.ok(.attachGroupPolicy, ["GroupName": "g", "PolicyArn": Self.arn])
        await iam.ok(.attachGroupPolicy, ["GroupName": "g", "PolicyArn": Self.arn])
        let got = await iam.ok(.getPolicy, ["PolicyArn": Self.arn])
        #expect(got.text("AttachmentCount") == "1")
        #expect(got.text("PermissionsBoundaryUsageCount") == "1")
        let inUse = "Cannot delete a policy attached to entities."
        await iam.refused(.deletePolicy, ["PolicyArn": Self.arn], "DeleteConflict", inUse)
        await iam.ok(.detachGroupPolicy, ["GroupName": "g", "PolicyArn": Self.arn])
        await iam.refused(.deletePolicy, ["PolicyArn": Self.arn], "DeleteConflict", inUse)
        await iam.ok(.deleteUserPermissionsBoundary, ["UserName": "bob"])
        await iam.ok(.createPolicyVersion, ["PolicyArn": Self.arn, "PolicyDocument": IAM.everything])
        await iam.refused(.deletePolicy, ["PolicyArn": Self.arn], "DeleteConflict")
        await iam.ok(.deletePolicyVersion, ["PolicyArn": Self.arn, "VersionId": "v2"])
        await iam.ok(.deletePolicy, ["PolicyArn": Self.arn])
        await iam.refused(
            .detachGroupPolicy, ["GroupName": "g", "PolicyArn": Self.arn], "NoSuchEntity",
            "Policy \(Self.arn) was not found.")
    }

    @Test("is let go by a user who is deleted") func isLetGo() async throws {
        let iam = try await made()
        _ = try await iam.user("bob", ["PermissionsBoundary": Self.arn])
        await iam.ok(.deleteUser, ["UserName": "bob"])
        #expect(await iam.ok(.getPolicy, ["PolicyArn": Self.arn]).text("PermissionsBoundaryUsageCount") == "0")
    }

    @Test("is one of ten attached") func isLimited() async throws {
        let iam = try await IAM()
        _ = try await iam.user("bob")
        for number in 0...10 {
            let arn = try #require(
                await iam.ok(.createPolicy, ["PolicyName": "p\(number)", "PolicyDocument": IAM.everything]).text("Arn"))
            if number < 10 { await iam.ok(.attachUserPolicy, ["UserName": "bob", "PolicyArn": arn]) }
        }
        let last = "arn:aws:iam::111122223333:policy/p10"
        await iam.refused(
            .attachUserPolicy, ["UserName": "bob", "PolicyArn": last], "LimitExceeded",
            "Cannot exceed quota for PoliciesPerUser: 10")
        #expect(await iam.ok(.getPolicy, ["PolicyArn": last]).text("AttachmentCount") == "0")
    }

    @Test("has a document of 6,144 characters at most, white space aside") func hasSize() async throws {
        let iam = try await IAM()
        let resources = (0..<300).map { #""arn:aws:kms:::key/\#($0)""# }.joined(separator: ",\n")
        let document =
            #"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"*","Resource":[\#(resources)]}}"#
        await iam.refused(
            .createPolicy, ["PolicyName": "p", "PolicyDocument": document], "LimitExceeded",
            "Cannot exceed quota for PolicySize: 6144")
        await iam.ok(
            .createPolicy,
            ["PolicyName": "p", "PolicyDocument": IAM.everything + String(repeating: "\n", count: 7000)])
        await iam.refused(
            .createPolicy, ["PolicyName": "q", "PolicyDocument": IAM.trust()], "MalformedPolicyDocument")
    }

    @Test("is listed with AWS's own, and by its users") func isListed() async throws {
        let iam = try await made(["Path": "/x/"])
        let arn = "arn:aws:iam::111122223333:policy/x/p"
        await iam.ok(.createGroup, ["GroupName": "g"])
        _ = try await iam.user("bob")
        await iam.ok(.createRole, ["RoleName": "r", "AssumeRolePolicyDocument": IAM.trust()])
        await iam.ok(.attachGroupPolicy, ["GroupName": "g", "PolicyArn": arn])
        await iam.ok(.attachUserPolicy, ["UserName": "bob", "PolicyArn": arn])
        await iam.ok(.putRolePermissionsBoundary, ["RoleName": "r", "PermissionsBoundary": arn])
        var names: [String] = []
        var marker: String?
        repeat {
            let page = await iam.ok(
                .listPolicies, ["MaxItems": "2"].merging(marker.map { ["Marker": $0] } ?? [:]) { one, _ in one })
            names += page.texts("PolicyName")
            marker = page.text("Marker")
        } while marker != nil
        #expect(names == ManagedPolicyCatalogue.all.map(\.name) + ["p"])
        #expect(await iam.ok(.listPolicies, ["Scope": "Local"]).texts("PolicyName") == ["p"])
        #expect(await iam.ok(.listPolicies, ["OnlyAttached": "true"]).texts("PolicyName") == ["p"])
        #expect(await iam.ok(.listPolicies, ["PathPrefix": "/x/"]).texts("PolicyName") == ["p"])
        let users = await iam.ok(.listEntitiesForPolicy, ["PolicyArn": arn])
        #expect(users.texts("GroupName") == ["g"])
        #expect(users.texts("UserName") == ["bob"])
        #expect(users.texts("RoleName") == ["r"])
        let bounded = await iam.ok(
            .listEntitiesForPolicy, ["PolicyArn": arn, "PolicyUsageFilter": "PermissionsBoundary"])
        #expect(bounded.texts("UserName") == [])
        #expect(bounded.texts("RoleName") == ["r"])
        let one = await iam.ok(.listEntitiesForPolicy, ["PolicyArn": arn, "MaxItems": "1"])
        #expect(one.texts("GroupName") == ["g"])
        #expect(one.text("IsTruncated") == "true")
    }

    @Test("of AWS is attached, told and counted", arguments: ManagedPolicyCatalogue.all.map(\.name))
    func isBuiltIn(_ name: String) async throws {
        let iam = try await IAM()
        let arn = "arn:aws:iam::aws:policy/\(name)"
        _ = try await iam.user("bob")
        await iam.ok(.attachUserPolicy, ["UserName": "bob", "PolicyArn": arn])
        let attached = await iam.ok(.listAttachedUserPolicies, ["UserName": "bob"])
        #expect(attached.texts("PolicyArn") == [arn])
        #expect(attached.texts("PolicyName") == [name])
        let got = await iam.ok(.getPolicy, ["PolicyArn": arn])
        #expect(got.text("AttachmentCount") == "1")
        let version = try #require(got.text("DefaultVersionId"))
        let document = await iam.ok(.getPolicyVersion, ["PolicyArn": arn, "VersionId": version])
        #expect(document.text("Document")?.hasPrefix("%7B") == true)
        #expect(ManagedPolicyCatalogue.attached(arn) != nil)
        await iam.ok(.detachUserPolicy, ["UserName": "bob", "PolicyArn": arn])
        #expect(await iam.ok(.getPolicy, ["PolicyArn": arn]).text("AttachmentCount") == "0")
    }

    struct Holder: Sendable, CustomTestStringConvertible {
        var name: String
        var key: String
        var attach: IAMOperation
        var detach: IAMOperation
        var list: IAMOperation

        var testDescription: String { name }

        static let all = [
            Holder(
                name: "user", key: "UserName", attach: .attachUserPolicy, detach: .detachUserPolicy,
                list: .listAttachedUserPolicies),
            Holder(
                name: "group", key: "GroupName", attach: .attachGroupPolicy, detach: .detachGroupPolicy,
                list: .listAttachedGroupPolicies),
            Holder(
                name: "role", key: "RoleName", attach: .attachRolePolicy, detach: .detachRolePolicy,
                list: .listAttachedRolePolicies),
        ]
    }

    @Test("is attached and detached, and listed by path and in pages", arguments: Holder.all)
    func isAttached(_ holder: Holder) async throws {
        let iam = try await made(["Path": "/x/"])
        let arn = "arn:aws:iam::111122223333:policy/x/p"
        let builtIn = ManagedPolicyCatalogue.administratorAccess
        _ = try await iam.user("h")
        await iam.ok(.createGroup, ["GroupName": "h"])
        await iam.ok(.createRole, ["RoleName": "h", "AssumeRolePolicyDocument": IAM.trust()])
        for policy in [arn, builtIn] { await iam.ok(holder.attach, [holder.key: "h", "PolicyArn": policy]) }
        #expect(await iam.ok(holder.list, [holder.key: "h"]).texts("PolicyArn") == [builtIn, arn])
        #expect(await iam.ok(holder.list, [holder.key: "h", "PathPrefix": "/x/"]).texts("PolicyArn") == [arn])
        let first = await iam.ok(holder.list, [holder.key: "h", "MaxItems": "1"])
        #expect(first.texts("PolicyArn") == [builtIn])
        let marker = try #require(first.text("Marker"))
        #expect(await iam.ok(holder.list, [holder.key: "h", "Marker": marker]).texts("PolicyName") == ["p"])
        await iam.ok(holder.detach, [holder.key: "h", "PolicyArn": arn])
        #expect(await iam.ok(.getPolicy, ["PolicyArn": arn]).text("AttachmentCount") == "0")
        await iam.refused(
            holder.detach, [holder.key: "h", "PolicyArn": arn], "NoSuchEntity", "Policy \(arn) was not found.")
    }

    @Test("bounds a user or role until it is taken away or another takes its place") func isBoundary() async throws {
        let iam = try await made()
        let builtIn = ManagedPolicyCatalogue.administratorAccess
        _ = try await iam.user("h")
        await iam.ok(.createRole, ["RoleName": "h", "AssumeRolePolicyDocument": IAM.trust()])
        await iam.ok(.putUserPermissionsBoundary, ["UserName": "h", "PermissionsBoundary": Self.arn])
        await iam.ok(.putRolePermissionsBoundary, ["RoleName": "h", "PermissionsBoundary": Self.arn])
        await iam.ok(.putRolePermissionsBoundary, ["RoleName": "h", "PermissionsBoundary": Self.arn])
        let used = { await iam.ok(.getPolicy, ["PolicyArn": Self.arn]).text("PermissionsBoundaryUsageCount") }
        #expect(await used() == "2")
        #expect(await iam.ok(.getRole, ["RoleName": "h"]).text("PermissionsBoundaryArn") == Self.arn)
        await iam.ok(.putUserPermissionsBoundary, ["UserName": "h", "PermissionsBoundary": builtIn])
        #expect(await iam.ok(.getUser, ["UserName": "h"]).text("PermissionsBoundaryArn") == builtIn)
        #expect(await used() == "1")
        await iam.ok(.deleteRolePermissionsBoundary, ["RoleName": "h"])
        #expect(await used() == "0")
        let none = "arn:aws:iam::111122223333:policy/none"
        await iam.refused(
            .putUserPermissionsBoundary, ["UserName": "h", "PermissionsBoundary": none], "NoSuchEntity",
            "Policy \(none) does not exist or is not attachable.")
    }
}
