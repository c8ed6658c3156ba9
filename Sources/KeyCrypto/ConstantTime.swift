/// Comparison of secrets: how long it takes tells nothing of where two byte strings differ.
public enum ConstantTime {
    /// Takes a time that depends on the lengths alone; byte strings of different length are unequal.
    @inline(never)
    public static func equal(_ one: UnsafeRawBufferPointer, _ other: UnsafeRawBufferPointer) -> Bool {
        guard one.count == other.count else { return false }
        var difference: UInt8 = 0
        for index in 0..<one.count { difference |= one[index] ^ other[index] }
        return difference == 0
    }

    public static func equal(_ one: [UInt8], _ other: [UInt8]) -> Bool {
        one.withUnsafeBytes { one in other.withUnsafeBytes { equal(one, $0) } }
    }
}
