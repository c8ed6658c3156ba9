import Crypto
import Foundation
import Testing

@testable import KeyCrypto

/// Made by another implementation (`Tools/attestation_vectors.py`): documents under a root of our own.
struct AttestationVectors: Decodable, Sendable {
    struct Accepted: Decodable, CustomTestStringConvertible, Sendable {
        var name: String
        var document: Hex
        var testDescription: String { name }
    }

    struct Refused: Decodable, CustomTestStringConvertible, Sendable {
        var name: String
        var error: String
        var document: Hex
        var testDescription: String { name }
    }

    struct Moment: Decodable, Sendable {
        var at: Int64
        var isValid: Bool
    }

    struct EnclaveKey: Decodable, CustomTestStringConvertible, Sendable {
        var bits: Int
        var publicKey: Hex
        var privateKey: Hex
        var testDescription: String { "RSA \(bits)" }
    }

    struct OtherKey: Decodable, CustomTestStringConvertible, Sendable {
        var name: String
        var publicKey: Hex
        var testDescription: String { name }
    }

    var root: Hex
    var anotherRoot: Hex
    var bundle: [Hex]
    var certificate: Hex
    var certificateKey: Hex
    var now: Int64
    var pcrs: [String: Hex]
    var nonce: Hex
    var accepted: [Accepted]
    var refused: [Refused]
    var moments: [Moment]
    var enclaveKeys: [EnclaveKey]
    var otherPublicKeys: [OtherKey]

    private static let read = Result { try vectors(AttestationVectors.self, in: "attestation-v1.json") }

    static func all() throws -> AttestationVectors { try read.get() }

    var verifier: AttestationVerifier { AttestationVerifier(rootDER: root.bytes) }

    /// The fields of a document that is accepted.
    var fields: [CBORItem: CBORItem] {
        get throws {
            [
                .text("module_id"): .text("i-0123456789abcdef0-enc0123456789abcdef"),
                .text("digest"): .text("SHA384"),
                .text("timestamp"): .unsigned(UInt64(now - 1000)),
                .text("pcrs"): .map([.unsigned(0): .bytes([UInt8](repeating: 7, count: 48))]),
                .text("certificate"): .bytes(certificate.bytes),
                .text("cabundle"): .array(bundle.map { .bytes($0.bytes) }),
                .text("public_key"): .bytes(try #require(enclaveKeys.first).publicKey.bytes),
                .text("user_data"): .null,
                .text("nonce"): .null,
            ]
        }
    }

    /// Signs a payload with the enclave's key, as an untagged COSE_Sign1 structure.
    func signed(_ payload: [UInt8]) throws -> [UInt8] {
        let header: [UInt8] = [0xA1, 0x01, 0x38, 0x22]
        let message = CBORItem.array([.text("Signature1"), .bytes(header), .bytes([]), .bytes(payload)])
        let key = try P384.Signing.PrivateKey(rawRepresentation: certificateKey.bytes)
        let signature = try key.signature(for: Data(message.encoded)).rawRepresentation
        return CBORItem.array([.bytes(header), .map([:]), .bytes(payload), .bytes(Array(signature))]).encoded
    }

    func verify(_ document: [UInt8]) throws -> AttestationDocument {
        try verifier.verify(document, nowMilliseconds: now)
    }
}

extension CBORItem {
    /// With definite lengths; maps in any order.
    var encoded: [UInt8] {
        switch self {
        case .unsigned(let number): Self.head(0, number)
        case .negative(let number): Self.head(1, number)
        case .bytes(let bytes): Self.head(2, UInt64(bytes.count)) + bytes
        case .text(let text): Self.head(3, UInt64(text.utf8.count)) + Array(text.utf8)
        case .array(let items): Self.head(4, UInt64(items.count)) + items.flatMap(\.encoded)
        case .map(let items): Self.head(5, UInt64(items.count)) + items.flatMap { $0.encoded + $1.encoded }
        case .tagged(let tag, let item): Self.head(6, tag) + item.encoded
        case .null: [0xF6]
        }
    }

    private static func head(_ majorType: UInt8, _ number: UInt64) -> [UInt8] {
        let top = majorType << 5
        switch number {
        case ..<24: return [top | UInt8(number)]
        case ..<0x100: return [top | 24, UInt8(number)]
        case ..<0x10000: return [top | 25] + withUnsafeBytes(of: UInt16(number).bigEndian) { Array($0) }
        default: return [top | 27] + withUnsafeBytes(of: number.bigEndian) { Array($0) }
        }
    }
}
