import ArgumentParser
import AuditFiles
import AuditTrail

struct AuditSearch: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "search",
        abstract: "Look events up, the newest first.",
        discussion: """
            All that is given must hold. A key's ARN, a name, an access key id and an operation are in the index.

            Example:

                trent audit search --operation Decrypt --failed --since 2h --data-dir /var/lib/trent
            """)

    @OptionGroup var common: CommonOptions
    @OptionGroup var filter: EventFilterOptions

    @Option(help: "Only events since: 30m, 2h or 7d ago, or 2026-11-25T10:00Z (default: all).")
    var since: String?

    @Option(help: "Only events until, in the same forms (default: now).")
    var until: String?

    @Option(help: "At most so many events.")
    var limit = 100

    func run() async throws {
        let directory = try HomeSettings.directory(common.values())
        let search = try trailSearch(in: directory)
        guard limit > 0 else { throw Failure("a search gives at least one event, not \(limit)") }
        var filter = try filter.filter(since: since, until: until, now: SystemClock().nowMilliseconds())
        var left = limit
        while left > 0 {
            let query = filter.query
            let page = try explained { () throws(AuditFailure) in try search.lookUp(query) }
            left -= EventPrinter(filter: filter, isJSON: self.filter.json).print(page.events, limit: left)
            guard let next = page.next else { return }
            filter.query.after = next
        }
    }
}

struct AuditTail: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "tail", abstract: "Print the last events, and with --follow those to come, until interrupted.",
        discussion: """
            Example:

                trent audit tail --follow --data-dir /var/lib/trent
            """)

    @OptionGroup var common: CommonOptions
    @OptionGroup var filter: EventFilterOptions

    @Flag(help: "Go on with what is recorded from now on.")
    var follow = false

    @Option(help: "Begin with so many of the last events.")
    var lines = 10

    private static let pause = Duration.milliseconds(250)

    func run() async throws {
        let directory = try HomeSettings.directory(common.values())
        let search = try trailSearch(in: directory)
        let chosen = try filter.filter(since: nil, until: nil, now: 0)
        let printer = EventPrinter(filter: chosen, isJSON: filter.json)
        // First where to go on, so that nothing is missed between the two.
        let position = try explained { () throws(AuditFailure) in try search.lookUp(EventQuery(limit: 1)) }.events
            .first?.position
        if lines > 0 { _ = printer.print(try last(search, chosen).reversed(), limit: lines) }
        guard follow else { return }
        let tail = try explained { () throws(AuditFailure) in
            try TrailTail(directory: Trail.directory(of: directory), after: position)
        }
        let match = EventMatch(chosen.query)
        while true {
            let new = try explained { () throws(AuditFailure) in try tail.next() }
            _ = printer.print(new.filter { match.matches($0.json, account: $0.account, region: $0.region) })
            if new.isEmpty { try await Task.sleep(for: Self.pause) }
        }
    }

    /// The newest first.
    private func last(_ search: TrailSearch, _ chosen: EventFilter) throws(Failure) -> [FoundEvent] {
        var found: [FoundEvent] = []
        var query = chosen.query
        while found.count < lines {
            let asked = query
            let page = try explained { () throws(AuditFailure) in try search.lookUp(asked) }
            found += page.events.filter { event in
                EventSummary(json: event.json).map { chosen.takes(event, $0) } ?? false
            }
            guard let next = page.next else { break }
            query.after = next
        }
        return Array(found.prefix(lines))
    }
}

/// Events of a data directory's trail, also while a server writes it.
private func trailSearch(in directory: String) throws(Failure) -> TrailSearch {
    let trail = Trail.directory(of: directory)
    guard Files.exists(trail) else {
        throw Failure("there is no audit trail in \(directory): name a server's data directory with --data-dir")
    }
    return TrailSearch(directory: trail)
}

/// Prints events that a filter takes.
struct EventPrinter {
    let filter: EventFilter
    let isJSON: Bool

    /// - Returns: how many were printed.
    func print(_ events: some Sequence<FoundEvent>, limit: Int = .max) -> Int {
        var count = 0
        for event in events where count < limit {
            guard let summary = EventSummary(json: event.json), filter.takes(event, summary) else { continue }
            Output.standardOutput.line(
                isJSON ? String(decoding: event.json, as: UTF8.self) : EventLine(event, summary).text)
            count += 1
        }
        return count
    }
}
