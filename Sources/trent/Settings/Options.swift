import ArgumentParser
import FoundationEssentials

/// Flags that most commands have. Each is documented here, and each has its variable and its key in the YAML file.
struct CommonOptions: ParsableArguments {
    @Option(help: "A YAML file of settings, by the names of the flags (TRENT_CONFIG; default: none).")
    var config: String?

    @Option(help: "The data directory; made on first use (TRENT_DATA_DIR; default: \(defaultDirectory)).")
    var dataDir: String?

    static let defaultDirectory = "trent-data"

    /// The settings, of which `flags` were typed besides these.
    func values(_ flags: [Setting: String?] = [:]) throws(Failure) -> SettingValues {
        var given = flags.compactMapValues { $0 }
        given[.dataDirectory] = dataDir
        // First, so that the copy of the environment is without it.
        Passphrase.takeIn()
        let environment = ProcessInfo.processInfo.environment
        return try SettingValues(
            flags: given, environment: environment, file: config ?? environment["TRENT_CONFIG"])
    }
}

struct AddressOptions: ParsableArguments {
    @Option(help: "Where to listen, HOST:PORT; port 0 takes any (TRENT_LISTEN; default: \(defaultListen)).")
    var listen: String?

    @Option(help: "The Region of requests that name none (TRENT_REGION; default: \(AccountSettings.defaultRegion)).")
    var region: String?

    @Option(
        help: """
            A PEM file with the certificate chain; the server then speaks HTTPS (TRENT_TLS_CERTIFICATE; default: \
            none).
            """)
    var tlsCertificate: String?

    static let defaultListen = "127.0.0.1:4599"

    var flags: [Setting: String?] {
        [.listen: listen, .region: region, .tlsCertificate: tlsCertificate]
    }
}

struct PassphraseOption: ParsableArguments {
    @Option(
        help: """
            A file with the passphrase of the root key (TRENT_ROOT_KEY_PASSPHRASE_FILE, or the passphrase itself in \
            \(Passphrase.variable); default: none).
            """)
    var rootKeyPassphraseFile: String?

    var flags: [Setting: String?] { [.passphraseFile: rootKeyPassphraseFile] }
}
