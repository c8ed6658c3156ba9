import AWSJSON
import KMSModel
import Records
import Testing

@testable import KeyService

@Suite struct GrantListingTests {
    @Test(arguments: [1, 2, 3, 7, 8, 1000])
    func eachGrantOfAKeyIsListedOnce(limit: Int64) async throws {
        let world = try await World()
        let (key, other) = (try await world.newKey(), try await world.newKey())
        var ids: Set<String> = []
        for _ in 0..<7 {
            ids.insert(try await world.newGrant(on: key).id)
            try await world.newGrant(on: other)
        }
        let listed = try await world.grants(of: key, ["Limit": .int(limit)]).compactMap { $0["GrantId"]?.string }
        #expect(listed == ids.sorted())
    }

    @Test(arguments: [1, 2, 3, 50])
    func aRetiringPrincipalsGrantsAreListedOverAllKeys(limit: Int64) async throws {
        let world = try await World()
        var ids: Set<String> = []
        for _ in 0..<3 {
            let key = try await world.newKey()
            ids.insert(try await world.newGrant(on: key, ["RetiringPrincipal": .string(World.role)]).id)
            try await world.newGrant(on: key, ["RetiringPrincipal": .string(World.bob)])
            try await world.newGrant(on: key)
        }
        let listed = try await world.retirable(by: World.role, ["Limit": .int(limit)])
        #expect(listed.count == 3)
        #expect(Set(listed.compactMap { $0["GrantId"]?.string }) == ids)
        #expect(listed.allSatisfy { $0["RetiringPrincipal"]?.string == World.role })
    }

    @Test func aPageHasFiftyUnlessMoreAreAskedForAndAHundredAtTheMost() async throws {
        let world = try await World()
        let key = try await world.newKey()
        try await plant(101, on: key, grantee: World.bob, in: world)
        let requests: [(KMSOperation, [String: JSONValue])] = [
            (.listGrants, ["KeyId": .string(key)]), (.listRetirableGrants, ["RetiringPrincipal": .string(World.role)]),
        ]
        for (operation, request) in requests {
            #expect(try await world.ok(operation, request)["Grants"]?.elements?.count == 50)
            let most = try await world.ok(operation, request.merging(["Limit": .int(1000)]) { $1 })
            #expect(most["Grants"]?.elements?.count == 100)
            #expect(most["Truncated"]?.bool == true)
        }
    }

    @Test func aFilterFindsWhatIsFarBack() async throws {
        let world = try await World()
        let key = try await world.newKey()
        try await plant(1200, on: key, grantee: World.bob, in: world)
        let last = "ff" + unknownGrantID.dropFirst(2)
        try await plant(1, on: key, grantee: World.role, in: world) { _ in last }
        let request: [String: JSONValue] = ["KeyId": .string(key), "GranteePrincipal": .string(World.role)]
        let first = try await world.ok(.listGrants, request)
        #expect(first["Grants"]?.elements?.count == 1)
        #expect(first["Truncated"]?.bool == false)
        let found = try await world.grants(of: key, ["GranteePrincipal": .string(World.role)])
        #expect(found.map { $0["GrantId"]?.string } == [last])
    }

    /// Puts grants into the store directly, with ids in order of number.
    private func plant(
        _ count: Int, on key: String, grantee: String, in world: World,
        id: (Int) -> String = { Hex.encode([UInt8($0 >> 8), UInt8($0 & 0xFF)] + [UInt8](repeating: 0, count: 30)) }
    ) async throws {
        let terms = GrantTerms(grantee: .arn(grantee), retiring: .arn(World.role), operations: [.decrypt])
        let grants = (0..<count).map { number in
            GrantRecord(
                id: id(number), account: World.account, region: World.region, keyID: key, created: 0,
                issuer: World.account, terms: terms, tokenKey: [UInt8](repeating: 1, count: 32))
        }
        try await world.sealed.commit(grants.map { world.sealed.put($0, over: 0) })
    }

    @Test func grantsAreFilteredByIDAndGrantee() async throws {
        let world = try await World()
        let key = try await world.newKey()
        let one = try await world.newGrant(on: key)
        let other = try await world.newGrant(on: key, ["GranteePrincipal": .string(World.role)])
        func found(_ members: [String: JSONValue]) async throws -> [String?] {
            try await world.grants(of: key, members).map { $0["GrantId"]?.string }
        }
        let toRole = ["GranteePrincipal": JSONValue.string(World.role)]
        #expect(try await found(["GrantId": .string(one.id)]) == [one.id])
        #expect(try await found(["GrantId": .string(unknownGrantID)]) == [])
        #expect(try await found(toRole) == [other.id])
        #expect(try await found(toRole.merging(["GrantId": .string(one.id)]) { $1 }) == [])
        #expect(try await found(toRole.merging(["Limit": .int(1)]) { $1 }) == [other.id])
        let both = toRole.merging(["KeyId": .string(key), "GranteeServicePrincipal": .string("s3.amazonaws.com")]) {
            $1
        }
        #expect(try await world.refusal(.listGrants, both)?.code == .validationException)
    }

    @Test func listRetirableGrantsAsksForOnePrincipalOfTheAccount() async throws {
        let world = try await World()
        let key = try await world.newKey()
        let theirs = "arn:aws:iam::444455556666:role/r"
        let grant = try await world.newGrant(on: key, ["RetiringPrincipal": .string(theirs)])
        let service = JSONValue.string("s3.amazonaws.com")
        #expect(try await world.refusal(.listRetirableGrants)?.code == .validationException)
        let both = ["RetiringPrincipal": .string(World.bob), "RetiringServicePrincipal": service]
        #expect(try await world.refusal(.listRetirableGrants, both)?.code == .validationException)
        let foreign = try await world.refusal(.listRetirableGrants, ["RetiringPrincipal": .string(theirs)])
        #expect(foreign?.code == .accessDeniedException)
        #expect(try await world.ok(.listRetirableGrants, ["RetiringServicePrincipal": service])["Grants"] == .array([]))
        // As AWS has it: the principal's account sees the grant, whosever the key is.
        let seen = try await world.ok(
            .listRetirableGrants, ["RetiringPrincipal": .string(theirs)], as: World.stranger)
        #expect(seen["Grants"]?.elements?.map { $0["GrantId"]?.string } == [grant.id])
        #expect(seen["Grants"]?.elements?.first?["KeyId"]?.string == world.arn(key))
    }

    @Test(arguments: ["made up!", "AWE", "AXh4", "AWEvYg"])
    func aMarkerOfSomeoneElsesMakingIsInvalid(marker: String) async throws {
        let world = try await World()
        let key = try await world.newKey()
        let request: [String: JSONValue] = ["KeyId": .string(key), "Marker": .string(marker)]
        #expect(try await world.refusal(.listGrants, request)?.code == .invalidMarkerException)
        guard marker != "AWEvYg" else { return }
        let retirable = ["RetiringPrincipal": JSONValue.string(World.bob), "Marker": .string(marker)]
        #expect(try await world.refusal(.listRetirableGrants, retirable)?.code == .invalidMarkerException)
    }
}
