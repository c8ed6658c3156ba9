import ArgumentParser
import Identity
import Logging
import RootKeys

struct Recover: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Make a new access key for the administrator when the last is lost, while no server runs.",
        discussion: "It is written to DIR/credentials. The administrator's older access keys no longer work.")

    @OptionGroup var common: CommonOptions
    @OptionGroup var passphrase: PassphraseOption

    @Option(help: "The administrator's account (TRENT_ACCOUNT_ID; default: \(AccountSettings.defaultAccount)).")
    var accountId: String?

    @Option(help: "The Region to write beside it (TRENT_REGION; default: \(AccountSettings.defaultRegion)).")
    var region: String?

    func run() async throws {
        ProcessProtection.enable()
        let flags = passphrase.flags.merging([.accountID: accountId, .region: region]) { $1 }
        let values = try await common.values(flags)
        let account = try AccountSettings(values)
        let clock = SystemClock()
        let randomness = SystemRandomness()
        let home = try await Home.open(HomeSettings(values), mayCreate: false, randomness)
        let identity = Identity(store: try await home.sealed(randomness), clock: clock, randomness: randomness)
        let logger = Logger(label: "trent") { _ in LineLogHandler(level: .info, format: .text, clock: clock) }
        try await Administrator(account, home.directory, identity, logger).replace()
        try await home.close()
    }
}
