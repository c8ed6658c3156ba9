import Identity
import KeyCrypto
import Records
import Testing

@Suite("An access key") struct AccessKeyTests {
    let world = World()

    @Test("is found with its secret, by every process") func isFound() async throws {
        let made = try await world.identity().newAdministrator()
        let key = try #require(try await world.identity(seed: 9).accessKey(made.id))
        #expect(key.id == made.id)
        #expect(key.secret.text == made.secret.text)
    }

    @Test(
        "that is unknown is nil, and is looked for again", arguments: ["AKIAIOSFODNN7EXAMPLE", "", "é", "a/b", "AKIA"])
    func isUnknown(_ id: String) async throws {
        let identity = try await world.identity()
        #expect(try await identity.accessKey(id) == nil)
        #expect(identity.cachedAccessKeys == 0)
    }

    @Test("that was unknown is found once another process has made it") func isFoundLater() async throws {
        let twin = try await world.identity(seed: 5)
        let made = try await world.identity(seed: 6).newAdministrator()
        #expect(try await twin.accessKey(made.id) != nil)
    }

    @Test("shows nothing of its secret in what stands for its version") func hasVersion() async throws {
        let identity = try await world.identity()
        let made = try await identity.newAdministrator()
        let version = try #require(try await identity.accessKey(made.id)).secretVersion
        #expect(version == "1")
    }

    @Test("is kept in no readable form") func isSealed() async throws {
        let made = try await world.identity().newAdministrator()
        for collection in ["access-key", "access-key-secret"] {
            let bytes = try #require(try await world.stored(collection).first).sealed
            #expect(!bytes.hold(made.secret.text))
            #expect(!bytes.hold(World.account))
        }
    }

    @Test("is remembered until it is to be forgotten") func isRemembered() async throws {
        let identity = try await world.identity()
        let made = try await identity.newAdministrator()
        _ = try await identity.accessKey(made.id)
        _ = try await world.identity(seed: 7).replaceAdministratorAccessKey(account: World.account, partition: "aws")
        #expect(try await identity.accessKey(made.id)?.isActive == true)
        identity.forget()
        #expect(identity.cachedAccessKeys == 0)
        #expect(try await identity.accessKey(made.id)?.isActive == false)
    }

    @Test("is one of a bounded number in memory", arguments: [2, 5, 8]) func isBounded(_ capacity: Int) async throws {
        let identity = try await world.identity(cacheCapacity: capacity)
        for number in 0..<20 {
            let made = try await identity.newAdministrator(String(100_000_000_000 + number))
            #expect(try await identity.accessKey(made.id) != nil)
            #expect(identity.cachedAccessKeys <= capacity)
        }
        #expect(identity.cachedAccessKeys > 0)
    }

    @Test("that is used all the time stays in memory") func staysInMemory() async throws {
        let identity = try await world.identity(cacheCapacity: 4)
        let used = try await identity.newAdministrator()
        let before = try #require(try await identity.accessKey(used.id)).secret
        for number in 0..<10 {
            let other = try await identity.newAdministrator(String(100_000_000_000 + number))
            _ = try await identity.accessKey(other.id)
            #expect(try await identity.accessKey(used.id)?.secret === before)
        }
    }
}

@Suite("A principal") struct PrincipalTests {
    @Test("of development is the account's root") func isRoot() {
        let root = Identity.developmentPrincipal(account: "000000000000", partition: "aws-us-gov")
        #expect(root.arn == "arn:aws-us-gov:iam::000000000000:root")
        #expect(root.userID == "000000000000")
        #expect(root.account == "000000000000")
    }

    @Test("is named by each partition in its own way", arguments: ["aws", "aws-cn", "aws-us-gov"])
    func isNamed(_ partition: String) {
        let user = Principal(
            account: "111122223333", arn: "arn:aws:iam::111122223333:user/a:b", userID: "AIDAX", kind: .user)
        let named = user.named(in: partition)
        #expect(named.arn == "arn:\(partition):iam::111122223333:user/a:b")
        #expect(named.userID == user.userID)
        #expect(named.named(in: "aws") == user)
    }
}

extension [UInt8] {
    fileprivate func hold(_ text: String) -> Bool {
        let text = Array(text.utf8)
        return indices.contains { self[$0...].starts(with: text) }
    }
}
