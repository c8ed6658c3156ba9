import AWSJSON
import AuditTrail

/// Makes digest files: one each hour for each target, account and Region, from the first log file on, as CloudTrail does
/// also if nothing happened
/// (https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-log-file-validation-intro.html).
///
/// After hours in which the server did not run, or which the clock has taken back, one digest covers all of them: it
/// begins where the last ended.
struct DigestMaker {
    let signer: any DigestSigner
    let staging: Staging

    /// A digest that is due.
    struct Due {
        var target: DeliveryTarget
        var name: DigestBook.Name
        var chain: DigestBook.Chain
        var start: Int64
        var end: Int64
    }

    /// `now`: in milliseconds since 1970.
    static func due(_ book: DigestBook, _ targets: [DeliveryTarget], now: Int64) -> [Due] {
        let end = now - now % DigestTimes.hour
        // One that was deleted and one that was made anew may have the same ARN.
        let byTrail = Dictionary(
            targets.filter(\.validatesLogFiles).map { ($0.trailARN, $0) }, uniquingKeysWith: { one, _ in one })
        return book.chains.compactMap { name, chain -> Due? in
            guard let target = byTrail[name.trail] else { return nil }
            // A trail that is stopped gets a last one for what it still got.
            guard target.isLogging || !chain.waiting.isEmpty else { return nil }
            guard let start = book.start(of: name, end: end) else { return nil }
            return Due(target: target, name: name, chain: chain, start: start, end: end)
        }.sorted {
            ($0.name.trail ?? "", $0.name.account, $0.name.region) < (
                $1.name.trail ?? "", $1.name.account, $1.name.region
            )
        }
    }

    /// Writes a digest into the staging area.
    func stage(_ due: Due) throws(AuditFailure) -> DeliveredDigest {
        let file = DigestFile(
            target: due.target, account: due.name.account, region: due.name.region, start: due.start, end: due.end,
            fingerprint: signer.fingerprint, previous: due.chain.last, files: due.chain.waiting)
        let content = file.encoded()
        let stored = try Deflater.gzip(content)
        let hash = ContentHash.hex(content)
        let signature = try signer.sign(file.stringToSign(contentHash: hash))
        let path = due.target.path(ofKey: file.object)
        try staging.add(stored, path: path)
        try staging.add(DigestFile.metadata(signature: signature), path: DigestFile.metadataPath(of: path))
        return DeliveredDigest(
            path: path, trail: due.name.trail, account: due.name.account, region: due.name.region, start: due.start,
            end: due.end, hash: hash, storedHash: ContentHash.hex(stored), signature: Hex.encode(signature),
            bucket: due.target.bucket)
    }
}
