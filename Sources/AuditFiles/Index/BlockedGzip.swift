package import AuditTrail
internal import CZlib

/// Writes the content of a log file as gzip (RFC 1952) of one member, in which every block begins with a full flush, so
/// that it can be read without those before it. Any reader of gzip reads it.
package final class BlockedGzip {
    private let stream: UnsafeMutablePointer<z_stream>
    /// What was written and not taken yet.
    package private(set) var bytes: [UInt8] = []
    package private(set) var blocks: [LogFileBlock] = []
    private var content: [UInt8] = []
    private var contentOffset: Int64 = 0
    private var records: Int64 = 0

    /// How much content a block has at least before the next begins, in bytes.
    package static let blockBytes = 32 * 1024

    package init(level: Int32 = 1) throws(AuditFailure) {
        stream = .allocate(capacity: 1)
        stream.initialize(to: z_stream())
        guard trent_deflate_init(stream, level, 31) == Z_OK else {
            stream.deallocate()
            throw AuditFailure("zlib can't begin to deflate")
        }
        content = Array(#"{"Records":["#.utf8)
        try flush(Z_FULL_FLUSH)
        beginBlock()
    }

    deinit {
        deflateEnd(stream)
        stream.deallocate()
    }

    package func append(_ json: [UInt8]) throws(AuditFailure) {
        if content.count >= Self.blockBytes {
            content.append(UInt8(ascii: ","))
            try flush(Z_FULL_FLUSH)
            beginBlock()
        } else if records > 0 {
            content.append(UInt8(ascii: ","))
        }
        content.append(contentsOf: json)
        records += 1
    }

    package func finish() throws(AuditFailure) {
        content.append(contentsOf: "]}".utf8)
        try flush(Z_FINISH)
    }

    private func beginBlock() {
        blocks.append(
            LogFileBlock(fileOffset: Int64(bytes.count), contentOffset: contentOffset, firstOrdinal: records))
    }

    private func flush(_ mode: Int32) throws(AuditFailure) {
        var room = [UInt8](repeating: 0, count: Int(deflateBound(stream, UInt(content.count))) + 64)
        let status = content.withUnsafeMutableBufferPointer { input in
            room.withUnsafeMutableBufferPointer { output in
                stream.pointee.next_in = input.baseAddress
                stream.pointee.avail_in = UInt32(input.count)
                stream.pointee.next_out = output.baseAddress
                stream.pointee.avail_out = UInt32(output.count)
                return deflate(stream, mode)
            }
        }
        guard status == (mode == Z_FINISH ? Z_STREAM_END : Z_OK), stream.pointee.avail_in == 0 else {
            throw AuditFailure("zlib can't deflate")
        }
        bytes.append(contentsOf: room.prefix(room.count - Int(stream.pointee.avail_out)))
        contentOffset += Int64(content.count)
        content.removeAll(keepingCapacity: true)
    }
}
