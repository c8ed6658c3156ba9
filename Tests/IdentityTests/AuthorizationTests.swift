import IAMModel
import IAMPolicy
import Testing

@testable import Identity

@Suite("A caller of IAM") struct AuthorizationTests {
    private func caller(_ document: String) async throws -> (IAM, Principal) {
        let iam = try await IAM()
        let bob = try await iam.user("bob")
        await iam.ok(.putUserPolicy, ["UserName": "bob", "PolicyName": "p", "PolicyDocument": document])
        return (iam, bob)
    }

    private func condition(_ action: String, _ key: String, _ value: String) -> String {
        #"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"\#(action)","Resource":"*","Condition":{"StringEquals":{"\#(key)":"\#(value)"}}}]}"#
    }

    @Test("is told in AWS's words what he may not do") func isRefused() async throws {
        let iam = try await IAM()
        let bob = try await iam.user("bob")
        let user = "User: arn:aws:iam::111122223333:user/bob is not authorized to perform: "
        let cases: [(IAMOperation, [String: String], String)] = [
            (.getUser, ["UserName": "eve"], "user eve"), (.getUser, ["UserName": "bob"], "user bob"),
            (.createUser, ["UserName": "x", "Path": "/a/"], "arn:aws:iam::111122223333:user/a/x"),
            (.listUsers, [:], "arn:aws:iam::111122223333:user/"),
            (.createRole, ["RoleName": "r", "AssumeRolePolicyDocument": "{"], "arn:aws:iam::111122223333:role/r"),
            (.createPolicy, ["PolicyName": "p", "PolicyDocument": "{"], "policy p"),
            (.listPolicies, [:], "policy path /"), (.getAccountSummary, [:], "*"),
            (
                .getPolicy, ["PolicyArn": "arn:aws:iam::111122223333:policy/x"],
                "policy arn:aws:iam::111122223333:policy/x"
            ),
        ]
        for (operation, parameters, resource) in cases {
            let action = "iam:\(operation.rawValue)"
            await iam.refused(
                operation, parameters, "AccessDenied",
                "\(user)\(action) on resource: \(resource) because no identity-based policy allows the \(action) action",
                as: bob)
        }
        #expect(await iam.call(.listUsers, as: bob).outcome.status == 403)
    }

    @Test("may do what his policies say of a resource") func isAllowed() async throws {
        let (iam, bob) = try await caller(IAM.policy("Allow", "iam:*", "arn:aws:iam::111122223333:user/team/*"))
        await iam.ok(.createUser, ["UserName": "x", "Path": "/team/"], as: bob)
        await iam.ok(.getUser, ["UserName": "x"], as: bob)
        await iam.refused(.getUser, ["UserName": "bob"], "AccessDenied", as: bob)
        await iam.refused(.createUser, ["UserName": "y"], "AccessDenied", as: bob)
        await iam.refused(.updateUser, ["UserName": "x", "NewPath": "/other/"], "AccessDenied", as: bob)
        await iam.ok(.updateUser, ["UserName": "x", "NewPath": "/team/b/"], as: bob)
    }

    @Test("may attach certain policies only, where a condition says so") func attaches() async throws {
        let arn = "arn:aws:iam::aws:policy/IAMReadOnlyAccess"
        let (iam, bob) = try await caller(condition("iam:AttachUserPolicy", "iam:PolicyARN", arn))
        await iam.ok(.attachUserPolicy, ["UserName": "bob", "PolicyArn": arn], as: bob)
        await iam.refused(
            .attachUserPolicy,
            ["UserName": "bob", "PolicyArn": ManagedPolicyCatalogue.administratorAccess], "AccessDenied", as: bob)
    }

