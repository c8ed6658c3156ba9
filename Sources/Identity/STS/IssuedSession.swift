import AWSJSON
import IAMModel
import KeyCrypto
import Records

/// A session just made, with the credentials for whoever asked for it.
struct IssuedSession: Sendable {
    var key: TemporaryAccessKey
    var token: String
    /// How full the fuller of policies and tags is; nil if there are none.
    var packedPercent: Int?

    var credentials: Credentials {
        Credentials(
            accessKeyId: key.id,
            secretAccessKey: key.secret.bytes.withUnsafeBytes { String(decoding: $0, as: UTF8.self) },
            sessionToken: token, expiration: Timestamp(milliseconds: key.expires))
    }
}

extension STSService {
    /// Makes a session with these policies and tags. `name` is the session's or federated user's, and empty for a user's
    /// or root's own.
    func issue(
        _ session: Session, _ policies: SessionPolicies = SessionPolicies(), _ tags: SessionTags? = nil, name: String,
        account: String, seconds: Int
    ) async throws(STSFailure) -> IssuedSession {
        var session = session
        session.policy = policies.inline
        session.policyARNs = policies.arns
        session.tags = tags?.tags ?? []
        session.transitiveTagKeys = tags?.transitiveKeys ?? []
        let percent = try packedPercent(of: session)
        let complete = session
        let made = try await recorded { () throws(RecordError) in
            try await identity.credentials(for: complete, name: name, account: account, seconds: seconds)
        }
        return IssuedSession(key: made.key, token: made.token, packedPercent: percent)
    }

    private func packedPercent(of session: Session) throws(STSFailure) -> Int? {
        let policies = Self.percent(PackedSession.policyBytes(of: session), of: SessionLimits.packedPolicyBytesMax)
        let tags = Self.percent(PackedSession.tagBytes(of: session), of: SessionLimits.packedTagBytesMax)
        guard policies <= 100 else {
            throw .sts(
                .packedPolicyTooLarge,
                "Packed policy consumes \(policies)% of allotted space, please use smaller policy.")
        }
        guard tags <= 100 else {
            throw .sts(.packedPolicyTooLarge, "Packed size of session tags consumes \(tags)% of allotted space.")
        }
        let isEmpty = session.policy == nil && session.policyARNs.isEmpty && session.tags.isEmpty
        return isEmpty ? nil : max(policies, tags)
    }

    /// Rounded up.
    private static func percent(_ count: Int, of limit: Int) -> Int { (count * 100 + limit - 1) / limit }
}
