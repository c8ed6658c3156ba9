import KeyCrypto

/// Which data directory, and what opens its root key.
struct HomeSettings {
    var directory: String
    var passphrase: HeldSecret?

    init(_ values: SettingValues) throws(Failure) {
        directory = try Self.directory(values)
        passphrase = Passphrase.inherited
        if let file = try values.text(.passphraseFile) { passphrase = try Passphrase.read(file) }
    }

    /// For what opens nothing: whoever asks need not be able to read the passphrase.
    static func directory(_ values: SettingValues) throws(Failure) -> String {
        let directory = try values.text(.dataDirectory) ?? CommonOptions.defaultDirectory
        guard !directory.isEmpty else { throw Failure("the data directory's path is empty") }
        return directory
    }
}
