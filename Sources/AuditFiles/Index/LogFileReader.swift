internal import AuditTrail

/// Reads a whole closed file as the index needs it: each record, and where blocks begin that can be read by themselves.
struct LogFileReader {
    private(set) var records: [[UInt8]] = []
    private(set) var blocks: [LogFileBlock] = []

    /// A file's content is one segment's at most.
    private static let contentMax = 256 * 1024 * 1024

    /// - Throws: `AuditFailure` if the file is missing or damaged.
    init(path: String) throws(AuditFailure) {
        guard let file = try FileBytes(path) else { throw AuditFailure("\(path) is missing") }
        let inflater = try Inflater(.gzip)
        var splitter = RecordSplitter(insideList: false)
        var content: [UInt8] = []
        var starts: [(file: Int, content: Int)] = []
        var places: [Range<Int>] = []
        var room = [UInt8](repeating: 0, count: 64 * 1024)
        var (input, inputStart): (ArraySlice<UInt8>, Int) = ([], 0)
        while !inflater.isAtEnd {
            if input.isEmpty {
                inputStart = inflater.consumed
                input = try file.read(at: inputStart, count: 1 << 20)[...]
                guard !input.isEmpty else { throw AuditFailure("\(path) has no end") }
            }
            let (used, made, endsBlock) = try inflater.inflate(input, into: &room, stopsAtBlocks: true)
            guard used > 0 || made > 0, content.count + made <= Self.contentMax else {
                throw AuditFailure("\(path) is damaged")
            }
            // Behind gzip's header: the first block.
            if endsBlock, starts.isEmpty, content.isEmpty, made == 0 { starts.append((inflater.consumed, 0)) }
            // A flush ends with an empty stored block, whose length and its complement are these.
            if endsBlock, used >= 4, input.prefix(used).suffix(4).elementsEqual([0, 0, 0xFF, 0xFF]) {
                starts.append((inflater.consumed, content.count + made))
            }
            input = input.dropFirst(used)
            room.withUnsafeBytes { bytes in
                let piece = UnsafeRawBufferPointer(rebasing: bytes[..<made])
                content.append(contentsOf: piece)
                splitter.take(piece) { places.append($0) }
            }
        }
        records = places.map { Array(content[$0]) }
        blocks = Self.blocks(starts, places)
    }

    /// Those starts behind which a record begins before the next start.
    private static func blocks(_ starts: [(file: Int, content: Int)], _ places: [Range<Int>]) -> [LogFileBlock] {
        var blocks: [LogFileBlock] = []
        var ordinal = 0
        for (number, start) in starts.enumerated() {
            while ordinal < places.count, places[ordinal].lowerBound < start.content { ordinal += 1 }
            let end = number + 1 < starts.count ? starts[number + 1].content : Int.max
            guard ordinal < places.count, places[ordinal].lowerBound < end else { continue }
            blocks.append(
                LogFileBlock(
                    fileOffset: Int64(start.file), contentOffset: Int64(start.content), firstOrdinal: Int64(ordinal),
                    skip: Int64(places[ordinal].lowerBound - start.content)))
        }
        return blocks
    }
}
