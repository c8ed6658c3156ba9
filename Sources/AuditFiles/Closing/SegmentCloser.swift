import AuditTrail
import Records

/// Makes a segment's records log files in the staging area, for each target.
struct SegmentCloser {
    let targets: [DeliveryTarget]
    let staging: Staging
    let clock: any Clock
    let randomness: any Randomness

    /// What a segment became.
    struct Result {
        var files: [DeliveredFile] = []
        /// Those of the built-in target, for the index.
        var closed: [ClosedFile] = []
    }

    /// `targets` has the built-in target first. `result`: what is in the staging area, also if this throws.
    func stage(_ records: SegmentRecords, into result: inout Result) throws(AuditFailure) {
        let segment = records.contents.header.segment
        let now = clock.nowMilliseconds()
        let targets = targets.map { $0.believed(at: now) }
        for (group, records) in records.sorted {
            lazy var oldest = records.map(\.moment).min() ?? now
            var whole: DeliveredFile?
            for target in targets {
                let isWhole =
                    target.trailARN == nil
                    || target.takesAll(account: group.account, region: group.region, from: oldest)
                let taken = isWhole ? records : records.filter { target.takes($0, of: group) }
                guard !taken.isEmpty else { continue }
                var file = file(target, group, segment, taken)
                if isWhole, let whole {
                    (file.hash, file.storedHash) = (whole.hash, whole.storedHash)
                    try staging.link(whole.path, as: file.path)
                } else {
                    let written = try LogFileWriter.file(of: taken)
                    (file.hash, file.storedHash) = (written.hash, ContentHash.hex(written.bytes))
                    try staging.add(written.bytes, path: file.path)
                    if target.trailARN == nil {
                        whole = file
                        result.closed.append(ClosedFile(file: file, records: taken, blocks: written.blocks))
                    }
                }
                result.files.append(file)
            }
        }
        try staging.sync()
    }

    private func file(
        _ target: DeliveryTarget, _ group: SegmentRecords.Group, _ segment: Int64, _ records: [ClosedRecord]
    ) -> DeliveredFile {
        let now = clock.nowMilliseconds()
        let key = target.logFileKey(
            account: group.account, region: group.region, time: now,
            randomness: randomness.bytes(DeliveryTarget.uniqueBytes))
        let times = records.compactMap { $0.terms?.eventTime }
        return DeliveredFile(
            path: target.path(ofKey: key), segment: segment, trail: target.trailARN, account: group.account,
            region: group.region, records: Int64(records.count), oldestEventTime: times.min() ?? now,
            newestEventTime: times.max() ?? now, hash: "", storedHash: "", bucket: target.bucket)
    }
}

extension LogFileWriter {
    /// A whole file.
    static func file(of records: [ClosedRecord]) throws(AuditFailure) -> LogFileWriter {
        var writer = try LogFileWriter()
        for record in records { try writer.append(record.json) }
        try writer.finish()
        return writer
    }
}

extension DeliveryTarget {
    fileprivate func takes(_ record: ClosedRecord, of group: SegmentRecords.Group) -> Bool {
        let summary = record.summary
        return takes(
            DeliveredRecord(
                account: group.account, region: group.region, eventSource: summary?.eventSource ?? "",
                isReadOnly: summary?.isReadOnly ?? false, time: summary?.moment ?? .max,
                requestID: summary?.requestID))
    }
}

extension ClosedRecord {
    /// When the event happened; of a record that can't be read, as late as can be.
    fileprivate var moment: Int64 { summary?.moment ?? .max }

    fileprivate var summary: EventSummary? { EventSummary(json: Array(json)) }
}
