import ArgumentParser
import Records
import SQLiteStore

struct Backup: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Write a copy of the database, also while a server runs.",
        discussion: """
            The copy is of one moment. It does not hold the root key, without which it is of no use.

            Example:

                trent backup /backup/trent.sqlite --data-dir /var/lib/trent
            """)

    @Argument(help: "The file to write; it must not exist.")
    var file: String

    @OptionGroup var common: CommonOptions

    func run() async throws {
        let directory = try HomeSettings.directory(common.values())
        try Home.checkDatabase(directory)
        try await explained { () throws(StoreError) in
            try SQLiteStore.backup(of: directory, to: file)
            try SQLiteStore.verify(file)
        }
        Output.standardOutput.line(
            """
            The database is in \(file). The root key is not: keep a copy of \(directory)/root.key in another place, \
            for without it a backup can't be read.
            """)
    }
}
