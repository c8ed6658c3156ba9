/// A signature of ML-DSA, taken apart.
struct MLDSASignature: Sendable {
    var challenge: ArraySlice<UInt8>
    /// z.
    var response: [Polynomial]
    /// For each row, the places where it is 1.
    var hints: [[Int]]

    /// FIPS 204, algorithm 27; nil for what is no signature: another length, a malformed hint, a z that is too large.
    init?(_ bytes: [UInt8], _ numbers: MLDSANumbers) {
        guard bytes.count == numbers.signatureBytes else { return nil }
        challenge = bytes[..<numbers.challengeBytes]
        response = []
        for column in 0..<numbers.columns {
            let start = numbers.challengeBytes + column * numbers.responseBytes
            let packed = bytes[start..<(start + numbers.responseBytes)]
            guard let polynomial = Self.response(packed, numbers) else { return nil }
            response.append(polynomial)
        }
        guard let hints = Self.hints([UInt8](bytes.suffix(numbers.hintsMax + numbers.rows)), numbers) else {
            return nil
        }
        self.hints = hints
    }

    private static func response(_ packed: ArraySlice<UInt8>, _ numbers: MLDSANumbers) -> Polynomial? {
        let values = packed.unpacked(bits: numbers.maskBits + 1).map { numbers.maskRange - $0 }
        guard values.allSatisfy({ abs($0) < numbers.maskRange - numbers.slack }) else { return nil }
        return Polynomial(values.map { $0 < 0 ? $0 + Polynomial.modulus : $0 })
    }

    /// FIPS 204, algorithm 21.
    private static func hints(_ packed: [UInt8], _ numbers: MLDSANumbers) -> [[Int]]? {
        var hints: [[Int]] = []
        var start = 0
        for row in 0..<numbers.rows {
            let end = Int(packed[numbers.hintsMax + row])
            guard (start...numbers.hintsMax).contains(end) else { return nil }
            let places = packed[start..<end].map { Int($0) }
            guard zip(places, places.dropFirst()).allSatisfy({ $0 < $1 }) else { return nil }
            hints.append(places)
            start = end
        }
        return packed[start..<numbers.hintsMax].allSatisfy { $0 == 0 } ? hints : nil
    }
}

extension ArraySlice<UInt8> {
    /// Numbers of a fixed width, the lowest bit first: FIPS 204, algorithm 18.
    func unpacked(bits: Int) -> [Int32] {
        var values: [Int32] = []
        var (window, filled) = (UInt64(0), 0)
        for byte in self {
            window |= UInt64(byte) << UInt64(filled)
            filled += 8
            while filled >= bits {
                values.append(Int32(window & (1 << UInt64(bits) - 1)))
                window >>= UInt64(bits)
                filled -= bits
            }
        }
        return values
    }
}

extension [Int32] {
    /// FIPS 204, algorithm 16.
    func packed(bits: Int) -> [UInt8] {
        var bytes: [UInt8] = []
        var (window, filled) = (UInt64(0), 0)
        for value in self {
            window |= UInt64(value) << UInt64(filled)
            filled += bits
            while filled >= 8 {
                bytes.append(UInt8(truncatingIfNeeded: window))
                window >>= 8
                filled -= 8
            }
        }
        return bytes
    }
}
