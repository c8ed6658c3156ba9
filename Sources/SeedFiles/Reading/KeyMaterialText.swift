import AWSJSON
import KeyCrypto

/// Key material as it stands in a file: base64, `hex:` and hexadecimal digits, or PEM.
enum KeyMaterialText {
    struct Refusal: Error {
        /// Repeats nothing of the text.
        var message: String
    }

    /// `spec`: by which an elliptic curve is known.
    static func read(_ text: String, spec: String) throws(Refusal) -> HeldSecret {
        guard text.utf8.count <= textBytesMax else { throw Refusal(message: "it is too long to be key material") }
        var bytes = try decoded(text, spec)
        guard (1...SecretBytes.bytesMax).contains(bytes.count) else {
            wipe(&bytes)
            throw Refusal(message: "it is too \(bytes.isEmpty ? "short" : "long") to be key material")
        }
        return HeldSecret(SecretBytes(consuming: &bytes))
    }

    private static let textBytesMax = 16_384
    private static let hexPrefix = "hex:"

    private static func decoded(_ text: String, _ spec: String) throws(Refusal) -> [UInt8] {
        if text.contains("-----BEGIN ") { return try PEM.privateKey(text, spec: spec) }
        let digits = Array(text.utf8.filter { !isWhiteSpace($0) })
        if digits.starts(with: hexPrefix.utf8) {
            guard let bytes = Hex.decode(Array(digits.dropFirst(hexPrefix.utf8.count))) else {
                throw Refusal(message: "after hex: there must be hexadecimal digits, two for each byte")
            }
            return bytes
        }
        guard let bytes = Base64.decode(digits) else {
            throw Refusal(message: "it must be base64, or hex: and hexadecimal digits, or a private key in PEM")
        }
        return bytes
    }

    static func isWhiteSpace(_ byte: UInt8) -> Bool {
        [UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\n"), UInt8(ascii: "\r")].contains(byte)
    }
}
