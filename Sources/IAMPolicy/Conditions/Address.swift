/// An IPv4 or IPv6 address. An IPv4 address that came in an IPv6 one (`::ffff:192.0.2.1`) is the IPv4 address.
struct Address: Hashable, Sendable {
    /// 4 or 16.
    let bytes: [UInt8]

    init?(_ text: String) {
        guard let bytes = Self.version4(text.utf8[...]) ?? Self.version6(text.utf8[...]) else { return nil }
        let isMapped =
            bytes.count == 16 && bytes[..<10].allSatisfy { $0 == 0 } && bytes[10] == 0xFF && bytes[11] == 0xFF
        self.bytes = isMapped ? Array(bytes[12...]) : bytes
    }

    /// Four decimal numbers. Zeros at the front are refused: some read them as octal.
    private static func version4(_ text: Substring.UTF8View) -> [UInt8]? {
        let parts = text.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        guard parts.count == 4 else { return nil }
        var bytes: [UInt8] = []
        for part in parts {
            guard (1...3).contains(part.count), part.allSatisfy(\.isDigit), part.count == 1 || part.first != 0x30,
                let byte = UInt8(exactly: part.reduce(0) { $0 * 10 + Int($1 - 0x30) })
            else { return nil }
            bytes.append(byte)
        }
        return bytes
    }

    /// RFC 4291 section 2.2.
    private static func version6(_ text: Substring.UTF8View) -> [UInt8]? {
        guard text.count <= 45 else { return nil }
        let colons = UInt8.colon
        var gap: Substring.UTF8View.Index?
        var index = text.startIndex
        while let next = text.index(index, offsetBy: 1, limitedBy: text.endIndex), next < text.endIndex {
            if text[index] == colons, text[next] == colons {
                guard gap == nil else { return nil }
                gap = index
            }
            index = next
        }
        guard let gap else {
            return groups(text).flatMap { $0.count == 16 ? $0 : nil }
        }
        let before = text[..<gap]
        let after = text[text.index(gap, offsetBy: 2)...]
        guard let front = before.isEmpty ? [] : groups(before), let back = after.isEmpty ? [] : groups(after),
            front.count + back.count <= 14
        else { return nil }
        return front + [UInt8](repeating: 0, count: 16 - front.count - back.count) + back
    }

    private static func groups(_ text: Substring.UTF8View) -> [UInt8]? {
        let parts = text.split(separator: UInt8.colon, omittingEmptySubsequences: false)
        var bytes: [UInt8] = []
        for (number, part) in parts.enumerated() {
            if number == parts.count - 1, part.contains(UInt8(ascii: ".")) {
                guard let four = version4(part) else { return nil }
                bytes += four
                continue
            }
            guard (1...4).contains(part.count),
                let group = UInt16(String(Substring(part)), radix: 16), part.allSatisfy({ $0.isDigit || $0.isLetter })
            else { return nil }
            bytes += [UInt8(group >> 8), UInt8(group & 0xFF)]
        }
        return bytes.count <= 16 ? bytes : nil
    }
}

/// Addresses that agree in their first bits, in CIDR notation.
struct AddressRange: Hashable, Sendable {
    private let address: Address
    private let prefixBits: Int

    /// An address without a prefix's length stands for itself alone.
    init?(_ text: String) {
        let parts = text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        guard let address = Address(String(parts[0])) else { return nil }
        self.address = address
        let bitsMax = address.bytes.count * 8
        if parts.count == 1 {
            prefixBits = bitsMax
        } else {
            guard parts[1].utf8.allSatisfy(\.isDigit), parts[1].utf8.count <= 3, let bits = Int(parts[1]),
                bits <= bitsMax
            else { return nil }
            prefixBits = bits
        }
    }

    func contains(_ other: Address) -> Bool {
        guard other.bytes.count == address.bytes.count else { return false }
        for bit in stride(from: 0, to: prefixBits, by: 8) {
            let difference = address.bytes[bit / 8] ^ other.bytes[bit / 8]
            let bits = min(8, prefixBits - bit)
            if difference >> (8 - UInt8(bits)) != 0 { return false }
        }
        return true
    }
}
