import AuditTrail

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Syslog messages over a socket: UDP (RFC 5426), TCP with octet counting (RFC 6587), or a Unix datagram socket.
///
/// A record goes out whole or not at all: RFC 5424 lets messages be cut off, but JSON that is cut off is none. One that
/// no datagram can hold (about 64 KiB with UDP) goes out as its header and structured data alone, which say under which
/// id the trail has it. UDP may lose any message without anybody knowing, TCP those that were under way when the
/// connection broke; some of those may come twice. The trail is the record, this is a copy.
final class SyslogTransport: SinkTransport {
    private let address: SinkAddress
    private let sender: SyslogMessage.Sender
    private var socket: SyslogSocket?

    init(_ address: SinkAddress, from sender: SyslogMessage.Sender = .thisProcess) {
        self.address = address
        self.sender = sender
    }

    /// A datagram holds one message; a stream as many as one likes.
    var batchBytesMax: Int { isStream ? 64 << 10 : 1 }

    private var isStream: Bool { if case .tcp = address { true } else { false } }

    func open() throws(SinkError) {
        if let socket, !(isStream && socket.isClosedByPeer) { return }
        socket = nil
        socket = try SyslogSocket.connected(to: address)
    }

    func close() { socket = nil }

    func send(_ entries: ArraySlice<AuditEntry>) throws(SinkError) {
        do throws(SinkError) {
            guard let socket else { throw SinkError(cause: "not connected") }
            if isStream {
                try socket.sendAll(entries.flatMap { framed($0) })
            } else {
                for entry in entries { try sendDatagram(of: entry, to: socket) }
            }
        } catch {
            close()
            throw error
        }
    }

    private func framed(_ entry: AuditEntry) -> [UInt8] {
        let message = SyslogMessage.bytes(of: entry, from: sender)
        return Array("\(message.count) ".utf8) + message
    }

    private func sendDatagram(of entry: AuditEntry, to socket: SyslogSocket) throws(SinkError) {
        if try socket.sendOne(SyslogMessage.bytes(of: entry, from: sender)) { return }
        guard try socket.sendOne(SyslogMessage.bytes(of: entry, from: sender, isWhole: false)) else {
            throw SinkError(cause: "a message without its record is too long for a datagram", isFinal: true)
        }
    }
}
