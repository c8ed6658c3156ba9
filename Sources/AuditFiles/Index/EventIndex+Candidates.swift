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
            let posted = Varint.rising(from: row.bytes(8), countMax: Int(records)), (posted.last ?? 0) < records
        else { throw damaged }
        var file = CandidateFile(
            id: row.integer(0), path: row.text(1), account: row.text(2), region: row.text(3),
            firstSequence: row.integer(4), blocks: blocks, ordinals: [], sequences: [])
        file.ordinals = try wanted(posted, of: records, in: blocks, at: queriedTime(query))
        guard let last = file.ordinals.last else { return nil }
        // No more than to the last that is wanted: a file may have a hundred thousand.
        guard let all = Varint.rising(from: row.bytes(7), countMax: Int(records), through: Int(last)),
            all.isEmpty || all.count == Int(last) + 1
        else { throw damaged }
        let before = query.after?.sequence ?? .max
        for ordinal in file.ordinals {
            let sequence = all.isEmpty ? file.firstSequence + ordinal : all[Int(ordinal)]
            guard sequence < before else { break }
            file.sequences.append(sequence)
        }
        file.ordinals.removeLast(file.ordinals.count - file.sequences.count)
        return file.ordinals.isEmpty ? nil : file
    }

    /// Those records of a file that stand in blocks of the wanted time.
    ///
    /// `posted`: rising; empty for all records.
    private static func wanted(
        _ posted: [Int64], of records: Int64, in blocks: [LogFileBlock], at time: ClosedRange<Int64>
    ) throws(AuditFailure) -> [Int64] {
        var wanted: [Int64] = []
        var next = 0
        for (index, block) in blocks.enumerated() {
            let end = index + 1 < blocks.count ? blocks[index + 1].firstOrdinal : records
            guard block.firstOrdinal <= end, end <= records else { throw AuditFailure("the index is damaged") }
            while next < posted.count, posted[next] < block.firstOrdinal { next += 1 }
            if !posted.isEmpty, next == posted.count { break }
            guard block.newestEventTime >= time.lowerBound, block.oldestEventTime <= time.upperBound else { continue }
            if posted.isEmpty {
                wanted.append(contentsOf: block.firstOrdinal..<end)
            } else {
                while next < posted.count, posted[next] < end {
                    wanted.append(posted[next])
                    next += 1
                }
            }
        }
        return wanted
    }

    /// Of a file.
    private static let recordsMax: Int64 = 1 << 26
}
