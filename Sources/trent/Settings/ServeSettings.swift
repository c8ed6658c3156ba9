import HTTPFront
import KMSModel
import Logging

/// What a server is told, checked.
struct ServeSettings {
    var common: HomeSettings
    var listen: ListenAddress
    var region: String
    var partition: String
    var account: String
    var tls: TLSFiles?
    /// Any credentials do, and none.
    var isDevelopment: Bool
    /// Nothing is kept.
    var isInMemory: Bool
    var logLevel: Logger.Level
    var logFormat: LogFormat

    init(_ values: SettingValues) throws(Failure) {
        common = try HomeSettings(values)
        listen = try Self.listen(values)
        (region, partition) = try Self.region(values)
        account = try Self.account(values)
        tls = try Self.tls(values)
        isDevelopment = try values.isOn(.dev)
        isInMemory = try isDevelopment && values.text(.dataDirectory) == nil
        logLevel = try Self.choice(.logLevel, values, default: .info)
        logFormat = try Self.choice(.logFormat, values, default: .text)
        try checkListen(isInsecureAllowed: values.isOn(.allowInsecureListen))
    }

    static func listen(_ values: SettingValues) throws(Failure) -> ListenAddress {
        let text = try values.text(.listen) ?? AddressOptions.defaultListen
        guard let address = ListenAddress(text) else {
            throw Failure("\(text) is no address to listen on: it must be HOST:PORT, as 127.0.0.1:4599 or [::1]:4599")
        }
        return address
    }

    static func region(_ values: SettingValues) throws(Failure) -> (region: String, partition: String) {
        let region = try values.text(.region) ?? AddressOptions.defaultRegion
        guard let partition = AWSRegions.partition(of: region) else {
            throw Failure("\(region) is not a Region of AWS")
        }
        return (region, partition)
    }

    private static func account(_ values: SettingValues) throws(Failure) -> String {
        let account = try values.text(.accountID) ?? Serve.defaultAccount
        guard account.utf8.count == 12, account.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else {
            throw Failure("an account id has 12 digits, and \(account) has not")
        }
        return account
    }

    private static func tls(_ values: SettingValues) throws(Failure) -> TLSFiles? {
        switch (try values.text(.tlsCertificate), try values.text(.tlsKey)) {
        case (nil, nil): return nil
        case (let certificate?, let key?): return TLSFiles(certificatePath: certificate, privateKeyPath: key)
        default: throw Failure("HTTPS needs both a certificate and its private key (--tls-certificate, --tls-key)")
        }
    }

    private static func choice<Value: RawRepresentable<String> & CaseIterable>(
        _ setting: Setting, _ values: SettingValues, default standard: Value
    ) throws(Failure) -> Value {
        guard let text = try values.text(setting) else { return standard }
        guard let value = Value(rawValue: text) else {
            let all = Value.allCases.map(\.rawValue).joined(separator: ", ")
            throw Failure("the setting \(setting.rawValue) is one of \(all), not \(text)")
        }
        return value
    }

    private func checkListen(isInsecureAllowed: Bool) throws(Failure) {
        guard !listen.isLoopback else { return }
        guard !isDevelopment else { throw Failure("in development mode only a loopback address may be listened on") }
        guard tls != nil || isInsecureAllowed else {
            throw Failure(
                """
                \(listen.host) is not a loopback address, and without TLS keys would cross the network in the clear: \
                give --tls-certificate and --tls-key, or --allow-insecure-listen if something in front does TLS
                """)
        }
    }
}
