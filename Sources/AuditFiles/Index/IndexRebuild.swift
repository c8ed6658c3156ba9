package import AuditTrail

/// A segment whose records stand in closed files, as the journal tells it.
package struct IndexSegment: Hashable, Sendable {
    package struct File: Hashable, Sendable {
        /// Below the trail's directory.
        package var path: String
        package var account: String
        package var region: String

        package init(path: String, account: String, region: String) {
            self.path = path
            self.account = account
            self.region = region
        }
    }

    package var segment: Int64
    package var firstSequence: Int64
    /// Of the built-in target.
    package var files: [File]

    package init(segment: Int64, firstSequence: Int64, files: [File]) {
        self.segment = segment
        self.firstSequence = firstSequence
        self.files = files
    }
}

extension EventIndex {
    /// Reads a segment's files and adds them.
    ///
    /// The files don't say how the records of several accounts interleaved: they are put in the order of their times,
    /// to the millisecond, as their ids tell them. Numbers may come out other than they were, but stay in the segment.
    /// - Throws: `AuditFailure` if a file is missing or damaged, or the index can't be written.
    package func rebuild(_ segment: IndexSegment, directory: String) throws(AuditFailure) {
        var built = segment.files.map {
            IndexedLogFile(segment: segment.segment, path: $0.path, account: $0.account, region: $0.region)
        }
        var readers: [LogFileReader] = []
        for file in segment.files { readers.append(try LogFileReader(path: directory + "/" + file.path)) }
        var sequence = segment.firstSequence
        for place in Self.order(readers) {
            try built[place.file].append(readers[place.file].records[place.ordinal], sequence: sequence)
            sequence += 1
        }
        for index in built.indices { built[index].finish(blocks: readers[index].blocks) }
        try add(built, ofSegment: segment.segment)
    }

    /// Adds those segments that the index lacks.
    ///
    /// `progress`: is called after each, with how many of those that were missing are done.
    /// - Returns: what could not be read, with the reason.
    package func complete(
        _ segments: [IndexSegment], directory: String, progress: (_ done: Int, _ missing: Int) -> Void
    ) throws(AuditFailure) -> [(segment: Int64, failure: AuditFailure)] {
        let known = try paths()
        // Newest first: that is what is looked for most.
        let missing = segments.filter { !$0.files.allSatisfy { known.contains($0.path) } }
            .sorted { $0.segment > $1.segment }
        var failures: [(segment: Int64, failure: AuditFailure)] = []
        for (number, segment) in missing.enumerated() where !Task.isCancelled {
            do throws(AuditFailure) {
                try rebuild(segment, directory: directory)
            } catch {
                failures.append((segment.segment, error))
            }
            progress(number + 1, missing.count)
        }
        return failures
    }

    private struct Place {
        var file: Int
        var ordinal: Int
        var time: Int64
    }

    /// Each file keeps its own order.
    private static func order(_ readers: [LogFileReader]) -> [Place] {
        guard readers.count > 1 else {
            return (0..<(readers.first?.records.count ?? 0)).map { Place(file: 0, ordinal: $0, time: 0) }
        }
        var places: [Place] = []
        for (file, reader) in readers.enumerated() {
            var last: Int64 = 0
            for (ordinal, json) in reader.records.enumerated() {
                last = max(last, EventSummary(json: json).flatMap { EventID.time(of: $0.eventID) } ?? 0)
                places.append(Place(file: file, ordinal: ordinal, time: last))
            }
        }
        return places.sorted { ($0.time, $0.file, $0.ordinal) < ($1.time, $1.file, $1.ordinal) }
    }
}
