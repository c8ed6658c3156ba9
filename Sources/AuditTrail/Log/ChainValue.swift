import AWSJSON
import KeyCrypto

/// What binds a line to all lines before it: 32 bytes.
public struct ChainValue: Hashable, Sendable {
    public static let byteCount = 32
    public static let hexCount = 64

    public let bytes: [UInt8]

    /// Nil unless there are 32 bytes.
    public init?(_ bytes: [UInt8]) {
        guard bytes.count == Self.byteCount else { return nil }
        self.bytes = bytes
    }

    /// Nil unless there are 64 hexadecimal digits of lower case.
    public init?(hex: some Sequence<UInt8>) {
        let text = Array(hex)
        guard !text.contains(where: { UInt8(ascii: "A")...UInt8(ascii: "Z") ~= $0 }), let bytes = Hex.decode(text)
        else {
            return nil
        }
        self.init(bytes)
    }

    init(repeating byte: UInt8) { bytes = [UInt8](repeating: byte, count: Self.byteCount) }

    /// What the log's first line follows.
    public static let logStart = ChainValue(repeating: 0)
    /// What the journal's first line follows; another value than the log's, so that no line of one passes in the other.
    public static let journalStart = ChainValue(repeating: 1)

    public var hex: String { Hex.encode(bytes) }

    /// Writes the 64 digits over what is there.
    func writeHex(into text: inout [UInt8], at start: Int) {
        precondition(start >= 0 && start + Self.hexCount <= text.count, "no room for a value")
        text.withUnsafeMutableBufferPointer { text in
            for index in 0..<Self.byteCount {
                text[start + 2 * index] = .lowerHexDigit(bytes[index] >> 4)
                text[start + 2 * index + 1] = .lowerHexDigit(bytes[index] & 15)
            }
        }
    }

    /// Takes as long whatever the values are.
    public static func == (one: ChainValue, other: ChainValue) -> Bool {
        ConstantTime.equal(one.bytes, other.bytes)
    }
}
