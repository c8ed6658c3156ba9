import ArgumentParser
import Records
import RootKeys
import SQLiteStore

struct Restore: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Put a backup into a data directory that has no database.",
        discussion: """
            The root key that was in use when the backup was made belongs in DIR/root.key, before or after.

            Example:

                trent restore /backup/trent.sqlite --data-dir /var/lib/trent
            """)

    @Argument(help: "A file that `trent backup` wrote.")
    var file: String

    @OptionGroup var common: CommonOptions
    @OptionGroup var passphrase: PassphraseOption

    func run() async throws {
        ProcessProtection.enable()
        let settings = try HomeSettings(common.values(passphrase.flags))
        let directory = settings.directory
        try await explained { () throws(StoreError) in try SQLiteStore.restore(from: file, to: directory) }
        guard RootKeyStore.exists(in: directory) else {
            return Output.standardOutput.line(
                "The database is in \(directory). It needs its root key: put that in \(directory)/root.key, mode 600.")
        }
        try await checkRootKey(settings)
        Output.standardOutput.line("The database is in \(directory), and the root key there opens it.")
    }

    private func checkRootKey(_ settings: HomeSettings) async throws(Failure) {
        do throws(Failure) {
            try await Home.open(settings, mayCreate: false, SystemRandomness()).close()
        } catch {
            throw Failure("the database is in \(settings.directory), but can't be used yet: \(error)")
        }
    }
}
