import Foundation
import KeyCrypto
import Testing

/// SplitMix64: the same numbers for the same seed.
struct Generator: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
        return mixed ^ (mixed >> 31)
    }

    mutating func bytes(_ count: Int) -> [UInt8] {
        (0..<count).map { _ in UInt8(truncatingIfNeeded: next()) }
    }
}

/// A test vector's bytes, written in hex.
struct Hex: Decodable, Sendable {
    var bytes: [UInt8]

    init(from decoder: any Decoder) throws {
        let digits = Array(try decoder.singleValueContainer().decode(String.self))
        bytes = try stride(from: 0, to: digits.count, by: 2).map {
            try #require(UInt8(String(digits[$0...$0 + 1]), radix: 16))
        }
    }
}

func vectors<Vectors: Decodable>(_ type: Vectors.Type, in file: String) throws -> Vectors {
    try JSONDecoder().decode(type, from: Data(contentsOf: Bundle.module.bundleURL.appending(path: "Vectors/\(file)")))
}

func secret(_ bytes: [UInt8]) -> SecretBytes {
    var bytes = bytes
    return SecretBytes(consuming: &bytes)
}

func held(_ bytes: [UInt8]) -> HeldSecret { HeldSecret(secret(bytes)) }

func hex(_ bytes: [UInt8]) -> String { bytes.map { String(format: "%02x", $0) }.joined() }

/// Every change of a sealed text that must be noticed: each bit flipped, each shorter form, and longer ones.
func tamperings(of bytes: [UInt8]) -> [(String, [UInt8])] {
    var all: [(String, [UInt8])] = []
    for place in bytes.indices {
        for bit in 0..<8 {
            var flipped = bytes
            flipped[place] ^= 1 << UInt8(bit)
            all.append(("bit \(bit) of byte \(place)", flipped))
        }
        all.append(("first \(place) bytes", Array(bytes[..<place])))
        all.append(("last \(place) bytes", Array(bytes[(bytes.count - place)...])))
    }
    for count in [1, 2, 16, 61, 105] {
        all.append(("\(count) zeros after", bytes + [UInt8](repeating: 0, count: count)))
        all.append(("\(count) zeros before", [UInt8](repeating: 0, count: count) + bytes))
    }
    all.append(("twice", bytes + bytes))
    return all
}
