import AWSJSON
import Testing

@Suite struct HexTests {
    @Test("All bytes are written in lower case and read in either")
    func allBytes() {
        let bytes = Array(UInt8.min...UInt8.max)
        let text = Hex.encode(bytes)
        #expect(text.hasPrefix("000102") && text.hasSuffix("fdfeff") && text.utf8.count == 512)
        #expect(Hex.decode(text) == bytes)
        #expect(Hex.decode(text.uppercased()) == bytes)
        #expect(Hex.decode("") == [])
    }

    @Test("What is not hexadecimal is refused", arguments: ["0", "000", "0g", "g0", " 00", "0x00", "é", "+1", "00\n"])
    func refused(text: String) {
        #expect(Hex.decode(text) == nil)
    }
}
