import ArgumentParser
import RootKeys

struct Serve: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Serve the AWS KMS API.",
        discussion: """
            Each setting is taken from its flag, else from its TRENT_ variable, else from the YAML file. The first start \
            makes the data directory, its root key, and an administrator whose access key is in DIR/credentials. \
            SIGTERM or SIGINT ends the server after the requests in flight.

            Examples:

                trent serve --data-dir /var/lib/trent
                trent serve --dev --listen 127.0.0.1:0
            """)

    @OptionGroup var common: CommonOptions
    @OptionGroup var address: AddressOptions
    @OptionGroup var passphrase: PassphraseOption

    @Option(
        help: """
            The account whose administrator is made, 12 digits (TRENT_ACCOUNT_ID; default: \
            \(AccountSettings.defaultAccount)).
            """)
    var accountId: String?

    @Option(help: "A PEM file with the certificate's private key, without a passphrase (TRENT_TLS_KEY; default: none).")
    var tlsKey: String?

    @Flag(
        inversion: .prefixedNo,
        help: """
            Whether to listen without TLS on an address that is not loopback (TRENT_ALLOW_INSECURE_LISTEN; default: no).
            """)
    var allowInsecureListen: Bool?

    @Flag(
        inversion: .prefixedNo,
        help: """
            Whether to serve tests: any credentials are accepted, and unless a data directory is given all is in memory \
            (TRENT_DEV; default: no). On loopback only.
            """)
    var dev: Bool?

    @Option(
        help:
            "A YAML file of keys, aliases, policies, roles and users to begin with, for --dev only (TRENT_SEED; default: none)."
    )
    var seed: String?

    @Option(
        help: """
            Proxies whose X-Forwarded-For and X-Forwarded-Proto are believed: addresses or CIDR ranges, with commas \
            between (TRENT_TRUSTED_PROXIES; default: none).
            """)
    var trustedProxies: String?

    @Option(
        help: """
            Where the keys of OpenID Connect providers are: ISSUER=FILE or ISSUER=URL of a JWK Set, with commas between \
            (TRENT_WEB_IDENTITY_KEYS; default: none).
            """)
    var webIdentityKeys: String?

    @OptionGroup(title: "Audit trail") var audit: AuditOptions

    @Option(
        help: """
            What is logged: trace, debug, info, notice, warning, error or critical (TRENT_LOG_LEVEL; default: \
            info).
            """)
    var logLevel: String?

    @Option(help: "How it is logged: text or json (TRENT_LOG_FORMAT; default: text).")
    var logFormat: String?

    func run() async throws {
        ProcessProtection.enable()
        OpenFiles.raiseLimit()
        try await Server.run(ServeSettings(common.values(flags)))
    }

    private var flags: [Setting: String?] {
        let own: [Setting: String?] = [
            .accountID: accountId, .tlsKey: tlsKey, .allowInsecureListen: allowInsecureListen?.description,
            .dev: dev?.description, .seed: seed, .trustedProxies: trustedProxies, .webIdentityKeys: webIdentityKeys,
            .logLevel: logLevel, .logFormat: logFormat,
        ]
        return own.merging(address.flags) { $1 }.merging(passphrase.flags) { $1 }.merging(audit.flags) { $1 }
    }
}
