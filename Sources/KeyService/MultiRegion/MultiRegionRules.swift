import KMSModel

/// What operations on sets of keys ask for.
enum MultiRegionRules {
    /// Whether a request may name a Region beside the key's own: it must be another one of the same partition.
    static func checkOtherRegion(_ region: String, than key: Key) throws(Failure) {
        guard region != key.record.region, AWSRegions.partition(of: region) == key.partition else {
            throw .unsupported("The Region \(region) is not supported for this operation on \(key.arn).")
        }
    }

    /// Replicas are rotated with their primary key, and by its schedule.
    /// `record`: the key's, as it is now.
    static func checkNotReplica(_ record: KeyRecord, _ key: Key) throws(Failure) {
        if record.isReplica { throw .notPrimary(key) }
    }

    static func checkPrimary(_ record: KeyRecord, _ key: Key) throws(Failure) {
        guard record.isPrimary else { throw .notPrimary(key) }
    }

    static func place(of key: Key, in region: String) -> Place {
        Place(account: key.record.account, region: region, partition: key.partition)
    }
}
