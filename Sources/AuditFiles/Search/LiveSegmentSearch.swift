internal import AuditTrail
internal import Synchronization

/// Looks records up in a live segment, from its end, by its bytes.
struct LiveSegmentSearch {
    let file: FileBytes
    let segment: Int64
    /// The sequence number of its first record.
    let firstSequence: Int64
    /// How many bytes the lines take that were complete when the search began, and how many they are, the header's
    /// included.
    private let end: Int
    private let lines: Int64

    /// - Returns: nil if the segment is not there any more.
    init?(path: String, segment: Int64, counts: LineCounts) throws(AuditFailure) {
        guard let file = try FileBytes(path) else { return nil }
        self.file = file
        self.segment = segment
        (end, lines) = try counts.count(file, segment: segment)
        guard lines > 0 else {
            firstSequence = .max
            return
        }
        let header = try file.read(at: 0, count: 512).prefix { $0 != UInt8(ascii: "\n") }
        let fields = String(decoding: header, as: UTF8.self).split(separator: " ")
        guard fields.count == 8, fields[1] == "trent-audit", fields[2] == "1", let first = Int64(fields[4]), first > 0
        else { throw AuditFailure("\(path) is no segment of the trail") }
        firstSequence = first
    }

    /// Calls `found` with each record that matches, newest first, until it returns false.
    func search(
        _ match: EventMatch, before: Int64, found: (FoundEvent) -> Bool
    ) throws(AuditFailure) {
        var (rest, line) = (end, lines - 1)
        var count = Self.pieceBytes
        while rest > 0, line > 0 {
            let start = max(0, rest - count)
            let piece = try file.read(at: start, count: rest - start)
            guard piece.count == rest - start else { return }
            let used = take(piece, isWhole: start == 0, &line, match, before, found)
            guard let used else { return }
            // A line longer than the piece takes a larger one.
            count = used == 0 ? count * 2 : Self.pieceBytes
            rest -= used
        }
    }

    private static let pieceBytes = 256 * 1024

    /// Takes the lines that begin in a piece, from its end.
    /// - Returns: how many bytes they take; nil if no more are wanted.
    private func take(
        _ piece: [UInt8], isWhole: Bool, _ line: inout Int64, _ match: EventMatch, _ before: Int64,
        _ found: (FoundEvent) -> Bool
    ) -> Int? {
        piece.withUnsafeBytes { bytes in
            var lineEnd = bytes.count - 1
            while line > 0 {
                var start = lineEnd
                while start > 0, bytes[start - 1] != UInt8(ascii: "\n") { start -= 1 }
                guard start > 0 || isWhole else { break }
                let sequence = firstSequence + line - 1
                let text = UnsafeRawBufferPointer(rebasing: bytes[start..<lineEnd])
                if sequence < before, match.mayMatch(text), let event = event(text, sequence),
                    match.matches(event.json, account: event.account, region: event.region), !found(event)
                {
                    return nil
                }
                line -= 1
                guard start > 0 else { return bytes.count }
                lineEnd = start - 1
            }
            return line > 0 ? bytes.count - 1 - lineEnd : nil
        }
    }

    /// `<value> <account> <region> <json>`
    private func event(_ line: UnsafeRawBufferPointer, _ sequence: Int64) -> FoundEvent? {
        let fields = line.split(separator: UInt8(ascii: " "), maxSplits: 3, omittingEmptySubsequences: false)
        guard fields.count == 4 else { return nil }
        return FoundEvent(
            position: EventPosition(sequence: sequence), json: Array(fields[3]),
            account: String(decoding: fields[1], as: UTF8.self), region: String(decoding: fields[2], as: UTF8.self))
    }
}

/// How many lines live segments have, so that each byte is counted once.
final class LineCounts: Sendable {
    private let known = Mutex<[Int64: (bytes: Int, lines: Int64)]>([:])

    /// - Returns: the bytes of the complete lines, and how many there are.
    func count(_ file: FileBytes, segment: Int64) throws(AuditFailure) -> (bytes: Int, lines: Int64) {
        var (bytes, lines) = known.withLock { $0[segment] } ?? (0, 0)
        let size = try file.count()
        // Cut off meanwhile.
        if size < bytes { (bytes, lines) = (0, 0) }
        var position = bytes
        while position < size {
            let piece = try file.read(at: position, count: min(1 << 20, size - position))
            guard !piece.isEmpty else { break }
            let span = piece.span
            for index in span.indices where span[index] == UInt8(ascii: "\n") {
                lines += 1
                bytes = position + index + 1
            }
            position += piece.count
        }
        known.withLock { [bytes, lines] in $0[segment] = (bytes, lines) }
        return (bytes, lines)
    }

    func keep(only segments: [Int64]) {
        known.withLock { known in known = known.filter { segments.contains($0.key) } }
    }
}
