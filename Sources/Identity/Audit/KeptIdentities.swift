import AuditTrail
import Synchronization

/// A caller's identities in the audit trail, one for each access key: there are few.
final class KeptIdentities: Sendable {
    private let kept = Mutex<[(accessKeyID: String?, identity: AuditIdentity)]>([])
    private static let countMax = 4

    func find(_ accessKeyID: String?, making make: () -> AuditIdentity) -> AuditIdentity {
        kept.withLock { kept in
            if let known = kept.first(where: { $0.accessKeyID == accessKeyID }) { return known.identity }
            let identity = make()
            if kept.count == Self.countMax { kept.removeFirst() }
            kept.append((accessKeyID, identity))
            return identity
        }
    }
}
