import IAMModel
import IAMPolicy
import Records
import Synchronization
import Testing

@testable import Identity

@Suite("A caller") struct CallerTests {
    private static let kms = "arn:aws:iam::aws:policy/AWSKeyManagementServicePowerUser"

    @Test("brings his own policies, his groups' and his boundary") func bringsPolicies() async throws {
        let iam = try await IAM()
        let bob = try await iam.user("bob", ["PermissionsBoundary": Self.kms])
        await iam.ok(.createGroup, ["GroupName": "devs"])
        await iam.ok(.putGroupPolicy, ["GroupName": "devs", "PolicyName": "g", "PolicyDocument": IAM.everything])
        await iam.ok(.attachGroupPolicy, ["GroupName": "devs", "PolicyArn": Self.kms])
        await iam.ok(.addUserToGroup, ["GroupName": "devs", "UserName": "bob"])
        await iam.ok(.putUserPolicy, ["UserName": "bob", "PolicyName": "u", "PolicyDocument": IAM.everything])
        let requester = try #require(try await iam.identity.requester(for: bob))
        #expect(requester.kind == .user)
        #expect(requester.uniqueID == bob.userID)
        #expect(
            requester.policies.identity.map(\.label) == [
                "inline policy u of user bob", "inline policy g of group devs", Self.kms,
            ])
        #expect(requester.policies.boundary?.arn == Self.kms)
        #expect(requester.policies.session == nil)
    }

    @Test("has facts for conditions") func hasFacts() async throws {
        let iam = try await IAM()
        let bob = try await iam.user("bob", ["Tags.member.1.Key": "team", "Tags.member.1.Value": "red"])
        let facts = try #require(try await iam.identity.caller(for: bob)).facts
        #expect(facts.type == .user)
        #expect(facts.username == "bob")
        #expect(facts.tags == [.init(key: "team", value: "red")])
        #expect(facts.session == nil)
        let root = try #require(try await iam.identity.caller(for: IAM.root)).facts
        #expect(root.type == .account)
        #expect(root.userID == IAM.account)
    }

    @Test("with a role's session has the role's policies, and the session's limits") func isRole() async throws {
        let iam = try await IAM()
        await iam.ok(
            .createRole,
            [
                "RoleName": "app", "Path": "/x/", "AssumeRolePolicyDocument": IAM.trust(),
                "Tags.member.1.Key": "Team", "Tags.member.1.Value": "red", "Tags.member.2.Key": "cost",
                "Tags.member.2.Value": "1",
            ])
        await iam.ok(.putRolePolicy, ["RoleName": "app", "PolicyName": "p", "PolicyDocument": IAM.everything])
        let session = try await iam.session("app") {
            $0.policy = IAM.policy("Allow", "iam:ListUsers")
            $0.policyARNs = [Self.kms]
            $0.tags = [IAMTag(key: "team", value: "blue")]
            $0.sourceIdentity = "eve"
        }
        let caller = try #require(try await iam.identity.caller(for: session))
        #expect(caller.requester.kind == .assumedRole(role: "arn:aws:iam::111122223333:role/x/app"))
        #expect(caller.requester.arn == session.arn)
        #expect(caller.requester.policies.identity.count == 1)
        #expect(caller.requester.policies.session?.count == 2)
        #expect(caller.facts.principalARN == "arn:aws:iam::111122223333:role/x/app")
        #expect(caller.facts.userID == session.userID)
        #expect(caller.facts.tags == [.init(key: "cost", value: "1"), .init(key: "team", value: "blue")])
        #expect(caller.facts.session?.sourceIdentity == "eve")
        await iam.ok(.listUsers, as: session)
        await iam.refused(.getUser, ["UserName": "x"], "AccessDenied", as: session)
    }

    @Test("whose role was deleted is nobody, though there is one of its name again") func isGone() async throws {
        let iam = try await IAM()
        await iam.ok(.createRole, ["RoleName": "app", "AssumeRolePolicyDocument": IAM.trust()])
        let session = try await iam.session("app")
        #expect(try await iam.identity.caller(for: session) != nil)
        await iam.ok(.deleteRole, ["RoleName": "app"])
        #expect(try await iam.identity.caller(for: session) == nil)
        await iam.ok(.createRole, ["RoleName": "app", "AssumeRolePolicyDocument": IAM.trust()])
        #expect(try await iam.identity.caller(for: session) == nil)
    }

    @Test("whose session's policy is gone or no policy may do nothing") func hasBrokenSession() async throws {
        let iam = try await IAM()
        await iam.ok(.createRole, ["RoleName": "app", "AssumeRolePolicyDocument": IAM.trust()])
        let broken = try await iam.session("app") { $0.policy = "{" }
        #expect(try await iam.identity.requester(for: broken)?.policies.session?.isEmpty == true)
        await iam.ok(.createPolicy, ["PolicyName": "p", "PolicyDocument": IAM.everything])
        await iam.ok(
            .createPolicy, ["PolicyName": "p", "PolicyDocument": IAM.everything],
            as: Identity.developmentPrincipal(account: "444455556666", partition: "aws"))
        for name in [
            "111122223333:policy/p", "111122223333:policy/P", "111122223333:policy/x/p", "444455556666:policy/p",
        ] {
            let session = try await iam.session("app") { $0.policyARNs = ["arn:aws:iam::\(name)"] }
            let count = try await iam.identity.requester(for: session)?.policies.session?.count
            #expect(count == (name == "111122223333:policy/p" ? 1 : 0), "\(name)")
        }
    }

    @Test("with a federated user's session has his maker's policies, and none without session policies")
    func isFederated() async throws {
        let iam = try await IAM()
        let bob = try await iam.user("bob")
        await iam.ok(.putUserPolicy, ["UserName": "bob", "PolicyName": "u", "PolicyDocument": IAM.everything])
        var session = Session(
            kind: .federatedUser, issuerARN: bob.arn, issuerID: bob.userID, issued: 1_700_000_000_000)
        func principal() -> Principal {
            Principal(
                account: IAM.account, arn: "arn:aws:sts::111122223333:federated-user/f",
                userID: "111122223333:f", kind: .session(session))
        }
        let bare = try #require(try await iam.identity.caller(for: principal()))
        #expect(bare.requester.kind == .federatedUser(user: bob.arn))
        #expect(bare.requester.policies.session?.isEmpty == true)
        #expect(bare.facts.type == .federatedUser)
        session.policy = IAM.everything
        #expect(try await iam.identity.requester(for: principal())?.policies.session?.count == 1)
        session.kind = .sessionToken
        let token = try #require(try await iam.identity.caller(for: principal()))
        #expect(token.requester.kind == .user)
        #expect(token.requester.policies.session == nil)
        #expect(token.facts.session?.hasMFA == false)
    }

    @Test("costs no reading when nothing has changed") func isRemembered() async throws {
        let world = World()
        let store = CountingStore(original: world.store)
        let iam = try await IAM(world)
        let bob = try await iam.user("bob")
        await iam.ok(.createGroup, ["GroupName": "devs"])
        await iam.ok(.addUserToGroup, ["GroupName": "devs", "UserName": "bob"])
        await iam.ok(.attachUserPolicy, ["UserName": "bob", "PolicyArn": Self.kms])
        let identity = try await world.identity(over: store)
        _ = try await identity.caller(for: bob)
        let before = store.reads
        for _ in 0..<10 { _ = try await identity.caller(for: bob) }
        #expect(store.reads == before)
    }

    @Test("changed by another process is put together anew after housekeeping") func isForgotten() async throws {
        let world = World()
        let iam = try await IAM(world)
        let other = try await world.identity(seed: 7)
        try await other.housekeep()
        let bob = try await iam.user("bob")
        let key = try #require(await iam.ok(.createAccessKey, ["UserName": "bob"]).text("AccessKeyId"))
        #expect(try await other.requester(for: bob)?.policies.identity.count == 0)
        #expect(try await other.accessKey(key)?.isActive == true)
        await iam.ok(.attachUserPolicy, ["UserName": "bob", "PolicyArn": Self.kms])
        await iam.ok(.updateAccessKey, ["UserName": "bob", "AccessKeyId": key, "Status": "Inactive"])
        #expect(try await other.requester(for: bob)?.policies.identity.count == 0)
        try await other.housekeep()
        #expect(try await other.requester(for: bob)?.policies.identity.count == 1)
        #expect(try await other.accessKey(key)?.isActive == false)
    }

    @Test("is named by each partition in its own way") func hasPartition() async throws {
        let iam = try await IAM()
        let bob = try await iam.user("bob").named(in: "aws-cn")
        let caller = try #require(try await iam.identity.caller(for: bob))
        #expect(caller.requester.arn == "arn:aws-cn:iam::111122223333:user/bob")
        #expect(caller.facts.principalARN == "arn:aws-cn:iam::111122223333:user/bob")
    }

    @Test("is looked up by the ARNs that policies name") func isNamed() async throws {
        let iam = try await IAM()
        let bob = try await iam.user("bob", ["Path": "/x/"])
        await iam.ok(.createRole, ["RoleName": "app", "Path": "/y/", "AssumeRolePolicyDocument": IAM.trust()])
        let role = try #require(try await iam.role("app"))
        let expected: [(String, NamedPrincipal)] = [
            (bob.arn, .pinned(bob.userID)), ("arn:aws:iam::111122223333:user/bob", .missing),
            ("arn:aws:iam::111122223333:user/x/BOB", .missing), ("arn:aws:iam::444455556666:user/x/bob", .missing),
            ("arn:aws:iam::111122223333:role/y/app", .pinned(role.uniqueID)),
            ("arn:aws:sts::111122223333:assumed-role/app/s", .pinned(role.uniqueID)),
            ("arn:aws:sts::111122223333:assumed-role/none/s", .missing),
            ("arn:aws:iam::111122223333:group/g", .missing), ("arn:aws:iam::999999999999:root", .unpinned),
            ("arn:aws:sts::111122223333:federated-user/f", .unpinned),
        ]
        for (arn, named) in expected { #expect(try await iam.identity.namedPrincipal(arn) == named, "\(arn)") }
        #expect(try await iam.identity.arn(ofUniqueID: bob.userID) == bob.arn)
        #expect(
            try await iam.identity.arn(ofUniqueID: role.uniqueID, partition: "aws-cn")
                == "arn:aws-cn:iam::111122223333:role/y/app")
    }
}

