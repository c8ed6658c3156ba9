import AWSJSON
import KMSModel
import KeyService
import Records
import Testing

/// A set of keys that many change at once: its members agree at the end.
@Suite struct MultiRegionConcurrencyTests {
    private let home = KeySet.home
    private let regions = ["us-east-1", "us-west-2", "ap-south-1", "ca-central-1", "eu-west-1"]

    /// The error's code of each call, nil for those that succeeded.
    private func codes(
        _ calls: [(operation: KMSOperation, members: [String: JSONValue], region: String)], _ world: World
    ) async -> [KMSErrorCode?] {
        await withTaskGroup(of: KMSErrorCode?.self) { group in
            for call in calls {
                group.addTask {
                    let outcome = await world.outcome(call.operation, call.members, in: call.region)
                    guard case .failure(let error) = outcome.result else { return nil }
                    return error.code
                }
            }
            return await group.reduce(into: []) { $0.append($1) }
        }
    }

    @Test func ofManyReplicationsToOneRegionOneSucceeds() async throws {
        let set = try await KeySet(try await World())
        let call = (KMSOperation.replicateKey, set.keyID.with(["ReplicaRegion": .string("us-east-1")]), home)
        let codes = await codes(Array(repeating: call, count: 20), set.world)
        #expect(codes.count { $0 == nil } == 1)
        #expect(codes.count { $0 == .alreadyExistsException } == 19)
        #expect(try await set.configuration("us-east-1") == ["REPLICA", home, "us-east-1"])
    }

    @Test func replicationsToManyRegionsAllCount() async throws {
        let set = try await KeySet(try await World())
        let calls = regions.map { (KMSOperation.replicateKey, set.keyID.with(["ReplicaRegion": .string($0)]), home) }
        #expect(await codes(calls, set.world).allSatisfy { $0 == nil })
        #expect(try await set.configuration(home) == ["PRIMARY", home] + regions.sorted())
        for region in regions {
            #expect(try await set.configuration(region) == ["REPLICA", home] + regions.sorted())
        }
    }

    @Test func rotationsWhileRegionsAreAddedReachThemAll() async throws {
        let set = try await KeySet(try await World(), replicas: ["us-west-1"])
        let replications = regions.map {
            (KMSOperation.replicateKey, set.keyID.with(["ReplicaRegion": .string($0)]), home)
        }
        let rotations = Array(repeating: (KMSOperation.rotateKeyOnDemand, set.keyID, home), count: 5)
        #expect(await codes(replications + rotations, set.world).allSatisfy { $0 == nil })
        try await set.settle()
        let history = try await set.world.ok(.listKeyRotations, set.keyID)
        #expect(history["Rotations"]?.elements?.count == 5)
        let blob = try await set.encrypt("x", in: home)
        for region in regions + ["us-west-1"] {
            #expect(try await set.world.ok(.listKeyRotations, set.keyID, in: region) == history)
            #expect(try await set.decrypt(blob, in: region) == "x")
        }
    }

    @Test func ofManyWhoMoveThePrimaryKeyOneSucceeds() async throws {
        let set = try await KeySet(try await World(), replicas: regions)
        let calls = regions.map {
            (KMSOperation.updatePrimaryRegion, set.keyID.with(["PrimaryRegion": .string($0)]), home)
        }
        let codes = await codes(calls, set.world)
        #expect(codes.count { $0 == nil } == 1)
        #expect(codes.count { $0 == .unsupportedOperationException } == regions.count - 1)
        let told = try await set.configuration(home)
        for region in regions where region != told[1] {
            #expect(try await set.configuration(region) == told)
        }
        #expect(try await set.configuration(told[1]) == ["PRIMARY"] + told.dropFirst())
    }

    @Test func anotherProcessOutOfDateViewIsNotWrittenBack() async throws {
        let set = try await KeySet(try await World(), replicas: ["us-east-1"])
        let world = set.world
        // A second service over the same sealed store, as another process would be, with the key in its memory.
        let other = KeyService(store: world.sealed, clock: world.clock, randomness: Unrandom())
        func ask(_ operation: KMSOperation, _ members: [String: JSONValue]) async -> CallOutcome {
            let body = JSONValue.object(set.keyID.with(members).map { .init($0.key, $0.value) }).encoded
            return await other.perform(operation, body: body, caller: World.user, region: home)
        }
        _ = try await ask(.describeKey, [:]).result.get()
        try await world.ok(.scheduleKeyDeletion, set.keyID.with(["PendingWindowInDays": .int(7)]), in: "us-east-1")
        world.clock.advance(days: 7)
        _ = try await world.service.housekeep()
        _ = try await ask(.enableKeyRotation, [:]).result.get()
        _ = try await ask(.replicateKey, ["ReplicaRegion": .string("us-east-1")]).result.get()
        _ = try await world.service.housekeep()
        #expect(try await set.configuration(home) == ["PRIMARY", home, "us-east-1"])
        let status = try await world.ok(.getKeyRotationStatus, set.keyID, in: "us-east-1")
        #expect(status["KeyRotationEnabled"]?.bool == true)
    }
}

/// For services that are not asked for anything random.
private struct Unrandom: Randomness {
    func fill(_ buffer: UnsafeMutableRawBufferPointer) { buffer.initializeMemory(as: UInt8.self, repeating: 7) }
}
