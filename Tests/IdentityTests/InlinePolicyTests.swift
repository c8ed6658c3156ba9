import IAMModel
import Testing

@testable import Identity

@Suite("An inline policy") struct InlinePolicyTests {
    struct Kind: Sendable, CustomTestStringConvertible {
        var name: String
        var put: IAMOperation
        var get: IAMOperation
        var list: IAMOperation
        var delete: IAMOperation
        var size: Int

        var testDescription: String { name }
        var key: String { "\(name.capitalizedASCII)Name" }

        static let all = [
            Kind(
                name: "user", put: .putUserPolicy, get: .getUserPolicy, list: .listUserPolicies,
                delete: .deleteUserPolicy, size: 2048),
            Kind(
                name: "group", put: .putGroupPolicy, get: .getGroupPolicy, list: .listGroupPolicies,
                delete: .deleteGroupPolicy, size: 5120),
            Kind(
                name: "role", put: .putRolePolicy, get: .getRolePolicy, list: .listRolePolicies,
                delete: .deleteRolePolicy, size: 10_240),
        ]
    }

    private func iam() async throws -> IAM {
        let iam = try await IAM()
        _ = try await iam.user("x")
        await iam.ok(.createGroup, ["GroupName": "x"])
        await iam.ok(.createRole, ["RoleName": "x", "AssumeRolePolicyDocument": IAM.trust()])
        return iam
    }

    @Test("is put, replaced, told and deleted", arguments: Kind.all) func isPut(_ kind: Kind) async throws {
        let iam = try await iam()
        for name in ["b", "a", "c"] {
            await iam.ok(kind.put, [kind.key: "x", "PolicyName": name, "PolicyDocument": IAM.everything])
        }
        await iam.ok(
            kind.put, [kind.key: "x", "PolicyName": "a", "PolicyDocument": IAM.policy("Deny", "iam:*")])
        let got = await iam.ok(kind.get, [kind.key: "x", "PolicyName": "a"])
        #expect(got.text("PolicyDocument")?.contains("%22Deny%22") == true)
        #expect(got.text(kind.key) == "x")
        let first = await iam.ok(kind.list, [kind.key: "x", "MaxItems": "2"])
        #expect(first.members == ["a", "b"])
        let marker = try #require(first.text("Marker"))
        #expect(await iam.ok(kind.list, [kind.key: "x", "Marker": marker]).members == ["c"])
        await iam.ok(kind.delete, [kind.key: "x", "PolicyName": "a"])
        let message = "The \(kind.name) policy with name a cannot be found."
        await iam.refused(kind.get, [kind.key: "x", "PolicyName": "a"], "NoSuchEntity", message)
        await iam.refused(kind.delete, [kind.key: "x", "PolicyName": "a"], "NoSuchEntity", message)
    }

    @Test("counts with the others of its holder", arguments: Kind.all) func isLimited(_ kind: Kind) async throws {
        let iam = try await iam()
        let document = #"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}"#
        let most = kind.size / document.utf8.count
        for number in 0..<most {
            await iam.ok(kind.put, [kind.key: "x", "PolicyName": "p\(number)", "PolicyDocument": document])
        }
        await iam.refused(
            kind.put, [kind.key: "x", "PolicyName": "more", "PolicyDocument": document], "LimitExceeded",
            "Maximum policy size of \(kind.size) bytes exceeded for \(kind.name) x")
        await iam.ok(
            kind.put,
            [kind.key: "x", "PolicyName": "p0", "PolicyDocument": document + String(repeating: " ", count: 9000)])
    }

    @Test("is a policy", arguments: ["{}", "no JSON", IAM.trust()]) func isPolicy(_ document: String) async throws {
        let iam = try await iam()
        for kind in Kind.all {
            await iam.refused(
                kind.put, [kind.key: "x", "PolicyName": "p", "PolicyDocument": document], "MalformedPolicyDocument")
        }
    }
}
