import AuditTrail
import Dispatch
import Records
import Synchronization

/// Appends records in groups.
///
/// `written`: whoever comes first becomes the writer, at once and on his own thread; who comes meanwhile waits, and is
/// written together with the others by him. `synced`: the same on a queue of its own, since a sync takes long.
final class LiveLog: Sendable {
    enum Work: Sendable {
        case append([AuditEntry])
        /// Begin the next segment.
        case rotate
        /// Write what failed before.
        case retry
        case close

        var isClosing: Bool { if case .close = self { true } else { false } }
    }

    private static let closed = AuditFailure("the audit trail is closed", keepsRecords: false)

    private struct Waiting: Sendable {
        var work: Work
        var done: CheckedContinuation<AuditFailure?, Never>
    }

    private struct State {
        /// Nil while somebody writes.
        var log: SegmentLog?
        var waiting: [Waiting] = []
        var now: SegmentNow
        var isClosed = false
    }

    /// How the segment stands that is being written.
    struct SegmentNow: Sendable {
        var segment: Int64
        var bytes: Int64
        var lastSequence: Int64
        /// See `SegmentLog`.
        var begun: Int64?

        init(_ log: SegmentLog) {
            segment = log.segment
            bytes = log.length
            lastSequence = log.lastSequence
            begun = log.begun
        }
    }

    private let durability: AuditDurability
    private let segmentBytesMax: Int64
    private let clock: any Clock
    private let queue = DispatchQueue(label: "trent.audit.log", qos: .userInitiated)
    private let state: Mutex<State>
    private let accepting = Atomic<Bool>(true)
    private let failures = Atomic<Int64>(0)
    private let failedAt = Atomic<Int64>(0)

    init(_ log: SegmentLog, durability: AuditDurability, segmentBytesMax: Int64, clock: any Clock) {
        self.durability = durability
        self.segmentBytesMax = segmentBytesMax
        self.clock = clock
        state = Mutex(State(log: log, now: SegmentNow(log)))
    }

    var isAccepting: Bool { accepting.load(ordering: .acquiring) }
    var failedWrites: Int64 { failures.load(ordering: .relaxed) }
    var now: SegmentNow { state.withLock(\.now) }

    func perform(_ work: Work) async throws(AuditFailure) {
        // Alone: no suspension, no other thread.
        if durability == .written, !work.isClosing, var log = takeLog() {
            let failure = carryOut([work], &log)
            release(log)
            if let failure { throw failure }
            return
        }
        let failure = await withCheckedContinuation { done in wait(Waiting(work: work, done: done)) }
        if let failure { throw failure }
    }

    private func takeLog() -> SegmentLog? {
        state.withLock { state in
            if state.isClosed { return nil }
            defer { state.log = nil }
            return state.log
        }
    }

    private func wait(_ waiting: Waiting) {
        let (log, isClosed) = state.withLock { state -> (SegmentLog?, Bool) in
            if state.isClosed { return (nil, true) }
            state.waiting.append(waiting)
            defer { state.log = nil }
            return (state.log, false)
        }
        if isClosed { waiting.done.resume(returning: Self.closed) }
        if let log { hand(log) }
    }

    /// Writes for those who wait, or lets go of the log.
    private func release(_ log: SegmentLog) {
        switch durability {
        case .written: run(log, rounds: LogLimits.rounds)
        case .synced: hand(log)
        }
    }

    private func hand(_ log: SegmentLog) {
        queue.async { self.run(log, rounds: .max) }
    }

    /// Works until nobody waits. A caller does not work for others forever.
    private func run(_ taken: SegmentLog, rounds: Int) {
        var log = taken
        var left = rounds
        while let group = nextGroup(log) {
            let failure = carryOut(group.map(\.work), &log)
            // Who is answered sees what came of it.
            state.withLock { $0.now = SegmentNow(log) }
            for one in group { one.done.resume(returning: failure) }
            left -= 1
            if left == 0 { return hand(log) }
        }
    }

    /// - Returns: nil if nobody waits; then the log is free.
    private func nextGroup(_ log: SegmentLog) -> ArraySlice<Waiting>? {
        state.withLock { state in
            state.now = SegmentNow(log)
            let count = Self.groupCount(state.waiting)
            guard count > 0 else {
                state.log = log
                return nil
            }
            let group = state.waiting.prefix(count)
            state.waiting.removeFirst(count)
            if group.first?.work.isClosing == true {
                state.isClosed = true
                for one in state.waiting { one.done.resume(returning: Self.closed) }
                state.waiting = []
            }
            return group
        }
    }

    /// Records go together; anything else goes alone.
    private static func groupCount(_ waiting: [Waiting]) -> Int {
        var bytes = 0
        for (index, one) in waiting.enumerated() {
            guard case .append(let entries) = one.work else { return max(index, 1) }
            if bytes > LogLimits.groupBytes { return index }
            bytes += entries.reduce(0) { $0 + $1.json.count }
        }
        return waiting.count
    }

    private func carryOut(_ group: [Work], _ log: inout SegmentLog) -> AuditFailure? {
        let now = clock.nowMilliseconds()
        do throws(AuditFailure) {
            for work in group {
                switch work {
                case .append(let entries): try add(entries, now: now, &log)
                case .retry: try flush(&log, now: now)
                case .rotate:
                    try flush(&log, now: now)
                    try log.beginNext()
                case .close: return close(&log, now: now)
                }
            }
            guard isAccepting || isRetryDue(now) else { throw AuditFailure("the audit trail can't be written") }
            try flush(&log, now: now)
            // If it can't be now, it will be after the next group.
            if log.length >= segmentBytesMax { try? log.beginNext() }
            return nil
        } catch { return error }
    }

    private func add(_ entries: [AuditEntry], now: Int64, _ log: inout SegmentLog) throws(AuditFailure) {
        if log.pendingBytes > LogLimits.pendingBytes {
            throw AuditFailure("the audit trail can't be written, and as much waits for it as may", keepsRecords: false)
        }
        log.add(entries, now: now)
    }

    private func flush(_ log: inout SegmentLog, now: Int64) throws(AuditFailure) {
        do {
            try log.flush()
            accepting.store(true, ordering: .releasing)
        } catch {
            accepting.store(false, ordering: .releasing)
            failures.add(1, ordering: .relaxed)
            failedAt.store(now, ordering: .relaxed)
            throw error
        }
    }

    private func isRetryDue(_ now: Int64) -> Bool {
        abs(now - failedAt.load(ordering: .relaxed)) >= LogLimits.retryMilliseconds
    }

    private func close(_ log: inout SegmentLog, now: Int64) -> AuditFailure? {
        do throws(AuditFailure) {
            try flush(&log, now: now)
            try log.close()
            return nil
        } catch { return error }
    }
}
