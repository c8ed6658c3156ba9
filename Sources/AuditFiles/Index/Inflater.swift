internal import AuditTrail
internal import CZlib

/// Inflates what comes piece by piece.
final class Inflater {
    enum Form: Int32 {
        /// A gzip file from its first byte on.
        case gzip = 31
        /// Deflate data without anything around it.
        case raw = -15
    }

    private let stream: UnsafeMutablePointer<z_stream>
    private(set) var isAtEnd = false
    /// How many bytes it has been given and has used up.
    private(set) var consumed = 0

    init(_ form: Form) throws(AuditFailure) {
        stream = .allocate(capacity: 1)
        stream.initialize(to: z_stream())
        guard trent_inflate_init(stream, form.rawValue) == Z_OK else {
            stream.deallocate()
            throw AuditFailure("zlib can't begin to inflate")
        }
    }

    deinit {
        inflateEnd(stream)
        stream.deallocate()
    }

    /// Inflates some of the input into the output.
    ///
    /// `stopsAtBlocks`: returns early where one of deflate's blocks ends.
    /// - Returns: how many bytes were used and made, and whether one of deflate's blocks ended there on a whole byte.
    func inflate(
        _ input: ArraySlice<UInt8>, into output: inout [UInt8], stopsAtBlocks: Bool = false
    ) throws(AuditFailure) -> (used: Int, made: Int, endsBlock: Bool) {
        let step = input.withUnsafeBytes { input in
            output.withUnsafeMutableBytes { output in
                Result { () throws(AuditFailure) in try inflate(input, into: output, stopsAtBlocks: stopsAtBlocks) }
            }
        }
        return try step.get()
    }

    private func inflate(
        _ input: UnsafeRawBufferPointer, into output: UnsafeMutableRawBufferPointer, stopsAtBlocks: Bool
    ) throws(AuditFailure) -> (used: Int, made: Int, endsBlock: Bool) {
        guard !isAtEnd else { return (0, 0, false) }
        stream.pointee.next_in = UnsafeMutableRawPointer(mutating: input.baseAddress)?
            .assumingMemoryBound(to: UInt8.self)
        stream.pointee.avail_in = UInt32(input.count)
        stream.pointee.next_out = output.baseAddress?.assumingMemoryBound(to: UInt8.self)
        stream.pointee.avail_out = UInt32(output.count)
        let status = CZlib.inflate(stream, stopsAtBlocks ? Z_BLOCK : Z_NO_FLUSH)
        guard status == Z_OK || status == Z_STREAM_END || status == Z_BUF_ERROR else {
            throw AuditFailure("the compressed data is damaged")
        }
        isAtEnd = status == Z_STREAM_END
        let used = input.count - Int(stream.pointee.avail_in)
        consumed += used
        let state = stream.pointee.data_type
        return (used, output.count - Int(stream.pointee.avail_out), state & 128 != 0 && state & 71 == 0)
    }
}
