import AuditTrail

/// The records of a segment that is to be closed, by account and Region.
struct SegmentRecords {
    struct Group: Hashable {
        var account: String
        var region: String
    }

    var contents: SegmentContents
    private(set) var groups: [Group: [ClosedRecord]] = [:]

    /// - Throws: if not even the header is whole.
    init(_ bytes: [UInt8], key: ChainKey) throws(AuditFailure) {
        var groups: [Group: [ClosedRecord]] = [:]
        do throws(SegmentReadError<Never>) {
            contents = try SegmentReader.read(bytes, key: key) { record, _ throws(Never) in
                let json = bytes[record.json]
                let closed = ClosedRecord(
                    sequence: record.sequence, json: json, terms: RecordTerms(json: Array(json)))
                groups[Group(account: record.account, region: record.region), default: []].append(closed)
            }
        } catch { throw AuditFailure("a segment's first line is not as it was written") }
        self.groups = groups
    }

    /// In an order that is always the same.
    var sorted: [(group: Group, records: [ClosedRecord])] {
        groups.map { ($0.key, $0.value) }
            .sorted { ($0.group.account, $0.group.region) < ($1.group.account, $1.group.region) }
    }
}
