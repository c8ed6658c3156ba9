import Gateway
import NIOCore

/// Reads what a TLS connection settles on from the server's first message, which goes out in the clear: NIOSSL does not tell
/// the cipher suite. Stands between the socket and NIOSSL's handler.
final class HandshakePeek: ChannelOutboundHandler {
    typealias OutboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private(set) var agreed: WireTLS?

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        if agreed == nil { agreed = TLSAgreement(serverHello: Self.unwrapOutboundIn(data).readableBytesView)?.wire }
        context.write(data, promise: promise)
    }
}

/// What a ServerHello says (RFC 8446, section 4.1.3; RFC 5246, section 7.4.1.3).
struct TLSAgreement: Hashable {
    let cipherSuite: UInt16

    /// - Returns: nil if the bytes do not begin with a record that begins with a ServerHello.
    init?(serverHello bytes: some RandomAccessCollection<UInt8>) {
        let bytes = Array(bytes.prefix(Self.bytesMax))
        guard bytes.count > Self.sessionIDLengthIndex, bytes[0] == Self.handshakeRecord, bytes[5] == Self.serverHello
        else {
            return nil
        }
        let index = Self.sessionIDLengthIndex + 1 + Int(bytes[Self.sessionIDLengthIndex])
        guard index + 1 < bytes.count else { return nil }
        cipherSuite = UInt16(bytes[index]) << 8 | UInt16(bytes[index + 1])
    }

    private static let handshakeRecord: UInt8 = 22
    private static let serverHello: UInt8 = 2
    /// After the record's header (5), the message's (4), the version (2) and the random bytes (32).
    private static let sessionIDLengthIndex = 43
    private static let bytesMax = 128

    /// The names are OpenSSL's, as AWS's records have them.
    var wire: WireTLS {
        switch cipherSuite {
        case 0x1301: WireTLS(version: "TLSv1.3", cipherSuite: "TLS_AES_128_GCM_SHA256")
        case 0x1302: WireTLS(version: "TLSv1.3", cipherSuite: "TLS_AES_256_GCM_SHA384")
        case 0x1303: WireTLS(version: "TLSv1.3", cipherSuite: "TLS_CHACHA20_POLY1305_SHA256")
        case 0xC02B: WireTLS(version: "TLSv1.2", cipherSuite: "ECDHE-ECDSA-AES128-GCM-SHA256")
        case 0xC02C: WireTLS(version: "TLSv1.2", cipherSuite: "ECDHE-ECDSA-AES256-GCM-SHA384")
        case 0xC02F: WireTLS(version: "TLSv1.2", cipherSuite: "ECDHE-RSA-AES128-GCM-SHA256")
        case 0xC030: WireTLS(version: "TLSv1.2", cipherSuite: "ECDHE-RSA-AES256-GCM-SHA384")
        case 0xCCA8: WireTLS(version: "TLSv1.2", cipherSuite: "ECDHE-RSA-CHACHA20-POLY1305")
        case 0xCCA9: WireTLS(version: "TLSv1.2", cipherSuite: "ECDHE-ECDSA-CHACHA20-POLY1305")
        default: WireTLS(version: "TLSv1.2", cipherSuite: nil)
        }
    }
}
