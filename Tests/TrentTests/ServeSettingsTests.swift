import Logging
import Testing

@testable import trent

@Suite struct ServeSettingsTests {
    @Test func withoutAnySettingAServerListensOnLoopback() async throws {
        let settings = try await settings()
        #expect(settings.listen == ListenAddress("127.0.0.1:4599"))
        #expect(settings.home.directory == "trent-data")
        #expect(settings.account.account == "000000000000")
        #expect(settings.account.region == "us-east-1")
        #expect(settings.account.partition == "aws")
        #expect(settings.tls == nil && !settings.isDevelopment && !settings.isInMemory)
        #expect(settings.logLevel == .info && settings.logFormat == .text)
    }

    @Test func aFlagOutranksAVariableAndAVariableTheFile() async throws {
        let directory = try Directory()
        let file = directory.put("region: eu-west-1\naccount-id: 000000000042\nlog-format: json\n", "settings.yaml")
        let settings = try await settings(
            [.region: "cn-north-1"], environment: ["TRENT_REGION": "eu-west-2", "TRENT_ACCOUNT_ID": "000000000043"],
            file: file)
        #expect(settings.account.region == "cn-north-1")
        #expect(settings.account.partition == "aws-cn")
        #expect(settings.account.account == "000000000043")
        #expect(settings.logFormat == .json)
    }

    @Test func everySettingHasItsVariable() async throws {
        let values: [Setting: String] = [
            .dataDirectory: "d", .listen: "0.0.0.0:1", .region: "eu-west-1", .accountID: "123456789012",
            .tlsCertificate: "c", .tlsKey: "k", .allowInsecureListen: "yes", .dev: "no", .logLevel: "error",
            .logFormat: "json", .passphraseFile: "p",
        ]
        let names = values.map {
            ("TRENT_" + $0.key.rawValue.uppercased().split(separator: "-").joined(separator: "_"), $0.value)
        }
        let read = try await SettingValues(
            flags: [:], environment: Dictionary(uniqueKeysWithValues: names), file: nil)
        for setting in Setting.allCases { #expect(try read.text(setting) == values[setting]) }
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
    func whatMakesNoSenseOrIsUnsafeIsRefused(flags: [Setting: String]) async {
        await #expect(throws: Failure.self) { try await settings(flags) }
    }

    @Test(
        arguments: [
            [.listen: "0.0.0.0:4599", .allowInsecureListen: "true"],
            [.listen: "0.0.0.0:4599", .tlsCertificate: "c", .tlsKey: "k"],
        ] as [[Setting: String]])
    func otherAddressesNeedTLSOrAWord(flags: [Setting: String]) async throws {
        #expect(try await !settings(flags).listen.isLoopback)
    }

    @Test func developmentIsInMemoryUnlessADirectoryIsGiven() async throws {
        #expect(try await settings([.dev: "true"]).isInMemory)
        #expect(try await !settings([.dev: "true", .dataDirectory: "d"]).isInMemory)
        #expect(try await !settings([.dev: "true"], environment: ["TRENT_DATA_DIR": "d"]).isInMemory)
        #expect(try await !settings([.dev: "false"]).isInMemory)
    }

    @Test(arguments: ["listen: [a, b]", "listen: {", "just text", ""])
    func aFileThatIsNoListOfSettingsIsRefused(yaml: String) async throws {
        let directory = try Directory()
        let file = directory.put(yaml, "settings.yaml")
        await #expect(throws: Failure.self) { try await settings(file: file) }
    }

    @Test func aFileThatIsMissingIsRefused() async {
        await #expect(throws: Failure.self) { try await settings(file: "/nowhere/settings.yaml") }
    }
}
