import AWSJSON
import Identity
import KMSModel
import KeyService
import Testing

@testable import SeedFiles

@Suite struct ApplyTests {
    static let mrk = "mrk-1234abcd12ab34cd56ef1234567890ab"
    static let allow = "{Version: 2012-10-17, Statement: [{Effect: Allow, Action: 'kms:*', Resource: '*'}]}"
    static let trust =
        "{Version: 2012-10-17, Statement: [{Effect: Allow, Principal: {AWS: 'arn:aws:iam::\(account):user/etl'}, Action: 'sts:AssumeRole'}]}"
    static let everything = """
        Keys:
          - KeyId: \(keyID)
            Description: orders
            KeyMaterial: \(material)
            KeyRotationEnabled: true
            Tags: {team: data}
            Policy:
              Version: 2012-10-17
              Statement:
                - {Effect: Allow, Principal: {AWS: "arn:aws:iam::\(account):root"}, Action: kms:*, Resource: "*"}
                - {Effect: Allow, Principal: {AWS: "arn:aws:iam::\(account):user/etl"}, Action: kms:Decrypt, Resource: "*"}
          - KeyId: \(mrk)
            ReplicaRegions: [eu-west-1, us-east-1]
            KeyMaterial: [\(material), "hex:\(String(repeating: "ab", count: 32))"]
          - KeyId: 22222222-12ab-34cd-56ef-1234567890ab
            KeySpec: ECC_NIST_P256
            KeyUsage: SIGN_VERIFY
            Enabled: false
          - {KeyId: 33333333-12ab-34cd-56ef-1234567890ab, Account: "444455556666", Region: us-east-1}
        Aliases:
          - {AliasName: alias/orders, TargetKeyId: \(keyID)}
          - {AliasName: alias/there, TargetKeyId: \(mrk), Region: eu-west-1}
        Policies: [{PolicyName: use, Description: d, PolicyDocument: \(allow)}]
        Users:
          - UserName: etl
            Path: /jobs/
            Tags: {team: data}
            ManagedPolicyArns: ["arn:aws:iam::\(account):policy/use"]
            Policies: [{PolicyName: own, PolicyDocument: \(allow)}]
            AccessKeys: [{AccessKeyId: AKIAIOSFODNN7EXAMPLE, SecretAccessKey: secret, Status: Inactive}]
        """

    @Test func theSameFileAgainChangesNothing() async throws {
        let world = try await World()
        let file = Self.everything
        #expect(try await world.seed(file) == SeedReport(made: 8))
        let changes = try await world.changes()
        let before = try await world.describe()
        let status = try await world.call(.getKeyRotationStatus, ["KeyId": .string(keyID)])
        world.clock.advance(days: 3)
        #expect(try await world.seed(file) == SeedReport(unchanged: 8))
        #expect(try await world.changes() == changes)
        #expect(try await world.describe() == before)
        #expect(try await world.call(.getKeyRotationStatus, ["KeyId": .string(keyID)]) == status)
        // And not after other things were done either.
        _ = try await world.keys.housekeep()
        #expect(try await world.seed(file) == SeedReport(unchanged: 8))
    }

    @Test func keysAreAsTheFileSays() async throws {
        let world = try await World()
        try await world.seed(Self.everything)
        let key = try await world.describe("alias/orders")
        #expect(key["KeyId"]?.string == keyID && key["Description"]?.string == "orders")
        #expect(key["Origin"]?.string == "AWS_KMS" && key["Enabled"]?.bool == true)
        let replica = try await world.describe("alias/there", in: "eu-west-1")
        #expect(replica["MultiRegionConfiguration"]?["MultiRegionKeyType"]?.string == "REPLICA")
        #expect(replica["KeyState"]?.string == "Enabled")
        let rotations = try await world.call(
            .listKeyRotations, ["KeyId": .string(Self.mrk), "IncludeKeyMaterial": .string("ALL_KEY_MATERIAL")])
        #expect(rotations["Rotations"]?.elements?.count == 2)
        #expect(try await world.describe("22222222-12ab-34cd-56ef-1234567890ab")["Enabled"]?.bool == false)
        let tags = try await world.call(.listResourceTags, ["KeyId": .string(keyID)])
        #expect(tags["Tags"]?.elements?.first?["TagValue"]?.string == "data")
        let user = try await world.identity.accessKey("AKIAIOSFODNN7EXAMPLE")
        #expect(user?.principal.arn == "arn:aws:iam::\(account):user/jobs/etl" && user?.isActive == false)
    }

