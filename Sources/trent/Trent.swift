// Room: trent (floor 7)
// Holds: the command line, and the composition of all rooms into one server.
// Must not know: anything that another room could: no operation, no format, no rule of AWS's is here.
// Go instead: to Server/Server.swift for what serves, to the lower rooms for how.

import ArgumentParser

@main
struct Trent: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "trent",
        abstract: "A key management service that speaks the AWS KMS API.",
        discussion: """
            Start a server, and in another shell point any AWS client at it:

                trent serve
                eval "$(trent env)"

            For tests, with any credentials and nothing kept:

                trent serve --dev
                eval "$(trent env --dev)"
            """,
        version: release,
        subcommands: [
            Serve.self, Env.self, Account.self, Audit.self, Explain.self, RootKey.self, Backup.self, Restore.self,
            Recover.self,
            Seed.self, Bench.self, Health.self,
        ])

    static let release = "0.1.0"
}
