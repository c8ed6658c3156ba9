import IAMModel
import Testing

@testable import Identity

@Suite("Tags") struct IAMTagTests {
    struct Kind: Sendable, CustomTestStringConvertible {
        var name: String
        var key: String
        var value: String
        var tag: IAMOperation
        var untag: IAMOperation
        var list: IAMOperation

        var testDescription: String { name }

        static let all = [
            Kind(
                name: "user", key: "UserName", value: "x", tag: .tagUser, untag: .untagUser, list: .listUserTags),
            Kind(
                name: "role", key: "RoleName", value: "x", tag: .tagRole, untag: .untagRole, list: .listRoleTags),
            Kind(
                name: "policy", key: "PolicyArn", value: "arn:aws:iam::111122223333:policy/x", tag: .tagPolicy,
                untag: .untagPolicy, list: .listPolicyTags),
            Kind(
                name: "provider", key: "OpenIDConnectProviderArn",
                value: "arn:aws:iam::111122223333:oidc-provider/id.example.com", tag: .tagOpenIDConnectProvider,
                untag: .untagOpenIDConnectProvider, list: .listOpenIDConnectProviderTags),
        ]
    }

    private func iam() async throws -> IAM {
        let iam = try await IAM()
        _ = try await iam.user("x")
        await iam.ok(.createRole, ["RoleName": "x", "AssumeRolePolicyDocument": IAM.trust()])
        await iam.ok(.createPolicy, ["PolicyName": "x", "PolicyDocument": IAM.everything])
        await iam.ok(.createOpenIDConnectProvider, ["Url": "https://id.example.com"])
        return iam
    }

    private static func tags(_ tags: [(String, String)]) -> [String: String] {
        var parameters: [String: String] = [:]
        for (index, tag) in tags.enumerated() {
            parameters["Tags.member.\(index + 1).Key"] = tag.0
            parameters["Tags.member.\(index + 1).Value"] = tag.1
        }
        return parameters
    }

    @Test("are set, replaced whatever their case, and removed", arguments: Kind.all)
    func areSet(_ kind: Kind) async throws {
        let iam = try await iam()
        let name = [kind.key: kind.value]
        await iam.ok(kind.tag, Self.tags([("Team", "red"), ("Cost", "1")]).merging(name) { one, _ in one })
        await iam.ok(kind.tag, Self.tags([("TEAM", "blue")]).merging(name) { one, _ in one })
        let listed = await iam.ok(kind.list, name)
        #expect(listed.texts("Key") == ["Cost", "TEAM"])
        #expect(listed.texts("Value") == ["1", "blue"])
        let first = await iam.ok(kind.list, name.merging(["MaxItems": "1"]) { one, _ in one })
        #expect(first.texts("Key") == ["Cost"])
        #expect(first.text("IsTruncated") == "true")
        await iam.ok(kind.untag, name.merging(["TagKeys.member.1": "team"]) { one, _ in one })
        #expect(await iam.ok(kind.list, name).texts("Key") == ["Cost"])
    }

    @Test("are fifty at most, each once, and none of AWS's", arguments: Kind.all)
    func areLimited(_ kind: Kind) async throws {
        let iam = try await iam()
        let name = [kind.key: kind.value]
        let fifty = Self.tags((0..<50).map { ("k\($0)", "v") })
        await iam.ok(kind.tag, fifty.merging(name) { one, _ in one })
        await iam.refused(
            kind.tag, Self.tags([("more", "")]).merging(name) { one, _ in one }, "LimitExceeded",
            "The number of tags has reached the maximum limit.")
        await iam.refused(
            kind.tag, Self.tags([("a", "1"), ("A", "2")]).merging(name) { one, _ in one }, "InvalidInput",
            "Duplicate tag keys found. Please note that Tag keys are case insensitive.")
        await iam.refused(
            kind.tag, Self.tags([("AWS:x", "1")]).merging(name) { one, _ in one }, "InvalidInput")
    }
}
