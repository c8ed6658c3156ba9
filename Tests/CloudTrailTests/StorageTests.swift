import AWSJSON
import AuditTrail
import CloudTrailModel
import IAMPolicy
import RecordStoreContract
import Records
import Testing

@testable import CloudTrail

@Suite struct StorageTests {
    private var full: TrailRecord {
        TrailRecord(
            name: "audit", account: World.account, partition: "aws", homeRegion: World.region, created: 1,
            bucket: "logs", prefix: "a/b", includesGlobalServiceEvents: false, isMultiRegion: true,
            validatesLogFiles: true,
            selectors: [AuditTrail.EventSelector(readWriteType: .readOnly, excludedSources: ["kms.amazonaws.com"])],
            advancedNames: ["mine"], isLogging: true, started: 2, stopped: 3,
            tags: [TrailTag(key: "k", value: "v"), TrailTag(key: "empty", value: "")],
            former: [
                FormerScope(
                    scope: DeliveryScope(
                        isLogging: false, isMultiRegion: true, includesGlobalServiceEvents: false,
                        selector: AuditTrail.EventSelector(readWriteType: .writeOnly)),
                    until: 4, changedBy: "request")
            ])
    }

    private var bare: TrailRecord {
        TrailRecord(
            name: "audit", account: World.account, partition: "aws", homeRegion: World.region, created: 1,
            bucket: "logs", includesGlobalServiceEvents: true, isMultiRegion: false, validatesLogFiles: false)
    }

    @Test func `a trail is read as it was written`() {
        #expect(TrailRecord(decoding: full.encoded()) == full)
        #expect(TrailRecord(decoding: bare.encoded()) == bare)
    }

    @Test func `a record that is not understood is no trail`() throws {
        let members = try #require(try JSONValue(parsing: full.encoded()).members)
        for (index, member) in members.enumerated() {
            var changed = members
            changed[index].value = .object([])
            #expect(TrailRecord(decoding: JSONValue.object(changed).encoded) == nil, "\(member.name)")
        }
        let more = JSONValue.object(members + [.init("later", .bool(true))])
        #expect(TrailRecord(decoding: more.encoded) == nil)
        var names = full
        names.advancedNames = []
        #expect(TrailRecord(decoding: names.encoded()) == nil)
    }

    @Test func `a trail that is listed in another's place is not believed`() async throws {
        let world = try await World()
        try await world.trail("audit")
        let id = TrailRecord.recordID("audit", account: World.account, region: World.region)
        let found = try #require(
            try await world.store.read(TrailRecord.self, account: id.account, region: id.region, name: id.name))
        guard case .put(let sealed, _) = world.store.put(found.value, over: found.version) else { return }
        let elsewhere = IndexEntry(TrailRecord.placeIndex, "444455556666/eu-central-1/audit")
        try await world.memory.commit([.put(sealed, indexes: [elsewhere])], erase: false)
        await #expect(throws: RecordError.notAuthentic(id)) { _ = try await world.service.deliveryTargets() }
        let outcome = await world.outcome(.listTrails, "{}", as: World.stranger)
        guard case .failure(let error) = outcome.result else { return #expect(Bool(false)) }
        #expect(error.code == .internalFailure)
        #expect(outcome.cause != nil)
    }

    @Test func `two services over one store see each other's changes`() async throws {
        let world = try await World()
        let other = CloudTrailService(
            store: world.store, clock: world.clock, archive: world.archive,
            keys: [])
        try await world.trail("audit")
        try await world.ok(.startLogging, #"{"Name":"audit"}"#)
        #expect(try await other.deliveryTargets().map(\.isLogging) == [true])
        try await world.ok(.deleteTrail, #"{"Name":"audit"}"#)
        // It gets what was done before.
        #expect(try await other.deliveryTargets().map(\.isLogging) == [false])
    }

    @Test func `changes at the same time all come to pass`() async throws {
        let world = try await World()
        try await world.trail("audit")
        await withTaskGroup(of: Void.self) { group in
            for index in 1...10 {
                group.addTask {
                    let tag = #"{"Key":"k\#(index)","Value":"v"}"#
                    _ = await world.outcome(
                        .addTags, #"{"ResourceId":"\#(World.arn("audit"))","TagsList":[\#(tag)]}"#)
                }
            }
        }
        let answer = try await world.ok(.listTags, #"{"ResourceIdList":["\#(World.arn("audit"))"]}"#)
        #expect(answer["ResourceTagList"]?.elements?.first?["TagsList"]?.elements?.count == 10)
    }

    @Test func `a caller in another partition has its trails there`() async throws {
        let world = try await World()
        var caller = World.admin
        let known = caller.requester
        caller.requester = Requester(
            kind: known.kind, arn: "arn:aws-cn:iam::111122223333:user/alice", account: known.account,
            uniqueID: known.uniqueID, policies: known.policies)
        let made = try await world.trail("audit", as: caller, in: "cn-north-1")
        #expect(made["TrailARN"]?.string == "arn:aws-cn:cloudtrail:cn-north-1:111122223333:trail/audit")
        try await world.ok(
            .getTrail, #"{"Name":"arn:aws-cn:cloudtrail:cn-north-1:111122223333:trail/audit"}"#, as: caller)
        #expect(
            await world.code(.getTrail, #"{"Name":"\#(World.arn("audit", in: "cn-north-1"))"}"#)
                == .trailNotFoundException)
    }
}
