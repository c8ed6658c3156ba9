import AWSJSON

extension JournalEntry {
    public var kind: String {
        switch self {
        case .segment: "segment"
        case .file: "file"
        case .digest: "digest"
        case .gap: "gap"
        case .removed: "removed"
        case .continued: "continued"
        }
    }

    /// What follows the line's value: the kind and a JSON object.
    public var rest: [UInt8] {
        var json = JSONWriter(reserving: 512)
        json.beginObject()
        switch self {
        case .segment(let entry): entry.write(to: &json)
        case .file(let entry): entry.write(to: &json)
        case .digest(let entry): entry.write(to: &json)
        case .gap(let entry): entry.write(to: &json)
        case .removed(let entry): entry.write(to: &json)
        case .continued(let entry): entry.write(to: &json)
        }
        json.endObject()
        return Array("\(kind) ".utf8) + json.bytes
    }

    /// `rest`: what follows the line's value.
    init?(rest: Span<UInt8>) {
        guard let space = rest.index(of: .space, in: 0..<min(rest.count, 16)) else { return nil }
        let kind = rest.text(0..<space)
        guard let object = FlatObject(Array(copying: rest.extracting((space + 1)...))) else { return nil }
        let entry: JournalEntry? =
            switch kind {
            case "segment": ClosedSegment(object).map(JournalEntry.segment)
            case "file": DeliveredFile(object).map(JournalEntry.file)
            case "digest": DeliveredDigest(object).map(JournalEntry.digest)
            case "gap": MissingRecords(object).map(JournalEntry.gap)
            case "removed": RemovedFiles(object).map(JournalEntry.removed)
            case "continued": ContinuedJournal(object).map(JournalEntry.continued)
            default: nil
            }
        guard let entry else { return nil }
        self = entry
    }
}

/// An object of texts, numbers and lists of texts.
struct FlatObject {
    private var texts: [String: String] = [:]
    private var numbers: [String: Int64] = [:]
    private var lists: [String: [String]] = [:]

    init?(_ json: [UInt8]) {
        do {
            var reader = JSONReader(json, depthMax: 2)
            try reader.beginObject()
            while let name = try reader.nextMember() {
                switch try reader.nextKind() {
                case .string: texts[name] = try reader.readString()
                case .number: numbers[name] = try reader.readInt64()
                case .array:
                    var list: [String] = []
                    try reader.beginArray()
                    while try reader.nextElement() { list.append(try reader.readString()) }
                    lists[name] = list
                default: try reader.skipValue()
                }
            }
            try reader.finish()
        } catch { return nil }
    }

    func text(_ name: String) -> String? { texts[name] }
    func number(_ name: String) -> Int64? { numbers[name] }
    func list(_ name: String) -> [String]? { lists[name] }
    func value(_ name: String) -> ChainValue? { texts[name].flatMap { ChainValue(hex: $0.utf8) } }
}

extension JSONWriter {
    mutating func member(_ name: String, _ value: Int64) {
        self.name(name)
        int(value)
    }
}

extension Array where Element == UInt8 {
    init(copying span: Span<UInt8>) { self = span.withUnsafeBufferPointer { Array($0) } }
}

extension ClosedSegment {
    fileprivate func write(to json: inout JSONWriter) {
        json.member("segment", segment)
        json.member("first", firstSequence)
        json.member("last", lastSequence)
        json.member("value", value.hex)
    }

    fileprivate init?(_ object: FlatObject) {
        guard let segment = object.number("segment"), let first = object.number("first"),
            let last = object.number("last"), let value = object.value("value")
        else { return nil }
        self.init(segment: segment, firstSequence: first, lastSequence: last, value: value)
    }
}

extension DeliveredFile {
    fileprivate func write(to json: inout JSONWriter) {
        json.member("path", path)
        json.member("segment", segment)
        json.member("trail", trail)
        json.member("account", account)
        json.member("region", region)
        json.member("records", records)
        json.member("oldest", oldestEventTime)
        json.member("newest", newestEventTime)
        json.member("hash", hash)
        json.member("storedHash", storedHash)
        json.member("bucket", bucket)
    }

    fileprivate init?(_ object: FlatObject) {
        guard let path = object.text("path"), let segment = object.number("segment"),
            let account = object.text("account"), let region = object.text("region"),
            let records = object.number("records"), let oldest = object.number("oldest"),
            let newest = object.number("newest"), let hash = object.text("hash"),
            let storedHash = object.text("storedHash")
        else { return nil }
        self.init(
            path: path, segment: segment, trail: object.text("trail"), account: account, region: region,
            records: records, oldestEventTime: oldest, newestEventTime: newest, hash: hash, storedHash: storedHash,
            bucket: object.text("bucket"))
    }
}

extension DeliveredDigest {
    fileprivate func write(to json: inout JSONWriter) {
        json.member("path", path)
        json.member("trail", trail)
        json.member("account", account)
        json.member("region", region)
        json.member("start", start)
        json.member("end", end)
        json.member("hash", hash)
        json.member("storedHash", storedHash)
        json.member("signature", signature)
        json.member("bucket", bucket)
    }

    fileprivate init?(_ object: FlatObject) {
        guard let path = object.text("path"), let account = object.text("account"),
            let region = object.text("region"), let start = object.number("start"), let end = object.number("end"),
            let hash = object.text("hash"), let storedHash = object.text("storedHash"),
            let signature = object.text("signature")
        else { return nil }
        self.init(
            path: path, trail: object.text("trail"), account: account, region: region, start: start, end: end,
            hash: hash, storedHash: storedHash, signature: signature, bucket: object.text("bucket"))
    }
}

extension MissingRecords {
    fileprivate func write(to json: inout JSONWriter) {
        json.member("segment", segment)
        json.member("first", firstSequence)
        json.member("last", lastSequence)
        json.member("reason", reason)
    }

    fileprivate init?(_ object: FlatObject) {
        guard let segment = object.number("segment"), let first = object.number("first"),
            let last = object.number("last"), let reason = object.text("reason")
        else { return nil }
        self.init(segment: segment, firstSequence: first, lastSequence: last, reason: reason)
    }
}

extension RemovedFiles {
    fileprivate func write(to json: inout JSONWriter) {
        json.name("paths")
        json.beginArray()
        for path in paths { json.string(path) }
        json.endArray()
        json.member("through", throughSequence)
        json.member("time", time)
    }

    fileprivate init?(_ object: FlatObject) {
        guard let paths = object.list("paths"), let through = object.number("through"),
            let time = object.number("time")
        else { return nil }
        self.init(paths: paths, throughSequence: through, time: time)
    }
}

extension ContinuedJournal {
    fileprivate func write(to json: inout JSONWriter) {
        json.member("journalLength", position.length)
        json.member("journalValue", position.value.hex)
        json.member("segment", segment)
        json.member("sequence", sequence)
        json.member("value", value.hex)
    }

    fileprivate init?(_ object: FlatObject) {
        guard let length = object.number("journalLength"), let journal = object.value("journalValue"),
            let segment = object.number("segment"), let sequence = object.number("sequence"),
            let value = object.value("value")
        else { return nil }
        self.init(
            position: JournalPosition(length: length, value: journal), segment: segment, sequence: sequence,
            value: value)
    }
}
