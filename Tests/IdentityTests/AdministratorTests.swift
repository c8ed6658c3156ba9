import IAMModel
import Records
import Testing

@testable import Identity

@Suite("The administrator") struct AdministratorTests {
    let world = World()

    @Test("is made once, with an access key") func isMadeOnce() async throws {
        let identity = try await world.identity()
        #expect(try await identity.createAdministrator(account: World.account, partition: "aws") != nil)
        #expect(try await identity.createAdministrator(account: World.account, partition: "aws") == nil)
        #expect(try await world.stored("access-key").count == 1)
    }

    @Test("is made by one of several processes that start at once") func isMadeByOne() async throws {
        var identities: [Identity] = []
        for seed in 10..<18 { identities.append(try await world.identity(seed: UInt64(seed))) }
        let made = try await withThrowingTaskGroup(of: NewAccessKey?.self) { group in
            for identity in identities {
                group.addTask { try await identity.createAdministrator(account: World.account, partition: "aws") }
            }
            return try await group.reduce(into: [String]()) { made, key in if let key { made.append(key.id) } }
        }
        #expect(made.count == 1)
        #expect(try await world.stored("access-key").map(\.id.name) == made)
    }

    @Test("has ids and a secret of AWS's forms") func hasForms() async throws {
        let identity = try await world.identity()
        let made = try await identity.newAdministrator()
        let key = try #require(try await identity.accessKey(made.id))
        #expect(made.id.wholeMatch(of: /AKIA[A-Z2-7]{16}/) != nil)
        #expect(made.secret.text.wholeMatch(of: /[A-Za-z0-9+\/]{40}/) != nil)
        #expect(key.principal.userID.wholeMatch(of: /AIDA[A-Z2-7]{17}/) != nil)
        #expect(key.principal.arn == "arn:aws:iam::111122223333:user/administrator")
        #expect(key.principal.account == World.account)
    }

    @Test("exists in each account, and in none twice") func existsInEachAccount() async throws {
        let identity = try await world.identity()
        let first = try await identity.newAdministrator("111111111111")
        let second = try await identity.newAdministrator("222222222222")
        #expect(first.id != second.id)
        #expect(first.secret.text != second.secret.text)
        #expect(try await identity.accessKey(first.id)?.principal.account == "111111111111")
        #expect(try await identity.accessKey(second.id)?.principal.account == "222222222222")
    }

    @Test("is named by each partition in its own way") func hasPartition() async throws {
        let identity = try await world.identity()
        let made = try #require(try await identity.createAdministrator(account: World.account, partition: "aws-cn"))
        let principal = try #require(try await identity.accessKey(made.id)).principal
        #expect(principal.named(in: "aws-cn").arn == "arn:aws-cn:iam::111122223333:user/administrator")
        #expect(principal.named(in: "aws").arn == "arn:aws:iam::111122223333:user/administrator")
    }
}

@Suite("A replaced access key") struct ReplacementTests {
    let world = World()

    /// Whoever stole the old one may have made temporary credentials with it.
    @Test("ends the sessions that the old one made") func endsSessions() async throws {
        let identity = try await world.identity()
        let made = try await identity.newAdministrator()
        let user = try #require(try await identity.accessKey(made.id)).principal
        func session(at time: Int64) -> Principal {
            var principal = user
            principal.kind = .session(
                Session(kind: .sessionToken, issuerARN: user.arn, issuerID: user.userID, issued: time))
            return principal
        }
        let now = FixedClock().nowMilliseconds()
        #expect(try await identity.caller(for: session(at: now)) != nil)
        _ = try await identity.replaceAdministratorAccessKey(account: World.account, partition: "aws")
        #expect(try await identity.caller(for: session(at: now)) == nil)
        #expect(try await identity.caller(for: session(at: now + 1000)) != nil)
    }

    @Test("is inactive, and the new one has the same user") func isInactive() async throws {
        let identity = try await world.identity()
        let old = try await identity.newAdministrator()
        #expect(try await identity.accessKey(old.id)?.isActive == true)
        let new = try await identity.replaceAdministratorAccessKey(account: World.account, partition: "aws")
        let oldKey = try #require(try await identity.accessKey(old.id))
        let newKey = try #require(try await identity.accessKey(new.id))
        #expect(!oldKey.isActive)
        #expect(newKey.isActive)
        #expect(newKey.principal == oldKey.principal)
    }

    @Test("is one of all that came before the newest") func allOlderOnes() async throws {
        let identity = try await world.identity()
        var ids = [try await identity.newAdministrator().id]
        for _ in 0..<3 {
            ids.append(try await identity.replaceAdministratorAccessKey(account: World.account, partition: "aws").id)
        }
        var active: [String] = []
        for id in ids where try await identity.accessKey(id)?.isActive == true { active.append(id) }
        #expect(active == ids.suffix(1))
    }

