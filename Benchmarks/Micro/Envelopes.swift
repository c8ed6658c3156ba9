import KeyCrypto

/// Ciphertexts as Encrypt and GenerateDataKey give them back, sealed and opened, under the key's material in memory.
func envelopes() throws -> [Operation] {
    try [(32, "32 bytes"), (4096, "4 KiB")].flatMap { count, length in try envelope(count, length) }
}

private func envelope(_ count: Int, _ length: String) throws -> [Operation] {
    var materialBytes = pattern(32)
    let material = HeldSecret(SecretBytes(consuming: &materialBytes))
    guard let keyID = BinaryKeyID("1234abcd-12ab-34cd-56ef-1234567890ab") else { throw Unusable() }
    let materialID = KeyMaterialID(of: material.bytes, keyID: keyID)
    let plaintext = pattern(count)
    let fresh = pattern(MessageCipher.freshBytes)
    let pairs = [(key: "tenant", value: "t-0001"), (key: "purpose", value: "backup")]
    let seal = {
        CiphertextBlob.seal(
            plaintext, account: 111_122_223_333, keyID: keyID, materialID: materialID, with: material.bytes,
            context: CanonicalContext(pairs), fresh: fresh)
    }
    let sealed = seal()
    return [
        Operation("envelope: seal \(length)") { seal().count == count + CiphertextBlob.overheadBytes },
        Operation("envelope: open \(length)") {
            let blob = try CiphertextBlob(parsing: sealed)
            return try blob.open(with: material.bytes, context: CanonicalContext(pairs)).count == count
        },
    ]
}

/// What can't happen with these inputs.
struct Unusable: Error {}

/// Bytes of no meaning, always the same.
func pattern(_ count: Int) -> [UInt8] { (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 7 &+ 3) } }
