/// Where a number and its parts stand in a text, as offsets. It has been checked.
struct NumberToken {
    var isNegative: Bool
    var integer: Range<Int>
    /// Where the digits end, those of the fraction included.
    var digitsEnd: Int
    /// What the digits are multiplied with, as a power of ten; clamped far beyond any double.
    var exponent: Int
    var end: Int
}

/// A decimal number cut to an integer.
struct CutDecimal {
    var isNegative: Bool
    var magnitude: UInt64
    /// Nothing was cut away.
    var isExact: Bool
    /// At least one half was cut away.
    var isHalfOrMore: Bool

    /// Nil if 64 bits do not hold it.
    var truncated: Int64? { signed(magnitude) }

    /// Halves go away from 0. Nil if 64 bits do not hold it.
    var rounded: Int64? {
        let (sum, overflow) = magnitude.addingReportingOverflow(isHalfOrMore ? 1 : 0)
        return overflow ? nil : signed(sum)
    }

    private func signed(_ magnitude: UInt64) -> Int64? {
        guard isNegative else { return Int64(exactly: magnitude) }
        return magnitude <= Int64.min.magnitude ? Int64(truncatingIfNeeded: 0 &- magnitude) : nil
    }
}

extension Span where Element == UInt8 {
    /// Checks the number that begins at `start` (RFC 8259 section 6).
    func numberToken(at start: Int) throws(JSONError) -> NumberToken {
        let isNegative = has(.minus, at: start)
        let integerStart = isNegative ? start + 1 : start
        let integerEnd = try digitsEnd(from: integerStart)
        guard self[integerStart] != .zero || integerEnd == integerStart + 1 else {
            throw .malformed(offset: integerStart)
        }
        let digitsEnd = has(.point, at: integerEnd) ? try digitsEnd(from: integerEnd + 1) : integerEnd
        var token = NumberToken(
            isNegative: isNegative, integer: integerStart..<integerEnd, digitsEnd: digitsEnd, exponent: 0,
            end: digitsEnd)
        guard has(UInt8(ascii: "e"), at: digitsEnd) || has(UInt8(ascii: "E"), at: digitsEnd) else { return token }
        let isSmall = has(.minus, at: digitsEnd + 1)
        let exponentStart = isSmall || has(UInt8(ascii: "+"), at: digitsEnd + 1) ? digitsEnd + 2 : digitsEnd + 1
        token.end = try self.digitsEnd(from: exponentStart)
        for index in exponentStart..<token.end {
            token.exponent = Swift.min(token.exponent * 10 + Int(self[index] - .zero), 1 << 40)
        }
        if isSmall { token.exponent.negate() }
        return token
    }

    /// The number times `10^power`, cut to an integer; nil if its magnitude is beyond 64 bits.
    func scaled(_ token: NumberToken, byPowerOfTen power: Int) -> CutDecimal? {
        let wholePlaces = token.integer.count + token.exponent + power
        var decimal = CutDecimal(isNegative: token.isNegative, magnitude: 0, isExact: true, isHalfOrMore: false)
        var place = 0
        for index in token.integer.lowerBound..<token.digitsEnd where self[index] != .point {
            let digit = self[index] - .zero
            if place < wholePlaces {
                guard decimal.append(digit) else { return nil }
            } else {
                if place == wholePlaces { decimal.isHalfOrMore = digit >= 5 }
                if digit != 0 { decimal.isExact = false }
            }
            place += 1
        }
        while place < wholePlaces, decimal.magnitude != 0 {
            guard decimal.append(0) else { return nil }
            place += 1
        }
        return decimal
    }

    /// The end of the digits that begin at `start`, of which there must be one.
    private func digitsEnd(from start: Int) throws(JSONError) -> Int {
        var index = start
        while index < count, self[index].isDigit { index += 1 }
        guard index > start else { throw .malformed(offset: index) }
        return index
    }

    private func has(_ byte: UInt8, at index: Int) -> Bool { index < count && self[index] == byte }
}

extension CutDecimal {
    /// - Returns: false on overflow.
    fileprivate mutating func append(_ digit: UInt8) -> Bool {
        let (product, productOverflow) = magnitude.multipliedReportingOverflow(by: 10)
        let (sum, sumOverflow) = product.addingReportingOverflow(UInt64(digit))
        magnitude = sum
        return !productOverflow && !sumOverflow
    }
}
