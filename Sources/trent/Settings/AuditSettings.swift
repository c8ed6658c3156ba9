import ArgumentParser
import AuditFiles

/// How the audit trail is kept.
struct AuditSettings {
    var durability: AuditDurability
    /// After how many days closed files are removed; nil for never.
    var retentionDays: Int?
    /// Where records go besides the files.
    var sinks: [SinkAddress]

    init(_ values: SettingValues) throws(Failure) {
        durability = try values.choice(.auditDurability, default: .written)
        retentionDays = try values.text(.auditRetention).map { text throws(Failure) in try Self.days(text) }
        sinks = try SinkAddress.list(parsing: values.text(.auditSink) ?? "")
    }

    private static func days(_ text: String) throws(Failure) -> Int {
        guard text.hasSuffix("d"), let days = Int(text.dropLast()), (1...daysMax).contains(days) else {
            throw Failure("\(text) is no time to keep the audit trail for: it must be a number of days, as 365d")
        }
        return days
    }

    private static let daysMax = 36_500
}

struct AuditOptions: ParsableArguments {
    @Option(
        name: .customLong("audit-durability"),
        help: """
            What a record of the audit trail survives before its call is answered: written, a crash of the process; synced, \
            a loss of power (TRENT_AUDIT_DURABILITY; default: written).
            """)
    var durability: String?

    @Option(
        name: .customLong("audit-retention"),
        help: """
            Remove the trail's files when they are older than so many days, as 365d (TRENT_AUDIT_RETENTION; default: keep \
            all).
            """)
    var retention: String?

    @Option(
        name: .customLong("audit-sink"),
        help: """
            Where records go besides the files, with commas between: stdout, syslog:udp://HOST:PORT, \
            syslog:tcp://HOST:PORT, syslog:unix:PATH (TRENT_AUDIT_SINK).
            """)
    var sink: String?

    var flags: [Setting: String?] {
        [.auditDurability: durability, .auditRetention: retention, .auditSink: sink]
    }
}
