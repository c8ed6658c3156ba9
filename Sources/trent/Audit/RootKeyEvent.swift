import AWSJSON
import AuditTrail
import Records

/// That an operator changed the root key. AWS has no such thing.
struct RootKeyEvent {
    /// The root keys' ids.
    var former: String
    var current: String
    var hasPassphrase: Bool

    /// The event, to be written in the commit of the change.
    func pending(
        _ account: String, _ region: String, _ clock: any Clock, _ randomness: any Randomness
    ) -> PendingEvent {
        let now = clock.nowMilliseconds()
        let id = EventID.make(time: now, randomness: randomness.bytes(EventID.randomBytes))
        let event = AuditEvent(
            service: "kms.amazonaws.com", name: "RotateRootKey", account: account, region: region, time: now, id: id,
            details: AuditDetails(isReadOnly: false),
            serviceEventDetails: JSONValue.object([
                .init("previousRootKeyId", .string(former)), .init("currentRootKeyId", .string(current)),
                .init("hasPassphrase", .bool(hasPassphrase)),
            ]).encoded, invokedBy: "trent root-key rotate")
        return PendingEvent(id: id, time: now, account: account, region: region, json: event.encoded())
    }
}
