import NIOCore

/// Which requests an event loop does not come to any more.
///
/// A loop reads what has come on all its connections, then handles it, one request after the other, and only then looks
/// whether more has come: that is a turn. So a request waits, before it is read and after, for two turns at most, and all
/// that has to be bounded is how long a turn takes.
///
/// The rule is that of CoDel (RFC 8289) with turns in the place of packets: a long turn now and then is a burst, or a pause
/// of the machine, and is worked off. Only if all turns of an interval are late, there is more to do than can be done. From
/// then on what a turn has not begun in time is refused, until for an interval no turn would have been late without that.
struct Admission {
    struct Limits {
        /// A turn that takes longer is late.
        var late = TimeAmount.milliseconds(20)
        /// In an overload, how long a turn handles requests: less than what is late, as refusing takes time too.
        var turn = TimeAmount.milliseconds(8)
        /// How long it must have been so before that counts.
        var interval = TimeAmount.milliseconds(100)
        /// So many of a turn are always handled: few clients are refused nothing, however slow the machine is, and if
        /// others take the processor away for most of a turn, something is done in it all the same.
        var handledAlways = 32
        /// So many more of a turn that must be handled nevertheless are.
        var exempt = 8
    }

    private let limits: Limits
    /// Whole requests that were not begun.
    private var waiting = 0
    private var turnBegan = NIODeadline.uptimeNanoseconds(0)
    private var lastBegan = NIODeadline.uptimeNanoseconds(0)
    /// In this turn.
    private var handled = 0
    private var exempted = 0
    private var refused = 0
    private var firstRefused: NIODeadline?
    private(set) var isOverloaded = false
    /// Since when all turns have been late, or, in an overload, none would have been.
    private var changingSince: NIODeadline?

    init(limits: Limits = Limits()) { self.limits = limits }

    /// A request is whole, and waits from now on.
    mutating func requestCame(at now: NIODeadline) {
        if waiting == 0 { beginTurn(at: now) }
        waiting += 1
    }

    /// Its turn has come.
    /// - Returns: whether it may be handled; else it is to be refused, and `requestRefused` to be called, unless it is
    ///   exempt.
    mutating func requestBegins(at now: NIODeadline) -> Bool {
        waiting -= 1
        lastBegan = now
        if !isOverloaded, now - turnBegan > limits.late, now - (changingSince ?? turnBegan) >= limits.interval {
            isOverloaded = true
            changingSince = nil
        }
        guard isOverloaded, now - turnBegan > limits.turn, handled >= limits.handledAlways else {
            handled += 1
            return true
        }
        return false
    }

    /// - Returns: whether a request that is exempt may be handled although its turn has not come in time.
    mutating func exempts() -> Bool {
        exempted += 1
        return exempted <= limits.exempt
    }

    mutating func requestRefused(at now: NIODeadline) {
        refused += 1
        firstRefused = firstRefused ?? now
    }

    /// Whether the turn would have been late if all of it had been handled.
    private var refusedWhatWasTooMuch: Bool {
        guard let firstRefused, handled > 0 else { return refused > 0 }
        let each = (firstRefused - turnBegan).nanoseconds / Int64(handled)
        return each * Int64(handled + refused) > limits.late.nanoseconds
    }

    private mutating func beginTurn(at now: NIODeadline) {
        noteTurn(at: now)
        turnBegan = now
        lastBegan = now
        handled = 0
        exempted = 0
        refused = 0
        firstRefused = nil
    }

    /// What the last turn says, now that the next begins.
    private mutating func noteTurn(at now: NIODeadline) {
        let pause = now - lastBegan
        guard pause < limits.interval, isOverloaded || pause <= limits.late else {
            // There was nothing to do.
            isOverloaded = false
            changingSince = nil
            return
        }
        let wasTooMuch = isOverloaded ? refusedWhatWasTooMuch : lastBegan - turnBegan > limits.late
        guard wasTooMuch != isOverloaded else {
            changingSince = nil
            return
        }
        let since = changingSince ?? (isOverloaded ? now : turnBegan)
        let isOver = isOverloaded && now - since >= limits.interval
        if isOver { isOverloaded = false }
        changingSince = isOver ? nil : since
    }
}
