import ArgumentParser
import RootKeys
import SeedFiles

struct Seed: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Check a seed file: keys, aliases, users and policies for `trent serve --dev --seed FILE`.",
        discussion: "Example: trent seed validate keys.yaml",
        subcommands: [Validate.self])

    struct Validate: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Say what a seed file holds, or everything that is wrong in it.",
            discussion: """
                Needs no server. Ends with 1 if anything is wrong; there is a line for each finding then.

                Example:

                    trent seed validate keys.yaml
                """)

        @OptionGroup var common: CommonOptions

        @Argument(help: "The seed file.")
        var file: String

        @Option(help: "The account of what names none (TRENT_ACCOUNT_ID; default: \(AccountSettings.defaultAccount)).")
        var accountId: String?

        @Option(help: "The Region of what names none (TRENT_REGION; default: \(AccountSettings.defaultRegion)).")
        var region: String?

        func run() async throws {
            ProcessProtection.enable()
            let account = try AccountSettings(common.values([.accountID: accountId, .region: region]))
            do throws(SeedFileError) {
                let seed = try await Seeding.read(file, account)
                Output.standardOutput.line("\(file): \(seed.summary)")
            } catch {
                guard case .findings(let findings) = error else { throw Seeding.failure(error, in: file) }
                for finding in findings.prefix(Seeding.findingsMax) {
                    Output.standardOutput.line(Seeding.line(finding, in: file))
                }
                let more = findings.count - Seeding.findingsMax
                if more > 0 { Output.standardOutput.line("\(file): and \(more) more") }
                throw ExitCode(1)
            }
        }
    }
}
