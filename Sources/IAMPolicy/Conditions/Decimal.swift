/// A decimal number of any length, so that nothing is rounded: of two long numbers that differ in the last digit,
/// floating point would say that they are equal.
struct Decimal: Hashable, Comparable, Sendable {
    private let isNegative: Bool
    /// Without zeros at the front; may be empty.
    private let integer: [UInt8]
    /// Without zeros at the end; may be empty.
    private let fraction: [UInt8]

    /// Nil for anything but digits, of which some may follow a point, with a sign or none; also for an exponent.
    init?(_ text: String) {
        var rest = Array(text.utf8)[...]
        let isNegative = rest.first == UInt8(ascii: "-")
        if isNegative || rest.first == UInt8(ascii: "+") { rest = rest.dropFirst() }
        let parts = rest.split(separator: UInt8(ascii: "."), maxSplits: 1, omittingEmptySubsequences: false)
        guard let whole = parts.first, !whole.isEmpty, whole.allSatisfy(\.isDigit) else { return nil }
        var fraction: ArraySlice<UInt8> = []
        if parts.count == 2 {
            fraction = parts[1]
            guard !fraction.isEmpty, fraction.allSatisfy(\.isDigit) else { return nil }
        }
        while fraction.last == UInt8(ascii: "0") { fraction = fraction.dropLast() }
        self.integer = Array(whole.drop { $0 == UInt8(ascii: "0") })
        self.fraction = Array(fraction)
        self.isNegative = isNegative && !(integer.isEmpty && fraction.isEmpty)
    }

    static func < (one: Decimal, other: Decimal) -> Bool {
        if one.isNegative != other.isNegative { return one.isNegative }
        return one.isNegative ? other.isSmallerInMagnitude(than: one) : one.isSmallerInMagnitude(than: other)
    }

    private func isSmallerInMagnitude(than other: Decimal) -> Bool {
        if integer.count != other.integer.count { return integer.count < other.integer.count }
        if integer != other.integer { return integer.lexicographicallyPrecedes(other.integer) }
        return fraction.lexicographicallyPrecedes(other.fraction)
    }
}
