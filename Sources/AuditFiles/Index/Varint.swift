/// Whole numbers in as few bytes as they need: seven bits a byte, the least first, the top bit set on all but the last.
enum Varint {
    static func append(_ value: Int64, to bytes: inout [UInt8]) {
        var rest = UInt64(bitPattern: value)
        while rest >= 0x80 {
            bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        bytes.append(UInt8(rest))
    }

    /// - Returns: the number at `position`, which moves behind it; nil if there is none.
    static func read(_ bytes: [UInt8], _ position: inout Int) -> Int64? {
        var value: UInt64 = 0
        var shift: UInt64 = 0
        while position < bytes.count, shift < 64 {
            let byte = bytes[position]
            position += 1
            value |= UInt64(byte & 0x7F) << shift
            if byte < 0x80 { return Int64(bitPattern: value) }
            shift += 7
        }
        return nil
    }

    /// Rising numbers as what each adds to the one before.
    static func rising(_ numbers: [Int64]) -> [UInt8] {
        var bytes: [UInt8] = []
        var last: Int64 = 0
        for number in numbers {
            append(number - last, to: &bytes)
            last = number
        }
        return bytes
    }

    /// `through`: the index of the last number that is wanted; those behind it are not read.
    /// - Returns: nil if they are not `rising`'s, or more than `countMax`.
    static func rising(from bytes: [UInt8], countMax: Int, through: Int = .max) -> [Int64]? {
        var numbers: [Int64] = []
        var position = 0
        var last: Int64 = 0
        while position < bytes.count, numbers.count <= through {
            guard numbers.count < countMax, let step = read(bytes, &position), step >= 0 else { return nil }
            let (next, overflow) = last.addingReportingOverflow(step)
            guard !overflow else { return nil }
            numbers.append(next)
            last = next
        }
        return numbers
    }
}
