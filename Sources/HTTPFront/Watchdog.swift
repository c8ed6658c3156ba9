import NIOCore

/// Calls when a deadline has passed. To move the deadline costs nothing: the timer is only set anew if it would fire too
/// late, and one that fires too early looks at the deadline and waits on.
final class Watchdog {
    private let loop: any EventLoop
    private(set) var deadline = NIODeadline.distantFuture
    private var timer: (fires: NIODeadline, scheduled: Scheduled<Void>)?
    var onExpiry: (() -> Void)?

    init(loop: any EventLoop) { self.loop = loop }

    func expire(at deadline: NIODeadline) {
        self.deadline = deadline
        if let timer, timer.fires <= deadline { return }
        timer?.scheduled.cancel()
        let scheduled = loop.assumeIsolated().scheduleTask(deadline: deadline) { self.fired() }
        timer = (deadline, scheduled)
    }

    /// Never, until it is told anew.
    func rest() { deadline = .distantFuture }

    func stop() {
        timer?.scheduled.cancel()
        timer = nil
        onExpiry = nil
    }

    private func fired() {
        timer = nil
        if NIODeadline.now() >= deadline {
            onExpiry?()
        } else if deadline != .distantFuture {
            expire(at: deadline)
        }
    }
}
