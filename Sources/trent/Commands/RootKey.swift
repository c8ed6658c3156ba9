import ArgumentParser
import Identity
import KeyCrypto
import Records
import RootKeys

struct RootKey: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "root-key", abstract: "Change the root key.",
        discussion: "Example: trent root-key rotate --data-dir /var/lib/trent", subcommands: [Rotate.self])

    struct Rotate: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Replace the root key by a new random one, while no server runs.",
            discussion: """
                Records stay as they are: only the domain keys between them and the root key are wrapped anew. The new \
                key is protected as the old one was, unless a flag says otherwise. Backups need the root key of their time: \
                copy root.key away before.

                Example:

                    trent root-key rotate --data-dir /var/lib/trent
                """)

        @OptionGroup var common: CommonOptions
        @OptionGroup var passphrase: PassphraseOption

        @Option(
            help: """
                A file with the passphrase that is to protect the new root key (default: as the old one was \
                protected).
                """)
        var newPassphraseFile: String?

        @Flag(help: "Keep the new root key in its file without a passphrase.")
        var toFile = false

        func validate() throws {
            guard newPassphraseFile == nil || !toFile else {
                throw ValidationError("--new-passphrase-file and --to-file exclude each other")
            }
        }

        func run() async throws {
            ProcessProtection.enable()
            let values = try common.values(passphrase.flags)
            let settings = try HomeSettings(values)
            let (clock, randomness) = (SystemClock(), SystemRandomness())
            let home = try await Home.open(settings, mayCreate: false, randomness)
            let store = try await home.sealed(randomness)
            let new = try newPassphrase(old: settings.passphrase)
            let account = try await firstAccount(Identity(store: store, clock: clock, randomness: randomness))
            let region = try AccountSettings(values).region
            try await explained { () async throws(RootKeyRotationError) in
                try await RootKeyStore.rotate(
                    directory: settings.directory, store: home.store, oldPassphrase: settings.passphrase,
                    newPassphrase: new, randomness: randomness
                ) { old, current in
                    let event = RootKeyEvent(former: old, current: current, hasPassphrase: new != nil)
                    return [store.put(event.pending(account, region, clock, randomness), over: 0)]
                }
            }
            try await home.close()
            Output.standardOutput.line(
                "The root key is a new one. Backups made before need the old root key, which is not kept here.")
        }

        /// The account that came with the data directory, or else the one that servers without settings work for.
        private func firstAccount(_ identity: Identity) async throws(Failure) -> String {
            let accounts = try await explained { () async throws(RecordError) in try await identity.accounts() }
            return accounts.min { ($0.created, $0.id) < ($1.created, $1.id) }?.id ?? AccountSettings.defaultAccount
        }

        private func newPassphrase(old: HeldSecret?) throws(Failure) -> HeldSecret? {
            if toFile { return nil }
            guard let newPassphraseFile else { return old }
            return try Passphrase.read(newPassphraseFile)
        }
    }
}
