public import AuditTrail

/// Follows the live log from another process, for `trent audit tail --follow`. Does not check the chain: `verify` does.
///
/// Segments that were seen are held open, so that their records are read to the end though they are closed and removed
/// meanwhile. Not for use by more than one task at a time.
public final class TrailTail {
    private final class Segment {
        let number: Int64
        let descriptor: Int32
        var offset: Int64 = 0
        /// The next record's; nil until the first line was read.
        var sequence: Int64?

        init(_ number: Int64, _ descriptor: Int32) {
            self.number = number
            self.descriptor = descriptor
        }

        deinit { SystemFiles.close(descriptor) }
    }

    private let directory: String
    private var segments: [Segment] = []
    private var lastOpened: Int64 = 0
    /// The last record that was given.
    public private(set) var position: EventPosition

    /// How many bytes are read at a time; a record has fewer.
    static let chunkBytes = 1 << 20

    /// `position`: what comes behind it is given, as far as it is in the live log; nil: all that is in the live log.
    /// `skip`: give only what comes from now on.
    public init(directory: String, after position: EventPosition? = nil, fromNow skip: Bool = false)
        throws(AuditFailure)
    {
        self.directory = directory
        self.position = position ?? EventPosition(sequence: 0)
        guard skip else { return }
        while try !next().isEmpty {}
    }

    /// Records that came since, in order, about a chunk's worth; empty if there are none for now. To be asked again every
    /// few tenths of a second.
    public func next() throws(AuditFailure) -> [FoundEvent] {
        try openNew()
        while let segment = segments.first {
            // Before the reading: what is complete now stays so.
            let isDone = segments.count > 1
            let events = try read(segment)
            if !events.isEmpty { return events }
            if !isDone { return [] }
            segments.removeFirst()
        }
        return []
    }

    private func openNew() throws(AuditFailure) {
        let names = try SystemFiles().list("\(directory)/live")
        for number in names.compactMap(SegmentWriter.segment).sorted() where number > lastOpened {
            let descriptor = SystemFiles.open("\(directory)/\(TrailPath.live(number))", 0)
            // Closed since it was listed.
            guard descriptor >= 0 else { continue }
            segments.append(Segment(number, descriptor))
            lastOpened = number
        }
    }

    private func read(_ segment: Segment) throws(AuditFailure) -> [FoundEvent] {
        var events: [FoundEvent] = []
        while events.isEmpty {
            let bytes = try SystemFiles.read(segment.descriptor, from: segment.offset, count: Self.chunkBytes)
            guard let end = bytes.lastIndex(of: 0x0A) else { return [] }
            segment.offset += Int64(end + 1)
            for line in bytes[...end].split(separator: 0x0A) { take(line, segment, &events) }
        }
        return events
    }

    private func take(_ line: ArraySlice<UInt8>, _ segment: Segment, _ events: inout [FoundEvent]) {
        let parts = line.split(separator: 0x20, maxSplits: 3, omittingEmptySubsequences: false)
        guard let sequence = segment.sequence else {
            let fields = line.split(separator: 0x20)
            segment.sequence = fields.count == 8 ? Int64(String(decoding: fields[4], as: UTF8.self)) : nil
            return
        }
        segment.sequence = sequence + 1
        guard parts.count == 4, sequence > position.sequence else { return }
        position = EventPosition(sequence: sequence)
        events.append(
            FoundEvent(
                position: position, json: Array(parts[3]), account: String(decoding: parts[1], as: UTF8.self),
                region: String(decoding: parts[2], as: UTF8.self)))
    }
}
