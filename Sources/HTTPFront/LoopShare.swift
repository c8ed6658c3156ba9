import NIOCore
import Synchronization

/// What the connections of an event loop have in common. To be used on that loop only.
final class LoopShare {
    let executor: LoopExecutor
    var admission = Admission()

    fileprivate init(_ loop: any EventLoop) { executor = LoopExecutor(loop) }
}

/// Those of all event loops.
final class LoopShares: Sendable {
    private let shares = Mutex<[ObjectIdentifier: NIOLoopBound<LoopShare>]>([:])

    /// To be called on the loop.
    func share(of loop: any EventLoop) -> LoopShare {
        shares.withLock { shares in
            if let share = shares[ObjectIdentifier(loop)] { return share }
            let share = NIOLoopBound(LoopShare(loop), eventLoop: loop)
            shares[ObjectIdentifier(loop)] = share
            return share
        }.value
    }
}
