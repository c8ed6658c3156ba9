/// A part of a closed log file that can be inflated without what stands before it.
package struct LogFileBlock: Hashable, Sendable {
    /// Where its deflate data begins in the file, in bytes.
    package var fileOffset: Int64
    /// Where its bytes begin in the uncompressed content.
    package var contentOffset: Int64
    /// The first record that begins in it, counted from 0 through the file.
    package var firstOrdinal: Int64
    /// How far behind `contentOffset` that record begins.
    package var skip: Int64
    /// Of the records that begin in it, in milliseconds since 1970, whole seconds.
    package var oldestEventTime: Int64
    package var newestEventTime: Int64

    package init(
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
            var fields: [Int64] = []
            for _ in 0..<6 {
                guard let field = Varint.read(bytes, &position), (0..<numberMax).contains(field) else { return nil }
                fields.append(field)
            }
            let block = LogFileBlock(
                fileOffset: last.fileOffset + fields[0], contentOffset: last.contentOffset + fields[1],
                firstOrdinal: last.firstOrdinal + fields[2], skip: fields[3], oldestEventTime: fields[4] * 1000,
                newestEventTime: (fields[4] + fields[5]) * 1000)
            guard block.fileOffset < numberMax, block.contentOffset < numberMax else { return nil }
            blocks.append(block)
            last = block
        }
        return blocks
    }

    /// Keeps sums of them from overflowing.
    private static let numberMax: Int64 = 1 << 48
}
