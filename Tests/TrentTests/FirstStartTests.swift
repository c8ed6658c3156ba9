import Identity
import Logging
import Records
import Testing

@testable import trent

/// The first start, and every moment at which it may stop.
@Suite struct FirstStartTests {
    let directory: Directory
    let randomness = SystemRandomness()
    let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }

    init() throws { directory = try Directory() }

    func home(mayCreate: Bool = true) async throws -> Home {
        let values = try SettingValues(flags: [.dataDirectory: directory.path], environment: [:], file: nil)
        return try await Home.open(HomeSettings(values), mayCreate: mayCreate, randomness)
    }

    func identity(_ home: Home) async throws -> Identity {
        Identity(store: try await home.sealed(randomness), clock: SystemClock(), randomness: randomness)
    }

    func administrator(_ identity: Identity, account: String = "000000000000") async throws -> Administrator {
        Administrator(
            try settings([.accountID: account]).account, directory.path, identity, logger)
    }

    /// A start up to the moment at which a server would serve. Returns the access key id in the credentials file.
    func start() async throws -> String {
        let home = try await home()
        let identity = try await identity(home)
        try await administrator(identity).prepare()
        let id = try accessKeyID()
        let key = try #require(try await identity.accessKey(id))
        #expect(key.isActive)
        try await home.close()
        return id
    }

    func accessKeyID(_ name: String = "credentials") throws -> String {
        try #require(ClientCredentials(profile: "trent", of: directory.text(name))).accessKeyID
    }

    @Test func aFirstStartMakesWhatAServerNeedsForItsOwnerOnly() async throws {
        _ = try await start()
        #expect(directory.names == ["credentials", "lock", "root.key", "trent.sqlite"])
        for name in directory.names { #expect(directory.mode(name) == 0o600) }
        #expect(directory.text("credentials").hasSuffix("\nregion = us-east-1\n"))
    }

    @Test func laterStartsChangeNothing() async throws {
        let id = try await start()
        let content = directory.text("credentials")
        #expect(try await start() == id)
        #expect(directory.text("credentials") == content)
    }

    @Test func aStartThatStoppedBeforeTheRootKeyGoesOn() async throws {
        try CredentialsFile(directory: directory.path).begin()
        _ = try await start()
        #expect(directory.names == ["credentials", "lock", "root.key", "trent.sqlite"])
    }

    @Test func aStartThatStoppedBeforeTheDatabaseGoesOn() async throws {
        _ = try await start()
        directory.remove("trent.sqlite")
        directory.remove("credentials")
        try CredentialsFile(directory: directory.path).begin()
        _ = try await start()
        #expect(directory.names == ["credentials", "lock", "root.key", "trent.sqlite"])
    }

    @Test func aStartThatStoppedBetweenDatabaseAndCredentialsMakesAnotherAccessKey() async throws {
        let lost = try await loseAccessKey()
        #expect(directory.names.contains("credentials.pending"))
        #expect(try await start() != lost)
        #expect(!directory.names.contains("credentials.pending"))
        let home = try await home()
        #expect(try await identity(home).accessKey(lost)?.isActive != true)
        try await home.close()
    }

    /// A first start that stops when the database has the access key and the file does not.
    func loseAccessKey() async throws -> String {
        let home = try await home()
        let made = try await identity(home).createAdministrator(account: "000000000000", partition: "aws")
        try await home.close()
        return try #require(made).id
    }

    @Test func aLostDatabaseIsNotReplacedByAnEmptyOne() async throws {
        _ = try await start()
        directory.remove("trent.sqlite")
        await #expect(throws: Failure.self) { try await home() }
        #expect(!directory.names.contains("trent.sqlite"))
    }

    @Test func aLostRootKeyIsNotReplaced() async throws {
        _ = try await start()
        directory.remove("root.key")
        await #expect(throws: Failure.self) { try await home() }
        #expect(!directory.names.contains("root.key"))
    }

    @Test func commandsForAHomeDoNotMakeOne() async throws {
        await #expect(throws: Failure.self) { try await home(mayCreate: false) }
        #expect(directory.names.isEmpty)
    }

    @Test func aCredentialsFileThatWasTakenAwayStaysAway() async throws {
        _ = try await start()
        directory.remove("credentials")
        let home = try await home()
        try await administrator(identity(home)).prepare()
        try await home.close()
        #expect(!directory.names.contains("credentials"))
    }

    @Test func recoveryDeactivatesTheAccessKeyThereWas() async throws {
        let old = try await start()
        let home = try await home(mayCreate: false)
        let identity = try await identity(home)
        try await administrator(identity).replace()
        let new = try accessKeyID()
        #expect(new != old)
        #expect(try await identity.accessKey(new)?.isActive == true)
        #expect(try await identity.accessKey(old)?.isActive != true)
        try await home.close()
    }

    @Test func anotherAccountsCredentialsAreKept() async throws {
        let first = try await start()
        let home = try await home()
        try await administrator(identity(home), account: "000000000001").prepare()
        try await home.close()
        #expect(try accessKeyID() != first)
        #expect(try accessKeyID("credentials.previous") == first)
    }

    @Test func twoProcessesDoNotShareAHome() async throws {
        let home = try await home()
        await #expect(throws: Failure.self) { try await self.home() }
        try await home.close()
    }
}
