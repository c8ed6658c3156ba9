import Testing

@testable import KeyCrypto

/// Every document here is signed with a valid certificate: it is refused for its field alone.
///
/// <https://github.com/aws/aws-nitro-enclaves-nsm-api/blob/main/docs/attestation_process.md>, section 3.2.2
@Suite("The fields of an attestation document") struct AttestationFieldTests {
    let vectors: AttestationVectors

    init() throws { vectors = try AttestationVectors.all() }

    private func verify(_ name: String, _ value: CBORItem?) throws -> AttestationDocument {
        var fields = try vectors.fields
        fields[.text(name)] = value
        return try vectors.verify(vectors.signed(CBORItem.map(fields).encoded))
    }

    @Test("are accepted as they are")
    func baseline() throws {
        let document = try vectors.verify(vectors.signed(CBORItem.map(vectors.fields).encoded))
        #expect(document.pcrs == [0: [UInt8](repeating: 7, count: 48)])
    }

    @Test(
        "are mandatory", arguments: ["module_id", "digest", "timestamp", "pcrs", "certificate", "cabundle"],
        [nil, .null] as [CBORItem?])
    func mandatory(name: String, absent: CBORItem?) {
        #expect(throws: AttestationError.malformed) { try verify(name, absent) }
    }

    @Test("user data and nonce are optional, and absent when null", arguments: ["user_data", "nonce"])
    func optional(name: String) throws {
        for absent in [nil, CBORItem.null] {
            let document = try verify(name, absent)
            #expect(document.userData == nil && document.nonce == nil)
        }
        let document = try verify(name, .bytes([1, 2, 3]))
        #expect((name == "nonce" ? document.nonce : document.userData) == [1, 2, 3])
    }

    @Test("a public key is needed to answer to", arguments: [nil, .null] as [CBORItem?])
    func noPublicKey(absent: CBORItem?) {
        #expect(throws: AttestationError.noPublicKey) { try verify("public_key", absent) }
    }

    @Test("are accepted at their limits", arguments: Field.accepted)
    func accepted(field: Field) {
        #expect(throws: Never.self) { try verify(field.name, field.value) }
    }

    @Test("are refused beyond their limits and of other types", arguments: Field.refused)
    func refused(field: Field) {
        #expect(throws: AttestationError.malformed) { try verify(field.name, field.value) }
    }

    @Test("a certificate that is none is refused", arguments: [[0], [0x30, 0], .init(repeating: 0x30, count: 1024)])
    func noCertificate(bytes: [UInt8]) throws {
        #expect(throws: AttestationError.certificateInvalid) { try verify("certificate", .bytes(bytes)) }
        let bundle = [vectors.bundle[0].bytes, bytes].map { CBORItem.bytes($0) }
        #expect(throws: AttestationError.certificateInvalid) { try verify("cabundle", .array(bundle)) }
    }

    @Test("a certificate with bytes after it is refused")
    func certificateAndMore() {
        #expect(throws: AttestationError.certificateInvalid) {
            try verify("certificate", .bytes(vectors.certificate.bytes + [0]))
        }
    }

    @Test("a bundle in another order than from the root down is refused")
    func order() {
        let bundle = vectors.bundle.reversed().map { CBORItem.bytes($0.bytes) }
        #expect(throws: AttestationError.certificateInvalid) { try verify("cabundle", .array(bundle)) }
    }

    @Test("a bundle whose first certificate is not the trusted root is refused")
    func rootFirst() {
        let others = vectors.bundle.dropFirst().map { CBORItem.bytes($0.bytes) }
        for root in [vectors.anotherRoot.bytes, vectors.certificate.bytes] {
            #expect(throws: AttestationError.certificateInvalid) {
                try verify("cabundle", .array([.bytes(root)] + others))
            }
        }
        #expect(throws: AttestationError.certificateInvalid) { try verify("cabundle", .array(others)) }
    }

    @Test("a field that is there twice is refused")
    func twice() throws {
        let fields = try vectors.fields
        var payload = CBORItem.map(fields).encoded
        payload[0] += 1
        payload += CBORItem.text("nonce").encoded + CBORItem.null.encoded
        #expect(throws: AttestationError.malformed) { try vectors.verify(vectors.signed(payload)) }
    }
}

struct Field: CustomTestStringConvertible, Sendable {
    var name: String
    var value: CBORItem
    var about: String
    var testDescription: String { "\(name): \(about)" }

    init(_ name: String, _ about: String, _ value: CBORItem) {
        self.name = name
        self.about = about
        self.value = value
    }

    private static func bytes(_ count: Int) -> CBORItem { .bytes(.init(repeating: 5, count: count)) }

    private static func registers(_ indices: some Sequence<UInt64>, _ count: Int = 48) -> CBORItem {
        .map(Dictionary(uniqueKeysWithValues: indices.map { (.unsigned($0), bytes(count)) }))
    }

    static let accepted = [
        Field("module_id", "one letter", .text("i")), Field("timestamp", "1", .unsigned(1)),
        Field("pcrs", "all 32", registers(0...31)), Field("pcrs", "the last", registers([31])),
        Field("pcrs", "32 bytes", registers([0], 32)), Field("pcrs", "64 bytes", registers([0], 64)),
        Field("public_key", "1024 bytes", bytes(1024)), Field("public_key", "1 byte", bytes(1)),
        Field("user_data", "empty", bytes(0)), Field("user_data", "1024 bytes", bytes(1024)),
        Field("nonce", "empty", bytes(0)), Field("nonce", "1024 bytes", bytes(1024)),
    ]

    static let refused = [
        Field("module_id", "empty", .text("")), Field("module_id", "bytes", bytes(3)),
        Field("digest", "SHA256", .text("SHA256")), Field("digest", "bytes", .bytes(Array("SHA384".utf8))),
        Field("timestamp", "0", .unsigned(0)), Field("timestamp", "−1", .negative(0)),
        Field("timestamp", "2^63", .unsigned(1 << 63)), Field("timestamp", "text", .text("1")),
        Field("pcrs", "none", .map([:])), Field("pcrs", "index 32", registers([32])),
        Field("pcrs", "index −1", .map([.negative(0): bytes(48)])),
        Field("pcrs", "index of text", .map([.text("0"): bytes(48)])),
        Field("pcrs", "47 bytes", registers([0], 47)), Field("pcrs", "no bytes", registers([0], 0)),
        Field("pcrs", "text", .map([.unsigned(0): .text(String(repeating: "0", count: 48))])),
        Field("pcrs", "an array", .array([bytes(48)])),
        Field("certificate", "empty", bytes(0)), Field("certificate", "1025 bytes", bytes(1025)),
        Field("certificate", "text", .text("certificate")),
        Field("cabundle", "none", .array([])), Field("cabundle", "an empty one", .array([bytes(0)])),
        Field("cabundle", "one of 1025 bytes", .array([bytes(1025)])), Field("cabundle", "bytes", bytes(100)),
        Field("public_key", "empty", bytes(0)), Field("public_key", "1025 bytes", bytes(1025)),
        Field("public_key", "text", .text("key")),
        Field("user_data", "1025 bytes", bytes(1025)), Field("user_data", "text", .text("")),
        Field("nonce", "1025 bytes", bytes(1025)), Field("nonce", "a number", .unsigned(1)),
        Field("nitrotpm_pcrs", "not of a Nitro enclave", registers([0])),
    ]
}
