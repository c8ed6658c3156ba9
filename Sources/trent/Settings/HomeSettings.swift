import KeyCrypto

/// Which data directory, and what opens its root key.
struct HomeSettings {
    var directory: String
    var passphrase: HeldSecret?

    init(_ values: SettingValues) throws(Failure) {
        directory = try values.text(.dataDirectory) ?? CommonOptions.defaultDirectory
        guard !directory.isEmpty else { throw Failure("the data directory's path is empty") }
        passphrase = Passphrase.inherited
        if let file = try values.text(.passphraseFile) { passphrase = try Passphrase.read(file) }
    }
}
