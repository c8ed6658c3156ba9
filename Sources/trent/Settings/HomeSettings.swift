import KeyCrypto

/// Which data directory, and what opens its root key.
struct HomeSettings {
    var directory: String
    var passphrase: HeldSecret?

    init(_ values: SettingValues) throws(Failure) {
        directory = try Self.directory(values)
        guard let file = values.text(.passphraseFile) else {
            passphrase = try Passphrase.given()
            return
        }
        do throws(Failure) {
            passphrase = try Passphrase.read(file)
        } catch {
            throw values.refusal(of: .passphraseFile, error.description)
        }
    }

    /// For what opens nothing: whoever asks need not be able to read the passphrase.
    static func directory(_ values: SettingValues) throws(Failure) -> String {
        let directory = values.text(.dataDirectory) ?? CommonOptions.defaultDirectory
        guard !directory.isEmpty else { throw values.refusal(of: .dataDirectory, "the path is empty") }
        return directory
    }
}
