import Identity
import Logging
import Records

/// Sees to it that an account has an administrator whose access key somebody has.
struct Administrator {
    private let identity: Identity
    private let settings: AccountSettings
    private let file: CredentialsFile
    private let logger: Logger

    init(_ settings: AccountSettings, _ directory: String, _ identity: Identity, _ logger: Logger) {
        self.identity = identity
        self.settings = settings
        file = CredentialsFile(directory: directory)
        self.logger = logger
    }

    func prepare() async throws(Failure) {
        let isInterrupted = file.isBegun
        let made = try await explained { () async throws(RecordError) in
            try await identity.createAdministrator(account: settings.account, partition: settings.partition)
        }
        if let made {
            if file.exists { try keepOther() }
            return try finish(made)
        }
        if isInterrupted { return try finish(try await replaced(by: "trent serve")) }
        guard !file.exists else { return }
        logger.warning(
            "\(file.path) is missing: if the administrator's access key is lost, stop the server and run trent recover")
    }

    /// A new access key in place of those there are.
    func replace() async throws(Failure) {
        try file.begin()
        try finish(try await replaced(by: "trent recover administrator"))
    }

    private func replaced(by command: String) async throws(Failure) -> NewAccessKey {
        try await explained { () async throws(RecordError) in
            try await identity.replaceAdministratorAccessKey(
                account: settings.account, partition: settings.partition, by: command)
        }
    }

    private func finish(_ key: NewAccessKey) throws(Failure) {
        try file.finish(key, region: settings.region)
        logger.info("the administrator's access key is in \(file.path)", metadata: ["access-key": "\(key.id)"])
    }

    private func keepOther() throws(Failure) {
        try file.keepPrevious()
        logger.warning("another account's access key was in \(file.path): it is now in \(file.path).previous")
    }
}
