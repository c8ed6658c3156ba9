import AWSJSON
import IAMModel
import IAMPolicy
import RecordStoreContract
import Records
import Testing

@testable import Identity

@Suite("A record of IAM") struct IAMRecordTests {
    private static let user = UserRecord(
        name: "Bob", path: "/a/", account: "111122223333", uniqueID: "AIDAX", created: 1, accessKeyIDs: ["AKIA1"],
        groupIDs: ["AGPA1"], policies: EntityPolicies(attached: ["arn:aws:iam::aws:policy/X"]),
        tags: [IAMTag(key: "k", value: "é")])
    private static let group = GroupRecord(
        name: "g", path: "/", account: "111122223333", uniqueID: "AGPA1", created: 2, memberCount: 3)
    private static let role = RoleRecord(
        name: "r", path: "/", account: "111122223333", uniqueID: "AROA1", created: 3, description: "d",
        maxSessionSeconds: 7200, trust: TrustPolicy(document: "{}", principalIDs: ["a": "b", "c": "d"]),
        policies: bounded, tags: [])
    private static let policy = ManagedPolicyRecord(
        name: "p", path: "/", account: "111122223333", uniqueID: "ANPA1", created: 4, updated: 5, description: nil,
        versions: [.init(number: 2, created: 6, document: "{}")], defaultVersion: 2, latestVersion: 7,
        attachmentCount: 1, boundaryCount: 2, tags: [])
    private static let provider = OIDCProviderRecord(
        account: "111122223333", url: "Id.example.com/x", created: 1, clientIDs: ["c"], thumbprints: ["t"])
    private static let account = AccountRecord(account: "111122223333", created: 1, alias: "a", userCount: 2)
    private static let alias = AccountAliasRecord(alias: "a", account: "111122223333")
    private static let use = LastUseRecord(id: "AKIA1", time: 1, service: "kms", region: "eu-west-1")

    private static var bounded: EntityPolicies {
        var policies = EntityPolicies()
        policies.inline = [InlinePolicy(name: "i", document: "{ }")]
        policies.boundary = "arn:aws:iam::aws:policy/Y"
        return policies
    }

    private func expectRoundTrip<Value: RecordContent & Equatable>(_ value: Value) throws {
        #expect(Value(decoding: value.encoded()) == value)
        guard case .object(let members) = try JSONValue(parsing: value.encoded()) else { return }
        for member in members {
            let rest = JSONValue.object(members.filter { $0.name != member.name })
            let decoded = Value(decoding: rest.encoded)
            #expect(decoded == nil || decoded != value, "\(member.name)")
            let wrong = JSONValue.object(members.map { .init($0.name, $0.name == member.name ? .null : $0.value) })
            #expect(Value(decoding: wrong.encoded) == nil, "\(member.name)")
        }
    }

    @Test("is read as it was written, and not at all if part of it is missing or wrong") func roundTrips() throws {
        try expectRoundTrip(Self.user)
        try expectRoundTrip(Self.group)
        try expectRoundTrip(Self.role)
        try expectRoundTrip(Self.policy)
        try expectRoundTrip(Self.provider)
        try expectRoundTrip(Self.account)
        try expectRoundTrip(Self.alias)
        try expectRoundTrip(Self.use)
    }

    @Test("with a member that is not known is not read") func isNotHalfRead() throws {
        func grown(_ bytes: [UInt8]) throws -> [UInt8] {
            guard case .object(let members) = try JSONValue(parsing: bytes) else { return [] }
            return JSONValue.object(members + [.init("new", .bool(true))]).encoded
        }
        #expect(UserRecord(decoding: try grown(Self.user.encoded())) == nil)
        #expect(GroupRecord(decoding: try grown(Self.group.encoded())) == nil)
        #expect(RoleRecord(decoding: try grown(Self.role.encoded())) == nil)
        #expect(ManagedPolicyRecord(decoding: try grown(Self.policy.encoded())) == nil)
        #expect(OIDCProviderRecord(decoding: try grown(Self.provider.encoded())) == nil)
        #expect(AccountRecord(decoding: try grown(Self.account.encoded())) == nil)
    }

