import AuditTrail

/// Reads a trail's newest records again: those of the live log, then those of files closed of late. What can't be read, or
/// is not as it was written, is passed.
struct TrailReplay {
    let directory: String
    let key: ChainKey
    let files: any FileAccess

    /// `start`: records behind this one are read, and of closed files some before it.
    /// `record`: gets each record, as it stands in the trail; returns whether more are wanted.
    /// - Returns: what could not be read, with the reason.
    func run(after start: Int64, record: ([UInt8]) -> Bool) -> [AuditFailure] {
        var failures: [AuditFailure] = []
        do throws(AuditFailure) {
            let live = try readLive(after: start, record)
            guard live.isWanted else { return [] }
            for segment in try closed(after: start) where !live.segments.contains(segment.number) {
                for file in segment.files {
                    do throws(AuditFailure) {
                        guard try readClosed(file, record) else { return failures }
                    } catch { failures.append(error) }
                }
            }
        } catch { failures.append(error) }
        return failures
    }

    /// - Returns: the segments that were read.
    private func readLive(
        after start: Int64, _ record: ([UInt8]) -> Bool
    ) throws(AuditFailure) -> (segments: Set<Int64>, isWanted: Bool) {
        var read: Set<Int64> = []
        for segment in try files.list("\(directory)/live").compactMap(SegmentWriter.segment).sorted() {
            // Closed meanwhile: its records are in files.
            guard let bytes = try files.read("\(directory)/\(TrailPath.live(segment))") else { continue }
            do throws(SegmentReadError<Enough>) {
                _ = try SegmentReader.read(bytes, key: key) { found, _ throws(Enough) in
                    if found.sequence > start, !record(Array(bytes[found.json])) { throw Enough() }
                }
            } catch {
                if case .consumer = error { return (read, false) }
                // Without a whole first line nothing holds; when it is closed the journal will say so.
                continue
            }
            read.insert(segment)
        }
        return (read, true)
    }

    private struct Enough: Error {}

    /// Closed segments with records that are wanted, and their files.
    private func closed(after start: Int64) throws(AuditFailure) -> [(number: Int64, files: [DeliveredFile])] {
        let journal = try files.read("\(directory)/\(TrailPath.journal)") ?? []
        var pending: [DeliveredFile] = []
        var segments: [(number: Int64, files: [DeliveredFile])] = []
        var removed: Set<String> = []
        _ = JournalReader.read(journal, key: key) { entry, _ in
            switch entry {
            case .file(let file) where file.trail == nil: pending.append(file)
            case .segment(let closed):
                if closed.lastSequence > start {
                    segments.append((closed.segment, pending.filter { $0.segment == closed.segment }))
                }
                pending = []
            case .removed(let files): removed.formUnion(files.paths)
            default: break
            }
        }
        return segments.map { ($0.number, $0.files.filter { !removed.contains($0.path) }) }
    }

    /// - Returns: whether more records are wanted.
    private func readClosed(
        _ file: DeliveredFile, _ record: ([UInt8]) -> Bool
    ) throws(AuditFailure) -> Bool {
        guard let stored = try TrailDirectory(directory, files: files).read(file.path),
            ContentHash.hex(stored) == file.storedHash, let content = try GzipReader.inflated(stored)
        else { throw AuditFailure("\(file.path) is missing or not as it was written") }
        var places: [Range<Int>] = []
        var splitter = RecordSplitter(insideList: false)
        content.withUnsafeBytes { splitter.take($0) { places.append($0) } }
        for place in places where !record(Array(content[place])) { return false }
        return true
    }
}
