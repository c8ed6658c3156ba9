/// Verifies a signature of ML-DSA whose message is known by its representative mu only (FIPS 204, algorithm 8). It is
/// written here because no library at hand offers it: BoringSSL signs a mu, but verifies messages only. Nothing it
/// touches is secret, so that its running time may depend on anything.
struct MLDSAMuVerifier: Sendable {
    private let numbers: MLDSANumbers
    private let matrixSeed: ArraySlice<UInt8>
    /// The transforms of t1 · 2^d.
    private let scaledKey: [Polynomial]

    /// `publicKey`: of the length that belongs to the parameter set.
    init(_ publicKey: [UInt8], _ numbers: MLDSANumbers) {
        self.numbers = numbers
        matrixSeed = publicKey[..<32]
        scaledKey = (0..<numbers.rows).map { row in
            let packed = publicKey[(32 + row * 320)..<(32 + (row + 1) * 320)]
            var polynomial = Polynomial(packed.unpacked(bits: 10).map { $0 << 13 })
            polynomial.transform()
            return polynomial
        }
    }

    func isValid(_ signature: [UInt8], mu: [UInt8]) throws(CryptoError) -> Bool {
        guard var signature = MLDSASignature(signature, numbers) else { return false }
        var challenge = try Polynomial.challenge(signature.challenge, weight: numbers.challengeWeight)
        challenge.transform()
        for column in 0..<numbers.columns { signature.response[column].transform() }
        var commitment: [UInt8] = []
        for row in 0..<numbers.rows {
            commitment += try highParts(row, signature, challenge).packed(bits: numbers.highBits)
        }
        let expected = try SHAKE.shake256.output(of: mu + commitment, count: numbers.challengeBytes)
        return expected == [UInt8](signature.challenge)
    }

    /// One row of w1: the high parts of A z - c t1 2^d, put right by the hints.
    private func highParts(
        _ row: Int, _ signature: MLDSASignature, _ challenge: Polynomial
    ) throws(CryptoError) -> [Int32] {
        var difference = Polynomial()
        for column in 0..<numbers.columns {
            let entry = try Polynomial.matrixEntry(seed: matrixSeed, row: row, column: column)
            difference.add(productOf: entry, signature.response[column])
        }
        difference.subtract(productOf: challenge, scaledKey[row])
        difference.transformBack()
        var parts = difference.coefficients.map { decompose($0).high }
        for place in signature.hints[row] { parts[place] = hinted(difference.coefficients[place]) }
        return parts
    }

    /// FIPS 204, algorithm 40.
    private func hinted(_ coefficient: Int32) -> Int32 {
        let (high, low) = decompose(coefficient)
        return (high + (low > 0 ? 1 : numbers.highValues - 1)) % numbers.highValues
    }

    /// FIPS 204, algorithm 36.
    private func decompose(_ coefficient: Int32) -> (high: Int32, low: Int32) {
        let range = 2 * numbers.roundingRange
        var low = coefficient % range
        if low > numbers.roundingRange { low -= range }
        if coefficient - low == Polynomial.modulus - 1 { return (0, low - 1) }
        return ((coefficient - low) / range, low)
    }
}
