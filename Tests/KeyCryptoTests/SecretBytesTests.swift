import KeyCrypto
import Testing

/// These tests look at memory after its secret has ended. LockedMemory never gives pages back to the system, so that the
/// address stays readable; and nothing else in this process takes secrets of these sizes.
@Suite("A secret", .serialized) struct SecretBytesTests {
    private struct Refused: Error {}

    private func bytes(at address: UnsafeRawPointer, count: Int) -> [UInt8] {
        [UInt8](UnsafeRawBufferPointer(start: address, count: count))
    }

    @Test("is wiped when it ends, and its place is used again", arguments: [1025, 2048, 5000, SecretBytes.bytesMax])
    func wiped(count: Int) throws {
        var address: UnsafeRawPointer?
        do {
            let secret = SecretBytes(count: count) { $0.initializeMemory(as: UInt8.self, repeating: 0xAA) }
            secret.withUnsafeBytes { address = $0.baseAddress }
            #expect(bytes(at: try #require(address), count: count).allSatisfy { $0 == 0xAA })
        }
        #expect(bytes(at: try #require(address), count: count).allSatisfy { $0 == 0 })
        let next = SecretBytes(count: count) { buffer in #expect(buffer.allSatisfy { $0 == 0 }) }
        next.withUnsafeBytes { #expect($0.baseAddress == address) }
    }

    @Test("that could not be made is wiped, and its place is used again")
    func wipedAfterFailure() throws {
        var address: UnsafeRawPointer?
        #expect(throws: Refused.self) {
            let secret = try SecretBytes(count: 3000) { buffer throws(Refused) in
                buffer.initializeMemory(as: UInt8.self, repeating: 0xAA)
                address = UnsafeRawPointer(buffer.baseAddress)
                throw Refused()
            }
            _ = consume secret
        }
        #expect(bytes(at: try #require(address), count: 3000).allSatisfy { $0 == 0 })
        let next = SecretBytes(count: 3000) { _ in }
        next.withUnsafeBytes { #expect($0.baseAddress == address) }
    }

    @Test("that is shared is wiped when the last of its owners lets go of it")
    func shared() throws {
        var first: HeldSecret? = HeldSecret(
            SecretBytes(count: 7000) { $0.initializeMemory(as: UInt8.self, repeating: 0xAA) })
        var second = first
        var address: UnsafeRawPointer?
        second?.bytes.withUnsafeBytes { address = $0.baseAddress }
        first = nil
        #expect(bytes(at: try #require(address), count: 7000).allSatisfy { $0 == 0xAA })
        second = nil
        #expect(bytes(at: try #require(address), count: 7000).allSatisfy { $0 == 0 })
        #expect(first == nil && second == nil)
    }

    @Test("begins as zeros and keeps exactly the bytes it was given", arguments: [1, 31, 32, 33, 64, 100, 8192])
    func contents(count: Int) {
        var source = (0..<count).map { UInt8(truncatingIfNeeded: $0 + 1) }
        let expected = source
        let secret = SecretBytes(consuming: &source)
        #expect(source.isEmpty)
        #expect(secret.count == count)
        secret.withUnsafeBytes { #expect(Array($0) == expected) }
    }

    @Test("never shares memory with another")
    func apart() {
        let secrets = (0..<5000).map { number in
            held([UInt8](repeating: UInt8(truncatingIfNeeded: number), count: 1 + number % 70))
        }
        for (number, secret) in secrets.enumerated() {
            secret.bytes.withUnsafeBytes { bytes in
                #expect(bytes.count == 1 + number % 70)
                #expect(bytes.allSatisfy { $0 == UInt8(truncatingIfNeeded: number) })
            }
        }
    }

    @Test("takes memory that the system locked or is counted as not locked")
    func usage() {
        let before = SecretMemory.usage
        let secrets = (0..<40).map { _ in held([UInt8](repeating: 1, count: 8192)) }
        let after = SecretMemory.usage
        #expect(after.locked + after.unlocked >= before.locked + before.unlocked + 4 * 64 * 1024)
        #expect(secrets.count == 40)
    }

    @Test("in an array is overwritten by wiping, which empties the array")
    func wiping() {
        var bytes: [UInt8] = [1, 2, 3]
        bytes.withUnsafeMutableBytes { buffer in
            wipe(buffer)
            #expect(Array(buffer) == [0, 0, 0])
        }
        wipe(&bytes)
        #expect(bytes.isEmpty)
        wipe(UnsafeMutableRawBufferPointer(start: nil, count: 0))
    }
}
