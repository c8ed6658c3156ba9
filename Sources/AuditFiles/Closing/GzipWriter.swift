import AuditTrail
import CZlib

/// Compresses into one gzip member that a reader can start in at several places.
struct GzipWriter: ~Copyable {
    private var stream = UnsafeMutablePointer<z_stream>.allocate(capacity: 1)
    private(set) var bytes: [UInt8] = []
    /// Of the uncompressed content.
    private(set) var contentCount = 0
    private var contentHash = ContentHash()
    private var output = [UInt8](repeating: 0, count: 64 << 10)

    /// gzip's header without a name is this long (RFC 1952).
    static let headerBytes = 10

    init() throws(AuditFailure) {
        stream.initialize(to: z_stream())
        // 15 bits of window, 16 for gzip's header.
        guard trent_deflate_init(stream, 1, 15 + 16) == Z_OK else { throw AuditFailure("zlib can't compress") }
    }

    deinit {
        deflateEnd(stream)
        stream.deallocate()
    }

    var hash: String { contentHash.hex }

    mutating func write(_ content: [UInt8]) throws(AuditFailure) {
        contentHash.update(content)
        contentCount += content.count
        try deflate(content, Z_NO_FLUSH)
    }

    /// Ends a block: what comes next can be read without what came before.
    mutating func endBlock() throws(AuditFailure) { try deflate([], Z_FULL_FLUSH) }

    mutating func finish() throws(AuditFailure) { try deflate([], Z_FINISH) }

    /// A whole file.
    static func compressed(_ content: [UInt8]) throws(AuditFailure) -> [UInt8] {
        var gzip = try GzipWriter()
        try gzip.write(content)
        try gzip.finish()
        return gzip.bytes
    }

    private mutating func deflate(_ content: [UInt8], _ flush: Int32) throws(AuditFailure) {
        var input = content
        var result = Z_OK
        let stream = stream
        input.withUnsafeMutableBufferPointer { input in
            stream.pointee.next_in = input.baseAddress
            stream.pointee.avail_in = UInt32(input.count)
            repeat {
                let count = output.count
                let made = output.withUnsafeMutableBufferPointer { output in
                    stream.pointee.next_out = output.baseAddress
                    stream.pointee.avail_out = UInt32(count)
                    result = CZlib.deflate(stream, flush)
                    return count - Int(stream.pointee.avail_out)
                }
                bytes.append(contentsOf: output[..<made])
            } while result == Z_OK && stream.pointee.avail_out == 0
        }
        // Z_BUF_ERROR: there was nothing more to do.
        guard result == Z_OK || result == Z_STREAM_END || result == Z_BUF_ERROR else {
            throw AuditFailure("zlib can't compress: \(result)")
        }
    }
}
