import AuditFiles
import AuditTrail
import Glibc

/// What looking events up costs in a large trail: `AuditLookup [RECORDS] [DIRECTORY]`. Makes the closed files and their
/// index in the directory unless it is there, looks events up, and prints what it took.
@main
struct AuditLookup {
    static func main() throws {
        let arguments = CommandLine.arguments
        let records = arguments.count > 1 ? Int(arguments[1]) ?? 1_000_000 : 1_000_000
        let directory = arguments.count > 2 ? arguments[2] : ".build/audit-lookup"
        // One that is there is searched as it is.
        if mkdir(directory, 0o700) == 0 {
            let maker = try BigTrail(directory: directory)
            let made = try ContinuousClock().measure { try maker.fill(records: records) }
            print("\(records) records made and indexed in \(made)")
            print("files: \(maker.fileBytes / records) bytes a record; index: \(try maker.indexBytes() / records)")
        }
        let search = TrailSearch(directory: directory)
        let start = EventQuery(through: BigTrail.start + 1000)
        guard let newest = try search.lookUp(EventQuery(limit: 1)).events.first,
            let oldest = try search.lookUp(start).events.last, let newestID = EventSummary(json: newest.json)?.eventID,
            let oldestID = EventSummary(json: oldest.json)?.eventID
        else { throw AuditFailure("there is nothing in \(directory)") }
        print("\(newest.position.sequence) records are searched")
        try report(search, "key ARN, used often", (.resourceName, BigTrail.key(0)))
        try report(search, "key ARN, used rarely", (.resourceName, BigTrail.key(BigTrail.keys - 1)))
        try report(search, "key ARN, never used", (.resourceName, BigTrail.key(BigTrail.keys)))
        try report(search, "event id, oldest record", (.eventId, oldestID))
        try report(search, "event id, newest record", (.eventId, newestID))
        try report(search, "user name", (.username, "user-7"))
        try report(search, "event name, frequent", (.eventName, "Decrypt"))
        try report(search, "event name, one in a million", (.eventName, "ScheduleKeyDeletion"))
        try report(search, "no attribute", nil)
        try report(search, "key ARN, an hour long ago", (.resourceName, BigTrail.key(0)), hour: BigTrail.start)
        var usage = rusage()
        // 0: of this process.
        getrusage(0, &usage)
        print("peak memory: \(usage.ru_maxrss / 1024) MiB")
    }

    static func report(
        _ search: TrailSearch, _ what: String, _ attribute: (name: EventAttribute, value: String)?,
        hour: Int64? = nil
    ) throws {
        let query = EventQuery(
            attribute: attribute, from: hour, through: hour.map { $0 + 3_600_000 }, limit: 50)
        var times: [Duration] = []
        var found = 0
        let before = calls()
        for _ in 0..<20 {
            times.append(try ContinuousClock().measure { found = try search.lookUp(query).events.count })
        }
        let reads = (calls() - before) / 20
        print("\(what): \(found) events, first \(times[0]), median \(times.sorted()[10]), \(reads) reads")
    }

    /// How many times this process has asked the system to read.
    static func calls() -> Int {
        guard let file = fopen("/proc/self/io", "r") else { return 0 }
        defer { fclose(file) }
        var line = [CChar](repeating: 0, count: 128)
        while fgets(&line, 128, file) != nil {
            let text = String(decoding: line.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
            if text.hasPrefix("syscr: ") { return Int(text.dropFirst(7).filter(\.isNumber)) ?? 0 }
        }
        return 0
    }
}
