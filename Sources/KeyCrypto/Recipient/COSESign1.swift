/// A COSE_Sign1 structure (RFC 9052, section 4.2) as the Nitro hypervisor makes it: signed with ES384, nothing in its
/// unprotected header.
struct COSESign1 {
    let payload: [UInt8]
    /// r ‖ s, 48 bytes each (RFC 9053, section 2.1).
    let signature: [UInt8]
    private let protectedHeader: [UInt8]

    static let payloadBytesMax = 16_384
    private static let tag: UInt64 = 18
    private static let signatureBytes = 96
    /// alg (1): ES384 (−35).
    private static let es384 = CBORItem.map([.unsigned(1): .negative(34)])

    init(parsing bytes: [UInt8]) throws(AttestationError) {
        var item = try CBORReader.item(of: bytes)
        if case .tagged(Self.tag, let untagged) = item { item = untagged }
        guard case .array(let parts) = item, parts.count == 4, parts[1] == .map([:]),
            case .bytes(let protectedHeader) = parts[0], try CBORReader.item(of: protectedHeader) == Self.es384,
            case .bytes(let payload) = parts[2], (1...Self.payloadBytesMax).contains(payload.count),
            case .bytes(let signature) = parts[3], signature.count == Self.signatureBytes
        else { throw .malformed }
        self.protectedHeader = protectedHeader
        self.payload = payload
        self.signature = signature
    }

    /// The Sig_structure (RFC 9052, section 4.4) in its one encoding, without external data.
    var signedBytes: [UInt8] {
        let context = "Signature1"
        var bytes: [UInt8] = [0x84, 0x60 + UInt8(context.utf8.count)] + Array(context.utf8)
        bytes += Self.byteString(protectedHeader)
        bytes += Self.byteString([])
        bytes += Self.byteString(payload)
        return bytes
    }

    /// `content`: fewer than 2^16 bytes.
    private static func byteString(_ content: [UInt8]) -> [UInt8] {
        let count = content.count
        switch count {
        case ..<24: return [0x40 + UInt8(count)] + content
        case ..<256: return [0x58, UInt8(count)] + content
        default: return [0x59, UInt8(count >> 8), UInt8(count & 0xFF)] + content
        }
    }
}
