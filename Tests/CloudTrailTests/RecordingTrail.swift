import AWSJSON
import AuditTrail
import Synchronization
import Testing

/// A trail in memory.
final class RecordingTrail: AuditSink {
    private let entries = Mutex<[AuditEntry]>([])
    private let state = Mutex((isBroken: false, isNoticed: true))

    var isAccepting: Bool { state.withLock { !$0.isBroken || !$0.isNoticed } }

    /// What it can't write it keeps, as the real one does.
    func append(_ new: [AuditEntry]) async throws(AuditFailure) {
        entries.withLock { $0 += new }
        if state.withLock(\.isBroken) { throw AuditFailure("the disk is full") }
    }

    /// `unnoticed`: it shows only when somebody writes.
    func breakDown(unnoticed: Bool = false) { state.withLock { $0 = (true, !unnoticed) } }

    func mend() { state.withLock { $0 = (false, true) } }

    var all: [AuditEntry] { entries.withLock { $0 } }

    /// The records, in order.
    func records() throws -> [JSONValue] { try all.map { try JSONValue(parsing: $0.json) } }

    func names() throws -> [String] { try records().compactMap { $0["eventName"]?.string } }
}
