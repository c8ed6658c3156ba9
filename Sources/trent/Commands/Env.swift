import ArgumentParser

struct Env: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Print the lines that point AWS clients at a server.",
        discussion: "For a shell: eval \"$(trent env)\". There are no secrets in them.")

    @OptionGroup var common: CommonOptions
    @OptionGroup var address: AddressOptions

    func run() async throws {
        let values = try await common.values(address.flags)
        let listen = try ServeSettings.listen(values)
        guard listen.port != 0 else { throw Failure("port 0 is any free one: give the one the server has printed") }
        let isSecure = try values.text(.tlsCertificate) != nil
        let lines = exports(
            endpoint: listen.reachable.url(isSecure: isSecure), directory: try HomeSettings.directory(values),
            region: try AccountSettings(values).region)
        for line in lines { Output.standardOutput.line(line) }
    }

    private func exports(endpoint: String, directory: String, region: String) -> [String] {
        let credentials = CredentialsFile(directory: Files.absolute(directory)).path
        return [
            "export AWS_ENDPOINT_URL=\(shellQuoted(endpoint))",
            "export AWS_SHARED_CREDENTIALS_FILE=\(shellQuoted(credentials))",
            "export AWS_PROFILE=trent",
            "export AWS_REGION=\(shellQuoted(region)) AWS_DEFAULT_REGION=\(shellQuoted(region))",
        ]
    }
}

/// A text as one word of a POSIX shell.
func shellQuoted(_ text: String) -> String {
    let plain = Set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-./:@%+=,".utf8)
    if !text.isEmpty, text.utf8.allSatisfy(plain.contains) { return text }
    return "'" + text.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "'\\''") + "'"
}
