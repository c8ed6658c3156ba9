import Testing

@testable import SeedFiles

/// Each thing that can be wrong is found where it is, and said.
@Suite struct CheckTests {
    /// A key with more members.
    private func key(_ members: String...) -> String {
        (["Keys:", "  - KeyId: \(keyID)"] + members.map { "    " + $0 }).joined(separator: "\n")
    }

    private func user(_ members: String...) -> String {
        (["Users:", "  - UserName: etl"] + members.map { "    " + $0 }).joined(separator: "\n")
    }

    @Test func aFileThatIsRightHasNoFindings() async {
        #expect(await findings(key("KeyMaterial: \(material)", "Tags: {team: data}", "Enabled: false")) == [])
        #expect(await findings(key("Tags: [{TagKey: a, TagValue: b}, {Key: c, Value: d}]")) == [])
        #expect(
            await findings(user("ManagedPolicyArns: [arn:aws:iam::aws:policy/AWSKeyManagementServicePowerUser]")) == [])
        #expect(await findings("Keys:\nAliases: []\n") == [])
    }

    @Test func unknownMembersAreFoundOnTheirLines() async {
        let found = await findings(key("Keyspec: RSA_2048", "Tags: [{TagKey: a, TagValue: b, C: d}]"))
        #expect(found.count == 2)
        #expect(
            found[0].hasPrefix("3: Keys[0]: there is no member 'Keyspec'; there are Account, Region, KeyId, KeySpec,"))
        #expect(found[1].hasPrefix("4: Keys[0].Tags[0]: there is no member 'C'"))
        #expect(
            await findings("keys: []\n").first?.hasPrefix("1: there is no member 'keys'; there are Account") == true)
    }

    @Test(
        arguments: [
            ("Enabled: perhaps", "3: Keys[0].Enabled: it must be true or false"),
            ("RotationPeriodInDays: 1.5", "3: Keys[0].RotationPeriodInDays: it must be a whole number"),
            ("Description: [a]", "3: Keys[0].Description: it must be a text"),
            (
                "ReplicaRegions: eu-west-1",
                "3: Keys[0].ReplicaRegions: it must be a list, with '- ' before each element"
            ),
            ("Tags: a", "3: Keys[0].Tags: tags are a map, or a list of TagKey and TagValue"),
            ("Tags: [{TagKey: a}]", "3: Keys[0].Tags[0]: a tag has a TagKey and a TagValue"),
            ("Policy: []", "3: Keys[0].Policy: a policy is a map, or a text in JSON"),
            ("Account: 12", "3: Keys[0].Account: an account id has 12 digits"),
            ("Region: mars-1", "3: Keys[0].Region: 'mars-1' is not a Region of AWS"),
            ("MultiRegion: true", "3: Keys[0].MultiRegion: ids of multi-Region keys, and no others, begin with mrk-"),
            ("KeyMaterial: []", "3: Keys[0].KeyMaterial: a key has 1 to 100 key materials"),
        ])
    func valuesOfAnotherKindAreFound(line: String, finding: String) async {
        #expect(await findings(key(line)) == [finding])
    }

    @Test(arguments: ["1234ABCD-12ab-34cd-56ef-1234567890ab", "mrk-12", "x", "00000000-0000-0000-0000-000000000000"])
    func keyIDsHaveTheirForm(id: String) async {
        let found = await findings("Keys: [{KeyId: \(id)}]")
        #expect(found.count == 1 && found[0].hasPrefix("1: Keys[0].KeyId: a key id is a UUID in lower case"))
    }

    /// In AWS's words.
    @Test(
        arguments: [
            ("KeySpec: AES_256", "KeySpec", "Member must satisfy enum value set"),
            ("KeySpec: HMAC_256", "KeySpec", "You must specify a KeyUsage value"),
            (
                "KeyUsage: SIGN_VERIFY", "KeyUsage",
                "KeyUsage SIGN_VERIFY is not compatible with KeySpec SYMMETRIC_DEFAULT"
            ),
            ("KeySpec: SM2", "KeySpec", "You must specify a KeyUsage value"),
            ("Tags: {aws:x: y}", "Tags", "Tags beginning with aws: are reserved"),
            ("Tags: [{TagKey: a, TagValue: b}, {TagKey: a, TagValue: c}]", "Tags", "Duplicate tag keys"),
            ("Tags: {'': b}", "Tags", "Member must have length greater than or equal to 1"),
            ("Policy: '{'", "Policy", ""),
            ("Policy: {Version: 2012-10-17, Statement: [{Effect: Maybe}]}", "Policy", ""),
            ("Policy: {Version: 2012-10-17, Statement: []}", "Policy", ""),
        ])
    func whatAWSRefusesIsFound(line: String, member: String, message: String) async {
        let found = await findings(key(line))
        #expect(found.count == 1)
        #expect(found.first?.hasPrefix("3: Keys[0].\(member)") == true && found.first?.contains(message) == true)
    }

    @Test func rotationIsForSymmetricKeysAndHasItsLimits() async {
        let period = await findings(key("KeyRotationEnabled: true", "RotationPeriodInDays: 89"))
        #expect(
            period.count == 1 && period[0].hasPrefix("4: Keys[0].RotationPeriodInDays: 1 validation error detected"))
        #expect(
            await findings(key("RotationPeriodInDays: 90"))
                == ["3: Keys[0].RotationPeriodInDays: it needs KeyRotationEnabled: true"])
        #expect(
            await findings(key("KeySpec: HMAC_256", "KeyUsage: GENERATE_VERIFY_MAC", "KeyRotationEnabled: true"))
                == ["5: Keys[0].KeyRotationEnabled: only keys of SYMMETRIC_DEFAULT are rotated"])
    }

    @Test(
        arguments: [
            ("", "AAECAw==", "key material of SYMMETRIC_DEFAULT has 32 bytes"),
            ("HMAC_384", "AAECAw==", "key material of HMAC_384 has 48 to 128 bytes"),
            ("RSA_2048", material, "it is no private key of the key spec RSA_2048"),
            ("", "'%%%%'", "it must be base64, or hex: and hexadecimal digits, or a private key in PEM"),
            ("", "hex:0", "after hex: there must be hexadecimal digits, two for each byte"),
            ("", "''", "it is too short to be key material"),
            (
                "ECC_NIST_P256", #""-----BEGIN PUBLIC KEY-----\nMAA=\n-----END PUBLIC KEY-----""#,
                "there is no private key in it"
            ),
            (
                "RSA_2048", #""-----BEGIN ENCRYPTED PRIVATE KEY-----\nMAA=\n-----END ENCRYPTED PRIVATE KEY-----""#,
                "it is encrypted: 'openssl pkcs8 -topk8 -nocrypt' writes it in the clear"
            ),
            (
                "RSA_2048", #""-----BEGIN EC PRIVATE KEY-----\nMAA=\n-----END EC PRIVATE KEY-----""#,
                "it is the key of an elliptic curve, and RSA_2048 is none"
            ),
        ])
    func keyMaterialIsOfItsSpec(spec: String, text: String, message: String) async {
        let usages = ["HMAC_384": "GENERATE_VERIFY_MAC", "RSA_2048": "SIGN_VERIFY", "ECC_NIST_P256": "SIGN_VERIFY"]
        let kind = spec.isEmpty ? [] : ["KeySpec: \(spec)", "KeyUsage: \(usages[spec] ?? "")"]
        let lines = (["Keys:", "  - KeyId: \(keyID)"] + (kind + ["KeyMaterial: \(text)"]).map { "    " + $0 })
        #expect(await findings(lines.joined(separator: "\n")) == ["\(3 + kind.count): Keys[0].KeyMaterial: \(message)"])
    }

    @Test func aFindingDoesNotRepeatKeyMaterialOrSecrets() async {
        let secret = "c2VjcmV0c2VjcmV0c2VjcmV0c2VjcmV0c2VjcmV0c2VjcmV0"
        for text in [
            key("KeyMaterial: \(secret)"), key("KeyMaterial: [\(secret), \(secret)]"),
            key("KeyMaterial: {a: \(secret)}"),
            key("KeyMaterial: '\(secret)%'"), key("\(secret): 1"), key("KeySpec: RSA_2048", "KeyMaterial: \(secret)"),
            user("AccessKeys: [{AccessKeyId: short, SecretAccessKey: \(secret)}]"),
            user("AccessKeys: [{AccessKeyId: AKIAIOSFODNN7EXAMPLE, SecretAccessKey: '\(secret) \(secret)'}]"),
        ] {
            let found = await findings(text)
            #expect(!found.isEmpty)
            #expect(!found.contains { $0.contains("c2Vj") })
        }
    }

    /// As long as a secret access key of AWS.
    @Test func aFindingDoesNotRepeatFortyCharacters() async {
        let secret = String(repeating: "c2Vj", count: 10)
        for text in [
            key("\(secret): 1"), key("Region: \(secret)"), key("\(secret): 1", "\(secret): 2"),
            key("KeySpec: \(secret)"), key("KeyUsage: \(secret)"), user("\(secret): 1"),
        ] {
            let found = await findings(text)
            #expect(!found.isEmpty)
            #expect(!found.contains { $0.contains("c2Vj") })
        }
        let usage = await findings(key("KeyUsage: \(secret)"))
        #expect(usage.first?.hasPrefix("3: Keys[0].KeyUsage: it must be one of SIGN_VERIFY, ") == true)
    }

    @Test func keyMaterialMayBeThereOnce() async {
        #expect(
            await findings(key("KeyMaterial: [\(material), \(material)]"))
                == ["3: Keys[0].KeyMaterial[1]: this key material is there twice"])
        #expect(
            await findings(
                key("KeySpec: HMAC_256", "KeyUsage: GENERATE_VERIFY_MAC", "KeyMaterial: [\(material), \(material)]"))
                == ["5: Keys[0].KeyMaterial: a key of HMAC_256 has one key material"])
    }

    @Test func replicasAreOfMultiRegionKeysAndElsewhere() async {
        #expect(
            await findings(key("ReplicaRegions: [eu-west-1]"))
                == ["3: Keys[0].ReplicaRegions: only a multi-Region key, whose id begins with mrk-, has replicas"])
        let found = await findings(
            "Keys: [{KeyId: mrk-1234abcd12ab34cd56ef1234567890ab, ReplicaRegions: [\(region), cn-north-1, eu-west-1, eu-west-1]}]"
        )
        #expect(found.count == 3)
        #expect(found.first == "1: Keys[0].ReplicaRegions[0]: \(region) is no other Region of the partition aws")
        #expect(found.last == "1: Keys[0].ReplicaRegions[3]: eu-west-1 is there twice")
    }

    @Test func idsAreThereOnce() async {
        #expect(
            await findings("Keys:\n- KeyId: \(keyID)\n- KeyId: \(keyID)\n- {KeyId: \(keyID), Region: eu-west-1}\n")
                == ["3: Keys[1].KeyId: this key id is there twice in its account and Region"])
        let set = "mrk-1234abcd12ab34cd56ef1234567890ab"
        let found = await findings("Keys:\n- KeyId: \(set)\n- {KeyId: \(set), Region: eu-west-1}\n")
        #expect(found.count == 1 && found[0].contains("are its ReplicaRegions"))
    }

    @Test(
        arguments: [
            ("aws/s3", "AliasName: alias/aws/ is reserved for the keys of AWS's services"),
            ("a:b", "AliasName: "), ("", "AliasName: "), ("a b", "AliasName: "),
        ])
    func aliasesHaveTheirForm(name: String, finding: String) async {
        let found = await findings(
            "Keys: [{KeyId: \(keyID)}]\nAliases: [{AliasName: 'alias/\(name)', TargetKeyId: \(keyID)}]")
        #expect(found.count == 1 && found[0].hasPrefix("2: Aliases[0].\(finding)"))
    }

    @Test func anAliasBelongsToAKeyOfTheFileAndIsThereOnce() async {
        let yaml = """
            Keys: [{KeyId: \(keyID)}]
            Aliases:
              - {AliasName: alias/a, TargetKeyId: "arn:aws:kms:\(region):\(account):key/\(keyID)"}
              - {AliasName: alias/a, TargetKeyId: \(keyID)}
              - {AliasName: alias/b, TargetKeyId: 00000000-12ab-34cd-56ef-1234567890ab}
              - {AliasName: alias/c, TargetKeyId: \(keyID), Region: eu-west-1}
              - {AliasName: alias/d, TargetKeyId: alias/a}
            """
        let found = await findings(yaml)
        #expect(found.first == "4: Aliases[1].AliasName: this alias is there twice in its account and Region")
        #expect(found.dropFirst().allSatisfy { $0.contains("TargetKeyId: it must be the KeyId of a key of this file") })
        #expect(found.count == 4)
    }

    @Test func aKeyHasFiftyAliases() async {
        let aliases = (1...51).map { "- {AliasName: alias/\($0), TargetKeyId: \(keyID)}\n" }.joined()
        #expect(
            await findings("Keys: [{KeyId: \(keyID)}]\nAliases:\n" + aliases)
                == ["53: Aliases[50].TargetKeyId: a key has at most 50 aliases"])
    }

    @Test(
        arguments: [
            ("Path: x", "Users[0]", "path"), ("Tags: {aws:x: y}", "Users[0]", "aws:"),
            ("PermissionsBoundary: arn:aws:iam::\(account):policy/none", "Users[0]", "policy/none"),
            (
                "ManagedPolicyArns: [arn:aws:iam::\(account):policy/none]", "Users[0].ManagedPolicyArns[0]",
                "policy/none"
            ),
            ("Policies: [{PolicyName: p, PolicyDocument: {Version: 2012-10-17}}]", "Users[0].Policies[0]", ""),
            ("Policies: [{PolicyName: 'a b', PolicyDocument: '{}'}]", "Users[0].Policies[0]", "policyName"),
            (
                "AccessKeys: [{AccessKeyId: AKIA, SecretAccessKey: x}]", "Users[0].AccessKeys[0].AccessKeyId",
                "16 to 128"
            ),
            (
                "AccessKeys: [{AccessKeyId: ASIAIOSFODNN7EXAMPLE, SecretAccessKey: x}]",
                "Users[0].AccessKeys[0].AccessKeyId", "ASIA"
            ),
            (
                "AccessKeys: [{AccessKeyId: AKIAIOSFODNN7EXAMPLE}]", "Users[0].AccessKeys[0].SecretAccessKey",
                "it is missing"
            ),
            (
                "AccessKeys: [{AccessKeyId: AKIAIOSFODNN7EXAMPLE, SecretAccessKey: x, Status: On}]",
                "Users[0].AccessKeys[0].Status", "Active or Inactive"
            ),
        ])
    func whatIAMRefusesIsFound(line: String, path: String, message: String) async {
        let found = await findings(user(line))
        #expect(found.count == 1)
        #expect(found.first?.hasPrefix("3: \(path): ") == true || found.first?.hasPrefix("2: \(path): ") == true)
        #expect(found.first?.contains(message) == true)
    }

    @Test func namesOfIdentitiesAreThereOnce() async {
        let document = "{Version: 2012-10-17, Statement: [{Effect: Allow, Action: 'kms:*', Resource: '*'}]}"
        let yaml = """
            Policies: [{PolicyName: p, PolicyDocument: \(document)}, {PolicyName: P, PolicyDocument: \(document)}]
            Users:
              - UserName: a
                AccessKeys: [{AccessKeyId: AKIAIOSFODNN7EXAMPLE, SecretAccessKey: x}]
                Policies: [{PolicyName: q, PolicyDocument: \(document)}, {PolicyName: q, PolicyDocument: \(document)}]
              - UserName: b
                AccessKeys: [{AccessKeyId: AKIAIOSFODNN7EXAMPLE, SecretAccessKey: y}]
            """
        let found = await findings(yaml)
        #expect(found.contains("1: Policies[1].PolicyName: this name is there twice"))
        #expect(found.contains("5: Users[0].Policies[1].PolicyName: this policy is there twice"))
        #expect(found.contains("7: Users[1].AccessKeys[0].AccessKeyId: this access key id is there twice"))
    }

    @Test func aRoleTrustsWhoIsThere() async {
        let trust =
            "{Version: 2012-10-17, Statement: [{Effect: Allow, Principal: {AWS: 'arn:aws:iam::\(account):user/x'}, Action: 'sts:AssumeRole'}]}"
        let found = await findings("Roles: [{RoleName: r, AssumeRolePolicyDocument: \(trust)}]")
        #expect(found.count == 1 && found[0].contains("Invalid principal in policy"))
        #expect(await findings("Roles: [{RoleName: r}]") == ["1: Roles[0].AssumeRolePolicyDocument: it is missing"])
    }

    @Test func aFileOfLocalKMSIsRecognized() async {
        let found = await findings("Keys:\n  Symmetric:\n    Aes:\n      - Metadata: {KeyId: \(keyID)}\n")
        #expect(found.count == 1 && found[0].contains("this is a seed file of local-kms"))
    }

    @Test func aFindingIsShort() async {
        let found = await findings(key("Description: \(String(repeating: "x", count: 100_000))"))
        #expect(found.count == 1 && found[0].count < 520 && found[0].hasPrefix("3: Keys[0].Description: 1 validation"))
    }

    @Test func lineEndsAndAByteOrderMarkOfOtherSystemsDoNoHarm() async {
        #expect(await findings("\u{FEFF}Keys:\r\n- KeyId: \(keyID)\r\n") == [])
    }

    @Test func sizesAreBounded() async {
        let long = String(repeating: "#", count: SeedFile.bytesMax + 1)
        #expect(await findings(long) == ["a seed file has at most \(SeedFile.bytesMax) bytes"])
        let many = "Keys:\n" + String(repeating: "- {}\n", count: 1001)
        #expect(await findings(many) == ["2: Keys: a list has at most 1000 elements"])
    }

    @Test func allFindingsComeInTheOrderOfTheFile() async {
        let found = await findings("Keys:\n- KeyId: a\n- {KeyId: b, X: 1}\n- {}\nAliases:\n- {}\n")
        #expect(found.map { $0.prefix(2) } == ["2:", "3:", "3:", "4:", "6:", "6:"].map { $0[...] })
    }
}
