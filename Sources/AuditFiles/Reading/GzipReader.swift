public import AuditTrail
import CZlib

/// Reads gzip files.
public enum GzipReader {
    /// The content of a file that is one gzip member; nil if it is damaged or something follows.
    ///
    /// `bytesMax`: of the content; a larger one throws.
    public static func inflated(_ stored: [UInt8], bytesMax: Int = 1 << 30) throws(AuditFailure) -> [UInt8]? {
        try inflate(stored, windowBits: 15 + 16, bytesMax: bytesMax)
    }

    private static func inflate(_ stored: [UInt8], windowBits: Int32, bytesMax: Int) throws(AuditFailure) -> [UInt8]? {
        let stream = UnsafeMutablePointer<z_stream>.allocate(capacity: 1)
        stream.initialize(to: z_stream())
        defer { stream.deallocate() }
        guard trent_inflate_init(stream, windowBits) == Z_OK else { throw AuditFailure("zlib can't decompress") }
        defer { inflateEnd(stream) }
        var content: [UInt8] = []
        var input = stored
        var output = [UInt8](repeating: 0, count: 128 << 10)
        var result = Z_OK
        input.withUnsafeMutableBufferPointer { input in
            stream.pointee.next_in = input.baseAddress
            stream.pointee.avail_in = UInt32(input.count)
            repeat {
                let count = output.count
                let made = output.withUnsafeMutableBufferPointer { output in
                    stream.pointee.next_out = output.baseAddress
                    stream.pointee.avail_out = UInt32(count)
                    result = CZlib.inflate(stream, Z_NO_FLUSH)
                    return count - Int(stream.pointee.avail_out)
                }
                content.append(contentsOf: output[..<made])
            } while result == Z_OK && content.count <= bytesMax
        }
        if content.count > bytesMax { throw AuditFailure("a log file has more than \(bytesMax) bytes") }
        return result == Z_STREAM_END && stream.pointee.avail_in == 0 ? content : nil
    }
}