/// A store that counts how often it is read.
final class CountingStore: RecordStore {
    private let original: InMemoryRecordStore
    private let count = Mutex(0)

    init(original: InMemoryRecordStore) { self.original = original }

    var reads: Int { count.withLock { $0 } }

    func read(_ id: RecordID) async throws(StoreError) -> StoredRecord? {
        count.withLock { $0 += 1 }
        return try await original.read(id)
    }

    func scan(
        _ collection: Collection, account: String, region: String, after: String?, limit: Int
    ) async throws(StoreError) -> [StoredRecord] {
        count.withLock { $0 += 1 }
        return try await original.scan(collection, account: account, region: region, after: after, limit: limit)
    }

    func scan(
        _ collection: Collection, index: String, from: String, through: String, after: IndexPosition?, limit: Int
    ) async throws(StoreError) -> [IndexHit] {
        count.withLock { $0 += 1 }
        return try await original.scan(
            collection, index: index, from: from, through: through, after: after, limit: limit)
    }

    func commit(_ changes: [Change], erase: Bool) async throws(StoreError) {
        try await original.commit(changes, erase: erase)
    }

    func changes(after sequence: Int64?, limit: Int) async throws(StoreError) -> ChangeFeed {
        try await original.changes(after: sequence, limit: limit)
    }
}