    @Test("may make users only within a boundary, where a condition says so") func bounds() async throws {
        let arn = "arn:aws:iam::aws:policy/PowerUserAccess"
        let (iam, bob) = try await caller(condition("iam:*", "iam:PermissionsBoundary", arn))
        await iam.refused(.createUser, ["UserName": "x"], "AccessDenied", as: bob)
        await iam.ok(.createUser, ["UserName": "x", "PermissionsBoundary": arn], as: bob)
        let put = ["UserName": "x", "PolicyName": "p", "PolicyDocument": IAM.everything]
        await iam.ok(.putUserPolicy, put, as: bob)
        await iam.refused(
            .putUserPermissionsBoundary,
            ["UserName": "x", "PermissionsBoundary": ManagedPolicyCatalogue.administratorAccess], "AccessDenied",
            as: bob)
        await iam.ok(.deleteUserPermissionsBoundary, ["UserName": "x"])
        await iam.refused(.putUserPolicy, put, "AccessDenied", as: bob)
    }

    @Test("may be asked for tags", arguments: ["aws:ResourceTag/team", "iam:ResourceTag/team"])
    func needsResourceTag(_ key: String) async throws {
        let (iam, bob) = try await caller(condition("iam:GetUser", key, "red"))
        _ = try await iam.user("x", ["Tags.member.1.Key": "team", "Tags.member.1.Value": "red"])
        await iam.ok(.getUser, ["UserName": "x"], as: bob)
        await iam.ok(.tagUser, ["UserName": "x", "Tags.member.1.Key": "team", "Tags.member.1.Value": "blue"])
        await iam.refused(.getUser, ["UserName": "x"], "AccessDenied", as: bob)
    }

    @Test("who gives tags must be allowed that as well") func tags() async throws {
        let (iam, bob) = try await caller(IAM.policy("Allow", "iam:CreateUser"))
        await iam.ok(.createUser, ["UserName": "x"], as: bob)
        let answer = await iam.call(
            .createUser, ["UserName": "y", "Tags.member.1.Key": "a", "Tags.member.1.Value": "b"], as: bob)
        #expect(answer.error?.message.contains("iam:TagUser") == true)
    }

    @Test("is bounded by his boundary") func isBounded() async throws {
        let (iam, bob) = try await caller(IAM.everything)
        await iam.ok(.listUsers, as: bob)
        await iam.ok(
            .putUserPermissionsBoundary,
            ["UserName": "bob", "PermissionsBoundary": "arn:aws:iam::aws:policy/AWSKeyManagementServicePowerUser"])
        await iam.ok(.listUsers, as: bob)
        let answer = await iam.call(.getUser, as: bob)
        #expect(
            answer.error?.message.hasSuffix("because no permissions boundary allows the iam:GetUser action") == true)
    }

    @Test("who is gone has no valid token") func isGone() async throws {
        let (iam, bob) = try await caller(IAM.everything)
        await iam.ok(.deleteUserPolicy, ["UserName": "bob", "PolicyName": "p"])
        await iam.ok(.deleteUser, ["UserName": "bob"])
        await iam.refused(
            .listUsers, [:], "InvalidClientTokenId", "The security token included in the request is invalid.",
            as: bob)
    }

    @Test("with a session of a role has to name users") func hasSession() async throws {
        let iam = try await IAM()
        await iam.ok(.createRole, ["RoleName": "app", "AssumeRolePolicyDocument": IAM.trust()])
        await iam.ok(.putRolePolicy, ["RoleName": "app", "PolicyName": "p", "PolicyDocument": IAM.everything])
        let session = try await iam.session("app")
        await iam.ok(.listUsers, as: session)
        await iam.refused(
            .getUser, [:], "ValidationError", "Must specify userName when calling with non-User credentials",
            as: session)
        let token = try await iam.session("app") { $0.kind = .sessionToken }
        await iam.refused(.listUsers, [:], "InvalidClientTokenId", as: token)
    }

    @Test("asks for what there is") func asks() async throws {
        let iam = try await IAM()
        await iam.refused(
            .createLoginProfile, [:], "UnsupportedOperation", "Trent does not implement CreateLoginProfile yet.")
        let outcome = await iam.service.perform(
            nil, parameters: QueryParameters(bytes: Array("Action=X&Version=2010-05-08".utf8)), principal: IAM.root,
            request: RequestFacts(time: 0, region: "us-east-1", isSecureTransport: true), partition: "aws",
            requestID: "r")
        #expect(outcome.error?.code == "InvalidAction")
        #expect(await iam.call(.getUser, ["UserName": "a b"]).error?.code == "ValidationError")
    }
}
