public import AuditTrail
import Dispatch
public import Records

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// The trail of a server on disk: its files, and the index by which events are looked up in them.
public final class TrailArchive: EventArchive, Sendable {
    /// Where records go, and what keeps them.
    public let files: AuditFiles
    private let index: EventIndex
    private let search: TrailSearch
    private let key: ChainKey
    /// Looking up reads files: not for an event loop's thread.
    private let queue = DispatchQueue(label: "trent.audit.search", qos: .userInitiated, attributes: .concurrent)

    /// Opens a trail, or makes one if there is none; see `AuditFiles`. An index that can't be read is thrown away:
    /// `completeIndex` makes it anew.
    ///
    /// - Parameters:
    ///   - directory: `DIR/audit`.
    ///   - keys: with which it is written.
    ///   - homeRegion: the server's.
    ///   - options: how it is kept.
    ///   - clock: says when things are due.
    ///   - randomness: for names of files.
    /// - Throws: `AuditFailure` if it can't be read or written.
    public init(
        directory: String, keys: TrailKeys, homeRegion: String, options: TrailOptions, clock: any Clock,
        randomness: any Randomness
    ) throws(AuditFailure) {
        if !SystemFiles().exists(directory) { _ = try SystemFiles().makeDirectory(directory) }
        index = try Self.openIndex(directory)
        files = try AuditFiles(
            directory: directory, keys: keys, homeRegion: homeRegion, options: options,
            ports: TrailPorts(clock: clock, randomness: randomness, index: index))
        search = TrailSearch(directory: directory, index: index)
        key = keys.chain
    }

    private static func openIndex(_ directory: String) throws(AuditFailure) -> EventIndex {
        do throws(AuditFailure) {
            return try EventIndex(directory: directory, isReadOnly: false)
        } catch {
            for suffix in ["", "-wal", "-shm"] { unlink("\(directory)/\(EventIndex.fileName)\(suffix)") }
            return try EventIndex(directory: directory, isReadOnly: false)
        }
    }

    public func lookUp(_ query: EventQuery) async throws(AuditFailure) -> EventPage {
        let result = await withCheckedContinuation {
            (done: CheckedContinuation<Result<EventPage, AuditFailure>, Never>) in
            queue.async { [search] in
                done.resume(returning: Result { () throws(AuditFailure) in try search.lookUp(query) })
            }
        }
        return try result.get()
    }

    public func deliveryStatus(of trailARN: String) -> DeliveryStatus? { files.deliveryStatus(of: trailARN) }

    public var deliveredUntil: Int64? { files.deliveredUntil }

    /// Takes closed files into the index that it lacks: all of them, if it was lost. Meant to be called once, beside the
    /// calls; what is not in the index yet is not found.
    ///
    /// `progress`: called after each segment, with how many of those that were missing are done.
    /// - Returns: what could not be read, with the reason.
    public func completeIndex(
        progress: (_ done: Int, _ missing: Int) -> Void = { _, _ in }
    ) throws(AuditFailure) -> [AuditFailure] {
        let journal = try SystemFiles().read("\(files.directory)/\(TrailPath.journal)") ?? []
        var pending: [Int64: [DeliveredFile]] = [:]
        var segments: [Int64: IndexSegment] = [:]
        var removed: Set<String> = []
        _ = JournalReader.read(journal, key: key) { entry, _ in
            switch entry {
            case .file(let file) where file.trail == nil: pending[file.segment, default: []].append(file)
            case .segment(let closed):
                let files = pending.removeValue(forKey: closed.segment) ?? []
                segments[closed.segment] = IndexSegment(
                    segment: closed.segment, firstSequence: closed.firstSequence,
                    files: files.map { .init(path: $0.path, account: $0.account, region: $0.region) })
            case .removed(let files): removed.formUnion(files.paths)
            default: break
            }
        }
        let kept = segments.values.map { segment in
            var segment = segment
            segment.files.removeAll { removed.contains($0.path) }
            return segment
        }
        return try index.complete(kept.filter { !$0.files.isEmpty }, directory: files.directory, progress: progress)
            .map { AuditFailure("segment \($0.segment): \($0.failure.cause)") }
    }

    /// Reads the newest records again: first those of the live log, then those of files closed of late.
    ///
    /// `sequence`: records behind this one are read, and perhaps some before it.
    /// `record`: gets each record, as it stands in the trail; returns whether more are wanted.
    /// - Returns: what could not be read, with the reason.
    public func replay(
        after sequence: Int64, record: @escaping @Sendable ([UInt8]) -> Bool
    ) async -> [AuditFailure] {
        let replay = TrailReplay(directory: files.directory, key: key, files: SystemFiles())
        return await withCheckedContinuation { done in
            queue.async { done.resume(returning: replay.run(after: sequence, record: record)) }
        }
    }

    /// When no more calls come.
    public func close() async throws(AuditFailure) {
        try await files.close()
        try index.close()
    }
}
