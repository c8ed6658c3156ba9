import AuditTrail
import Records

/// When retention looked what is old enough.
struct RetentionChecked: Sendable {
    /// The last time, in milliseconds since 1970.
    var time = Int64.min / 2
    /// Of the oldest file that it found to be too young: as long as that is so, it need not look.
    var youngest: Int64?
}

extension Keeper {
    /// Once an hour.
    mutating func retain() throws(AuditFailure) {
        let now = clock.nowMilliseconds()
        guard let retention, abs(now - retentionChecked.time) >= DigestTimes.hour,
            let believed = book.believed.time(clock: now)
        else { return }
        let before = believed - retention
        if let youngest = retentionChecked.youngest, youngest >= before {
            retentionChecked.time = now
            return
        }
        let youngest = try removeOld(before: before, believed: believed, now: now)
        retentionChecked = RetentionChecked(time: now, youngest: youngest)
    }

    /// - Returns: the time of the first file that is too young; nil if it is not known.
    private mutating func removeOld(before: Int64, believed: Int64, now: Int64) throws(AuditFailure) -> Int64? {
        // The journal is cut only where nothing is left to do.
        try clearRemoved()
        let plan = RetentionPlan(
            try journal.read(), key: keys.chain, before: before, now: believed, pinned: book.pinned)
        var rest = plan.paths[...]
        while !rest.isEmpty {
            let paths = Array(rest.prefix(RemovedFiles.pathsMax))
            rest = rest.dropFirst(paths.count)
            try journal.append(
                [.removed(RemovedFiles(paths: paths, throughSequence: plan.throughSequence, time: now))])
            removed += paths
            try clearRemoved()
        }
        if let cut = plan.cut, cut.fileOffset >= Self.cutBytesMin {
            try journal.cut(cut.continued, fileOffset: cut.fileOffset)
        }
        return plan.youngest
    }

    /// Takes away what the journal says is removed.
    mutating func clearRemoved() throws(AuditFailure) {
        guard !removed.isEmpty else { return }
        try index?.remove(paths: removed)
        while let path = removed.last {
            try files.remove("\(directory)/\(path)")
            try files.remove("\(directory)/\(DigestFile.metadataPath(of: path))")
            removed.removeLast()
        }
    }

    /// Cutting the journal writes its rest anew: not for a few lines.
    private static let cutBytesMin = 64 << 10
}
