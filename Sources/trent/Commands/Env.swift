import ArgumentParser

struct Env: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Print the lines that point AWS clients at a server.",
        discussion: """
            The lines are for a shell. There are no secrets in them: they name the file that has the access key.

            Examples:

                eval "$(trent env --data-dir /var/lib/trent)"
                eval "$(trent env --dev)"
            """)

    @OptionGroup var common: CommonOptions
    @OptionGroup var address: AddressOptions

    @Flag(help: "For a server with --dev: any access key does, and the lines have one (TRENT_DEV; default: no).")
    var dev = false

    func run() async throws {
        let values = try common.values(address.flags.merging([.dev: dev ? "true" : nil]) { $1 })
        let listen = try ServeSettings.listen(values)
        guard listen.port != 0 else { throw Failure("port 0 is any free one: give the one the server has printed") }
        let isSecure = values.text(.tlsCertificate) != nil
        let account = try AccountSettings(values)
        let region = shellQuoted(account.region)
        Output.standardOutput.line(
            "export AWS_ENDPOINT_URL=\(shellQuoted(listen.reachable.url(isSecure: isSecure)))")
        let lines =
            try values.isOn(.dev) ? anyKey(of: account.account) : administrator(HomeSettings.directory(values))
        for line in lines { Output.standardOutput.line(line) }
        Output.standardOutput.line("export AWS_REGION=\(region) AWS_DEFAULT_REGION=\(region)")
    }

    private func administrator(_ directory: String) -> [String] {
        let credentials = CredentialsFile(directory: Files.absolute(directory)).path
        return [
            "export AWS_SHARED_CREDENTIALS_FILE=\(shellQuoted(credentials))",
            "export AWS_PROFILE=trent",
        ]
    }

    /// In development mode an access key id of 12 digits selects that account.
    private func anyKey(of account: String) -> [String] {
        [
            "unset AWS_PROFILE AWS_SESSION_TOKEN",
            "export AWS_ACCESS_KEY_ID=\(account) AWS_SECRET_ACCESS_KEY=any",
        ]
    }
}

/// A text as one word of a POSIX shell.
func shellQuoted(_ text: String) -> String {
    let plain = Set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-./:@%+=,".utf8)
    if !text.isEmpty, text.utf8.allSatisfy(plain.contains) { return text }
    return "'" + text.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "'\\''") + "'"
}
