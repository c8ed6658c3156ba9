import KeyCrypto
import Records
import RootKeys
import SQLiteStore

/// A data directory in use by this process alone: its database open, its root key in memory.
struct Home: Sendable {
    let directory: String
    let store: any RecordStore
    let rootKey: LocalRootKey
    /// nil for a home in memory.
    let credentials: CredentialsFile?
    private let lock: DirectoryLock?

    private init(
        directory: String, store: any RecordStore, rootKey: LocalRootKey, credentials: CredentialsFile?,
        lock: DirectoryLock?
    ) {
        self.directory = directory
        self.store = store
        self.rootKey = rootKey
        self.credentials = credentials
        self.lock = lock
    }

    static func inMemory(_ randomness: any Randomness) -> Home {
        Home(
            directory: "", store: InMemoryRecordStore(), rootKey: LocalRootKey(randomness: randomness),
            credentials: nil, lock: nil)
    }

    /// `mayCreate`: whether a directory that is missing or empty becomes a new home.
    /// `whenLocked`: what is to be looked at before anything is made.
    static func open(
        _ settings: HomeSettings, mayCreate: Bool, _ randomness: any Randomness,
        whenLocked check: () throws(Failure) -> Void = { () throws(Failure) in }
    ) async throws(Failure) -> Home {
        let directory = settings.directory
        if !mayCreate { try checkDatabase(directory) }
        let lock = try await explained { () throws(StoreError) in try DirectoryLock(directory: directory) }
        try check()
        let credentials = CredentialsFile(directory: directory)
        if !hasDatabase(directory) { try makeRootKey(settings, credentials, randomness) }
        let store = try await explained { () throws(StoreError) in try SQLiteStore.open(directory: directory) }
        let rootKey = try await explained { () async throws(RootKeyRotationError) in
            try await RootKeyStore.settle(
                directory: directory, passphrase: settings.passphrase, store: store, randomness: randomness)
        }
        return Home(directory: directory, store: store, rootKey: rootKey, credentials: credentials, lock: lock)
    }

    /// A directory that another process may serve, to look at: it is not locked, and nothing in it may be changed.
    static func look(_ settings: HomeSettings, _ randomness: any Randomness) async throws(Failure) -> Home {
        let directory = settings.directory
        try checkDatabase(directory)
        let store = try await explained { () throws(StoreError) in try SQLiteStore.open(directory: directory) }
        let rootKey = try explained { () throws(RootKeyFileError) in
            try RootKeyStore.open(
                directory: directory, passphrase: settings.passphrase, create: false, randomness: randomness)
        }
        return Home(directory: directory, store: store, rootKey: rootKey, credentials: nil, lock: nil)
    }

    static func hasDatabase(_ directory: String) -> Bool { Files.exists(directory + "/trent.sqlite") }

    static func checkDatabase(_ directory: String) throws(Failure) {
        guard !hasDatabase(directory) else { return }
        throw Failure("there is no database in \(directory): name a server's data directory with --data-dir")
    }

    /// The first start. If it stops halfway, the next one goes on; otherwise a root key without a database means that
    /// the database was lost, and then no empty one takes its place.
    private static func makeRootKey(
        _ settings: HomeSettings, _ credentials: CredentialsFile, _ randomness: any Randomness
    ) throws(Failure) {
        guard credentials.isBegun || !RootKeyStore.exists(in: settings.directory) else {
            throw Failure(
                """
                there is a root key but no database in \(settings.directory): put a backup there with `trent restore`, \
                or choose another data directory
                """)
        }
        try Trail.checkNone(in: settings.directory)
        try credentials.begin()
        try explained { () throws(RootKeyFileError) in
            _ = try RootKeyStore.open(
                directory: settings.directory, passphrase: settings.passphrase, create: true, randomness: randomness)
        }
    }

    func sealed(_ randomness: any Randomness) async throws(Failure) -> SealedStore {
        try await explained { () async throws(RecordError) in
            SealedStore(store, sealer: try await RecordSealer(store: store, rootKey: rootKey, randomness: randomness))
        }
    }

    /// Whether the database answers.
    @Sendable func isReady() async -> Bool {
        do throws(StoreError) {
            _ = try await store.changes(after: nil, limit: 1)
            return true
        } catch {
            return false
        }
    }

    func close() async throws(Failure) {
        guard let store = store as? SQLiteStore else { return }
        try await explained { () throws(StoreError) in try store.close() }
        withExtendedLifetime(lock) {}
    }
}
