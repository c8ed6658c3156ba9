import AWSJSON

/// Private keys in PEM (RFC 7468) and the older forms that OpenSSL writes, all made PKCS #8 in DER (RFC 5958).
enum PEM {
    static func privateKey(_ text: String, spec: String) throws(KeyMaterialText.Refusal) -> [UInt8] {
        for (label, body) in blocks(text) {
            switch label {
            case "PRIVATE KEY": return try der(body)
            case "RSA PRIVATE KEY": return pkcs8([rsaEncryption, [0x05, 0x00]], try der(body))
            case "EC PRIVATE KEY":
                guard let curve = curves[spec] else {
                    throw .init(message: "it is the key of an elliptic curve, and \(spec) is none")
                }
                return pkcs8([ecPublicKey, curve], try der(body))
            case "ENCRYPTED PRIVATE KEY":
                throw .init(message: "it is encrypted: 'openssl pkcs8 -topk8 -nocrypt' writes it in the clear")
            default: continue
            }
        }
        throw .init(message: "there is no private key in it")
    }

    private static func blocks(_ text: String) -> [(label: Substring, body: [Substring])] {
        var found: [(label: Substring, body: [Substring])] = []
        var open: (label: Substring, body: [Substring])?
        for line in text.split(whereSeparator: \.isNewline) {
            let line = Substring(String(decoding: line.utf8.filter { $0 != UInt8(ascii: "\r") }, as: UTF8.self))
            if line.hasPrefix("-----BEGIN "), line.hasSuffix("-----") {
                open = (line.dropFirst("-----BEGIN ".count).dropLast("-----".count), [])
            } else if line.hasPrefix("-----END "), let block = open {
                found.append(block)
                open = nil
            } else {
                open?.body.append(line)
            }
        }
        return found
    }

    private static func der(_ body: [Substring]) throws(KeyMaterialText.Refusal) -> [UInt8] {
        guard !body.contains(where: { $0.contains(":") }) else {
            throw .init(message: "it is encrypted: 'openssl pkcs8 -topk8 -nocrypt' writes it in the clear")
        }
        let digits = body.flatMap { $0.utf8.filter { !KeyMaterialText.isWhiteSpace($0) } }
        guard let bytes = Base64.decode(digits) else {
            throw .init(message: "between its first and last line is no base64")
        }
        return bytes
    }

    /// Version 0, the algorithm, and the key in its own form.
    private static func pkcs8(_ algorithm: [[UInt8]], _ key: [UInt8]) -> [UInt8] {
        element(0x30, [0x02, 0x01, 0x00] + element(0x30, algorithm.flatMap(\.self)) + element(0x04, key))
    }

    private static func element(_ tag: UInt8, _ content: [UInt8]) -> [UInt8] {
        let count = content.count
        let length: [UInt8] =
            count < 0x80
            ? [UInt8(count)] : [0x83, UInt8(count >> 16 & 0xFF), UInt8(count >> 8 & 0xFF), UInt8(count & 0xFF)]
        return [tag] + shortest(length) + content
    }

    /// DER has no zeros before a length.
    private static func shortest(_ length: [UInt8]) -> [UInt8] {
        guard length.count == 4 else { return length }
        let digits = length.dropFirst().drop { $0 == 0 }
        return [0x80 | UInt8(digits.count)] + digits
    }

    // Object identifiers (RFC 3279, RFC 5480, SEC 2, GB/T 32918.5).
    private static let rsaEncryption: [UInt8] = [0x06, 0x09, 0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x01, 0x01]
    private static let ecPublicKey: [UInt8] = [0x06, 0x07, 0x2A, 0x86, 0x48, 0xCE, 0x3D, 0x02, 0x01]
    private static let curves: [String: [UInt8]] = [
        "ECC_NIST_P256": [0x06, 0x08, 0x2A, 0x86, 0x48, 0xCE, 0x3D, 0x03, 0x01, 0x07],
        "ECC_NIST_P384": [0x06, 0x05, 0x2B, 0x81, 0x04, 0x00, 0x22],
        "ECC_NIST_P521": [0x06, 0x05, 0x2B, 0x81, 0x04, 0x00, 0x23],
        "ECC_SECG_P256K1": [0x06, 0x05, 0x2B, 0x81, 0x04, 0x00, 0x0A],
        "SM2": [0x06, 0x08, 0x2A, 0x81, 0x1C, 0xCF, 0x55, 0x01, 0x82, 0x2D],
    ]
}
