public import Identity
public import KeyService
import Records

/// What putting a seed file in has done.
public struct SeedReport: Hashable, Sendable {
    public var made = 0
    public var changed = 0
    public var unchanged = 0

    public init(made: Int = 0, changed: Int = 0, unchanged: Int = 0) {
        self.made = made
        self.changed = changed
        self.unchanged = unchanged
    }

    fileprivate mutating func count(_ outcome: SeedOutcome) {
        switch outcome {
        case .made: made += 1
        case .changed: changed += 1
        case .unchanged: unchanged += 1
        }
    }
}

extension SeedFile {
    /// Puts into a server what of the file is missing there, and brings the rest in line. A second time it changes nothing.
    ///
    /// Meant for when nobody calls yet. Things are put in one after the other; if that is interrupted, the next time goes
    /// on.
    /// - Throws: `findings`; if something is there already in a way that can't be changed, nothing was changed.
    public func apply(to identity: Identity, _ keys: KeyService) async throws(SeedFileError) -> SeedReport {
        try await checkConflicts(identity, keys)
        var report = SeedReport()
        // What is attached has to be there before those to whom it is, and whom policies name before these.
        for policy in policies {
            report.count(
                try await policy.outcome { () async throws(RecordError) in try await identity.seed(policy.value) })
        }
        for user in users {
            report.count(try await user.outcome { () async throws(RecordError) in try await identity.seed(user.value) })
        }
        for role in roles {
            report.count(try await role.outcome { () async throws(RecordError) in try await identity.seed(role.value) })
        }
        for key in self.keys {
            report.count(try await key.seeded { () async throws(SeedFailure) in try await keys.seed(key.value) })
        }
        for alias in aliases {
            report.count(try await alias.seeded { () async throws(SeedFailure) in try await keys.seed(alias.value) })
        }
        return report
    }

    private func checkConflicts(_ identity: Identity, _ keys: KeyService) async throws(SeedFileError) {
        let findings = FindingList()
        do throws(RecordError) {
            for policy in policies {
                for problem in try await identity.conflicts(with: policy.value) {
                    findings.report(policy.finding(problem))
                }
            }
            for user in users {
                for problem in try await identity.conflicts(with: user.value) { findings.report(user.finding(problem)) }
            }
            for role in roles {
                for problem in try await identity.conflicts(with: role.value) { findings.report(role.finding(problem)) }
            }
        } catch {
            throw .record(error)
        }
        for key in self.keys {
            let problems = try await key.seeded { () async throws(SeedFailure) in
                try await keys.conflicts(with: key.value)
            }
            for problem in problems { findings.report(key.finding(problem)) }
        }
        try findings.check()
    }
}

extension Placed {
    /// Makes a problem that only the server knew a finding.
    fileprivate func seeded<R>(_ body: () async throws(SeedFailure) -> R) async throws(SeedFileError) -> R {
        do throws(SeedFailure) {
            return try await body()
        } catch {
            switch error {
            case .problem(let problem): throw .findings([finding(problem)])
            case .record(let error): throw .record(error)
            }
        }
    }

    fileprivate func outcome(
        _ body: () async throws(RecordError) -> SeedResult
    ) async throws(SeedFileError) -> SeedOutcome {
        try await seeded { () async throws(SeedFailure) in
            let result: SeedResult
            do throws(RecordError) {
                result = try await body()
            } catch {
                throw .record(error)
            }
            if let problem = result.problems.first { throw .problem(problem) }
            return result.outcome
        }
    }
}
