import AuditTrail
import Records

extension Keeper {
    /// Each that is due. One that fails is made the next time, and keeps no other from being made.
    mutating func makeDigests(_ targets: [DeliveryTarget], _ status: inout KeeperStatus) {
        book.keep(targets)
        for due in DigestMaker.due(book, targets, now: clock.nowMilliseconds()) {
            status.attempt { status throws(AuditFailure) in try make(due, &status) }
        }
    }

    private mutating func make(_ due: DigestMaker.Due, _ status: inout KeeperStatus) throws(AuditFailure) {
        let digest: DeliveredDigest
        do {
            digest = try DigestMaker(signer: keys.signer, staging: staging).stage(due)
            try staging.sync()
            try journal.append([.digest(digest)])
        } catch {
            status.failDigest(due.target, error)
            throw error
        }
        book.take(.digest(digest))
        undelivered += [DigestFile.metadataPath(of: digest.path), digest.path]
        do {
            try deliverDigests()
        } catch {
            status.failDigest(due.target, error)
            throw error
        }
        status.deliver(digest, now: clock.nowMilliseconds())
    }

    mutating func deliverDigests() throws(AuditFailure) {
        try staging.deliver(undelivered)
        undelivered = []
    }
}
