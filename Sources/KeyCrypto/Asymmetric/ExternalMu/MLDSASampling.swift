extension Polynomial {
    /// An entry of the matrix A, as its transform: FIPS 204, algorithms 30 and 32.
    static func matrixEntry(seed: ArraySlice<UInt8>, row: Int, column: Int) throws(CryptoError) -> Polynomial {
        try sampled(from: .shake128, seed + [UInt8(column), UInt8(row)], bytes: 1008) { bytes in
            var coefficients: [Int32] = []
            coefficients.reserveCapacity(size)
            for start in stride(from: 0, to: bytes.count - 2, by: 3) {
                let value = Int32(bytes[start]) | Int32(bytes[start + 1]) << 8 | Int32(bytes[start + 2] & 0x7f) << 16
                if value < modulus { coefficients.append(value) }
                if coefficients.count == size { return Polynomial(coefficients) }
            }
            return nil
        }
    }

    /// The challenge: `weight` coefficients are 1 or -1, the others 0. FIPS 204, algorithm 29.
    static func challenge(_ seed: ArraySlice<UInt8>, weight: Int) throws(CryptoError) -> Polynomial {
        try sampled(from: .shake256, [UInt8](seed), bytes: 272) { bytes in
            var challenge = Polynomial()
            var signs = bytes[..<8].reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
            var next = 8
            for place in (size - weight)..<size {
                while next < bytes.count, Int(bytes[next]) > place { next += 1 }
                guard next < bytes.count else { return nil }
                let other = Int(bytes[next])
                next += 1
                challenge.coefficients[place] = challenge.coefficients[other]
                challenge.coefficients[other] = signs & 1 == 1 ? modulus - 1 : 1
                signs >>= 1
            }
            return challenge
        }
    }

    /// Sampling skips values that don't fit. The first bytes practically always suffice; if not, it begins anew with
    /// more.
    private static func sampled(
        from function: SHAKE, _ seed: [UInt8], bytes: Int, _ sample: ([UInt8]) -> Polynomial?
    ) throws(CryptoError) -> Polynomial {
        var count = bytes
        while true {
            if let polynomial = sample(try function.output(of: seed, count: count)) { return polynomial }
            count *= 2
        }
    }
}
