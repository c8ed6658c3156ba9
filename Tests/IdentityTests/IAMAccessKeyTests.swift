import IAMModel
import KeyCrypto
import Records
import Testing

@testable import Identity

@Suite("An access key of a user") struct IAMAccessKeyTests {
    @Test("is made with a secret that is told once, and found by who checks signatures") func isMade() async throws {
        let iam = try await IAM()
        let bob = try await iam.user("bob")
        let made = await iam.ok(.createAccessKey, ["UserName": "bob"])
        let id = try #require(made.text("AccessKeyId"))
        let secret = try #require(made.text("SecretAccessKey"))
        #expect(made.text("Status") == "Active")
        let key = try #require(try await iam.identity.accessKey(id))
        #expect(key.secret.text == secret)
        #expect(key.principal == bob)
        let listed = await iam.ok(.listAccessKeys, ["UserName": "bob"])
        #expect(listed.texts("AccessKeyId") == [id])
        #expect(!listed.xml.contains(secret))
    }

    @Test("is one of two") func isLimited() async throws {
        let iam = try await IAM()
        _ = try await iam.user("bob")
        for _ in 0..<2 { await iam.ok(.createAccessKey, ["UserName": "bob"]) }
        await iam.refused(
            .createAccessKey, ["UserName": "bob"], "LimitExceeded", "Cannot exceed quota for AccessKeysPerUser: 2")
    }

    @Test("can be turned off, on, and away, and at once") func isChanged() async throws {
        let iam = try await IAM()
        _ = try await iam.user("bob")
        let id = try #require(await iam.ok(.createAccessKey, ["UserName": "bob"]).text("AccessKeyId"))
        #expect(try await iam.identity.accessKey(id)?.isActive == true)
        await iam.ok(.updateAccessKey, ["UserName": "bob", "AccessKeyId": id, "Status": "Inactive"])
        #expect(try await iam.identity.accessKey(id)?.isActive == false)
        await iam.ok(.updateAccessKey, ["UserName": "bob", "AccessKeyId": id, "Status": "Active"])
        #expect(try await iam.identity.accessKey(id)?.isActive == true)
        await iam.ok(.deleteAccessKey, ["UserName": "bob", "AccessKeyId": id])
        #expect(try await iam.identity.accessKey(id) == nil)
        #expect(try await iam.world.stored("access-key-secret").isEmpty)
        await iam.refused(
            .deleteAccessKey, ["UserName": "bob", "AccessKeyId": id], "NoSuchEntity",
            "The Access Key with id \(id) cannot be found.")
    }

    @Test("of another user is none of this one") func isOthers() async throws {
        let iam = try await IAM()
        _ = try await iam.user("bob")
        _ = try await iam.user("eve")
        let id = try #require(await iam.ok(.createAccessKey, ["UserName": "eve"]).text("AccessKeyId"))
        await iam.refused(
            .updateAccessKey, ["UserName": "bob", "AccessKeyId": id, "Status": "Inactive"], "NoSuchEntity")
        await iam.refused(.deleteAccessKey, ["UserName": "bob", "AccessKeyId": id], "NoSuchEntity")
    }

    @Test("tells when it was last used, in memory and in the store") func isUsed() async throws {
        let iam = try await IAM()
        _ = try await iam.user("bob")
        let id = try #require(await iam.ok(.createAccessKey, ["UserName": "bob"]).text("AccessKeyId"))
        let never = await iam.ok(.getAccessKeyLastUsed, ["AccessKeyId": id])
        #expect(never.text("ServiceName") == "N/A")
        #expect(never.text("LastUsedDate") == nil)
        #expect(never.text("UserName") == "bob")
        iam.identity.noteUse(of: id, service: "kms", region: "eu-west-1")
        #expect(await iam.ok(.getAccessKeyLastUsed, ["AccessKeyId": id]).text("ServiceName") == "kms")
        try await iam.identity.flush()
        let other = try await IAM(iam.world, seed: 5)
        let used = await other.ok(.getAccessKeyLastUsed, ["AccessKeyId": id])
        #expect(used.text("Region") == "eu-west-1")
        #expect(used.text("LastUsedDate") == "2023-11-14T22:13:20Z")
        await iam.ok(.deleteAccessKey, ["UserName": "bob", "AccessKeyId": id])
        #expect(try await iam.world.stored("last-use").isEmpty)
    }

    @Test("of an account's root is not made") func isNotRoots() async throws {
        let iam = try await IAM()
        await iam.refused(.createAccessKey, [:], "UnsupportedOperation")
        #expect(await iam.ok(.listAccessKeys).texts("AccessKeyId") == [])
        await iam.refused(
            .getAccessKeyLastUsed, ["AccessKeyId": "AKIAIOSFODNN7EXAMPLE"], "NoSuchEntity",
            "The Access Key with id AKIAIOSFODNN7EXAMPLE cannot be found.")
    }
}
