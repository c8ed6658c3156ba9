import KMSModel

/// What it means for a key's record to be one of a set: the records of related keys have the same id, spec, usage,
/// origin, key material and rotation, and each names all Regions of the set
/// (https://docs.aws.amazon.com/kms/latest/developerguide/multi-region-keys-overview.html).
extension KeyRecord {
    /// What a replica has of its own.
    struct ReplicaTerms {
        var region: String
        var policy: AcceptedPolicy
        var description: String
        var tags: [KeyTag]
    }

    private var hasReplicas: Bool { isPrimary && multiRegion?.replicaRegions.isEmpty == false }

    /// A new replica of this key, not in the set yet. Imported key material does not come with it.
    func replica(_ terms: ReplicaTerms, at now: Int64) -> KeyRecord {
        var replica = self
        replica.region = terms.region
        replica.set(terms.policy)
        replica.description = terms.description
        replica.tags = terms.tags
        replica.created = now
        replica.isEnabled = true
        replica.transition = .creating(from: now)
        if origin == .external { replica.materials = materialsToImport }
        return replica
    }

    /// Takes a new replica into account: material that waits to be rotated to now waits for it, too.
    mutating func admit(replicaIn replicaRegion: String) {
        guard let set = multiRegion else { return }
        multiRegion = MultiRegion(
            primaryRegion: set.primaryRegion, replicaRegions: (set.replicaRegions + [replicaRegion]).sorted())
        if let waiting = waitingMaterial { setStage(.pendingReplicas, of: waiting.id) }
    }

    /// Forgets a replica that is deleted. A primary key that waited for its last replica to go begins its own waiting
    /// period.
    mutating func dismiss(replicaIn replicaRegion: String, at now: Int64) {
        multiRegion?.replicaRegions.removeAll { $0 == replicaRegion }
        guard let deletion, deletion.date == nil else { return }
        scheduleDeletion(inDays: deletion.windowDays, at: now)
    }

    /// Makes the replica of another Region the primary key.
    mutating func setPrimaryRegion(_ primaryRegion: String) {
        guard let set = multiRegion else { return }
        let regions = [set.primaryRegion] + set.replicaRegions
        multiRegion = MultiRegion(
            primaryRegion: primaryRegion, replicaRegions: regions.filter { $0 != primaryRegion }.sorted())
    }

    /// A primary key's waiting period begins when its last replica is deleted.
    mutating func scheduleDeletion(inDays days: Int, at now: Int64) {
        let date = now + Int64(days) * millisecondsPerDay
        deletion = Deletion(date: hasReplicas ? nil : date, windowDays: days)
    }
}

extension KeyRecord.Transition {
    /// How long a transition lasts: long enough to be seen. Nothing is left to be done in this time.
    private static let durationMilliseconds: Int64 = 1000

    static func creating(from now: Int64) -> Self { Self(kind: .creating, until: now + durationMilliseconds) }

    static func updating(from now: Int64) -> Self { Self(kind: .updating, until: now + durationMilliseconds) }
}
