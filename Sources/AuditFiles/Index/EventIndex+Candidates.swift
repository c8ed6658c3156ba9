internal import AuditTrail
internal import GRDB

/// A closed file in which records may be what is looked for.
struct CandidateFile {
    var id: Int64
    var path: String
    var account: String
    var region: String
    var firstSequence: Int64
    var blocks: [LogFileBlock]
    /// Records that may match, rising: which in the file, and their sequence numbers.
    var ordinals: [Int64]
    var sequences: [Int64]

    var segment: Int64 { id / EventIndex.filesPerSegmentMax }
}

extension EventIndex {
    /// The newest segment below `segments.upperBound` in which a record may match, and its files that may have one.
    func newestCandidates(
        _ query: EventQuery, segments: Range<Int64>
    ) throws(AuditFailure) -> (segment: Int64, files: [CandidateFile])? {
        try access { db throws(AuditFailure) in
            var statement = try Self.statement(query, segments, on: db)
            var found: [CandidateFile] = []
            var segment: Int64?
            while try statement.step() {
                let id = statement.integer(0)
                if let segment, id / Self.filesPerSegmentMax != segment { break }
                segment = id / Self.filesPerSegmentMax
                if let file = try Self.file(statement, query) { found.append(file) }
            }
            return segment.map { ($0, found) }
        }
    }

    private static func statement(
        _ query: EventQuery, _ segments: Range<Int64>, on db: Database
    ) throws(AuditFailure) -> IndexStatement {
        let columns = "f.id, f.path, f.account, f.region, f.first_sequence, f.records, f.blocks, f.sequences"
        let time = queriedTime(query)
        var values: [IndexStatement.Value] = []
        var sql: String
        if let (name, value) = query.attribute, name != .eventId {
            sql = "SELECT \(columns), p.ordinals FROM postings p CROSS JOIN files f ON f.id = p.file WHERE p.hash = ?"
            sql += " AND p.file >= ? AND p.file < ?"
            values.append(.integer(IndexHash.of(name, value)))
        } else {
            sql = "SELECT \(columns), NULL FROM files f WHERE f.id >= ? AND f.id < ?"
        }
        values.append(.integer(ids(of: segments.lowerBound).lowerBound))
        values.append(.integer(ids(of: segments.upperBound).lowerBound))
        if let after = query.after {
            sql += " AND f.first_sequence < ?"
            values.append(.integer(after.sequence))
        }
        sql += " AND f.newest >= ? AND f.oldest <= ?"
        values += [.integer(time.lowerBound), .integer(time.upperBound)]
        for (column, value) in [("account", query.account), ("region", query.region)] {
            guard let value else { continue }
            sql += " AND f.\(column) = ?"
            values.append(.text(value))
        }
        sql +=
            query.attribute == nil || query.attribute?.name == .eventId
            ? " ORDER BY f.id DESC" : " ORDER BY p.file DESC"
        return try IndexStatement(sql, values, on: db)
    }

    /// Times of events that may match, in milliseconds; events know whole seconds.
    private static func queriedTime(_ query: EventQuery) -> ClosedRange<Int64> {
        var from = (query.from ?? 0) - 999
        var through = query.through ?? .max
        if let (name, value) = query.attribute, name == .eventId {
            // An id that names no time is of no record here.
            guard let time = EventID.time(of: value) else { return -2...(-1) }
            from = max(from, time - 999)
            through = min(through, time)
        }
        return from <= through ? from...through : -2...(-1)
    }

    private static func file(
        _ row: borrowing IndexStatement, _ query: EventQuery
    ) throws(AuditFailure) -> CandidateFile? {
        let damaged = AuditFailure("the index is damaged")
        let records = row.integer(5)
        guard (1...recordsMax).contains(records), let blocks = LogFileBlock.decoded(row.bytes(6)),
            let all = Varint.rising(from: row.bytes(7), countMax: Int(records)),
            let posted = Varint.rising(from: row.bytes(8), countMax: Int(records)),
            all.isEmpty || all.count == Int(records), (posted.last ?? 0) < records
        else { throw damaged }
        var file = CandidateFile(
            id: row.integer(0), path: row.text(1), account: row.text(2), region: row.text(3),
            firstSequence: row.integer(4), blocks: blocks, ordinals: [], sequences: [])
        let before = query.after?.sequence ?? .max
        let time = queriedTime(query)
        var isWanted = [Bool](repeating: false, count: Int(records))
        for (index, block) in blocks.enumerated() {
            guard block.newestEventTime >= time.lowerBound, block.oldestEventTime <= time.upperBound else { continue }
            let end = index + 1 < blocks.count ? blocks[index + 1].firstOrdinal : records
            guard block.firstOrdinal <= end, end <= records else { throw damaged }
            for ordinal in block.firstOrdinal..<end { isWanted[Int(ordinal)] = true }
        }
        for ordinal in posted.isEmpty ? Array(0..<records) : posted where isWanted[Int(ordinal)] {
            let sequence = all.isEmpty ? file.firstSequence + ordinal : all[Int(ordinal)]
            guard sequence < before else { break }
            file.ordinals.append(ordinal)
            file.sequences.append(sequence)
        }
        return file.ordinals.isEmpty ? nil : file
    }

    /// Of a file.
    private static let recordsMax: Int64 = 1 << 26
}
