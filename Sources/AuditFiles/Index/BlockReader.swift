internal import AuditTrail

/// Reads single records out of a closed log file: only the block is read and inflated in which a record stands, and
/// the block read last is kept.
final class BlockReader {
    private let file: FileBytes
    private let blocks: [LogFileBlock]
    private var held: (block: Int, content: [UInt8], records: [Range<Int>])?
    /// How many bytes were read from the file.
    private(set) var bytesRead = 0

    /// How long a block may be, inflated: one much longer is none of ours.
    private static let contentMax = 64 * 1024 * 1024

    init(_ file: FileBytes, blocks: [LogFileBlock]) {
        self.file = file
        self.blocks = blocks
    }

    /// - Throws: `AuditFailure` if the file is damaged there.
    func record(_ ordinal: Int64) throws(AuditFailure) -> [UInt8] {
        guard let block = blocks.lastIndex(where: { $0.firstOrdinal <= ordinal }) else { throw damaged() }
        if held?.block != block { held = try read(block) }
        let place = Int(ordinal - blocks[block].firstOrdinal)
        guard let held, place < held.records.count else { throw damaged() }
        return Array(held.content[held.records[place]])
    }

    private func read(
        _ index: Int
    ) throws(AuditFailure) -> (block: Int, content: [UInt8], records: [Range<Int>]) {
        let block = blocks[index]
        let wanted = index + 1 < blocks.count ? Int(blocks[index + 1].firstOrdinal - block.firstOrdinal) : Int.max
        var (content, records): ([UInt8], [Range<Int>]) = ([], [])
        var splitter = RecordSplitter(insideList: block.contentOffset > 0 || block.skip > 0)
        let inflater = try Inflater(.raw)
        var offset = Int(block.fileOffset)
        var skip = Int(block.skip)
        var room = [UInt8](repeating: 0, count: 64 * 1024)
        while records.count < wanted, !inflater.isAtEnd {
            let input = try file.read(at: offset, count: 16 * 1024)
            bytesRead += input.count
            guard !input.isEmpty, content.count <= Self.contentMax else { throw damaged() }
            offset += input.count
            var rest = input[...]
            var isFull = false
            while records.count < wanted, !inflater.isAtEnd, isFull || !rest.isEmpty {
                let step = try inflater.inflate(rest, into: &room)
                isFull = step.made == room.count
                guard step.used > 0 || step.made > 0 || rest.isEmpty else { throw damaged() }
                rest = rest.dropFirst(step.used)
                let skipped = min(skip, step.made)
                skip -= skipped
                room.withUnsafeBytes { made in
                    let piece = UnsafeRawBufferPointer(rebasing: made[skipped..<step.made])
                    content.append(contentsOf: piece)
                    splitter.take(piece) { if records.count < wanted { records.append($0) } }
                }
            }
        }
        return (index, content, records)
    }

    private func damaged() -> AuditFailure { AuditFailure("\(file.path) is damaged, or not what the index says") }
}