    private static func old(_ name: String) -> [UInt8] {
        Array(
            #"{"name":"\#(name)","account":"111122223333","id":"AIDAOLD","created":5,"keys":["AKIA1"]}"#.utf8)
    }

    @Test("of an older release is the administrator, who may do everything") func isOld() throws {
        let user = try #require(UserRecord(decoding: Self.old("administrator")))
        #expect(user.path == "/")
        #expect(user.policies.attached == [ManagedPolicyCatalogue.administratorAccess])
        #expect(user.accessKeyIDs == ["AKIA1"])
        #expect(UserRecord(decoding: Self.old("bob")) == nil)
    }

    /// A user as an older release wrote him.
    private struct OldUser: RecordContent {
        static let collection = UserRecord.collection
        var recordID: RecordID { UserRecord.recordID("administrator", account: World.account) }
        var indexes: [IndexEntry] { [] }
        func encoded() -> [UInt8] { IAMRecordTests.old("administrator") }
        init?(decoding bytes: [UInt8]) {}
        init() {}
    }

    @Test("of an older release is completed at the next start") func isCompleted() async throws {
        let iam = try await IAM()
        try await iam.identity.store.commit([iam.identity.store.put(OldUser(), over: 0)])
        let old = Principal(
            account: World.account, arn: "arn:aws:iam::111122223333:user/administrator", userID: "AIDAOLD",
            kind: .user)
        await iam.ok(.listUsers, as: old)
        #expect(try await iam.identity.arn(ofUniqueID: "AIDAOLD") == nil)
        #expect(try await iam.identity.createAdministrator(account: World.account, partition: "aws") == nil)
        #expect(try await iam.identity.arn(ofUniqueID: "AIDAOLD") == old.arn)
        #expect(try await iam.identity.accounts().first?.userCount == 1)
        #expect(try await iam.identity.createAdministrator(account: World.account, partition: "aws") == nil)
        #expect(try await iam.identity.accounts().first?.userCount == 1)
    }

    @Test(
        "that was altered or taken away lets nobody do anything",
        arguments: ["user", "group", "managed-policy"], [true, false])
    func failsClosed(_ collection: String, _ isAltered: Bool) async throws {
        let iam = try await IAM()
        let bob = try await iam.user("bob")
        await iam.ok(.createGroup, ["GroupName": "devs"])
        await iam.ok(.addUserToGroup, ["GroupName": "devs", "UserName": "bob"])
        await iam.ok(.createPolicy, ["PolicyName": "p", "PolicyDocument": IAM.policy("Deny", "*")])
        await iam.ok(
            .attachUserPolicy, ["UserName": "bob", "PolicyArn": "arn:aws:iam::111122223333:policy/p"])
        await iam.ok(.putUserPolicy, ["UserName": "bob", "PolicyName": "i", "PolicyDocument": IAM.everything])
        let record = try #require(try await iam.world.stored(collection, World.account).first)
        let store = AlteringStore(iam.world.store) { found in
            guard found.id == record.id else { return found }
            guard isAltered else { return nil }
            var altered = found
            altered.sealed[altered.sealed.count - 1] ^= 1
            return altered
        }
        let identity = try await iam.world.identity(over: store)
        let isNobody = collection == "user" && !isAltered
        do throws(RecordError) {
            let caller = try await identity.caller(for: bob)
            #expect(caller == nil)
            #expect(isNobody)
        } catch {
            if isAltered { #expect(error == .notAuthentic(record.id)) }
        }
        let service = IAMService(identity: identity)
        let outcome = await service.perform(
            .listUsers, parameters: QueryParameters(bytes: []), principal: bob,
            request: RequestFacts(time: 0, region: "us-east-1", isSecureTransport: true), partition: "aws",
            requestID: "r")
        #expect(outcome.error != nil)
        #expect(outcome.status == (isNobody ? 403 : 500))
    }

    @Test("with a policy that can't be read lets nobody do anything") func hasBrokenPolicy() async throws {
        let iam = try await IAM()
        let bob = try await iam.user("bob")
        var user = try #require(
            try await iam.identity.store.read(
                UserRecord.self, UserRecord.recordID("bob", account: World.account)))
        user.value.policies.inline = [InlinePolicy(name: "p", document: "{")]
        try await iam.identity.commit([user.put(in: iam.identity.store)])
        await #expect(throws: RecordError.undecodable(user.value.recordID)) {
            try await iam.identity.caller(for: bob)
        }
        await iam.refused(.listUsers, [:], "InternalFailure", as: bob)
    }
}

/// A store whose records are others than were written, in scans too.
struct AlteringStore: RecordStore {
    private let original: InMemoryRecordStore
    private let alter: @Sendable (StoredRecord) -> StoredRecord?

    init(_ original: InMemoryRecordStore, _ alter: @escaping @Sendable (StoredRecord) -> StoredRecord?) {
        self.original = original
        self.alter = alter
    }

    func read(_ id: RecordID) async throws(StoreError) -> StoredRecord? { try await original.read(id).flatMap(alter) }

    func scan(
        _ collection: Collection, account: String, region: String, after: String?, limit: Int
    ) async throws(StoreError) -> [StoredRecord] {
        try await original.scan(collection, account: account, region: region, after: after, limit: limit)
            .compactMap(alter)
    }

    func scan(
        _ collection: Collection, index: String, from: String, through: String, after: IndexPosition?, limit: Int
    ) async throws(StoreError) -> [IndexHit] {
        try await original.scan(
            collection, index: index, from: from, through: through, after: after, limit: limit
        ).compactMap { hit in alter(hit.record).map { IndexHit(position: hit.position, record: $0) } }
    }

    func commit(_ changes: [Change], erase: Bool) async throws(StoreError) {
        try await original.commit(changes, erase: erase)
    }

    func changes(after sequence: Int64?, limit: Int) async throws(StoreError) -> ChangeFeed {
        try await original.changes(after: sequence, limit: limit)
    }
}
