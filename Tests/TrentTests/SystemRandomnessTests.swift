import Records
import Testing

@testable import trent

@Suite struct SystemRandomnessTests {
    @Test(arguments: [1, 16, 28, 32, 63, 64, 65, 256, 257, 1000])
    func `all bytes are filled, whatever the length`(count: Int) {
        let randomness = SystemRandomness()
        // In 64 pieces no byte stays zero: that happens once in 2^512.
        var seen = [UInt8](repeating: 0, count: count)
        for _ in 0..<64 {
            for (index, byte) in randomness.bytes(count).enumerated() { seen[index] |= byte }
        }
        #expect(!seen.contains(0))
    }

    @Test func `no piece is given twice, to however many`() async {
        let pieces = await withTaskGroup(of: [[UInt8]].self) { group in
            for _ in 0..<8 { group.addTask { (0..<2000).map { SystemRandomness().bytes(16 + $0 % 40) } } }
            return await group.reduce(into: []) { $0 += $1 }
        }
        #expect(Set(pieces.map { $0.prefix(16) }).count == pieces.count)
    }

    @Test func `empty buffers are left alone`() {
        #expect(SystemRandomness().bytes(0).isEmpty)
    }
}
