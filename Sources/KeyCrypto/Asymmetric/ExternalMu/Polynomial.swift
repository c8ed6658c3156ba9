/// A polynomial of ML-DSA's ring, or its image under the number-theoretic transform: 256 coefficients from 0 to q - 1.
struct Polynomial: Sendable {
    /// q.
    static let modulus: Int32 = 8_380_417
    static let size = 256

    var coefficients: [Int32]

    init(_ coefficients: [Int32] = [Int32](repeating: 0, count: size)) { self.coefficients = coefficients }

    static func product(_ one: Int32, _ other: Int32) -> Int32 { Int32(Int64(one) * Int64(other) % Int64(modulus)) }

    private static func sum(_ one: Int32, _ other: Int32) -> Int32 {
        let sum = one + other
        return sum >= modulus ? sum - modulus : sum
    }

    private static func difference(_ one: Int32, _ other: Int32) -> Int32 {
        let difference = one - other
        return difference < 0 ? difference + modulus : difference
    }

    /// Coefficient by coefficient.
    mutating func add(productOf one: Polynomial, _ other: Polynomial) {
        for place in 0..<Self.size {
            let product = Self.product(one.coefficients[place], other.coefficients[place])
            coefficients[place] = Self.sum(coefficients[place], product)
        }
    }

    /// Coefficient by coefficient.
    mutating func subtract(productOf one: Polynomial, _ other: Polynomial) {
        for place in 0..<Self.size {
            let product = Self.product(one.coefficients[place], other.coefficients[place])
            coefficients[place] = Self.difference(coefficients[place], product)
        }
    }

    /// NTT: FIPS 204, algorithm 41.
    mutating func transform() {
        var root = 0
        var length = 128
        while length >= 1 {
            for start in stride(from: 0, to: Self.size, by: 2 * length) {
                root += 1
                for low in start..<(start + length) {
                    let high = low + length
                    let term = Self.product(Self.roots[root], coefficients[high])
                    coefficients[high] = Self.difference(coefficients[low], term)
                    coefficients[low] = Self.sum(coefficients[low], term)
                }
            }
            length /= 2
        }
    }

    /// The inverse of NTT: FIPS 204, algorithm 42.
    mutating func transformBack() {
        var root = Self.size
        var length = 1
        while length < Self.size {
            for start in stride(from: 0, to: Self.size, by: 2 * length) {
                root -= 1
                for low in start..<(start + length) {
                    let (first, second) = (coefficients[low], coefficients[low + length])
                    coefficients[low] = Self.sum(first, second)
                    coefficients[low + length] = Self.product(Self.roots[root], Self.difference(second, first))
                }
            }
            length *= 2
        }
        // The inverse of 256.
        for place in 0..<Self.size { coefficients[place] = Self.product(coefficients[place], 8_347_681) }
    }

    /// Powers of 1753, a 512th root of unity, in the order in which both transforms use them (FIPS 204, appendix B).
    private static let roots: [Int32] = (0..<size).map { place in
        (0..<UInt8(truncatingIfNeeded: place).bitsReversed).reduce(1) { power, _ in product(power, 1753) }
    }
}

extension UInt8 {
    fileprivate var bitsReversed: Int { (0..<8).reduce(0) { $0 | (Int(self >> UInt8($1)) & 1) << (7 - $1) } }
}
