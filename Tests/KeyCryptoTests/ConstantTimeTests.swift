import KeyCrypto
import Testing

@Suite("Constant time") struct ConstantTimeTests {
    @Test("compares byte strings for equality alone, at every length and at every place of a difference")
    func constantTime() {
        for length in 0...64 {
            let one = (0..<length).map { UInt8($0) }
            #expect(ConstantTime.equal(one, one))
            #expect(!ConstantTime.equal(one, one + [0]))
            #expect(!ConstantTime.equal(one + [0], one))
            for place in 0..<length {
                for bit in 0..<8 {
                    var other = one
                    other[place] ^= 1 << UInt8(bit)
                    #expect(!ConstantTime.equal(one, other))
                }
            }
        }
    }

    @Test("finds differences that would cancel each other out")
    func noCancelling() {
        #expect(!ConstantTime.equal([1, 1], [2, 2]))
        #expect(!ConstantTime.equal([0xFF, 0], [0, 0xFF]))
    }
}
