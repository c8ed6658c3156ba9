import Gateway
import HTTPFront
import Logging
import WebIdentity

/// What a server is told, checked.
struct ServeSettings {
    var home: HomeSettings
    var account: AccountSettings
    var listen: ListenAddress
    var tls: TLSFiles?
    /// Any credentials do, and none.
    var isDevelopment: Bool
    /// Nothing is kept.
    var isInMemory: Bool
    /// The path of a seed file.
    var seed: String?
    /// Whose word is taken for where requests come from.
    var proxies: TrustedProxies
    /// Where the keys of identity providers are.
    var webIdentityKeys: [IssuerKeys]
    var audit: AuditSettings
    var logLevel: Logger.Level
    var logFormat: LogFormat

    init(_ values: SettingValues) throws(Failure) {
        home = try HomeSettings(values)
        account = try AccountSettings(values)
        listen = try Self.listen(values)
        tls = try Self.tls(values)
        isDevelopment = try values.isOn(.dev)
        let isDirectoryGiven = values.text(.dataDirectory) != nil
        isInMemory = isDevelopment && !isDirectoryGiven
        seed = values.text(.seed)
        proxies = try Self.proxies(values)
        webIdentityKeys = try Self.webIdentityKeys(values)
        audit = try AuditSettings(values)
        logLevel = try values.choice(.logLevel, default: .info)
        logFormat = try values.choice(.logFormat, default: .text)
        try checkListen(isInsecureAllowed: values.isOn(.allowInsecureListen))
        guard seed == nil || isDevelopment else {
            throw Failure(
                "a seed file holds keys in the clear, and so is for development only: give --dev too, or no --seed")
        }
    }

    static func listen(_ values: SettingValues) throws(Failure) -> ListenAddress {
        let text = values.text(.listen) ?? AddressOptions.defaultListen
        guard let address = ListenAddress(text) else {
            throw values.refusal(
                of: .listen, "\(text) is no address: it must be HOST:PORT, as 127.0.0.1:4599 or [::1]:4599")
        }
        return address
    }

    private static func tls(_ values: SettingValues) throws(Failure) -> TLSFiles? {
        switch (values.text(.tlsCertificate), values.text(.tlsKey)) {
        case (nil, nil): return nil
        case (let certificate?, let key?): return TLSFiles(certificatePath: certificate, privateKeyPath: key)
        case (_?, nil): throw values.refusal(of: .tlsCertificate, "HTTPS needs the private key too: give --tls-key")
        case (nil, _?): throw values.refusal(of: .tlsKey, "HTTPS needs the certificate too: give --tls-certificate")
        }
    }

    private static func proxies(_ values: SettingValues) throws(Failure) -> TrustedProxies {
        guard let text = values.text(.trustedProxies) else { return .none }
        guard let proxies = TrustedProxies(parsing: text) else {
            throw values.refusal(
                of: .trustedProxies, "\(text) must be addresses or CIDR ranges with commas between, as 10.0.0.0/8,::1")
        }
        return proxies
    }

    private static func webIdentityKeys(_ values: SettingValues) throws(Failure) -> [IssuerKeys] {
        guard let text = values.text(.webIdentityKeys) else { return [] }
        var keys: [IssuerKeys] = []
        for part in text.split(separator: ",") {
            do throws(IssuerKeysError) {
                keys.append(try IssuerKeys(parsing: String(part)))
            } catch {
                throw values.refusal(of: .webIdentityKeys, "\(error)")
            }
        }
        return keys
    }

    private func checkListen(isInsecureAllowed: Bool) throws(Failure) {
        guard !listen.isLoopback else { return }
        guard !isDevelopment else {
            throw Failure(
                """
                --dev believes every request, so only this machine may send any: listen on 127.0.0.1, \
                not \(listen.host)
                """)
        }
        guard tls != nil || isInsecureAllowed else {
            throw Failure(
                """
                \(listen.host) is not a loopback address, and without TLS keys would cross the network in the clear: \
                give --tls-certificate and --tls-key, or --allow-insecure-listen if something in front does TLS
                """)
        }
    }
}
