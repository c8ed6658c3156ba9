/// A segment's first line: `<value> trent-audit 1 <segment> <first sequence> <previous value> <journal length>
/// <journal value>\n`. It is a line of the chain like any other, and binds the segment to the one before and to the
/// journal as it was when the segment began.
public struct SegmentHeader: Hashable, Sendable {
    /// Counts from 1.
    public var segment: Int64
    /// The sequence number of its first record; records count from 1, through all segments.
    public var firstSequence: Int64
    /// The value of the last line before the segment; `ChainValue.logStart` for the first.
    public var previous: ChainValue
    /// How far the journal had come.
    public var journal: JournalPosition

    public init(segment: Int64, firstSequence: Int64, previous: ChainValue, journal: JournalPosition) {
        self.segment = segment
        self.firstSequence = firstSequence
        self.previous = previous
        self.journal = journal
    }

    /// What follows the line's value.
    var rest: [UInt8] {
        Array(
            "trent-audit 1 \(segment) \(firstSequence) \(previous.hex) \(journal.length) \(journal.value.hex)".utf8)
    }

    /// Whether a segment begins as one of a later release. It can't be said whose it is: its line's value is computed
    /// in a way that only that release knows.
    public static func isLater(_ segment: [UInt8]) -> Bool {
        let line = segment.prefix(ChainValue.hexCount + lineBytesMax).dropFirst(ChainValue.hexCount + 1)
        let fields = String(decoding: line.prefix { $0 != .lineFeed }, as: UTF8.self).split(separator: " ")
        guard fields.count > 1, fields[0] == "trent-audit", let version = LineFields.number(fields[1]) else {
            return false
        }
        return version > 1
    }

    private static let lineBytesMax = 512

    /// `rest`: what follows the line's value.
    init?(rest: Span<UInt8>) {
        let fields = LineFields.split(rest)
        guard fields.count == 7, fields[0] == "trent-audit", fields[1] == "1",
            let segment = LineFields.number(fields[2]),
            let firstSequence = LineFields.number(fields[3]), let previous = ChainValue(hex: fields[4].utf8),
            let length = LineFields.number(fields[5]), let value = ChainValue(hex: fields[6].utf8)
        else { return nil }
        self.init(
            segment: segment, firstSequence: firstSequence, previous: previous,
            journal: JournalPosition(length: length, value: value))
    }
}

/// A place in the journal, behind a line.
public struct JournalPosition: Hashable, Sendable {
    /// In bytes since the journal's first beginning: what retention has removed from its front counts.
    public var length: Int64
    /// The value of the line before.
    public var value: ChainValue

    public init(length: Int64, value: ChainValue) {
        self.length = length
        self.value = value
    }

    public static let start = JournalPosition(length: 0, value: .journalStart)
}

enum LineFields {
    /// Lines of a few short fields only: gives no more than 16.
    static func split(_ line: Span<UInt8>) -> [Substring] {
        guard line.count <= 512 else { return [] }
        var bytes = [UInt8]()
        for index in line.indices { bytes.append(line[index]) }
        return String(decoding: bytes, as: UTF8.self)
            .split(separator: " ", maxSplits: 15, omittingEmptySubsequences: false)
    }

    /// Digits only, without a zero in front.
    static func number(_ text: Substring) -> Int64? {
        guard let number = Int64(text), number >= 0, String(number) == text else { return nil }
        return number
    }
}
