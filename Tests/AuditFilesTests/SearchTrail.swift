import AuditTrail
import Foundation

@testable import AuditFiles

#if canImport(Glibc)
    import Glibc
#endif

/// A trail on disk that tests make and search: its records by number, in closed and in live segments.
final class SearchTrail {
    let directory: String
    var events: [FoundEvent] = []
    private var summaries: [EventSummary] = []
    var closed: [IndexSegment] = []
    private var segment: Int64 = 0

    init() {
        var template = Array((NSTemporaryDirectory() + "/trent-search-XXXXXX").utf8CString)
        let made = template.withUnsafeMutableBufferPointer { $0.baseAddress.flatMap(mkdtemp) }
        directory = made.map { String(cString: $0) } ?? ""
        mkdir(directory + "/live", 0o700)
    }

    deinit {
        for file in closed.flatMap(\.files) { unlink(directory + "/" + file.path) }
        for name in ["index.sqlite", "index.sqlite-wal", "index.sqlite-shm"] { unlink(directory + "/" + name) }
        for number in 0...segment { unlink(directory + "/live/" + SegmentWriter.fileName(number)) }
        rmdir(directory + "/live")
        rmdir(directory)
    }

    func close(_ entries: [AuditEntry], into index: EventIndex?) throws {
        segment += 1
        let first = Int64(events.count) + 1
        var files: [IndexedLogFile] = []
        var listed = IndexSegment(segment: segment, firstSequence: first, files: [])
        let numbered = number(entries)
        for group in Set(entries.map { "\($0.account)_\($0.region)" }).sorted() {
            let own = numbered.filter { "\($0.account)_\($0.region)" == group }
            let path = "\(segment)_\(group).json.gz"
            var file = IndexedLogFile(segment: segment, path: path, account: own[0].account, region: own[0].region)
            var gzip = try LogFileWriter()
            for event in own {
                try gzip.append(event.json[...])
                try file.append(event.json, sequence: event.position.sequence)
            }
            try gzip.finish()
            file.finish(blocks: gzip.blocks)
            write(gzip.bytes, to: path)
            files.append(file)
            listed.files.append(.init(path: path, account: own[0].account, region: own[0].region))
        }
        closed.append(listed)
        try index?.add(files, ofSegment: segment)
    }

    /// `tail`: of a line that is being written.
    func keepLive(_ entries: [AuditEntry], tail: String = "") {
        segment += 1
        let value = String(repeating: "0", count: 64)
        var text = "\(value) trent-audit 1 \(segment) \(events.count + 1) \(value) 0 \(value)\n"
        for event in number(entries) {
            text += "\(value) \(event.account) \(event.region) \(String(decoding: event.json, as: UTF8.self))\n"
        }
        write(Array((text + tail).utf8), to: "live/" + SegmentWriter.fileName(segment))
    }

    /// What a look at every record finds.
    func naive(_ query: EventQuery) -> EventPage {
        let all = zip(events, summaries).reversed().filter { event, summary in
            event.account == query.account ?? event.account && event.region == query.region ?? event.region
                && event.position.sequence < query.after?.sequence ?? .max
                && summary.eventTime + 999 >= query.from ?? 0 && summary.eventTime <= query.through ?? .max
                && query.attribute.map { summary.values(of: $0.name).contains($0.value) } ?? true
        }.map(\.0)
        let page = Array(all.prefix(query.limit))
        return EventPage(events: page, next: all.count > page.count ? page.last?.position : nil)
    }

    func write(_ bytes: [UInt8], to path: String) {
        let descriptor = open(directory + "/" + path, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
        var rest = bytes[...]
        while !rest.isEmpty {
            let put = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            rest = rest.dropFirst(put)
        }
        Glibc.close(descriptor)
    }

    private func number(_ entries: [AuditEntry]) -> [FoundEvent] {
        var numbered: [FoundEvent] = []
        for entry in entries {
            let position = EventPosition(sequence: Int64(events.count) + 1)
            let event = FoundEvent(position: position, json: entry.json, account: entry.account, region: entry.region)
            events.append(event)
            if let summary = EventSummary(json: event.json) { summaries.append(summary) }
            numbered.append(event)
        }
        return numbered
    }
}

/// Records with few values for each attribute, so that most queries find some; the same for the same seed.
struct RandomEvents: RandomNumberGenerator {
    private var state: UInt64
    private(set) var time: Int64 = 1_790_000_000_000
    private(set) var ids: [String] = []

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ mixed >> 30) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
        return mixed ^ mixed >> 31
    }

    mutating func pick(_ values: [String]) -> String { values[Int(next() % UInt64(values.count))] }

    static let accounts = ["111122223333", "444455556666"]
    static let regions = ["us-east-1", "eu-west-1"]
    static let values: [EventAttribute: [String]] = [
        .eventName: ["Decrypt", "Encrypt", "CreateKey"], .readOnly: ["true", "false"],
        .username: ["ann", "b\"ob", "zoë"], .resourceType: ["AWS::KMS::Key", "AWS::KMS::Alias"],
        .resourceName: (0..<5).map { "arn:aws:kms:us-east-1:111122223333:key/\($0)" },
        .eventSource: ["kms.amazonaws.com", "iam.amazonaws.com"], .accessKeyId: ["AKIA1", "AKIA2"],
    ]

    mutating func some(_ attribute: EventAttribute) -> String { pick(Self.values[attribute] ?? [""]) }

    mutating func entry() -> AuditEntry {
        time += Int64(next() % 1500)
        let randomness = (0..<10).map { _ in UInt8(truncatingIfNeeded: next()) }
        let id = EventID.make(time: time, randomness: randomness)
        ids.append(id)
        let padding = String(repeating: "{\\\"}", count: Int(next() % 300))
        let user = some(.username).replacing("\"", with: "\\\"")
        let json = """
            {"userIdentity":{"type":"IAMUser","arn":"a","accessKeyId":"\(some(.accessKeyId))","userName":"\(user)"},\
            "eventTime":"\(UTCTime(milliseconds: time).iso8601)","eventSource":"\(some(.eventSource))",\
            "eventName":"\(some(.eventName))","readOnly":\(some(.readOnly)),"requestParameters":{"x":"\(padding)"},\
            "resources":[{"accountId":"1","type":"\(some(.resourceType))","ARN":"\(some(.resourceName))"}],\
            "eventID":"\(id)"}
            """
        return AuditEntry(account: pick(Self.accounts), region: pick(Self.regions), json: Array(json.utf8))
    }

    mutating func entries(_ count: Int) -> [AuditEntry] { (0..<count).map { _ in entry() } }

    mutating func query() -> EventQuery {
        var query = EventQuery(limit: [1, 3, 50, 1000][Int(next() % 4)])
        if next() % 2 == 0 { query.account = pick(Self.accounts) }
        if next() % 3 == 0 { query.region = pick(Self.regions) }
        if next() % 3 == 0 { query.from = 1_790_000_000_000 + Int64(next() % UInt64(time - 1_790_000_000_000)) }
        if next() % 3 == 0 { query.through = 1_790_000_000_000 + Int64(next() % UInt64(time - 1_790_000_000_000)) }
        if next() % 5 > 0, let name = EventAttribute.allCases.randomElement(using: &self) {
            query.attribute = (name, name == .eventId ? pick(ids) : next() % 9 == 0 ? "none" : some(name))
        }
        return query
    }
}
