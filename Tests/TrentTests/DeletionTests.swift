import AWSJSON
import Foundation
import IAMPolicy
import KMSModel
import KeyService
import Records
import SQLiteStore
import Synchronization
import Testing

@testable import trent

/// The service over SQLite, as the server puts them together.
@Suite struct DeletionTests {
    /// A clock that is moved.
    private final class Almanac: Records.Clock {
        private let days = Mutex<Int64>(0)

        func nowMilliseconds() -> Int64 { 1_700_000_000_000 + days.withLock { $0 } * 86_400_000 }

        func advance(days count: Int64) { days.withLock { $0 += count } }
    }

    @Test func aDeletedKeysMaterialIsNowhereInTheFiles() async throws {
        let directory = try Directory()
        let store = try SQLiteStore.open(directory: directory.path)
        let clock = Almanac()
        let randomness = SystemRandomness()
        let sealer = try await RecordSealer(
            store: store, rootKey: LocalRootKey(randomness: randomness), randomness: randomness)
        let service = KeyService(store: SealedStore(store, sealer: sealer), clock: clock, randomness: randomness)
        let key = try await call(service, .createKey)["KeyMetadata"]?["KeyId"]?.string ?? ""
        _ = try await call(service, .rotateKeyOnDemand, key)
        let materials = try await store.scan(
            Collection(rawValue: "key-material"), account: Self.caller.account, region: "us-east-1", after: nil,
            limit: 10)
        #expect(materials.count == 2)
        // Each sealed record is random bytes, so a piece of it is found nowhere by chance.
        let pieces = materials.map { Array($0.sealed.prefix(64).suffix(32)) }
        #expect(pieces.allSatisfy { isInFiles($0, directory) })

        _ = try await call(service, .scheduleKeyDeletion, key)
        clock.advance(days: 31)
        #expect(try await service.housekeep().deletedKeys.count == 1)
        #expect(pieces.allSatisfy { !isInFiles($0, directory) })
        try store.close()
        #expect(pieces.allSatisfy { !isInFiles($0, directory) })
    }

    private static let caller = Caller(
        requester: Requester(
            kind: .root, arn: "arn:aws:iam::111122223333:root", account: "111122223333", uniqueID: "111122223333",
            policies: .none),
        userID: "111122223333", context: EmptyContext())

    private func call(_ service: KeyService, _ operation: KMSOperation, _ key: String? = nil) async throws -> JSONValue
    {
        let members = key.map { [JSONValue.Member("KeyId", .string($0))] } ?? []
        let outcome = await service.perform(
            operation, body: JSONValue.object(members).encoded, caller: Self.caller, region: "us-east-1")
        return try JSONValue(parsing: outcome.result.get())
    }

    private func isInFiles(_ piece: [UInt8], _ directory: Directory) -> Bool {
        directory.names.contains { name in
            FileManager.default.contents(atPath: directory / name)?.range(of: Data(piece)) != nil
        }
    }
}
