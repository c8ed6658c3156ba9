import KMSModel
import KeyCrypto
import Records
import Synchronization

/// What one round of housekeeping did.
public struct Housekeeping: Hashable, Sendable {
    /// ARNs of keys that are gone for good, their key material and aliases with them.
    public var deletedKeys: [String] = []
    /// ARNs of keys that got new key material.
    public var rotatedKeys: [String] = []
    /// ARNs of keys of which imported key material expired.
    public var expiredKeys: [String] = []
    /// How many records changed, here or in other processes.
    public var changesSeen = 0
}

/// Does what time and other processes make necessary.
final class Housekeeper: Sendable {
    private let environment: Environment
    private let feedPosition = Mutex<Int64?>(nil)

    private static let pageSize = 100
    private static let lateness = millisecondsPerDay

    init(_ environment: Environment) { self.environment = environment }

    func tick(recorded: Int64? = nil) async throws(RecordError) -> Housekeeping {
        var done = Housekeeping()
        try await followChanges(&done)
        try await carryOutWhatIsDue(&done)
        try await environment.usage.flushIfDue(
            to: keys.store, at: environment.clock.nowMilliseconds(), recorded: recorded)
        return done
    }

    private var keys: KeyStore { environment.keys }

    private func followChanges(_ done: inout Housekeeping) async throws(RecordError) {
        while true {
            let position = feedPosition.withLock { $0 }
            switch try await changes(after: position) {
            case .changes(let ids, let upTo):
                for id in ids { keys.forget(id) }
                done.changesSeen += ids.count
                feedPosition.withLock { $0 = upTo }
                if ids.count < Self.pageSize { return }
            case .tooFarBehind(let upTo):
                keys.forgetAll()
                feedPosition.withLock { $0 = upTo }
                return
            }
        }
    }

    private func changes(after position: Int64?) async throws(RecordError) -> ChangeFeed {
        do throws(StoreError) {
            return try await keys.store.store.changes(after: position, limit: Self.pageSize)
        } catch {
            throw .store(error)
        }
    }

    /// A key that can't be dealt with does not keep others waiting; its error is thrown when all have had their turn.
    private func carryOutWhatIsDue(_ done: inout Housekeeping) async throws(RecordError) {
        let now = environment.clock.nowMilliseconds()
        var after: IndexPosition?
        var failure: RecordError?
        repeat {
            let page = try await keys.store.scan(
                KeyRecord.self, index: KeyRecord.dueIndex, from: "", through: KeyRecord.dueValue(now), after: after,
                limit: Self.pageSize)
            for (_, found) in page {
                do throws(RecordError) {
                    try await carryOut(found, now, &done)
                } catch {
                    failure = failure ?? error
                }
            }
            after = page.count < Self.pageSize ? nil : page.last?.position
        } while after != nil
        if let failure { throw failure }
    }

    private func carryOut(
        _ found: Versioned<KeyRecord>, _ now: Int64, _ done: inout Housekeeping
    ) async throws(RecordError) {
        // The store's index is not believed.
        guard let due = found.value.due, due <= now, let partition = AWSRegions.partition(of: found.value.region),
            let key = Key(found, partition: partition)
        else { return }
        do throws(Failure) {
            if let date = key.record.deletion?.date, date <= now {
                try await delete(key, now)
                done.deletedKeys.append(key.arn)
            } else if !key.record.expiredMaterials(at: now).isEmpty {
                try await keys.expireMaterials(of: key, now: now, environment.randomness)
                done.expiredKeys.append(key.arn)
            } else if let next = key.record.nextRotation, next <= now {
                try await rotate(key, now)
                done.rotatedKeys.append(key.arn)
            } else {
                try await keys.endTransition(of: key, now: now)
            }
        } catch .record(.store(.conflict)) {
            // Somebody changed the key in this moment; the next round looks at it again.
        } catch .record(let error) {
            throw error
        } catch {
            return
        }
    }

    /// Destroys a key: after this, nothing of its key material is left in the store's files.
    private func delete(_ key: Key, _ now: Int64) async throws(Failure) {
        let aliases = try await keys.aliases(of: key.record, limit: Limits.aliasesPerKey * 2)
        var changes: [Change] = [.delete(key.record.recordID, expectedVersion: key.version)]
        changes += key.record.materials.filter(\.isPresent).map {
            .delete(key.record.materialRecordID($0.id), expectedVersion: 1)
        }
        changes += try await keys.dismiss(key.record, at: now)
        changes += aliases.map { .delete($0.value.recordID, expectedVersion: $0.version) }
        changes += try await GrantStore(keys: keys).deletions(of: key)
        changes += try await stored { () throws(RecordError) in
            try await environment.usage.deletions(of: key, in: keys.store)
        }
        changes.append(keys.change(for: .deletion, of: key.record, at: now, environment.randomness))
        try await keys.commit(changes)
        environment.usage.forget(key.record.recordID)
    }

    /// A rotation that comes late, since the key was disabled or the server did not run, begins a new schedule.
    private func rotate(_ key: Key, _ now: Int64) async throws(Failure) {
        var record = key.record
        guard var schedule = record.rotation else { return }
        let start = now - schedule.next < Self.lateness ? schedule.next : now
        schedule.next = start + Int64(schedule.periodDays) * millisecondsPerDay
        record.rotation = schedule
        let changes = try await keys.rotateSet(&record, .automatic, at: now, environment.randomness)
        try await keys.commit([keys.store.put(record, over: key.version)] + changes)
    }
}
