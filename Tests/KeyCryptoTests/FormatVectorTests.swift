import KeyCrypto
import Testing

/// Made by another implementation (`Tools/ciphertext_vectors.py`). They are never changed: a blob of any release opens
/// in every later one.
@Suite("Vectors of ciphertext format 1") struct FormatVectorTests {
    @Test("open", arguments: try Vector.all())
    func open(vector: Vector) throws {
        let blob = try CiphertextBlob(parsing: vector.blob.bytes)
        #expect(blob.keyID.text == vector.keyID)
        #expect(blob.account == UInt64(vector.account))
        #expect(blob.materialID.bytes == vector.keyMaterialID.bytes)
        #expect(
            try blob.open(with: secret(vector.material.bytes), context: vector.canonical) == vector.plaintext.bytes)
    }

    @Test("are made again from the same fresh bytes", arguments: try Vector.all())
    func seal(vector: Vector) throws {
        let keyID = try #require(BinaryKeyID(vector.keyID))
        let blob = CiphertextBlob.seal(
            vector.plaintext.bytes, account: try #require(UInt64(vector.account)), keyID: keyID,
            materialID: KeyMaterialID(of: secret(vector.material.bytes), keyID: keyID),
            with: secret(vector.material.bytes), context: vector.canonical, fresh: vector.fresh.bytes)
        #expect(hex(blob) == hex(vector.blob.bytes))
    }

    @Test("have the same canonical context and key material id", arguments: try Vector.all())
    func parts(vector: Vector) throws {
        let keyID = try #require(BinaryKeyID(vector.keyID))
        #expect(hex(vector.canonical.bytes) == hex(vector.canonicalContext.bytes))
        #expect(KeyMaterialID(of: secret(vector.material.bytes), keyID: keyID).bytes == vector.keyMaterialID.bytes)
    }

    @Test("do not open with the encryption context of a vector that differs from it")
    func crossed() throws {
        let all = try Vector.all()
        for vector in all {
            for other in all where other.canonical != vector.canonical {
                #expect(throws: CryptoError.notAuthentic) {
                    try CiphertextBlob(parsing: vector.blob.bytes)
                        .open(with: secret(vector.material.bytes), context: other.canonical)
                }
            }
        }
    }
}

struct Vector: Decodable, CustomTestStringConvertible, Sendable {
    var name: String
    var material: Hex
    var keyID: String
    var account: String
    var context: [[String]]
    var fresh: Hex
    var plaintext: Hex
    var canonicalContext: Hex
    var keyMaterialID: Hex
    var blob: Hex

    static func all() throws -> [Vector] {
        let all = try vectors([Vector].self, in: "ciphertext-v1.json")
        #expect(all.count >= 12)
        return all
    }

    var testDescription: String { name }
    var canonical: CanonicalContext { CanonicalContext(context.map { (key: $0[0], value: $0[1]) }) }
}
