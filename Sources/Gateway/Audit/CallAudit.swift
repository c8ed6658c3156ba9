import AuditTrail
import KeyService
import Records

/// What a call's record needs to know, as it becomes known on the call's way.
struct CallAudit {
    /// The caller; nil as long as nobody may be believed to be one. Then there is no record: strangers must not be able to
    /// fill the disk.
    var caller: (identity: AuditIdentity, account: String)?
    var region = ""
    var details: AuditDetails
    /// Other accounts that get a record too. `eventID`: of that record; nil for any.
    var otherAccounts: [(account: String, eventID: String?)] = []
    /// Records of the same call in other Regions.
    var companions: [AuditCompanion] = []

    /// As long as nothing more is known: of a call that is refused before its operation looks at it.
    init(of operation: CalledOperation) { details = AuditDetails(isReadOnly: operation.isReadOnly) }
}

/// Writes each call into the audit trail before it is answered.
struct CallRecorder: Sendable {
    let trail: any AuditSink
    let randomness: any Randomness

    /// Whether a call may be made: what can't be recorded must not be done.
    var mayCall: Bool { trail.isAccepting }

    private func eventID(at time: Int64) -> String {
        EventID.make(time: time, randomness: randomness.bytes(EventID.randomBytes))
    }

    /// Writes a call's records, if it has any.
    /// `time`: when the request came, in milliseconds since 1970.
    func record(
        _ audit: CallAudit, _ call: CallRecord, _ operation: CalledOperation, _ request: WireRequest,
        sourceIP: String, error: (code: String, message: String?)?, eventID: String, at time: Int64
    ) async throws(AuditFailure) {
        guard let caller = audit.caller, operation.isNamed else { return }
        var event = AuditEvent(
            identity: caller.identity, time: time, source: operation.service.eventSource, name: call.operation,
            region: audit.region, sourceIPAddress: sourceIP, userAgent: request.header("user-agent") ?? "",
            details: audit.details, errorCode: error.map { Self.code($0.code) }, errorMessage: error?.message,
            requestID: call.requestID, id: eventID, recipientAccount: caller.account,
            tls: request.tls.map {
                AuditTLS(version: $0.version, cipherSuite: $0.cipherSuite, host: request.header("host"))
            })
        guard !audit.otherAccounts.isEmpty || !audit.companions.isEmpty else {
            return try await trail.append([event.entry()])
        }
        var entries: [AuditEntry] = []
        if !audit.otherAccounts.isEmpty { event.sharedID = self.eventID(at: time) }
        entries.append(event.entry())
        for other in audit.otherAccounts {
            let id = other.eventID ?? self.eventID(at: time)
            entries.append(event.forOwner(account: other.account, id: id).entry())
        }
        for companion in audit.companions {
            var other = event
            (other.name, other.region, other.details) = (companion.eventName, companion.region, companion.details)
            other.id = self.eventID(at: time)
            if let service = companion.invokedBy { other.identity = other.identity.invoked(by: service) }
            entries.append(other.entry())
        }
        try await trail.append(entries)
    }

    /// Records name KMS's refusals of access as IAM's are named on the wire: `AccessDenied`
    /// (https://docs.aws.amazon.com/kms/latest/developerguide/ct-decrypt.html#ct-decrypt-fail).
    private static func code(_ code: String) -> String {
        code == "AccessDeniedException" ? "AccessDenied" : code
    }
}

extension ServiceName {
    /// As records name the service.
    var eventSource: String {
        switch self {
        case .cloudtrail: "cloudtrail.amazonaws.com"
        case .iam: "iam.amazonaws.com"
        case .kms: "kms.amazonaws.com"
        case .sts: "sts.amazonaws.com"
        }
    }
}