    @Test func aCiphertextOutlivesAServerThatForgets() async throws {
        let (first, second) = (try await World(seed: 1), try await World(seed: 2))
        try await first.seed(Self.everything)
        try await second.seed(Self.everything)
        for (id, region, there) in [(keyID, region, region), (Self.mrk, region, "eu-west-1")] {
            let sealed = try await first.call(
                .encrypt, ["KeyId": .string(id), "Plaintext": .string("aGVsbG8=")], in: region)
            let opened = try await second.call(
                .decrypt, ["CiphertextBlob": sealed["CiphertextBlob"] ?? .null], in: there)
            #expect(opened["Plaintext"]?.string == "aGVsbG8=")
            let current = try await first.describe(id)["CurrentKeyMaterialId"]
            #expect(current != nil && opened["KeyMaterialId"] == current)
        }
    }

    /// What an older generation encrypted is read with it, and new is encrypted with the last.
    @Test func theLastKeyMaterialIsTheCurrentOne() async throws {
        let (old, new) = (try await World(), try await World(seed: 2))
        try await old.seed("Keys: [{KeyId: \(keyID), KeyMaterial: \(material)}]")
        try await new.seed(
            "Keys: [{KeyId: \(keyID), KeyMaterial: [\(material), \(String(material.reversed().drop { $0 == "=" }) + "=")]}]"
        )
        let sealed = try await old.call(.encrypt, ["KeyId": .string(keyID), "Plaintext": .string("aGVsbG8=")])
        let opened = try await new.call(.decrypt, ["CiphertextBlob": sealed["CiphertextBlob"] ?? .null])
        #expect(opened["Plaintext"]?.string == "aGVsbG8=")
        let again = try await new.call(.encrypt, ["KeyId": .string(keyID), "Plaintext": .string("aGVsbG8=")])
        let refused = try await old.call(.decrypt, ["CiphertextBlob": again["CiphertextBlob"] ?? .null])
        #expect(refused["error"] != nil)
    }

    @Test func whatCanBeChangedIsBroughtInLine() async throws {
        let world = try await World()
        let first =
            "Keys: [{KeyId: \(keyID), Description: a, Tags: {x: 1}}, {KeyId: 22222222-12ab-34cd-56ef-1234567890ab}]\n"
        try await world.seed(first + "Aliases: [{AliasName: alias/a, TargetKeyId: \(keyID)}]")
        let report = try await world.seed(
            """
            Keys:
              - {KeyId: \(keyID), Description: b, Tags: {y: 2}, Enabled: false, KeyRotationEnabled: true}
              - {KeyId: 22222222-12ab-34cd-56ef-1234567890ab}
            Aliases: [{AliasName: alias/a, TargetKeyId: 22222222-12ab-34cd-56ef-1234567890ab}]
            """)
        #expect(report == SeedReport(changed: 2, unchanged: 1))
        let key = try await world.describe()
        #expect(key["Description"]?.string == "b" && key["KeyState"]?.string == "Disabled")
        let tags = try await world.call(.listResourceTags, ["KeyId": .string(keyID)])["Tags"]?.elements
        #expect(tags?.map { $0["TagKey"]?.string } == ["y"])
        #expect(try await world.describe("alias/a")["KeyId"]?.string == "22222222-12ab-34cd-56ef-1234567890ab")
    }

    /// What the file does not say stays as somebody made it.
    @Test func whatIsNotInTheFileStays() async throws {
        let world = try await World()
        try await world.seed("Keys: [{KeyId: \(keyID)}]")
        _ = try await world.call(
            .updateKeyDescription, ["KeyId": .string(keyID), "Description": .string("mine")])
        _ = try await world.call(.createAlias, ["TargetKeyId": .string(keyID), "AliasName": .string("alias/mine")])
        #expect(try await world.seed("Keys: [{KeyId: \(keyID)}]") == SeedReport(unchanged: 1))
        #expect(try await world.describe("alias/mine")["Description"]?.string == "mine")
    }

