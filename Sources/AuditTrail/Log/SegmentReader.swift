/// One record's line in a segment.
public struct SegmentRecord: Hashable, Sendable {
    public var sequence: Int64
    public var account: String
    public var region: String
    /// Where its JSON stands in the segment's bytes.
    public var json: Range<Int>
    /// Where its line begins in the segment's bytes.
    public var lineStart: Int
}

/// What is wrong with a segment, and from where on. What follows there can't be trusted.
public struct SegmentDamage: Error, Hashable, Sendable {
    public enum Kind: String, Sendable {
        /// The first line is missing or not as it was written.
        case header
        /// A line is not what followed: it or the line before was changed, removed, added or moved.
        case broken
        /// The last line has no end: a write that a crash cut off, or a tail cut off by hand.
        case torn
    }

    public var kind: Kind
    /// The record's, or the one it should have been; the first of the segment for `header`.
    public var sequence: Int64?
    /// Where the bad line begins.
    public var offset: Int
}

/// What a segment holds, as far as its chain is whole.
public struct SegmentContents: Sendable {
    public var header: SegmentHeader
    public var lastSequence: Int64
    /// The last good line's value.
    public var value: ChainValue
    /// How many bytes the good lines take, the header's included.
    public var goodBytes: Int
    /// Nil if the segment is whole.
    public var damage: SegmentDamage?
}

/// Reads segments and checks their chain.
public enum SegmentReader {
    /// Reads a whole segment.
    ///
    /// `record`: is called for each good record, in order.
    /// - Returns: what holds until the first damage.
    /// - Throws: `SegmentDamage` if the header is not whole: then there is nothing to go by.
    public static func read<E: Error>(
        _ bytes: [UInt8], key: ChainKey, record: (SegmentRecord, ChainValue) throws(E) -> Void
    ) throws(SegmentReadError<E>) -> SegmentContents {
        var contents: SegmentContents
        var chain: Chain
        do {
            (contents, chain) = try header(bytes, key: key)
        } catch { throw .damage(error) }
        let span = bytes.span
        var start = contents.goodBytes
        while start < span.count {
            let sequence = contents.lastSequence + 1
            guard let end = span.lineEnd(from: start) else {
                contents.damage = SegmentDamage(kind: .torn, sequence: sequence, offset: start)
                return contents
            }
            guard chain.follow(span.extracting(start..<end)), let found = fields(span, start, end, sequence) else {
                contents.damage = SegmentDamage(kind: .broken, sequence: sequence, offset: start)
                return contents
            }
            do { try record(found, chain.value) } catch { throw .consumer(error) }
            contents.lastSequence = sequence
            contents.value = chain.value
            contents.goodBytes = end + 1
            start = end + 1
        }
        return contents
    }

    /// Reads only the header.
    public static func header(_ bytes: [UInt8], key: ChainKey) throws(SegmentDamage) -> (SegmentContents, Chain) {
        let span = bytes.span
        guard let end = span.lineEnd(from: 0), end > ChainValue.hexCount,
            let header = SegmentHeader(rest: span.extracting((ChainValue.hexCount + 1)..<end))
        else { throw SegmentDamage(kind: .header, sequence: nil, offset: 0) }
        var chain = Chain(key: key, after: header.previous)
        guard chain.follow(span.extracting(0..<end)) else {
            throw SegmentDamage(kind: .header, sequence: nil, offset: 0)
        }
        let contents = SegmentContents(
            header: header, lastSequence: header.firstSequence - 1, value: chain.value, goodBytes: end + 1)
        return (contents, chain)
    }

    /// The parts of a line whose value is right.
    private static func fields(_ span: Span<UInt8>, _ start: Int, _ end: Int, _ sequence: Int64) -> SegmentRecord? {
        let accountStart = start + ChainValue.hexCount + 1
        guard let accountEnd = span.index(of: .space, in: accountStart..<end),
            let regionEnd = span.index(of: .space, in: accountEnd + 1..<end)
        else { return nil }
        return SegmentRecord(
            sequence: sequence, account: span.text(accountStart..<accountEnd),
            region: span.text(accountEnd + 1..<regionEnd), json: regionEnd + 1..<end, lineStart: start)
    }
}

/// Why reading a segment ended early.
public enum SegmentReadError<E: Error>: Error {
    case damage(SegmentDamage)
    /// What the closure that takes the records threw.
    case consumer(E)
}

extension Span where Element == UInt8 {
    func index(of byte: UInt8, in range: Range<Int>) -> Int? {
        for index in range where self[index] == byte { return index }
        return nil
    }

    func lineEnd(from start: Int) -> Int? {
        var index = start
        let (ones, highBits): (UInt64, UInt64) = (0x0101_0101_0101_0101, 0x8080_8080_8080_8080)
        let lineFeeds = ones &* UInt64(UInt8.lineFeed)
        // Eight bytes at a time: `(x &- ones) & ~x` has the highest bit of some byte set if and only if x has a zero byte.
        while index + 8 <= count {
            let word = bytes.unsafeLoadUnaligned(fromByteOffset: index, as: UInt64.self) ^ lineFeeds
            if (word &- ones) & ~word & highBits != 0 { break }
            index += 8
        }
        return self.index(of: .lineFeed, in: index..<count)
    }

    func text(_ range: Range<Int>) -> String {
        extracting(range).withUnsafeBufferPointer { String(decoding: $0, as: UTF8.self) }
    }
}
