import ArgumentParser
import Identity
import KeyService
import Logging
import Records
import RootKeys

struct Recover: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Get back in, while no server runs: as the administrator, or to a key that lets nobody in.",
        discussion: "Example: trent recover --data-dir /var/lib/trent",
        subcommands: [RecoverAdministrator.self, RecoverKey.self], defaultSubcommand: RecoverAdministrator.self)
}

struct RecoverAdministrator: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "administrator",
        abstract: "Make a new access key for the administrator when the last is lost.",
        discussion: """
            It is written to DIR/credentials. The administrator's older access keys no longer work, and he may do everything \
            again.

            Example:

                trent recover administrator --data-dir /var/lib/trent
            """)

    @OptionGroup var common: CommonOptions
    @OptionGroup var passphrase: PassphraseOption

    @Option(help: "The administrator's account (TRENT_ACCOUNT_ID; default: \(AccountSettings.defaultAccount)).")
    var accountId: String?

    @Option(help: "The Region to write beside it (TRENT_REGION; default: \(AccountSettings.defaultRegion)).")
    var region: String?

    func run() async throws {
        ProcessProtection.enable()
        let flags = passphrase.flags.merging([.accountID: accountId, .region: region]) { $1 }
        let values = try common.values(flags)
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

struct RecoverKey: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "key",
        abstract: "Give a key its default policy when its own lets nobody in any more.",
        discussion: """
            The default policy leaves the key to its account: identity policies decide. The policy that it had is printed, \
            so that it can be mended and put back.

            Example:

                trent recover key arn:aws:kms:us-east-1:000000000000:key/KEY-ID --data-dir /var/lib/trent
            """)

    @OptionGroup var common: CommonOptions
    @OptionGroup var passphrase: PassphraseOption

    @Argument(help: "The key's ARN.")
    var key: String

    func run() async throws {
        ProcessProtection.enable()
        let values = try common.values(passphrase.flags)
        let randomness = SystemRandomness()
        let home = try await Home.open(HomeSettings(values), mayCreate: false, randomness)
        let keys = KeyService(store: try await home.sealed(randomness), clock: SystemClock(), randomness: randomness)
        let policy = try await explained { () async throws(RecordError) in try await keys.recover(keyARN: key) }
        guard let policy else { throw Failure("there is no key \(key)") }
        Output.standardOutput.line(policy)
        let logger = Logger(label: "trent") { _ in
            LineLogHandler(level: .info, format: .text, clock: SystemClock())
        }
        logger.notice("key policy replaced by the operator with the default one", metadata: ["key": "\(key)"])
        try await home.close()
    }
}
