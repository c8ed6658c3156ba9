import AuditTrail
import CloudTrail
import Gateway
import HTTPFront
import Identity
import KeyService
import Logging
import Records
import ServiceLifecycle
import UnixSignals
import WebIdentity

/// The whole server: every room, put together in the order in which they need each other.
enum Server {
    static func run(_ settings: ServeSettings) async throws {
        let clock = SystemClock()
        let randomness = SystemRandomness()
        let logger = Logger(label: "trent") { _ in
            LineLogHandler(level: settings.logLevel, format: settings.logFormat, clock: clock)
        }

        // Before anything is made: a file that is wrong leaves nothing behind.
        let seed = try await settings.seed(logger)
        let home = try await home(of: settings, randomness)
        let store = try await home.sealed(randomness)
        let identity = Identity(store: store, clock: clock, randomness: randomness)
        let keys = KeyService(
            store: store, clock: clock, randomness: randomness,
            principals: KnownPrincipals(identity, takesStrangers: settings.isDevelopment))
        // Before anything is told: it may be another database's.
        let trail = try await Trail(settings, home.directory, store, clock, randomness, logger)
        try await prepareAccess(settings, home, identity, logger)
        try await seed?.apply(to: identity, keys)

        let cloudTrail = CloudTrailService(
            store: store, clock: clock, archive: trail.archive, keys: trail.publicKeys)

        let outbox = EventOutbox(store: store)

        let metrics = Metrics()
        trail.addGauges(to: metrics)
        metrics.addGauge("trent_audit_damaged_events", help: "Events that can't be recorded, since the start.") {
            Double(outbox.damagedCount)
        }
        addGauges(to: metrics, keys: keys, clock: clock)
        let gateway = Gateway(
            identity: identity, keys: keys, clock: clock, ticks: clock, randomness: randomness,
            mode: settings.isDevelopment ? .development(defaultAccount: settings.account.account) : .signed,
            proxies: settings.proxies, cloudTrail: cloudTrail, trail: trail.sink,
            webIdentities: IssuedTokenVerifier(settings.webIdentityKeys, clock: clock),
            defaultRegion: settings.account.region, version: Trent.release, metrics: metrics,
            observer: CallLog(logger: logger, ticks: clock), isReady: home.isReady)
        let front = HTTPFront(
            configuration: settings.front, handler: gateway, logger: logger.quieter,
            onBound: {
                Output.standardOutput.line("listening on \(settings.url(port: $0))")
                ServiceManager.tellReady()
            })
        let housekeeper = Housekeeper(keys: keys, identity: identity, trail: trail, logger: logger)
        let keeper = TrailKeeper(
            trail: trail, cloudTrail: cloudTrail, outbox: outbox, store: store, logger: logger)
        let index = IndexKeeper(trail: trail, logger: logger)
        let uses = try await UsageFinder(trail: trail, keys: keys, logger: logger)

        try await run([front, housekeeper, KeyPairMaker(keys: keys), keeper, index, uses], logger)
        await keeper.keep()
        await housekeeper.flush()
        await keeper.noteProgress()
        try await trail.close()
        try await home.close()
    }

    private static func home(
        of settings: ServeSettings, _ randomness: SystemRandomness
    ) async throws(Failure) -> Home {
        if settings.isInMemory {
            try settings.checkFront()
            return Home.inMemory(randomness)
        }
        return try await Home.open(
            settings.home, mayCreate: true, randomness, whenLocked: settings.checkFront)
    }

    private static func prepareAccess(
        _ settings: ServeSettings, _ home: Home, _ identity: Identity, _ logger: Logger
    ) async throws(Failure) {
        guard settings.isDevelopment else {
            return try await Administrator(settings.account, home.directory, identity, logger).prepare()
        }
        try home.credentials?.abandon()
        logger.warning(
            """
            DEVELOPMENT MODE: every request is believed, signed or not. \
            \(settings.isInMemory ? "All keys are gone when the server stops." : "Never use this directory's keys.")
            """)
    }

    private static func run(_ services: [any Service], _ logger: Logger) async throws {
        let group = ServiceGroup(
            configuration: ServiceGroupConfiguration(
                services: services, gracefulShutdownSignals: [.sigterm, .sigint], logger: logger.quieter))
        do {
            try await group.run()
        } catch let error as FrontError {
            throw Failure(error)
        }
    }
}

extension ServeSettings {
    fileprivate func seed(_ logger: Logger) async throws(Failure) -> Seeding? {
        guard let seed else { return nil }
        return try await Seeding(reading: seed, account, logger)
    }

    fileprivate var front: FrontConfiguration {
        var front = FrontConfiguration(host: listen.host, port: Int(listen.port), tls: tls)
        front.connectionsMax = OpenFiles.connections(wanted: front.connectionsMax)
        return front
    }

    /// Before a first start makes anything, and before a database that another process serves is looked at.
    fileprivate func checkFront() throws(Failure) {
        do throws(FrontError) { try front.check() } catch { throw Failure(error) }
    }

    func url(port: Int) -> String { listen.url(isSecure: tls != nil, port: port) }
}

extension Logger {
    /// For what the libraries beneath have to say.
    fileprivate var quieter: Logger {
        var quiet = self
        quiet.logLevel = max(logLevel, .warning)
        return quiet
    }
}
