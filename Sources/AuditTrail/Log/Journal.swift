/// Makes the journal's lines: `audit/journal.log`.
public struct JournalWriter: Sendable {
    private let key: ChainKey
    private var chain: Chain
    /// Behind the last line.
    public private(set) var position: JournalPosition

    public init(key: ChainKey, from position: JournalPosition = .start) {
        self.key = key
        self.position = position
        chain = Chain(key: key, after: position.value)
    }

    /// Appends an entry's line. `continued` is no entry to append: see `beginning(with:key:)`.
    public mutating func append(_ entry: JournalEntry, to buffer: inout [UInt8]) {
        let start = buffer.count
        chain.append(entry.rest, to: &buffer)
        position = JournalPosition(length: position.length + Int64(buffer.count - start), value: chain.value)
    }

    /// The first line of a journal whose beginning was removed; the lines behind that beginning follow as they were.
    public static func beginning(with continued: ContinuedJournal, key: ChainKey) -> [UInt8] {
        var line: [UInt8] = []
        var chain = Chain(key: key, after: .journalStart)
        chain.append(JournalEntry.continued(continued).rest, to: &line)
        return line
    }
}

/// What is wrong with the journal, and from where on.
public struct JournalDamage: Hashable, Sendable {
    public enum Kind: String, Sendable {
        /// A line is not what followed.
        case broken
        /// A line is what followed, and says what this release does not know.
        case later
        /// The last line has no end.
        case torn
    }

    public var kind: Kind
    /// Which line, from 1.
    public var line: Int
    /// Where in the file it begins.
    public var offset: Int
}

/// What a journal holds, as far as its chain is whole.
public struct JournalContents: Sendable {
    /// What its first line says of a removed beginning.
    public var continued: ContinuedJournal?
    /// Behind the last good line.
    public var position: JournalPosition
    /// How many bytes of the file the good lines take.
    public var goodBytes: Int
    /// Nil if the journal is whole.
    public var damage: JournalDamage?
}

/// Reads the journal and checks its chain.
public enum JournalReader {
    /// `entry`: is called for each good entry but `continued`, in order, with the place behind its line.
    public static func read(
        _ bytes: [UInt8], key: ChainKey, entry: (JournalEntry, JournalPosition) -> Void
    ) -> JournalContents {
        let span = bytes.span
        var contents = JournalContents(position: .start, goodBytes: 0)
        var chain = Chain(key: key, after: .journalStart)
        var line = 1
        while contents.goodBytes < span.count {
            let start = contents.goodBytes
            guard let end = span.lineEnd(from: start) else {
                contents.damage = JournalDamage(kind: .torn, line: line, offset: start)
                return contents
            }
            guard chain.follow(span.extracting(start..<end)) else {
                contents.damage = JournalDamage(kind: .broken, line: line, offset: start)
                return contents
            }
            guard let found = JournalEntry(rest: span.extracting(start + ChainValue.hexCount + 1..<end)) else {
                contents.damage = JournalDamage(kind: .later, line: line, offset: start)
                return contents
            }
            guard
                contents.take(found, lineBytes: end + 1 - start, isFirst: line == 1, chain: &chain, key: key)
            else {
                contents.damage = JournalDamage(kind: .broken, line: line, offset: start)
                return contents
            }
            if line > 1 || contents.continued == nil { entry(found, contents.position) }
            line += 1
        }
        return contents
    }

    /// What the first line says of a removed beginning; nil if it says nothing, or is not whole.
    public static func continued(_ bytes: [UInt8], key: ChainKey) -> ContinuedJournal? {
        let span = bytes.span
        guard let end = span.lineEnd(from: 0) else { return nil }
        return read([UInt8](bytes[...end]), key: key) { _, _ in }.continued
    }
}

extension JournalContents {
    /// - Returns: false if an entry stands where it can't.
    fileprivate mutating func take(
        _ entry: JournalEntry, lineBytes: Int, isFirst: Bool, chain: inout Chain, key: ChainKey
    ) -> Bool {
        goodBytes += lineBytes
        guard case .continued(let beginning) = entry else {
            position = JournalPosition(length: position.length + Int64(lineBytes), value: chain.value)
            return true
        }
        guard isFirst else {
            goodBytes -= lineBytes
            return false
        }
        continued = beginning
        position = beginning.position
        chain = Chain(key: key, after: beginning.position.value)
        return true
    }
}