    @Test func aKeyThatWaitsForItsDeletionIsKept() async throws {
        let world = try await World()
        try await world.seed("Keys: [{KeyId: \(keyID)}]")
        _ = try await world.call(.scheduleKeyDeletion, ["KeyId": .string(keyID), "PendingWindowInDays": .int(7)])
        #expect(try await world.seed("Keys: [{KeyId: \(keyID)}]") == SeedReport(changed: 1))
        #expect(try await world.describe()["KeyState"]?.string == "Enabled")
    }

    @Test func aMissingReplicaIsMade() async throws {
        let world = try await World()
        try await world.seed("Keys: [{KeyId: \(Self.mrk), ReplicaRegions: [eu-west-1]}]")
        let report = try await world.seed(
            "Keys: [{KeyId: \(Self.mrk), ReplicaRegions: [eu-west-1, eu-west-2], Description: x}]")
        #expect(report == SeedReport(changed: 1))
        for region in [region, "eu-west-1", "eu-west-2"] {
            let key = try await world.describe(Self.mrk, in: region)
            #expect(key["Description"]?.string == "x" && key["KeyState"]?.string == "Enabled")
            #expect(key["MultiRegionConfiguration"]?["ReplicaKeys"]?.elements?.count == 2)
        }
    }

    @Test(arguments: ["", "Keys: [{KeyId: \(mrk), ReplicaRegions: [eu-west-2]}]"])
    func aKeyOfItselfWhereAReplicaIsToBeIsAnErrorAndNothingIsChanged(before: String) async throws {
        let world = try await World()
        if !before.isEmpty { try await world.seed(before) }
        // Another file, which knew nothing of this one.
        try await world.seed("Keys: [{KeyId: \(Self.mrk), Region: eu-west-1}]")
        let changes = try await world.changes()
        let found = await conflicts("Keys: [{KeyId: \(Self.mrk), ReplicaRegions: [eu-west-2, eu-west-1]}]", world)
        #expect(
            found == [
                "1: Keys[0].ReplicaRegions[1]: the key \(Self.mrk) is there already in eu-west-1, and is no replica of this one"
            ])
        #expect(try await world.changes() == changes)
    }

    @Test(
        arguments: [
            ("KeyMaterial: hex:\(String(repeating: "cd", count: 32))", "KeyMaterial", "other key material"),
            ("KeySpec: HMAC_256, KeyUsage: GENERATE_VERIFY_MAC", "KeySpec", "SYMMETRIC_DEFAULT"),
        ])
    func whatCanNotBeChangedIsAnErrorAndNothingIsChanged(members: String, member: String, message: String) async throws
    {
        let world = try await World()
        try await world.seed("Keys: [{KeyId: \(keyID), KeyMaterial: \(material)}]")
        let changes = try await world.changes()
        let yaml = """
            Keys: [{KeyId: 22222222-12ab-34cd-56ef-1234567890ab}, {KeyId: \(keyID), \(members)}]
            Users: [{UserName: new}]
            """
        let found = await self.conflicts(yaml, world)
        #expect(found.first?.hasPrefix("1: Keys[1].\(member): the key \(keyID) is there already") == true)
        #expect(found.first?.contains(message) == true)
        #expect(try await world.changes() == changes)
    }

    @Test func anAccessKeyKeepsItsSecretAndItsUser() async throws {
        let world = try await World()
        func users(_ name: String, _ secret: String) -> String {
            "Users: [{UserName: \(name), AccessKeys: [{AccessKeyId: AKIAIOSFODNN7EXAMPLE, SecretAccessKey: \(secret)}]}]"
        }
        try await world.seed(users("a", "one"))
        let other = await conflicts(users("a", "two"), world)
        #expect(
            other == [
                "1: Users[0].AccessKeys[0].SecretAccessKey: the access key AKIAIOSFODNN7EXAMPLE is there already, with another secret"
            ])
        let stolen = await conflicts(users("b", "one"), world)
        #expect(
            stolen == [
                "1: Users[0].AccessKeys[0].AccessKeyId: the access key AKIAIOSFODNN7EXAMPLE is there already, of another user"
            ])
        #expect(try await world.seed(users("a", "one")) == SeedReport(unchanged: 1))
    }

    @Test(
        arguments: [
            "Users: [{UserName: etl, Path: /b/}]", "Users: [{UserName: ETL}]",
            "Policies: [{PolicyName: use, Path: /b/, PolicyDocument: \(allow)}]",
            "Policies: [{PolicyName: use, Description: other, PolicyDocument: \(allow)}]",
        ])
    func anotherIdentityOfTheNameIsAnErrorAndNothingIsChanged(others: String) async throws {
        let world = try await World()
        try await world.seed(
            "Users: [{UserName: etl, Path: /a/}]\nPolicies: [{PolicyName: use, PolicyDocument: \(Self.allow)}]")
        let changes = try await world.changes()
        #expect(await conflicts("\(others)\nKeys: [{KeyId: \(keyID)}]", world).count == 1)
        #expect(try await world.changes() == changes)
    }

    /// SM2 is a matter of China's Regions.
    @Test func otherPartitionsHaveTheirOwnNames() async throws {
        let world = try await World()
        let key = "{KeyId: \(keyID), Region: cn-north-1, KeySpec: SM2, KeyUsage: SIGN_VERIFY}"
        #expect(try await world.seed("Keys: [\(key)]") == SeedReport(made: 1))
        let found = try await world.describe(in: "cn-north-1")
        #expect(found["Arn"]?.string == "arn:aws-cn:kms:cn-north-1:\(account):key/\(keyID)")
    }

    @Test func identitiesAreBroughtInLine() async throws {
        let world = try await World()
        func file(_ action: String, _ attached: String, _ tag: String) -> String {
            let document = "{Version: 2012-10-17, Statement: [{Effect: Allow, Action: '\(action)', Resource: '*'}]}"
            return """
                Policies: [{PolicyName: use, PolicyDocument: \(document)}]
                Users:
                  - UserName: etl
                    Tags: {\(tag): x}
                    ManagedPolicyArns: [\(attached)]
                    Policies: [{PolicyName: \(tag), PolicyDocument: \(document)}]
                """
        }
        try await world.seed(file("kms:Encrypt", "'arn:aws:iam::\(account):policy/use'", "a"))
        let changed = file("kms:Decrypt", "'arn:aws:iam::aws:policy/AWSKeyManagementServicePowerUser'", "b")
        #expect(try await world.seed(changed) == SeedReport(changed: 2))
        #expect(try await world.seed(changed) == SeedReport(unchanged: 2))
        // A policy has five versions at most.
        for round in 0..<7 { try await world.seed(file("kms:Get\(round)", "", "b")) }
    }

    /// Inline policies of a user have 2,048 characters together.
    @Test func inlinePoliciesMayGrowInTheRoomThatOthersLeave() async throws {
        let world = try await World()
        func file(_ first: Int, _ second: Int) -> String {
            let policies = [("a", first), ("b", second)].map { name, length in
                let action = "kms:" + String(repeating: "x", count: length)
                let document = "{Version: 2012-10-17, Statement: {Effect: Allow, Action: '\(action)', Resource: '*'}}"
                return "{PolicyName: \(name), PolicyDocument: \(document)}"
            }
            return "Users: [{UserName: etl, Policies: [\(policies.joined(separator: ", "))]}]"
        }
        try await world.seed(file(10, 1700))
        #expect(try await world.seed(file(1700, 10)) == SeedReport(changed: 1))
        #expect(try await world.seed(file(1700, 10)) == SeedReport(unchanged: 1))
        #expect(try await world.seed(file(10, 1700)) == SeedReport(changed: 1))
    }

    @Test func aRoleMayTrustAUserOfTheFile() async throws {
        let world = try await World()
        let yaml = "Users: [{UserName: etl}]\nRoles: [{RoleName: r, AssumeRolePolicyDocument: \(Self.trust)}]\n"
        #expect(try await world.seed(yaml) == SeedReport(made: 2))
        #expect(try await world.seed(yaml) == SeedReport(unchanged: 2))
    }

    private func conflicts(_ yaml: String, _ world: World) async -> [String] {
        do throws(SeedFileError) {
            _ = try await read(yaml, clock: world.clock).apply(to: world.identity, world.keys)
            return []
        } catch {
            return texts(error)
        }
    }
}
