/// A part of a closed log file that can be inflated without what stands before it.
public struct LogFileBlock: Hashable, Sendable {
    /// Where its deflate data begins in the file, in bytes.
    public var fileOffset: Int64
    /// Where its bytes begin in the uncompressed content.
    public var contentOffset: Int64
    /// The first record that begins in it, counted from 0 through the file.
    public var firstOrdinal: Int64
    /// How far behind `contentOffset` that record begins.
    public var skip: Int64
    /// Of the records that begin in it, in milliseconds since 1970, whole seconds.
    public var oldestEventTime: Int64
    public var newestEventTime: Int64

    public init(
        fileOffset: Int64, contentOffset: Int64, firstOrdinal: Int64, skip: Int64 = 0, oldestEventTime: Int64 = 0,
        newestEventTime: Int64 = 0
    ) {
        self.fileOffset = fileOffset
        self.contentOffset = contentOffset
        self.firstOrdinal = firstOrdinal
        self.skip = skip
        self.oldestEventTime = oldestEventTime
        self.newestEventTime = newestEventTime
    }

    static func encoded(_ blocks: [LogFileBlock]) -> [UInt8] {
        var bytes: [UInt8] = []
        var last = LogFileBlock(fileOffset: 0, contentOffset: 0, firstOrdinal: 0)
        for block in blocks {
            Varint.append(block.fileOffset - last.fileOffset, to: &bytes)
            Varint.append(block.contentOffset - last.contentOffset, to: &bytes)
            Varint.append(block.firstOrdinal - last.firstOrdinal, to: &bytes)
            Varint.append(block.skip, to: &bytes)
            Varint.append(block.oldestEventTime / 1000, to: &bytes)
            Varint.append((block.newestEventTime - block.oldestEventTime) / 1000, to: &bytes)
            last = block
        }
        return bytes
    }

    /// - Returns: nil if the bytes are not `encoded`'s.
    static func decoded(_ bytes: [UInt8]) -> [LogFileBlock]? {
        var blocks: [LogFileBlock] = []
        var position = 0
        var last = LogFileBlock(fileOffset: 0, contentOffset: 0, firstOrdinal: 0)
        while position < bytes.count {
            guard let fileStep = number(bytes, &position), let contentStep = number(bytes, &position),
                let ordinalStep = number(bytes, &position), let skip = number(bytes, &position),
                let oldest = number(bytes, &position), let span = number(bytes, &position)
            else { return nil }
            let block = LogFileBlock(
                fileOffset: last.fileOffset + fileStep, contentOffset: last.contentOffset + contentStep,
                firstOrdinal: last.firstOrdinal + ordinalStep, skip: skip, oldestEventTime: oldest * 1000,
                newestEventTime: (oldest + span) * 1000)
            guard block.fileOffset < numberMax, block.contentOffset < numberMax, block.firstOrdinal < numberMax else {
                return nil
            }
            blocks.append(block)
            last = block
        }
        return blocks
    }

    private static func number(_ bytes: [UInt8], _ position: inout Int) -> Int64? {
        Varint.read(bytes, &position).flatMap { (0..<numberMax).contains($0) ? $0 : nil }
    }

    /// Keeps sums of them from overflowing.
    private static let numberMax: Int64 = 1 << 48
}
