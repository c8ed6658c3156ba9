import Logging
import Testing

@testable import trent

@Suite struct ServeSettingsTests {
    @Test func withoutAnySettingAServerListensOnLoopback() throws {
        let settings = try settings()
        #expect(settings.listen == ListenAddress("127.0.0.1:4599"))
        #expect(settings.home.directory == "trent-data")
        #expect(settings.account.account == "000000000000")
        #expect(settings.account.region == "us-east-1")
        #expect(settings.account.partition == "aws")
        #expect(settings.tls == nil && !settings.isDevelopment && !settings.isInMemory)
        #expect(settings.logLevel == .info && settings.logFormat == .text)
    }

    @Test func aFlagOutranksAVariableAndAVariableTheFile() throws {
        let directory = try Directory()
        let file = directory.put("region: eu-west-1\naccount-id: 000000000042\nlog-format: json\n", "settings.yaml")
        let settings = try settings(
            [.region: "cn-north-1"], environment: ["TRENT_REGION": "eu-west-2", "TRENT_ACCOUNT_ID": "000000000043"],
            file: file)
        #expect(settings.account.region == "cn-north-1")
        #expect(settings.account.partition == "aws-cn")
        #expect(settings.account.account == "000000000043")
        #expect(settings.logFormat == .json)
    }

    @Test func everySettingHasItsVariable() throws {
        let values: [Setting: String] = [
            .dataDirectory: "d", .listen: "0.0.0.0:1", .region: "eu-west-1", .accountID: "123456789012",
            .tlsCertificate: "c", .tlsKey: "k", .allowInsecureListen: "yes", .dev: "no", .logLevel: "error",
            .logFormat: "json", .passphraseFile: "p",
        ]
        let names = values.map {
            ("TRENT_" + $0.key.rawValue.uppercased().split(separator: "-").joined(separator: "_"), $0.value)
        }
        let read = try SettingValues(
            flags: [:], environment: Dictionary(uniqueKeysWithValues: names), file: nil)
        for setting in Setting.allCases { #expect(read.text(setting) == values[setting]) }
    }

    @Test(
        arguments: [
            [.listen: "4599"], [.listen: "0.0.0.0:4599"], [.listen: "kms.example.com:4599"], [.region: "moon-1"],
            [.accountID: "1"], [.accountID: "00000000000x"], [.accountID: "0000000000000"], [.tlsCertificate: "c"],
            [.tlsKey: "k"], [.logLevel: "loud"], [.logFormat: "xml"], [.dev: "perhaps"], [.dataDirectory: ""],
            [.dev: "true", .listen: "0.0.0.0:4599"],
            [.dev: "true", .listen: "0.0.0.0:4599", .allowInsecureListen: "true"],
            [.dev: "true", .listen: "0.0.0.0:4599", .tlsCertificate: "c", .tlsKey: "k"],
        ] as [[Setting: String]])
    func whatMakesNoSenseOrIsUnsafeIsRefused(flags: [Setting: String]) {
        #expect(throws: Failure.self) { try settings(flags) }
    }

    @Test(
        arguments: [
            [.listen: "0.0.0.0:4599", .allowInsecureListen: "true"],
            [.listen: "0.0.0.0:4599", .tlsCertificate: "c", .tlsKey: "k"],
        ] as [[Setting: String]])
    func otherAddressesNeedTLSOrAWord(flags: [Setting: String]) throws {
        #expect(try !settings(flags).listen.isLoopback)
    }

    @Test func developmentIsInMemoryUnlessADirectoryIsGiven() throws {
        #expect(try settings([.dev: "true"]).isInMemory)
        #expect(try !settings([.dev: "true", .dataDirectory: "d"]).isInMemory)
        #expect(try !settings([.dev: "true"], environment: ["TRENT_DATA_DIR": "d"]).isInMemory)
        #expect(try !settings([.dev: "false"]).isInMemory)
    }

    @Test(arguments: [
        "listen: [a, b]", "listen: {", "just text", "listen:\n  a: b", "listen:", "lisen: 127.0.0.1:1", "- listen",
        "region: eu-west-1\nregion: eu-west-2", "[a]: b",
    ])
    func aFileThatIsNoListOfSettingsIsRefused(yaml: String) throws {
        let directory = try Directory()
        let file = directory.put(yaml, "settings.yaml")
        #expect(throws: Failure.self) { try settings(file: file) }
    }

    @Test(arguments: ["", "# region: eu-west-1\n", "---\n"])
    func aFileMayHaveNoSettings(yaml: String) throws {
        let directory = try Directory()
        #expect(try settings(file: directory.put(yaml, "settings.yaml")).account.region == "us-east-1")
    }

    @Test func aFileThatIsMissingIsRefused() {
        #expect(throws: Failure.self) { try settings(file: "/nowhere/settings.yaml") }
    }
}
