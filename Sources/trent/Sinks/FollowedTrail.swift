import AuditTrail

/// The trail, and those who hear of each record after it was appended.
struct FollowedTrail: AuditSink {
    let trail: any AuditSink
    let followers: [any RecordFollower]

    var isAccepting: Bool { trail.isAccepting }

    /// Followers hear of records that could not be written too: what they tell of has happened, and the trail keeps them to
    /// write them later.
    func append(_ entries: [AuditEntry]) async throws(AuditFailure) {
        defer { for follower in followers { follower.follow(entries) } }
        try await trail.append(entries)
    }
}
