import KeyCrypto

/// Which data directory, and what opens its root key.
struct HomeSettings {
    var directory: String
    var passphrase: HeldSecret?

    init(_ values: SettingValues) throws(Failure) {
        directory = try values.text(.dataDirectory) ?? CommonOptions.defaultDirectory
        guard !directory.isEmpty else { throw Failure("the data directory's path is empty") }
        // Taken whether it is needed or not, so that it does not stay.
        let taken = Passphrase.takeFromEnvironment()
        passphrase = if let file = try values.text(.passphraseFile) { try Passphrase.read(file) } else { taken }
    }
}
