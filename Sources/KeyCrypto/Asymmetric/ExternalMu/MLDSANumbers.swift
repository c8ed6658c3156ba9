/// What distinguishes the parameter sets of ML-DSA (FIPS 204, table 1).
struct MLDSANumbers: Sendable {
    /// Rows and columns of the matrix A.
    var rows: Int
    var columns: Int
    /// τ: how many coefficients of the challenge are not zero.
    var challengeWeight: Int
    /// λ / 4.
    var challengeBytes: Int
    /// γ1 is 2 to this power.
    var maskBits: Int
    /// γ2.
    var roundingRange: Int32
    /// β.
    var slack: Int32
    /// ω.
    var hintsMax: Int

    /// γ1.
    var maskRange: Int32 { 1 << Int32(maskBits) }
    /// How many values the high bits of a coefficient take.
    var highValues: Int32 { (Polynomial.modulus - 1) / (2 * roundingRange) }
    /// How many bits they are written in.
    var highBits: Int { highValues == 44 ? 6 : 4 }
    var signatureBytes: Int { challengeBytes + columns * responseBytes + hintsMax + rows }
    /// One polynomial of z.
    var responseBytes: Int { 32 * (maskBits + 1) }

    static let mlDsa44 = MLDSANumbers(
        rows: 4, columns: 4, challengeWeight: 39, challengeBytes: 32, maskBits: 17,
        roundingRange: (Polynomial.modulus - 1) / 88, slack: 78, hintsMax: 80)
    static let mlDsa65 = MLDSANumbers(
        rows: 6, columns: 5, challengeWeight: 49, challengeBytes: 48, maskBits: 19,
        roundingRange: (Polynomial.modulus - 1) / 32, slack: 196, hintsMax: 55)
    static let mlDsa87 = MLDSANumbers(
        rows: 8, columns: 7, challengeWeight: 60, challengeBytes: 64, maskBits: 19,
        roundingRange: (Polynomial.modulus - 1) / 32, slack: 120, hintsMax: 75)
}
