import Crypto
import Testing

@testable import KeyCrypto

@Suite("HMAC-SHA-256 under a kept key") struct HMACKeyTests {
    @Test("is what swift-crypto computes, whatever the lengths", arguments: [1, 31, 32, 64, 65, 200])
    func differential(keyBytes: Int) {
        var random = Generator(seed: UInt64(keyBytes))
        let secret = random.bytes(keyBytes)
        let key = secret.withUnsafeBytes { HMACKey($0) }
        for count in [0, 1, 55, 56, 63, 64, 65, 1000] {
            let (first, second) = (random.bytes(count), random.bytes(count / 3))
            let expected = Array(
                HMAC<SHA256>.authenticationCode(for: first + second, using: SymmetricKey(data: secret)))
            #expect(key.code(first.span, second.span) == expected)
            #expect(key.code(first + second) == expected)
            #expect(secret.withUnsafeBytes { HMACKey.code(under: $0, first.span, second.span) } == expected)
        }
    }

    @Test("comes right when many use the key at once")
    func concurrent() async {
        let key = [UInt8](repeating: 7, count: 32).withUnsafeBytes { HMACKey($0) }
        let expected = (0..<100).map { key.code([UInt8]("message \($0)".utf8)) }
        await withTaskGroup(of: Bool.self) { group in
            for worker in 0..<8 {
                group.addTask {
                    (0..<1000).allSatisfy { number in
                        let index = (number * 7 + worker) % 100
                        return key.code([UInt8]("message \(index)".utf8)) == expected[index]
                    }
                }
            }
            for await isRight in group { #expect(isRight) }
        }
    }

    @Test("hashes as swift-crypto does", arguments: [0, 1, 55, 56, 64, 1000])
    func hash(count: Int) {
        var random = Generator(seed: UInt64(count))
        let message = random.bytes(count)
        #expect(sha256(message.span) == Array(SHA256.hash(data: message)))
    }
}
