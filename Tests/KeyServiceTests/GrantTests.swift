import AWSJSON
import KMSModel
import Testing

@Suite struct GrantTests {
    @Test func aGrantIsListedAsItWasMade() async throws {
        let world = try await World()
        let key = try await world.newKey()
        let constraints = JSONValue.members([
            "EncryptionContextSubset": .map(["tenant": "t1"]),
            "SourceArn": .string("arn:aws:s3:us-east-1:111122223333:b"),
        ])
        let grant = try await world.newGrant(
            on: key,
            [
                "RetiringPrincipal": .string(World.role), "Name": .string("reading"), "Constraints": constraints,
                "Operations": .strings("Decrypt", "GenerateDataKey", "Decrypt", "DescribeKey"),
            ])
        #expect(grant.id.utf8.count == 64)
        #expect(Base64.decode(grant.token) != nil)
        let listed = try #require(try await world.grants(of: world.arn(key)).first)
        #expect(listed["KeyId"]?.string == world.arn(key))
        #expect(listed["GrantId"]?.string == grant.id)
        #expect(listed["Name"]?.string == "reading")
        #expect(listed["CreationDate"]?.double == 1_700_000_000.0)
        #expect(listed["GranteePrincipal"]?.string == World.bob)
        #expect(listed["RetiringPrincipal"]?.string == World.role)
        #expect(listed["IssuingAccount"]?.string == "arn:aws:iam::111122223333:root")
        #expect(listed["Operations"] == .strings("Decrypt", "GenerateDataKey", "DescribeKey"))
        #expect(listed["Constraints"]?["EncryptionContextSubset"] == .map(["tenant": "t1"]))
        #expect(listed["Constraints"]?["EncryptionContextEquals"] == nil)
        #expect(listed["Constraints"]?["SourceArn"]?.string == "arn:aws:s3:us-east-1:111122223333:b")
        #expect(listed["GranteeServicePrincipal"] == nil)
    }

    /// As Terraform sends constraints: both members, whichever is set.
    @Test func anEmptyContextBesideAnotherConstrainsNothing() async throws {
        let world = try await World()
        let key = try await world.newKey()
        for (set, empty) in [
            ("EncryptionContextSubset", "EncryptionContextEquals"),
            ("EncryptionContextEquals", "EncryptionContextSubset"),
        ] {
            let constraints = JSONValue.members([set: .map(["tenant": "t1"]), empty: .map([:])])
            let grant = try await world.newGrant(on: key, ["Constraints": constraints])
            let listed = try await world.grants(of: key).first { $0["GrantId"]?.string == grant.id }
            #expect(listed?["Constraints"]?[set] == .map(["tenant": "t1"]))
            #expect(listed?["Constraints"]?[empty] == nil)
        }
        let grant = try await world.newGrant(
            on: key, ["Constraints": .members(["EncryptionContextEquals": .map([:])])])
        let listed = try await world.grants(of: key).first { $0["GrantId"]?.string == grant.id }
        #expect(listed?["Constraints"]?["EncryptionContextEquals"] == .map([:]))
    }

    @Test func aGrantToAServiceNamesIt() async throws {
        let world = try await World()
        let key = try await world.newKey()
        try await world.newGrant(
            on: key,
            [
                "GranteePrincipal": .null, "GranteeServicePrincipal": .string("s3.amazonaws.com"),
                "RetiringServicePrincipal": .string("s3.amazonaws.com"),
                "Constraints": .map(["SourceArn": "arn:aws:s3:us-east-1:111122223333:b"]),
            ])
        let listed = try #require(try await world.grants(of: key).first)
        #expect(listed["GranteeServicePrincipal"]?.string == "s3.amazonaws.com")
        #expect(listed["RetiringServicePrincipal"]?.string == "s3.amazonaws.com")
        #expect(listed["GranteePrincipal"] == nil)
        let found = try await world.grants(of: key, ["GranteeServicePrincipal": .string("s3.amazonaws.com")])
        #expect(found.count == 1)
        #expect(try await world.grants(of: key, ["GranteeServicePrincipal": .string("ec2.amazonaws.com")]).isEmpty)
    }

    @Test func aRequestIsRepeatableIfItHasAName() async throws {
        let world = try await World()
        let (key, other) = (try await world.newKey(), try await world.newKey())
        let constraints = JSONValue.members(["EncryptionContextEquals": .map(["a": "1", "b": "2"])])
        let members: [String: JSONValue] = [
            "Name": .string("n"), "Operations": .strings("Decrypt", "Encrypt"), "Constraints": constraints,
        ]
        let first = try await world.newGrant(on: key, members)
        let second = try await world.newGrant(
            on: key, members.merging(["Operations": .strings("Encrypt", "Decrypt")]) { $1 })
        #expect(second.id == first.id)
        #expect(second.token != first.token)
        var ids: Set = [first.id]
        let changes: [[String: JSONValue]] = [
            ["Name": .string("m")], ["Name": .null], ["Operations": .strings("Decrypt")], ["Constraints": .null],
            ["GranteePrincipal": .string(World.role)], ["RetiringPrincipal": .string(World.bob)],
            ["Constraints": .members(["EncryptionContextEquals": .map(["a": "1", "b": "3"])])],
            ["Constraints": .members(["EncryptionContextSubset": .map(["a": "1", "b": "2"])])],
        ]
        for change in changes { ids.insert(try await world.newGrant(on: key, members.merging(change) { $1 }).id) }
        ids.insert(try await world.newGrant(on: other, members).id)
        #expect(ids.count == changes.count + 2)
        try await world.ok(.revokeGrant, ["KeyId": .string(key), "GrantId": .string(first.id)])
        #expect(try await world.newGrant(on: key, members).id != first.id)
    }

