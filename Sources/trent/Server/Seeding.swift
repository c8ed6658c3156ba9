import Identity
import KeyService
import Logging
import SeedFiles

/// The seed file of a server for development: read as it starts, and put in before it listens.
struct Seeding {
    private let path: String
    private let file: SeedFile
    private let logger: Logger

    init(reading path: String, _ account: AccountSettings, _ logger: Logger) async throws(Failure) {
        do throws(SeedFileError) {
            file = try await Self.read(path, account)
        } catch {
            throw Self.failure(error, in: path, rest: "trent seed validate \(path)")
        }
        self.path = path
        self.logger = logger
    }

    func apply(to identity: Identity, _ keys: KeyService) async throws(Failure) {
        do throws(SeedFileError) {
            let report = try await file.apply(to: identity, keys)
            logger.notice(
                "seed file: \(file.summary)",
                metadata: [
                    "file": "\(path)", "made": "\(report.made)", "changed": "\(report.changed)",
                    "unchanged": "\(report.unchanged)",
                ])
        } catch {
            throw Self.failure(error, in: path, rest: log(error) ? "see the log" : nil)
        }
    }

    /// No other command tells what of a file is in conflict with what is there.
    /// - Returns: whether there is more in the log than the failure will say.
    private func log(_ error: SeedFileError) -> Bool {
        guard case .findings(let findings) = error, findings.count > 1 else { return false }
        for finding in findings.prefix(Self.findingsMax) { logger.error("seed file: \(Self.line(finding, in: path))") }
        return true
    }

    /// How many findings are printed or logged.
    static let findingsMax = 50

    /// What is wrong in the file is thrown as it is, and that the file can't be read as a finding.
    static func read(_ path: String, _ account: AccountSettings) async throws(SeedFileError) -> SeedFile {
        let bytes: [UInt8]
        do throws(Failure) {
            bytes = try Files.read(path, bytesMax: SeedFile.bytesMax)
        } catch {
            throw .findings([SeedFinding(error.description)])
        }
        return try await SeedFile.read(
            bytes, SeedDefaults(account: account.account, region: account.region), clock: SystemClock(),
            randomness: SystemRandomness())
    }

    /// As compilers write it: `FILE:LINE: …`.
    static func line(_ finding: SeedFinding, in path: String) -> String {
        finding.line == nil ? "\(path): \(finding)" : "\(path):\(finding)"
    }

    /// One sentence of it.
    /// `rest`: where all findings are.
    static func failure(_ error: SeedFileError, in path: String, rest: String? = nil) -> Failure {
        switch error {
        case .record(let error): return Failure(error)
        case .findings(let findings):
            guard let first = findings.first else { return Failure("\(path) can't be used") }
            let more = findings.count > 1 ? " (and \(findings.count - 1) more\(rest.map { ": \($0)" } ?? ""))" : ""
            return Failure("\(line(first, in: path))\(more)")
        }
    }
}
