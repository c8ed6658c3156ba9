/// Makes the bytes of a segment: `audit/live/<20 digits>.log`.
public struct SegmentWriter: Sendable {
    public let segment: Int64
    private var chain: Chain
    /// The sequence number of the record before the next.
    public private(set) var lastSequence: Int64

    /// Begins a segment; its header is appended to the buffer.
    public init(beginning header: SegmentHeader, key: ChainKey, to buffer: inout [UInt8]) {
        segment = header.segment
        chain = Chain(key: key, after: header.previous)
        chain.append(header.rest, to: &buffer)
        lastSequence = header.firstSequence - 1
    }

    /// Goes on behind the last line of a segment that was read.
    public init(resuming contents: SegmentContents, key: ChainKey) {
        segment = contents.header.segment
        chain = Chain(key: key, after: contents.value)
        lastSequence = contents.lastSequence
    }

    /// The last line's value.
    public var value: ChainValue { chain.value }

    /// Appends a record's line.
    /// - Returns: its sequence number.
    @discardableResult
    public mutating func append(_ entry: AuditEntry, to buffer: inout [UInt8]) -> Int64 {
        chain.append(entry, to: &buffer)
        lastSequence += 1
        return lastSequence
    }

    /// The name of a segment's file.
    public static func fileName(_ segment: Int64) -> String {
        let digits = String(segment)
        return String(repeating: "0", count: max(0, 20 - digits.count)) + digits + ".log"
    }

    /// The number in a segment's file name; nil if it is none.
    public static func segment(ofFileName name: String) -> Int64? {
        guard name.hasSuffix(".log"), let segment = Int64(name.dropLast(4)), segment > 0, fileName(segment) == name
        else { return nil }
        return segment
    }
}