    @Test func withoutANameEachRequestMakesAGrant() async throws {
        let world = try await World()
        let key = try await world.newKey()
        let one = try await world.newGrant(on: key)
        #expect(try await world.newGrant(on: key).id != one.id)
        #expect(try await world.grants(of: key).count == 2)
    }

    @Test func aDryRunMakesNothing() async throws {
        let world = try await World()
        let key = try await world.newKey()
        try await world.expect(
            .dryRunOperationException, "The request would have succeeded, but the DryRun option is set.", .createGrant,
            World.grant(on: key, ["DryRun": .bool(true)]))
        #expect(try await world.grants(of: key).isEmpty)
        let error = try await world.refusal(
            .createGrant, World.grant(on: key, ["DryRun": .bool(true), "Operations": .strings("Sign")]))
        #expect(error?.code == .validationException)
    }

    @Test func theKeyMustBeUsable() async throws {
        let world = try await World()
        let key = try await world.newKey()
        let grant = try await world.newGrant(on: key)
        try await world.ok(.disableKey, ["KeyId": .string(key)])
        try await world.expect(
            .disabledException, "\(world.arn(key)) is disabled.", .createGrant, World.grant(on: key))
        try await world.ok(.scheduleKeyDeletion, ["KeyId": .string(key)])
        try await world.expect(
            .kmsInvalidStateException, "\(world.arn(key)) is pending deletion.", .createGrant, World.grant(on: key))
        #expect(try await world.grants(of: key).count == 1)
        try await world.ok(.revokeGrant, ["KeyId": .string(key), "GrantId": .string(grant.id)])
        #expect(try await world.grants(of: key).isEmpty)
    }

    @Test func keysAreNamedByIDOrARN() async throws {
        let world = try await World()
        let missing = "1234abcd-12ab-34cd-56ef-1234567890ab"
        try await world.expect(
            .notFoundException, "Key '\(world.arn(missing))' does not exist", .createGrant, World.grant(on: missing))
        for operation in [KMSOperation.createGrant, .listGrants, .revokeGrant, .retireGrant] {
            let members = ["GrantId": JSONValue.string(unknownGrantID)]
            let request = operation == .createGrant ? World.grant(on: "alias/a") : ["KeyId": .string("alias/a")]
            let refused = try await world.refusal(operation, request.merging(members) { $1 })
            #expect(refused?.code == .invalidArnException)
        }
    }

    @Test func awsManagedKeysTakeNoGrants() async throws {
        let world = try await World()
        let answer = try await world.ok(.describeKey, ["KeyId": .string("alias/aws/s3")])
        let key = try #require(answer["KeyMetadata"]?["KeyId"]?.string)
        #expect(try await world.refusal(.createGrant, World.grant(on: key))?.code == .accessDeniedException)
        #expect(try await world.grants(of: key).isEmpty)
        try await world.expect(
            .notFoundException, "Grant ID \(unknownGrantID) not found", .revokeGrant,
            ["KeyId": .string(key), "GrantId": .string(unknownGrantID)])
    }

    @Test func regionsHaveTheirOwnGrants() async throws {
        let world = try await World()
        let (here, there) = (try await world.newKey(), try await world.newKey(in: "us-east-1"))
        let retiring = ["RetiringPrincipal": JSONValue.string(World.role)]
        let one = try await world.newGrant(on: here, retiring)
        try await world.newGrant(on: there, retiring, in: "us-east-1")
        #expect(try await world.grants(of: there, in: "us-east-1").count == 1)
        #expect(try await world.retirable(by: World.role).map { $0["GrantId"]?.string } == [one.id])
        #expect(
            try await world.refusal(.listGrants, ["KeyId": .string(here)], in: "us-east-1")?.code == .notFoundException)
        let error = try await world.refusal(.retireGrant, ["GrantToken": .string(one.token)], in: "us-east-1")
        #expect(error?.code == .invalidGrantTokenException)
    }

    @Test func otherAccountsAreKeptOut() async throws {
        let world = try await World()
        let key = try await world.newKey()
        let grant = try await world.newGrant(on: key, ["RetiringPrincipal": .string(World.role)])
        let requests: [(KMSOperation, [String: JSONValue])] = [
            (.createGrant, World.grant(on: world.arn(key))), (.listGrants, ["KeyId": .string(world.arn(key))]),
            (.revokeGrant, ["KeyId": .string(world.arn(key)), "GrantId": .string(grant.id)]),
            (.retireGrant, ["GrantToken": .string(grant.token)]),
            (.listRetirableGrants, ["RetiringPrincipal": .string(World.role)]),
        ]
        for (operation, request) in requests {
            let error = try await world.refusal(operation, request, as: World.stranger)
            #expect(error?.code == .accessDeniedException, "\(operation)")
        }
        #expect(try await world.grants(of: key).count == 1)
    }
}
