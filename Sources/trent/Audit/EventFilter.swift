import ArgumentParser
import AuditTrail
import KMSModel
import Records

/// What people ask of the trail.
struct EventFilterOptions: ParsableArguments {
    @Option(help: "A key: its ARN, its id, or an alias that the request named (default: any).")
    var key: String?

    @Option(help: "Who called: an ARN, a user's or session's name, or an access key id (default: anybody).")
    var principal: String?

    @Option(help: "An operation, for example Decrypt (default: any).")
    var operation: String?

    @Flag(help: "Refused and failed calls only.")
    var failed = false

    @Option(help: "An account id: records in this account's trail only (default: all).")
    var account: String?

    @Option(help: "Records of this Region only (default: all).")
    var region: String?

    @Flag(help: "Print each record as it stands in the trail, one JSON object a line.")
    var json = false

    /// `since`, `until`: see `EventMoment`.
    func filter(since: String?, until: String?, now: Int64) throws(Failure) -> EventFilter {
        var query = EventQuery(account: account, region: region)
        query.from = try since.map { text throws(Failure) in try EventMoment.parse(text, now: now) }
        query.through = try until.map { text throws(Failure) in try EventMoment.parse(text, now: now) }
        // One attribute the index can look up; the others are looked at in what it finds.
        if let key, KMSARN(parsing: key) != nil {
            query.attribute = (.resourceName, key)
        } else if let principal, !principal.hasPrefix("arn:") {
            query.attribute = principal.isAccessKeyID ? (.accessKeyId, principal) : (.username, principal)
        } else if let operation {
            query.attribute = (.eventName, operation)
        }
        return EventFilter(query: query, key: key, principal: principal, operation: operation, isFailed: failed)
    }
}

struct EventFilter {
    var query: EventQuery
    var key: String?
    var principal: String?
    var operation: String?
    var isFailed = false

    func takes(_ event: FoundEvent, _ summary: EventSummary) -> Bool {
        if isFailed, summary.errorCode == nil { return false }
        if let operation, operation != summary.eventName { return false }
        if let principal, ![summary.principal, summary.username, summary.accessKeyID].contains(principal) {
            return false
        }
        guard let key else { return true }
        if summary.resources.contains(where: { $0.arn == key || $0.arn.hasSuffix("/\(key)") }) { return true }
        guard key.hasPrefix("alias/") else { return false }
        return String(decoding: event.json, as: UTF8.self).contains("\"keyId\":\"\(key)\"")
    }
}

extension String {
    fileprivate var isAccessKeyID: Bool { hasPrefix("AKIA") || hasPrefix("ASIA") }
}

/// A moment as people type it: `30m`, `2h` or `7d` ago, or in ISO 8601.
enum EventMoment {
    static func parse(_ text: String, now: Int64) throws(Failure) -> Int64 {
        let units: [Character: Int64] = ["s": 1000, "m": 60_000, "h": 3_600_000, "d": 86_400_000]
        if let unit = text.last.flatMap({ units[$0] }), let count = Int64(text.dropLast()),
            (0...100_000).contains(count)
        {
            return now - count * unit
        }
        let whole = [text, text + "Z", text + ":00Z", text + "T00:00:00Z", String(text.dropLast()) + ":00Z"]
        guard let time = whole.lazy.compactMap({ UTCTime(iso8601: $0) }).first else {
            throw Failure("\(text) is no time: it must be as 30m, 2h, 7d, 2026-11-25 or 2026-11-25T10:00Z")
        }
        return time.milliseconds
    }
}
