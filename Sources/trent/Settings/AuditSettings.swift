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
        retentionDays = try Self.days(values)
        do throws(Failure) {
            sinks = try SinkAddress.list(parsing: values.text(.auditSink) ?? "")
        } catch {
            throw values.refusal(of: .auditSink, error.description)
        }
    }

    private static func days(_ values: SettingValues) throws(Failure) -> Int? {
        guard let text = values.text(.auditRetention) else { return nil }
        guard text.hasSuffix("d"), let days = Int(text.dropLast()), (1...daysMax).contains(days) else {
            throw values.refusal(of: .auditRetention, "\(text) is no number of days: it must be as 365d")
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
            syslog:tcp://HOST:PORT, syslog:unix:PATH (TRENT_AUDIT_SINK; default: none).
            """)
    var sink: String?

    var flags: [Setting: String?] {
        [.auditDurability: durability, .auditRetention: retention, .auditSink: sink]
    }
}
