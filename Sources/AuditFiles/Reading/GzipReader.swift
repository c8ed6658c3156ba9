public import AuditTrail

/// Reads gzip files.
public enum GzipReader {
    /// The content of a file that is one gzip member; nil if it is damaged or something follows.
    ///
    /// `bytesMax`: of the content; a larger one throws.
    public static func inflated(_ stored: [UInt8], bytesMax: Int = 1 << 30) throws(AuditFailure) -> [UInt8]? {
        let inflater = try Inflater(.gzip)
        var content: [UInt8] = []
        var rest = stored[...]
        var room = [UInt8](repeating: 0, count: 128 << 10)
        while !inflater.isAtEnd {
            guard let step = try? inflater.inflate(rest, into: &room), step.used + step.made > 0 else { return nil }
            rest = rest.dropFirst(step.used)
            content.append(contentsOf: room[..<step.made])
            if content.count > bytesMax { throw AuditFailure("a log file has more than \(bytesMax) bytes") }
        }
        return rest.isEmpty ? content : nil
    }
}
