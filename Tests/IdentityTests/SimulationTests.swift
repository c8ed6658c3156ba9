import IAMModel
import Testing

@testable import Identity

@Suite("A simulation") struct SimulationTests {
    private static let bob = "arn:aws:iam::111122223333:user/bob"

    @Test("says what a principal's policies decide, and by which statement") func isOfPrincipal() async throws {
        let iam = try await IAM()
        _ = try await iam.user("bob")
        await iam.ok(
            .putUserPolicy, ["UserName": "bob", "PolicyName": "p", "PolicyDocument": IAM.policy("Allow", "kms:*")])
        await iam.ok(
            .attachUserPolicy, ["UserName": "bob", "PolicyArn": "arn:aws:iam::aws:policy/IAMReadOnlyAccess"])
        let answer = await iam.ok(
            .simulatePrincipalPolicy,
            [
                "PolicySourceArn": Self.bob, "ActionNames.member.1": "kms:Decrypt",
                "ActionNames.member.2": "iam:GetUser", "ActionNames.member.3": "iam:CreateUser",
                "PolicyInputList.member.1": IAM.policy("Deny", "iam:Get*"),
            ])
        #expect(answer.texts("EvalDecision") == ["allowed", "explicitDeny", "implicitDeny"])
        #expect(answer.texts("SourcePolicyType").contains("user"))
        #expect(answer.texts("SourcePolicyId").contains("IAMReadOnlyAccess"))
        #expect(answer.texts("SourcePolicyId").contains("PolicyInputList.1"))
    }

    @Test("of custom policies knows values that conditions ask for, and tells of those that are missing")
    func isCustom() async throws {
        let iam = try await IAM()
        let document =
            #"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"kms:*","Resource":"*","Condition":{"StringEquals":{"aws:PrincipalTag/team":"red"}}}]}"#
        let base = ["PolicyInputList.member.1": document, "ActionNames.member.1": "kms:Decrypt"]
        let missing = await iam.ok(.simulateCustomPolicy, base)
        #expect(missing.text("EvalDecision") == "implicitDeny")
        #expect(missing.members == ["aws:PrincipalTag/team"])
        let given = await iam.ok(
            .simulateCustomPolicy,
            base.merging([
                "ContextEntries.member.1.ContextKeyName": "aws:PrincipalTag/team",
                "ContextEntries.member.1.ContextKeyValues.member.1": "red",
                "ContextEntries.member.1.ContextKeyType": "string",
            ]) { one, _ in one })
        #expect(given.text("EvalDecision") == "allowed")
    }

    @Test("looks at boundaries") func hasBoundary() async throws {
        let iam = try await IAM()
        let answer = await iam.ok(
            .simulateCustomPolicy,
            [
                "PolicyInputList.member.1": IAM.everything, "ActionNames.member.1": "kms:Decrypt",
                "ActionNames.member.2": "iam:GetUser",
                "PermissionsBoundaryPolicyInputList.member.1": IAM.policy("Allow", "kms:*"),
            ])
        #expect(answer.texts("EvalDecision") == ["allowed", "implicitDeny"])
        #expect(answer.texts("AllowedByPermissionsBoundary") == ["true", "false"])
    }

    @Test("goes page by page over actions and resources") func isPaged() async throws {
        let iam = try await IAM()
        var parameters = ["PolicyInputList.member.1": IAM.everything, "MaxItems": "3"]
        for number in 1...2 {
            parameters["ActionNames.member.\(number)"] = "kms:A\(number)"
            parameters["ResourceArns.member.\(number)"] = "arn:aws:kms:::key/\(number)"
        }
        let first = await iam.ok(.simulateCustomPolicy, parameters)
        #expect(first.texts("EvalActionName") == ["kms:A1", "kms:A1", "kms:A2"])
        parameters["Marker"] = first.text("Marker")
        let second = await iam.ok(.simulateCustomPolicy, parameters)
        #expect(second.texts("EvalResourceName") == ["arn:aws:kms:::key/2"])
        #expect(second.text("IsTruncated") == "false")
    }

    @Test("is of who is there, with policies that are some") func isRefused() async throws {
        let iam = try await IAM()
        await iam.refused(
            .simulatePrincipalPolicy, ["PolicySourceArn": Self.bob, "ActionNames.member.1": "kms:Decrypt"],
            "NoSuchEntity", "The user with name bob cannot be found.")
        await iam.refused(
            .simulateCustomPolicy, ["PolicyInputList.member.1": "{}", "ActionNames.member.1": "kms:Decrypt"],
            "InvalidInput")
        await iam.refused(
            .getContextKeysForPrincipalPolicy, ["PolicySourceArn": "arn:aws:iam::444455556666:user/bob"],
            "InvalidInput")
    }

    @Test("needs values of the keys that policies mention") func hasKeys() async throws {
        let iam = try await IAM()
        let document =
            #"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"arn:aws:s3:::${aws:username}","Condition":{"Bool":{"aws:SecureTransport":"true"}}}]}"#
        let custom = await iam.ok(.getContextKeysForCustomPolicy, ["PolicyInputList.member.1": document])
        #expect(Set(custom.members) == ["aws:username", "aws:SecureTransport"])
        await iam.ok(.createGroup, ["GroupName": "g"])
        await iam.ok(.putGroupPolicy, ["GroupName": "g", "PolicyName": "p", "PolicyDocument": document])
        let principal = await iam.ok(
            .getContextKeysForPrincipalPolicy, ["PolicySourceArn": "arn:aws:iam::111122223333:group/g"])
        #expect(Set(principal.members) == ["aws:username", "aws:SecureTransport"])
    }
}
