import ArgumentParser
import AuditFiles
import AuditTrail
import CloudTrail
import Records
import RootKeys

struct Audit: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Read and verify the audit trail, also while a server runs.",
        discussion: "Example: trent audit tail --follow --data-dir /var/lib/trent",
        subcommands: [AuditSearch.self, AuditTail.self, AuditVerify.self])
}

struct AuditVerify: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify",
        abstract: "Find whatever was changed in the trail, removed from it, put elsewhere or cut off.",
        discussion: """
            Reads the live log, the journal, all closed files and digests. Each finding is one line; if there is one, the exit \
            code is 1. The root key is needed, since the keys that bind the log are under it.

            Example:

                trent audit verify --data-dir /var/lib/trent
            """)

    @OptionGroup var common: CommonOptions
    @OptionGroup var passphrase: PassphraseOption

    func run() async throws {
        ProcessProtection.enable()
        let settings = try HomeSettings(common.values(passphrase.flags))
        let randomness = SystemRandomness()
        let home = try await Home.look(settings, randomness)
        let store = try await home.sealed(randomness)
        let keys = try await explained { () async throws(RecordError) in try await AuditKeyStore.find(store) }
        guard let keys else { throw Failure("no audit trail was begun in \(settings.directory) yet") }
        // Before the trail is read: a server may write on.
        let noted =
            try await explained { () async throws(RecordError) in try await AuditKeyStore.recordsNoted(store) } ?? 0
        let trail = Trail.directory(of: settings.directory)
        guard Files.exists(trail + "/" + TrailPath.head) else {
            throw Failure("the audit trail is gone: there is none in \(trail), and there was one")
        }
        var totals = try explained { () throws(AuditFailure) in
            try TrailVerifier(
                reader: TrailDirectory(trail), key: keys.chainKey,
                publicKeys: [keys.digestKey.publicKey]
            ).verify { Output.standardOutput.line(FindingLine($0).text) }
        }
        if totals.lastSequence < noted {
            totals.findings += 1
            Output.standardOutput.line(
                "truncated: \(TrailPath.liveFolder): the database knows of \(noted) records, the trail of \(totals.lastSequence)"
            )
        }
        try await home.close()
        Output.standardOutput.line(
            """
            \(totals.records) records, \(totals.liveRecords) of them in \(totals.liveSegments) files of the live log; \
            \(totals.logFiles) closed files and \(totals.digestFiles) digests verified, \(totals.removedFiles) removed for \
            their age; \(totals.findings) findings
            """)
        if totals.findings > 0 { throw ExitCode(1) }
    }
}

/// A finding for people: what, where, and in which record.
struct FindingLine {
    let text: String

    init(_ finding: TrailFinding) {
        let record = finding.sequence.map { " record \($0)" } ?? ""
        let offset = finding.offset.map { " at byte \($0)" } ?? ""
        text = "\(finding.kind.rawValue): \(finding.path)\(record)\(offset): \(finding.detail)"
    }
}
