import IAMModel
import Testing

@testable import Identity

@Suite("An OpenID Connect provider") struct ProviderTests {
    private static let arn = "arn:aws:iam::111122223333:oidc-provider/id.example.com/a"
    private static let thumbprint = String(repeating: "aB", count: 20)

    @Test("is made, told, changed and deleted") func lives() async throws {
        let iam = try await IAM()
        let made = await iam.ok(
            .createOpenIDConnectProvider,
            [
                "Url": "https://id.example.com/a", "ClientIDList.member.1": "one",
                "ThumbprintList.member.1": Self.thumbprint,
            ])
        #expect(made.text("OpenIDConnectProviderArn") == Self.arn)
        let name = ["OpenIDConnectProviderArn": Self.arn]
        await iam.ok(.addClientIDToOpenIDConnectProvider, name.merging(["ClientID": "two"]) { one, _ in one })
        await iam.ok(.removeClientIDFromOpenIDConnectProvider, name.merging(["ClientID": "one"]) { one, _ in one })
        let other = String(repeating: "0", count: 40)
        await iam.ok(
            .updateOpenIDConnectProviderThumbprint,
            name.merging(["ThumbprintList.member.1": Self.thumbprint, "ThumbprintList.member.2": other]) { one, _ in one
            })
        let got = await iam.ok(.getOpenIDConnectProvider, name)
        #expect(got.text("Url") == "id.example.com/a")
        #expect(got.members == ["two", Self.thumbprint.lowercased(), other])
        #expect(await iam.ok(.listOpenIDConnectProviders).texts("Arn") == [Self.arn])
        await iam.refused(
            .createOpenIDConnectProvider, ["Url": "https://ID.example.com/a"], "EntityAlreadyExists",
            "Provider with url https://ID.example.com/a already exists.")
        await iam.ok(.deleteOpenIDConnectProvider, name)
        await iam.ok(.deleteOpenIDConnectProvider, name)
        await iam.refused(
            .getOpenIDConnectProvider, name, "NoSuchEntity", "OpenIDConnect Provider not found for arn \(Self.arn)")
    }

    @Test(
        "has an https URL without query",
        arguments: ["http://id.example.com", "https://", "https:///a", "https://a?b", "https://a#b", "https://a b"])
    func hasURL(_ url: String) async throws {
        let iam = try await IAM()
        await iam.refused(
            .createOpenIDConnectProvider, ["Url": url], "ValidationError", "Invalid Open ID Connect Provider URL")
    }

    @Test("has five thumbprints at most, of SHA-1") func hasThumbprints() async throws {
        let iam = try await IAM()
        var parameters = ["Url": "https://id.example.com"]
        for number in 1...6 { parameters["ThumbprintList.member.\(number)"] = Self.thumbprint }
        await iam.refused(.createOpenIDConnectProvider, parameters, "InvalidInput")
        await iam.refused(
            .createOpenIDConnectProvider,
            ["Url": "https://id.example.com", "ThumbprintList.member.1": String(repeating: "x", count: 40)],
            "InvalidInput")
    }
}
