package import AuditTrail
internal import CZlib

/// Makes a log file: `{"Records":[…]}` as gzip, in blocks that can be read without those before them.
package struct LogFileWriter: ~Copyable {
    /// What was written; whole once finished.
    package private(set) var bytes: [UInt8] = []
    package private(set) var blocks = [
        // Behind gzip's header: what follows is raw deflate data.
        LogFileBlock(fileOffset: Int64(Deflater.headerBytes), contentOffset: 0, firstOrdinal: 0)
    ]
    private let deflater: Deflater
    private var content = Array(#"{"Records":["#.utf8)
    private var contentOffset: Int64 = 0
    private var records: Int64 = 0
    private var contentHash = ContentHash()

    /// How much content a block has at least before the next begins, in bytes.
    package static let blockBytes = 32 << 10

    package init() throws(AuditFailure) {
        deflater = try Deflater()
        content.reserveCapacity(Self.blockBytes + 4096)
    }

    /// Appends a record. The comma before it belongs to its block.
    package mutating func append(_ json: ArraySlice<UInt8>) throws(AuditFailure) {
        if content.count >= Self.blockBytes {
            try write(Z_FULL_FLUSH)
            blocks.append(
                LogFileBlock(fileOffset: Int64(bytes.count), contentOffset: contentOffset, firstOrdinal: records))
        }
        if records > 0 { content.append(UInt8(ascii: ",")) }
        content.append(contentsOf: json)
        records += 1
    }

    package mutating func finish() throws(AuditFailure) {
        content.append(contentsOf: "]}".utf8)
        try write(Z_FINISH)
    }

    /// Of the content.
    package var hash: String { contentHash.hex }

    private mutating func write(_ flush: Int32) throws(AuditFailure) {
        contentHash.update(content)
        try deflater.deflate(content, flush, to: &bytes)
        contentOffset += Int64(content.count)
        content.removeAll(keepingCapacity: true)
    }
}
