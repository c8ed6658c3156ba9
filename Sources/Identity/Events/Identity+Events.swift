import AWSJSON
public import AuditTrail
import KeyCrypto
public import Records
import ServiceModel
import Synchronization

/// Why events stay where they are.
public enum IdentityEventDrainError: Error, Hashable, Sendable {
    /// They can't be read or deleted.
    case record(RecordError)
    /// The trail did not take them.
    case trail(AuditFailure)
}

extension Identity {
    /// What operators do is rare: what there is more of has to wait for the next round.
    private static let eventsPerRound = 100

    /// Gives the trail the events that no call tells of, in order of time, and deletes each when the trail has it. Meant to
    /// be called every few seconds. After a crash the trail may get some for a second time, under the ids that they had.
    /// - Returns: how many the trail got.
    @discardableResult
    public func drainEvents(into sink: any AuditSink) async throws(IdentityEventDrainError) -> Int {
        guard sink.isAccepting else { return 0 }
        let events = try await pendingEvents()
        // One is given once, though it could not be deleted then: a trail that fails keeps what it was given.
        let new = givenEvents.withLock { given in events.filter { given.insert($0.value.id).inserted } }
        do throws(AuditFailure) {
            try await sink.append(
                new.map {
                    AuditEntry(account: $0.value.account, region: $0.value.region, json: Array($0.value.json.utf8))
                })
        } catch {
            throw .trail(error)
        }
        for event in events {
            do throws(RecordError) {
                try await store.commit([event.delete()])
            } catch .store(.conflict) {
                // Another process did the same.
            } catch {
                throw .record(error)
            }
        }
        givenEvents.withLock { $0.subtract(events.map(\.value.id)) }
        return new.count
    }

    private func pendingEvents() async throws(IdentityEventDrainError) -> [Versioned<PendingIdentityEvent>] {
        do throws(RecordError) {
            return try await store.scan(
                PendingIdentityEvent.self, index: PendingIdentityEvent.timeIndex, from: "",
                through: PendingIdentityEvent.timeValue(.max), after: nil, limit: Self.eventsPerRound
            ).map(\.found)
        } catch {
            throw .record(error)
        }
    }

    /// That an operator gave an account's administrator a new access key. AWS has no such thing.
    func recovery(of user: UserRecord, accessKeyID: String, in partition: String) -> PendingIdentityEvent {
        let now = clock.nowMilliseconds()
        let region = Self.globalRegion(of: partition)
        let id = EventID.make(time: now, randomness: randomness.bytes(EventID.randomBytes))
        let resource = AuditResource(account: user.account, type: "AWS::IAM::User", arn: user.arn(in: partition))
        let event = AuditEvent(
            service: "iam.amazonaws.com", name: "RecoverAdministrator", account: user.account, region: region,
            time: now, id: id, details: AuditDetails(resources: [resource], isReadOnly: false),
            serviceEventDetails: AuditDetails.object {
                $0.member("userName", user.name)
                $0.member("accessKeyId", accessKeyID)
            }, invokedBy: "trent recover administrator")
        return PendingIdentityEvent(
            id: id, time: now, account: user.account, region: region,
            json: String(decoding: event.encoded(), as: UTF8.self))
    }

    /// Where the trail has what IAM does, which is in no Region
    /// (https://docs.aws.amazon.com/IAM/latest/UserGuide/cloudtrail-integration.html).
    private static func globalRegion(of partition: String) -> String {
        switch partition {
        case "aws-cn": "cn-north-1"
        case "aws-us-gov": "us-gov-west-1"
        default: "us-east-1"
        }
    }
}