    @Test("need not exist: an account without an administrator gets one") func makesAdministrator() async throws {
        let identity = try await world.identity()
        let key = try await identity.replaceAdministratorAccessKey(account: World.account, partition: "aws")
        #expect(try await identity.accessKey(key.id)?.isActive == true)
        #expect(try await identity.createAdministrator(account: World.account, partition: "aws") == nil)
    }

    @Test("of another account stays active") func otherAccount() async throws {
        let identity = try await world.identity()
        let other = try await identity.newAdministrator("222222222222")
        _ = try await identity.newAdministrator()
        _ = try await identity.replaceAdministratorAccessKey(account: World.account, partition: "aws")
        #expect(try await identity.accessKey(other.id)?.isActive == true)
    }

    @Test("by two processes at once leaves one access key active") func atOnce() async throws {
        let first = try await world.identity(seed: 21)
        let second = try await world.identity(seed: 22)
        let old = try await first.newAdministrator()
        async let one = Self.replace(first)
        async let other = Self.replace(second)
        let made = try await [one, other].compactMap { $0 }
        let fresh = try await world.identity(seed: 23)
        var active: [String] = []
        for id in [old.id] + made where try await fresh.accessKey(id)?.isActive == true { active.append(id) }
        #expect(!made.isEmpty)
        #expect(active.count == 1)
        #expect(try await world.stored("access-key").count == 2)
    }

    /// - Returns: nil if the other one was faster.
    private static func replace(_ identity: Identity) async throws -> String? {
        do throws(RecordError) {
            return try await identity.replaceAdministratorAccessKey(account: World.account, partition: "aws").id
        } catch .store(.conflict) {
            return nil
        }
    }
}

@Suite("A recovered administrator") struct RecoveryTests {
    @Test("may do everything again, whatever was done to him") func isRecovered() async throws {
        let iam = try await IAM()
        let first = try await iam.identity.newAdministrator()
        let own = "arn:aws:iam::111122223333:policy/p"
        await iam.ok(.createPolicy, ["PolicyName": "p", "PolicyDocument": IAM.policy("Deny", "*")])
        await iam.ok(.createGroup, ["GroupName": "g"])
        await iam.ok(.attachGroupPolicy, ["GroupName": "g", "PolicyArn": own])
        await iam.ok(.addUserToGroup, ["GroupName": "g", "UserName": "administrator"])
        await iam.ok(.attachUserPolicy, ["UserName": "administrator", "PolicyArn": own])
        await iam.ok(.putUserPermissionsBoundary, ["UserName": "administrator", "PermissionsBoundary": own])
        await iam.ok(
            .detachUserPolicy,
            ["UserName": "administrator", "PolicyArn": ManagedPolicyCatalogue.administratorAccess])
        let principal = try #require(try await iam.identity.accessKey(first.id)).principal
        await iam.refused(.listUsers, [:], "AccessDenied", as: principal)
        let key = try await iam.identity.replaceAdministratorAccessKey(account: World.account, partition: "aws")
        let recovered = try #require(try await iam.identity.accessKey(key.id)).principal
        await iam.ok(.listUsers, as: recovered)
        #expect(await iam.ok(.getGroup, ["GroupName": "g"]).texts("UserName") == [])
        await iam.ok(.detachGroupPolicy, ["GroupName": "g", "PolicyArn": own])
        await iam.ok(.deletePolicy, ["PolicyArn": own])
        await iam.ok(.deleteGroup, ["GroupName": "g"])
    }

    @Test("has two access keys at most, one of which is active") func hasTwoKeys() async throws {
        let iam = try await IAM()
        _ = try await iam.identity.newAdministrator()
        for _ in 0..<3 {
            _ = try await iam.identity.replaceAdministratorAccessKey(account: World.account, partition: "aws")
        }
        let keys = await iam.ok(.listAccessKeys, ["UserName": "administrator"])
        #expect(keys.texts("Status").sorted() == ["Active", "Inactive"])
        #expect(try await iam.world.stored("access-key-secret").count == 2)
    }

    @Test("is not made by itself where others are left, only for an operator") func isNotMade() async throws {
        let iam = try await IAM()
        _ = try await iam.user("bob")
        #expect(try await iam.identity.createAdministrator(account: World.account, partition: "aws") == nil)
        await iam.refused(.getUser, ["UserName": "administrator"], "NoSuchEntity")
        _ = try await iam.identity.replaceAdministratorAccessKey(account: World.account, partition: "aws")
        await iam.ok(.getUser, ["UserName": "administrator"])
    }

    @Test("is counted once") func isCounted() async throws {
        let iam = try await IAM()
        _ = try await iam.identity.replaceAdministratorAccessKey(account: World.account, partition: "aws")
        _ = try await iam.identity.replaceAdministratorAccessKey(account: World.account, partition: "aws")
        _ = try await iam.identity.createAdministrator(account: World.account, partition: "aws")
        #expect(try await iam.identity.accounts().map(\.userCount) == [1])
    }
}
