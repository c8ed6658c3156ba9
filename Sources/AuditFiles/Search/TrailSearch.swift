public import AuditTrail
internal import Synchronization

#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#else
    internal import Darwin
#endif

/// Looks events up in a trail's directory, newest first: in the live segments by their bytes, then in the closed files
/// through the index. Works in the server and beside it: a segment that is closed meanwhile is found in the index.
public final class TrailSearch: Sendable {
    let directory: String
    private let index: Mutex<EventIndex?>
    private let counts = LineCounts()

    /// `directory`: `DIR/audit`. The index is opened when it is first needed, to read only.
    public init(directory: String) {
        self.directory = directory
        index = Mutex(nil)
    }

    /// Of the process that writes the index.
    package init(directory: String, index: EventIndex) {
        self.directory = directory
        self.index = Mutex(index)
    }

    /// - Throws: `AuditFailure` if the trail can't be read, or a file is damaged in which a record should be.
    public func lookUp(_ query: EventQuery) throws(AuditFailure) -> EventPage {
        guard query.limit > 0 else { return EventPage(events: [], next: nil) }
        // The segments move on while they are read, but not as fast as that.
        for _ in 0..<Self.triesMax {
            if let page = try attempt(query) { return page }
        }
        throw AuditFailure("the live log moved on while it was read")
    }

    private static let triesMax = 8

    /// - Returns: nil if a segment has gone meanwhile.
    private func attempt(_ query: EventQuery) throws(AuditFailure) -> EventPage? {
        var gathering = Gathering(query)
        let live = try liveSegments()
        counts.keep(only: live)
        var upper = EventIndex.segmentsEnd
        for segment in live {
            try searchClosed(segment + 1..<upper, &gathering)
            if gathering.isFull { break }
            guard try searchLive(segment, &gathering) else { return nil }
            upper = segment
        }
        try searchClosed(0..<upper, &gathering)
        return gathering.page
    }

    private func searchLive(_ segment: Int64, _ gathering: inout Gathering) throws(AuditFailure) -> Bool {
        guard !gathering.isFull else { return true }
        let path = directory + "/live/" + SegmentWriter.fileName(segment)
        guard let search = try LiveSegmentSearch(path: path, segment: segment, counts: counts) else { return false }
        let before = gathering.query.after?.sequence ?? .max
        guard search.firstSequence < before else { return true }
        try search.search(gathering.match, before: before) { gathering.take($0) }
        return true
    }

    private func searchClosed(_ segments: Range<Int64>, _ gathering: inout Gathering) throws(AuditFailure) {
        guard !segments.isEmpty, !gathering.isFull, let index = try openIndex() else { return }
        var rest = segments
        while !gathering.isFull, let found = try index.newestCandidates(gathering.query, segments: rest) {
            try ClosedSearch(directory: directory, files: found.files).search(&gathering)
            rest = rest.lowerBound..<found.segment
        }
    }

    /// - Returns: nil if there is none, and nothing was closed yet.
    private func openIndex() throws(AuditFailure) -> EventIndex? {
        let path = directory + "/" + EventIndex.fileName
        return try index.withLock { held throws(AuditFailure) -> EventIndex? in
            if let held { return held }
            guard access(path, F_OK) == 0 else { return nil }
            held = try EventIndex(directory: directory, isReadOnly: true)
            return held
        }
    }

    /// Newest first.
    private func liveSegments() throws(AuditFailure) -> [Int64] {
        guard let folder = opendir(directory + "/live") else {
            if errno == ENOENT { return [] }
            throw AuditFailure("\(directory)/live can't be read: \(String(cString: strerror(errno)))")
        }
        defer { closedir(folder) }
        var segments: [Int64] = []
        while let entry = readdir(folder) {
            let name = withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
                String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
            }
            if let segment = SegmentWriter.segment(ofFileName: name) { segments.append(segment) }
        }
        return segments.sorted(by: >)
    }
}

/// A page on its way.
struct Gathering {
    let query: EventQuery
    let match: EventMatch
    private var events: [FoundEvent] = []

    init(_ query: EventQuery) {
        self.query = query
        match = EventMatch(query)
    }

    /// One more than the page takes is looked for: it tells that there is a next page.
    var isFull: Bool { events.count > query.limit }

    /// - Returns: whether more are wanted.
    mutating func take(_ event: FoundEvent) -> Bool {
        events.append(event)
        return !isFull
    }

    var page: EventPage {
        let page = Array(events.prefix(query.limit))
        return EventPage(events: page, next: isFull ? page.last?.position : nil)
    }
}
