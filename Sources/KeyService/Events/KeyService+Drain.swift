public import AuditTrail
public import Records
import Synchronization

/// Why events stay where they are.
public enum EventDrainError: Error, Hashable, Sendable {
    /// They can't be read or deleted.
    case record(RecordError)
    /// The trail did not take them.
    case trail(AuditFailure)
}

extension KeyService {
    private static let eventPageSize = 100

    /// Gives the trail the events that no call tells of, in order of time, and deletes each when the trail has it. Meant to
    /// be called every few seconds. After a crash the trail may get some for a second time, under the ids that they had.
    /// - Returns: how many the trail got.
    @discardableResult
    public func drainEvents(into sink: any AuditSink) async throws(EventDrainError) -> Int {
        guard sink.isAccepting else { return 0 }
        var count = 0
        var after: IndexPosition?
        repeat {
            let page = try await pendingEvents(after: after)
            if page.isEmpty { break }
            count += try await give(page.map(\.found.value), to: sink)
            try await delete(page.map(\.found))
            environment.givenEvents.withLock { $0.subtract(page.map(\.found.value.id)) }
            after = page.count < Self.eventPageSize ? nil : page.last?.position
        } while after != nil
        return count
    }

    /// An event is given once, though it could not be deleted then: a trail that fails keeps what it was given.
    private func give(_ events: [PendingEvent], to sink: any AuditSink) async throws(EventDrainError) -> Int {
        let new = environment.givenEvents.withLock { given in events.filter { given.insert($0.id).inserted } }
        if new.isEmpty { return 0 }
        do throws(AuditFailure) {
            try await sink.append(new.map(\.entry))
        } catch {
            throw .trail(error)
        }
        return new.count
    }

    private func pendingEvents(
        after: IndexPosition?
    ) async throws(EventDrainError) -> [(position: IndexPosition, found: Versioned<PendingEvent>)] {
        do throws(RecordError) {
            return try await environment.keys.store.scan(
                PendingEvent.self, index: PendingEvent.timeIndex, from: "", through: PendingEvent.timeValue(.max),
                after: after, limit: Self.eventPageSize)
        } catch {
            throw .record(error)
        }
    }

    /// Another process may be doing the same.
    private func delete(_ events: [Versioned<PendingEvent>]) async throws(EventDrainError) {
        let store = environment.keys.store
        let changes = events.map { Change.delete($0.value.recordID, expectedVersion: $0.version) }
        do throws(RecordError) {
            do throws(RecordError) {
                try await store.commit(changes)
            } catch .store(.conflict) {
                for change in changes {
                    do throws(RecordError) {
                        try await store.commit([change])
                    } catch .store(.conflict) {
                        // It is gone already.
                    }
                }
            }
        } catch {
            throw .record(error)
        }
    }
}

extension PendingEvent {
    fileprivate var entry: AuditEntry { AuditEntry(account: account, region: region, json: Array(json.utf8)) }
}
