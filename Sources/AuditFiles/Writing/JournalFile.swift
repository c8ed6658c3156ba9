import AuditTrail

/// Appends to the journal. Each append is synced.
struct JournalFile: Sendable {
    let path: String
    private let files: any FileAccess
    private var file: FileHandle
    private var writer: JournalWriter
    private var fileLength: Int64
    private let key: ChainKey
    private let head: HeadFile

    /// `contents`: what was read of it.
    init(
        _ path: String, contents: JournalContents, key: ChainKey, head: HeadFile, files: any FileAccess
    ) throws(AuditFailure) {
        guard let file = try files.open(path) else { throw AuditFailure("the journal is gone") }
        self.path = path
        self.files = files
        self.file = file
        self.key = key
        self.head = head
        writer = JournalWriter(key: key, from: contents.position)
        fileLength = Int64(contents.goodBytes)
        head.update(journal: contents.position)
    }

    /// Appends entries, all or none.
    mutating func append(_ entries: [JournalEntry]) throws(AuditFailure) {
        var next = writer
        var bytes: [UInt8] = []
        for entry in entries { next.append(entry, to: &bytes) }
        do {
            try files.write(bytes, to: file, at: fileLength)
            try files.sync(file)
        } catch {
            try? files.truncate(file, to: fileLength)
            throw error
        }
        writer = next
        fileLength += Int64(bytes.count)
        head.update(journal: next.position)
    }

    func read() throws(AuditFailure) -> [UInt8] { try files.read(path) ?? [] }

    /// Puts a journal without its beginning in this one's place.
    ///
    /// `fileOffset`: where in the file the rest begins.
    mutating func cut(_ continued: ContinuedJournal, fileOffset: Int) throws(AuditFailure) {
        let rest = try read().prefix(Int(fileLength)).dropFirst(fileOffset)
        let bytes = JournalWriter.beginning(with: continued, key: key) + rest
        let partial = path + ".tmp"
        try files.writeWhole(bytes, to: partial)
        // Before it takes the other's place: from then on nothing may be appended to that.
        guard let opened = try files.open(partial) else { throw AuditFailure("\(partial) is gone") }
        do {
            try files.rename(partial, to: path)
        } catch {
            files.close(opened)
            throw error
        }
        files.close(file)
        file = opened
        fileLength = Int64(bytes.count)
        try files.syncDirectory(Path.parent(path))
    }

    func close() { files.close(file) }
}
