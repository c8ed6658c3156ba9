import ArgumentParser

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

extension Trent {
    /// Runs what was typed. Whatever keeps it from its work is one line on standard error.
    static func main() async {
        do {
            var command = try await asyncParseAsRoot()
            let kind = type(of: command)
            guard kind.configuration.subcommands.isEmpty else { leave(without: kind) }
            if var command = command as? any AsyncParsableCommand {
                try await command.run()
            } else {
                try command.run()
            }
        } catch {
            leave(error)
        }
    }

    /// Ends a process that was told no command: of a group of commands, or none at all.
    private static func leave(without group: any ParsableCommand.Type) -> Never {
        Output.standardError.line(group == Trent.self ? beginning : helpMessage(for: group))
        Glibc.exit(ExitCode.validationFailure.rawValue)
    }

    private static func leave(_ error: any Error) -> Never {
        let code = exitCode(for: error)
        let text = message(for: error)
        if code.isSuccess {
            Output.standardOutput.line(text)
        } else if !text.isEmpty {
            Output.standardError.line(Complaint(text, code: code, usage: fullMessage(for: error)).line)
        }
        Glibc.exit(code.rawValue)
    }

    static let beginning = """
        Trent \(release), a key management service that speaks the AWS KMS API. To begin:

            trent serve           serves 127.0.0.1:4599; keys and credentials are in ./trent-data
            eval "$(trent env)"   in another shell: from here on, AWS clients call it

        In tests: trent serve --dev, and eval "$(trent env --dev)". All commands: trent --help
        """
}

/// An error in one line: what is wrong, and where to read what would be right.
struct Complaint {
    let line: String

    /// - Parameters:
    ///   - text: what is wrong.
    ///   - code: the exit code to come.
    ///   - usage: the parser's words on it, which name the command that can explain itself.
    ///   - arguments: what was typed.
    init(_ text: String, code: ExitCode, usage: String, arguments: [String] = Array(CommandLine.arguments.dropFirst()))
    {
        var text = text
        var advice = ""
        if code == .validationFailure {
            if let unknown = UnknownCommand(arguments) { text = unknown.sentence }
            advice = Self.advice(usage).map { " See \($0)." } ?? ""
        }
        let end = advice.isEmpty || "?.!".contains(text.last ?? " ") ? "" : "."
        let words = "Error: \(text)\(end)\(advice)".split(whereSeparator: \.isNewline)
        line = words.joined(separator: " ")
    }

    /// `'trent serve --help'`
    private static func advice(_ usage: String) -> Substring? {
        guard let line = usage.split(separator: "\n").last(where: { $0.hasPrefix("  See '") }) else { return nil }
        let quoted = line.dropFirst("  See ".count)
        return quoted.lastIndex(of: "'").map { quoted[...$0] }
    }
}

/// A word that stands where a command should.
struct UnknownCommand {
    let sentence: String

    /// - Returns: nil if the words that were typed lead to a command.
    init?(_ arguments: [String]) {
        var command: any ParsableCommand.Type = Trent.self
        for word in arguments {
            let below = command.configuration.subcommands
            guard !below.isEmpty, !word.hasPrefix("-"), word != "help" else { return nil }
            guard let next = below.first(where: { $0._commandName == word }) else {
                let near = Nearest.word(to: word, among: below.map { $0._commandName })
                sentence = "There is no command '\(word)'." + (near.map { " Did you mean '\($0)'?" } ?? "")
                return
            }
            command = next
        }
        return nil
    }
}
