import Identity
import Records

/// The keys of one identity provider, remembered for an hour. If they can't be had anew, the old ones serve for a day.
actor KeyRing {
    private let source: any KeySource
    private let clock: any Clock
    private var known: (keys: KeySet, read: Int64)?
    private var lastAttempt: Int64?
    private var reading: Task<Result<KeySet, KeySourceError>, Never>?
    private var lastError = KeySourceError("not read yet")

    static let freshMilliseconds: Int64 = 3_600_000
    static let staleMilliseconds: Int64 = 24 * 3_600_000
    /// A stranger's tokens must not make us ask an identity provider more often than this.
    static let attemptGapMilliseconds: Int64 = 30_000

    init(_ source: any KeySource, clock: any Clock) {
        self.source = source
        self.clock = clock
    }

    func keys() async throws(WebIdentityFault) -> KeySet {
        if let keys = known(within: Self.freshMilliseconds) { return keys }
        return try await newerKeys()
    }

    /// Reads them again, unless that was done a moment ago.
    func newerKeys() async throws(WebIdentityFault) -> KeySet {
        if mayTry || reading != nil { await read() }
        guard let keys = known(within: Self.staleMilliseconds) else { throw .keysUnavailable(lastError.reason) }
        return keys
    }

    private var mayTry: Bool {
        guard let lastAttempt else { return true }
        return age(of: lastAttempt) >= Self.attemptGapMilliseconds
    }

    private func known(within milliseconds: Int64) -> KeySet? {
        guard let known, age(of: known.read) < milliseconds else { return nil }
        return known.keys
    }

    /// A clock that was set back makes what is known old rather than young.
    private func age(of moment: Int64) -> Int64 {
        let age = clock.nowMilliseconds() - moment
        return age < 0 ? .max : age
    }

    /// Those who ask at once wait for the same reading.
    private func read() async {
        let task = reading ?? startReading()
        let result = await task.value
        guard reading == task else { return }
        reading = nil
        switch result {
        case .success(let keys): known = (keys, clock.nowMilliseconds())
        case .failure(let error): lastError = error
        }
    }

    private func startReading() -> Task<Result<KeySet, KeySourceError>, Never> {
        lastAttempt = clock.nowMilliseconds()
        let task = Task { [source] in
            do throws(KeySourceError) {
                return Result<KeySet, KeySourceError>.success(try await KeySet(parsing: try await source.read()))
            } catch {
                return .failure(error)
            }
        }
        reading = task
        return task
    }
}
