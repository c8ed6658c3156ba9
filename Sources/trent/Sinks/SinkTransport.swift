import AuditTrail

/// How a sink's records leave the process. Used by one thread; may wait, but not for ever.
protocol SinkTransport: AnyObject {
    /// Records that go out in one piece.
    var batchBytesMax: Int { get }

    /// Gets ready to send, if it is not.
    func open() throws(SinkError)

    /// On return the system has them all.
    /// - Throws: `SinkError` if it has not; how many of them it has is not known then. The transport is closed.
    func send(_ entries: ArraySlice<AuditEntry>) throws(SinkError)

    func close()
}

/// Why records did not get out: for the log.
struct SinkError: Error, Hashable {
    var cause: String
    /// Whether trying again is of no use.
    var isFinal = false
}
