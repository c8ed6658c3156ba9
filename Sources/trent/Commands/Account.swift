import ArgumentParser
import Identity
import Records
import RootKeys

struct Account: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Make further accounts, and list those there are.",
        discussion: "Example: trent account list --data-dir /var/lib/trent",
        subcommands: [Create.self, List.self])

    struct Create: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Make an account with an administrator, while no server runs.",
            discussion: """
                The administrator's access key is written to DIR/credentials-ACCOUNT, profile trent.

                Example:

                    trent account create 111122223333 --data-dir /var/lib/trent
                """)

        @OptionGroup var common: CommonOptions
        @OptionGroup var passphrase: PassphraseOption

        @Argument(help: "The account's id, 12 digits.")
        var accountId: String

        @Option(help: "The Region to write beside it (TRENT_REGION; default: \(AccountSettings.defaultRegion)).")
        var region: String?

        func validate() throws {
            guard AccountSettings.isAccount(accountId) else {
                throw ValidationError("\(accountId) is no account id: it must have 12 digits")
            }
        }

        func run() async throws {
            ProcessProtection.enable()
            let flags = passphrase.flags.merging([.accountID: accountId, .region: region]) { $1 }
            let values = try common.values(flags)
            let settings = try AccountSettings(values)
            let clock = SystemClock()
            let randomness = SystemRandomness()
            let home = try await Home.open(HomeSettings(values), mayCreate: false, randomness)
            let identity = Identity(store: try await home.sealed(randomness), clock: clock, randomness: randomness)
            let file = CredentialsFile(directory: home.directory, account: settings.account)
            try await make(settings, identity, file)
            Output.standardOutput.line(
                "Account \(settings.account) has an administrator, whose access key is in \(file.path).")
            try await home.close()
        }

        /// As the audit trail has it.
        private static let command = "trent account create"

        /// The access key is in the file, or the next attempt replaces it.
        private func make(
            _ settings: AccountSettings, _ identity: Identity, _ file: CredentialsFile
        ) async throws(Failure) {
            guard !file.exists else { throw Failure("\(file.path) is there already") }
            let isInterrupted = file.isBegun
            try file.begin()
            let made = try await explained { () async throws(RecordError) in
                if isInterrupted {
                    return try await identity.replaceAdministratorAccessKey(
                        account: settings.account, partition: settings.partition, by: Self.command) as NewAccessKey?
                }
                return try await identity.createAdministrator(
                    account: settings.account, partition: settings.partition, by: Self.command)
            }
            guard let made else {
                try file.abandon()
                throw Failure("account \(settings.account) is there already")
            }
            try file.finish(made, region: settings.region)
        }
    }

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "List the accounts, also while a server runs.",
            discussion: """
                Each line has an account's id, how many users it has, and its alias.

                Example:

                    trent account list --data-dir /var/lib/trent
                """)

        @OptionGroup var common: CommonOptions
        @OptionGroup var passphrase: PassphraseOption

        func run() async throws {
            ProcessProtection.enable()
            let values = try common.values(passphrase.flags)
            let randomness = SystemRandomness()
            let home = try await Home.look(HomeSettings(values), randomness)
            let identity = Identity(
                store: try await home.sealed(randomness), clock: SystemClock(), randomness: randomness)
            let accounts = try await explained { () async throws(RecordError) in try await identity.accounts() }
            for account in accounts {
                let alias = account.alias.map { " \($0)" } ?? ""
                Output.standardOutput.line("\(account.id) users=\(account.userCount)\(alias)")
            }
            try await home.close()
        }
    }
}
