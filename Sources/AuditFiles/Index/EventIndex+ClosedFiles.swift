public import AuditTrail
internal import GRDB

extension EventIndex: ClosedFileIndex {
    public func add(_ closed: ClosedFile) throws(AuditFailure) {
        var file = IndexedLogFile(
            segment: closed.file.segment, path: closed.file.path, account: closed.file.account,
            region: closed.file.region)
        for record in closed.records { file.append(record.terms, sequence: record.sequence) }
        file.finish(blocks: closed.blocks)
        let ids = Self.ids(of: file.segment)
        try transaction { [file] db throws(AuditFailure) in
            var known = try IndexStatement("SELECT 1 FROM files WHERE path = ?", [.text(file.path)], on: db)
            guard try !known.step() else { return }
            var last = try IndexStatement(
                "SELECT max(id) FROM files WHERE id >= ? AND id < ?",
                [.integer(ids.lowerBound), .integer(ids.upperBound)], on: db)
            let id = try last.step() ? max(ids.lowerBound, last.integer(0) + 1) : ids.lowerBound
            guard ids.contains(id) else { throw AuditFailure("\(file.path) can't be indexed") }
            try Self.insert(file, id: id, on: db)
        }
    }

    public func remove(paths: [String]) throws(AuditFailure) {
        try transaction { db throws(AuditFailure) in
            for path in paths {
                var found = try IndexStatement("SELECT id FROM files WHERE path = ?", [.text(path)], on: db)
                guard try found.step() else { continue }
                let id = found.integer(0)
                try Self.remove(id..<id + 1, on: db)
            }
        }
    }
}
