import KeyCrypto
import Testing

func bytes(of secret: borrowing SecretBytes) -> [UInt8] { secret.withUnsafeBytes { [UInt8]($0) } }

/// PKCS#8 written by hand, for keys that are given as numbers.
enum PKCS8 {
    /// `number`: big-endian, of any length.
    static func curveKey(_ spec: AsymmetricKeySpec, number: [UInt8]) throws -> [UInt8] {
        let (fieldBytes, curve) = try #require(curves[spec])
        let digits = number.drop { $0 == 0 }
        let padded = [UInt8](repeating: 0, count: fieldBytes - digits.count) + digits
        let ecPrivateKey = element(0x30, element(0x02, [1]) + element(0x04, padded))
        let algorithm = element(0x30, element(0x06, ecPublicKey) + element(0x06, curve))
        return element(0x30, element(0x02, [0]) + algorithm + element(0x04, ecPrivateKey))
    }

    static func element(_ tag: UInt8, _ content: [UInt8]) -> [UInt8] {
        switch content.count {
        case ..<0x80: [tag, UInt8(content.count)] + content
        case ..<0x100: [tag, 0x81, UInt8(content.count)] + content
        default: [tag, 0x82, UInt8(content.count >> 8), UInt8(content.count & 0xff)] + content
        }
    }

    /// 1.2.840.10045.2.1
    private static let ecPublicKey: [UInt8] = [0x2a, 0x86, 0x48, 0xce, 0x3d, 2, 1]

    /// How long a field element is, and the curve's object identifier.
    private static let curves: [AsymmetricKeySpec: (Int, [UInt8])] = [
        .eccNistP256: (32, [0x2a, 0x86, 0x48, 0xce, 0x3d, 3, 1, 7]),
        .eccNistP384: (48, [0x2b, 0x81, 4, 0, 34]),
        .eccNistP521: (66, [0x2b, 0x81, 4, 0, 35]),
        .eccSecgP256k1: (32, [0x2b, 0x81, 4, 0, 10]),
        .sm2: (32, [0x2a, 0x81, 0x1c, 0xcf, 0x55, 1, 0x82, 0x2d]),
    ]
}

/// One generated key for each spec, shared by the tests: making RSA keys takes seconds.
enum TestKeys {
    static let all: [AsymmetricKeySpec: PrivateKey] = Dictionary(
        uniqueKeysWithValues: AsymmetricKeySpec.allCases.compactMap { spec in
            (try? PrivateKey.generate(spec)).map { (spec, $0) }
        })

    static func key(_ spec: AsymmetricKeySpec) throws -> PrivateKey { try #require(all[spec]) }
}
