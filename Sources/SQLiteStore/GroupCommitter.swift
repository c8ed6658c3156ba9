import GRDB
import Records
import Synchronization

/// Carries out batches in groups: while one transaction is being written and synced, the batches that come meanwhile
/// wait, and then go together into the next. So many callers share one fsync, and each still has its own outcome.
final class GroupCommitter: Sendable {
    private struct Submission: Sendable {
        let changes: [Change]
        let erase: Bool
        let done: CheckedContinuation<StoreError?, Never>
    }

    private struct State {
        var waiting: [Submission] = []
        var isRunning = false
        var isClosed = false
    }

    let queue: DatabaseQueue
    private let eraser: LogEraser
    private let limits: Limits
    private let state = Mutex(State())

    init(_ queue: DatabaseQueue, logPath: String, limits: Limits) throws(StoreError) {
        let eraser = LogEraser(logPath: logPath)
        self.queue = queue
        self.limits = limits
        self.eraser = eraser
        // A process may have died between a commit and the emptying of the log. Who keeps it from being done now,
        // does not keep it from being done after a later commit.
        try queue.access { _ = eraser.emptyLog(waiting: true, on: $0) }
    }

    func commit(_ changes: [Change], erase: Bool) async throws(StoreError) {
        let failure = await withCheckedContinuation { done in
            submit(Submission(changes: changes, erase: erase, done: done))
        }
        if let failure { throw failure }
    }

    /// Waits for the batches under way and takes no more.
    func close() throws(StoreError) {
        state.withLock { $0.isClosed = true }
        try queue.closed()
    }

    private func submit(_ submission: Submission) {
        enum Step { case start, wait, refuse }
        let step = state.withLock { state -> Step in
            if state.isClosed { return .refuse }
            state.waiting.append(submission)
            defer { state.isRunning = true }
            return state.isRunning ? .wait : .start
        }
        switch step {
        case .wait: break
        case .start: queue.asyncWriteWithoutTransaction { self.run(on: $0) }
        case .refuse: submission.done.resume(returning: .unavailable("the store is closed"))
        }
    }

    /// Works until no batch waits and none is left to be erased.
    private func run(on db: Database) {
        var unerased: [Unerased] = []
        while let group = nextGroup(orStopIf: unerased.isEmpty) {
            let outcomes = carryOut(group, on: db)
            for (submission, failure) in zip(group, outcomes) {
                if submission.erase, failure == nil {
                    unerased.append(Unerased(done: submission.done, giveUp: .now + limits.erasePatience))
                } else {
                    submission.done.resume(returning: failure)
                }
            }
            unerased = settle(unerased, on: db)
        }
    }

    private func nextGroup(orStopIf nothingIsLeft: Bool) -> ArraySlice<Submission>? {
        state.withLock { state in
            let group = state.waiting.prefix(limits.groupMax)
            state.waiting.removeFirst(group.count)
            guard group.isEmpty, nothingIsLeft else { return group }
            state.isRunning = false
            return nil
        }
    }

    /// - Returns: for each batch why it failed, or nil.
    private func carryOut(_ group: ArraySlice<Submission>, on db: Database) -> [StoreError?] {
        if group.isEmpty { return [] }
        if group.contains(where: \.erase) { eraser.logHoldsErased() }
        return GroupTransaction.carryOut(group.map(\.changes), changesKept: limits.changesKept, on: db)
    }

    private struct Unerased {
        let done: CheckedContinuation<StoreError?, Never>
        let giveUp: ContinuousClock.Instant
    }

    /// Tries to empty the log and answers those who need not wait any longer.
    /// - Returns: those who still wait.
    private func settle(_ unerased: [Unerased], on db: Database) -> [Unerased] {
        guard let failure = eraser.emptyLog(waiting: !unerased.isEmpty, on: db) else {
            for one in unerased { one.done.resume(returning: nil) }
            return []
        }
        let now = ContinuousClock.now
        for one in unerased where one.giveUp <= now { one.done.resume(returning: failure) }
        return unerased.filter { $0.giveUp > now }
    }
}

/// One transaction for many batches.
enum GroupTransaction {
    /// - Returns: for each batch why it was not carried out, or nil. If the transaction fails, the same for all: even
    ///   a conflict may have been with a batch of this group that is now undone.
    static func carryOut(_ batches: [[Change]], changesKept: Int64, on db: Database) -> [StoreError?] {
        do throws(StoreError) {
            try Query.run("BEGIN IMMEDIATE", on: db)
            var outcomes: [StoreError?] = []
            for batch in batches { outcomes.append(try outcome(of: batch, on: db)) }
            if outcomes.contains(nil) { try ChangeLog.prune(keeping: changesKept, on: db) }
            try Query.run("COMMIT", on: db)
            return outcomes
        } catch {
            return Array(repeating: rollBack(after: error, on: db), count: batches.count)
        }
    }

    /// - Throws: if the whole transaction is lost, as SQLite does when a disk is full.
    private static func outcome(of batch: [Change], on db: Database) throws(StoreError) -> StoreError? {
        do throws(StoreError) {
            try Batch.carryOut(batch, on: db)
            return nil
        } catch {
            guard db.isInsideTransaction else { throw error }
            return error
        }
    }

    private static func rollBack(after failure: StoreError, on db: Database) -> StoreError {
        guard db.isInsideTransaction else { return failure }
        do throws(StoreError) {
            try Query.run("ROLLBACK", on: db)
            return failure
        } catch {
            return error
        }
    }
}
