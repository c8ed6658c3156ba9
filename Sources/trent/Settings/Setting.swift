/// What can be set, by the name of its flag. The same name is its key in the YAML file; in capitals, with underscores
/// and after `TRENT_`, it is its environment variable.
enum Setting: String, CaseIterable {
    case dataDirectory = "data-dir"
    case listen
    case region
    case accountID = "account-id"
    case tlsCertificate = "tls-certificate"
    case tlsKey = "tls-key"
    case allowInsecureListen = "allow-insecure-listen"
    case dev
    case seed
    case logLevel = "log-level"
    case logFormat = "log-format"
    case trustedProxies = "trusted-proxies"
    case webIdentityKeys = "web-identity-keys"
    case auditDurability = "audit-durability"
    case auditRetention = "audit-retention"
    case auditSink = "audit-sink"
    case passphraseFile = "root-key-passphrase-file"

    var flag: String { "--\(rawValue)" }

    var variable: String { "TRENT_" + String(rawValue.uppercased().map { $0 == "-" ? "_" : $0 }) }
}
