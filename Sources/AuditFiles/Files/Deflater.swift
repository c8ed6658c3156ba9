import AuditTrail
import CZlib

/// Compresses into one gzip member (RFC 1952), piece by piece.
struct Deflater: ~Copyable {
    private let stream = UnsafeMutablePointer<z_stream>.allocate(capacity: 1)

    /// gzip's header without a name is this long.
    static let headerBytes = 10

    init() throws(AuditFailure) {
        stream.initialize(to: z_stream())
        // 15 bits of window, 16 for gzip's header. The lowest level: files take a tenth of their content as it is.
        guard trent_deflate_init(stream, 1, 15 + 16) == Z_OK else { throw AuditFailure("zlib can't compress") }
    }

    deinit {
        deflateEnd(stream)
        stream.deallocate()
    }

    /// Compresses a piece.
    ///
    /// `flush`: zlib's; with `Z_FULL_FLUSH` what comes next can be read without what came before.
    borrowing func deflate(
        _ content: [UInt8], _ flush: Int32, to bytes: inout [UInt8]
    ) throws(AuditFailure) {
        // What zlib holds back from the piece before comes on top.
        let room = Int(deflateBound(stream, UInt(content.count))) + Self.heldBytes
        var status = Z_OK
        let start = bytes.count
        bytes.append(contentsOf: repeatElement(0, count: room))
        content.withUnsafeBufferPointer { input in
            bytes.withUnsafeMutableBufferPointer { output in
                stream.pointee.next_in = UnsafeMutablePointer(mutating: input.baseAddress)
                stream.pointee.avail_in = UInt32(input.count)
                stream.pointee.next_out = output.baseAddress.map { $0 + start }
                stream.pointee.avail_out = UInt32(room)
                status = CZlib.deflate(stream, flush)
            }
        }
        bytes.removeLast(Int(stream.pointee.avail_out))
        guard status == (flush == Z_FINISH ? Z_STREAM_END : Z_OK), stream.pointee.avail_in == 0 else {
            throw AuditFailure("zlib can't compress: \(status)")
        }
    }

    private static let heldBytes = 1 << 10

    /// A whole file.
    static func gzip(_ content: [UInt8]) throws(AuditFailure) -> [UInt8] {
        var bytes: [UInt8] = []
        try Deflater().deflate(content, Z_FINISH, to: &bytes)
        return bytes
    }
}
