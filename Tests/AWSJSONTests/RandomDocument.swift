/// Random valid JSON texts, written with all the freedom that RFC 8259 leaves: white space, escapes, number forms.
struct RandomDocument {
    var random: SplitMix64

    init(seed: UInt64) { random = SplitMix64(seed: seed) }

    mutating func value(depth: Int) -> String {
        switch random.below(depth > 0 ? 8 : 5) {
        case 0: string()
        case 1: number()
        case 2: random.below(2) == 0 ? "true" : "false"
        case 3: "null"
        case 4: string()
        case 5: array(depth: depth)
        default: object(depth: depth)
        }
    }

    mutating func object(depth: Int) -> String {
        let members = (0..<random.below(5)).map { _ in
            space() + string() + space() + ":" + space() + value(depth: depth - 1) + space()
        }
        return "{" + space() + members.joined(separator: ",") + "}"
    }

    mutating func array(depth: Int) -> String {
        let elements = (0..<random.below(5)).map { _ in space() + value(depth: depth - 1) + space() }
        return "[" + space() + elements.joined(separator: ",") + "]"
    }

    mutating func string() -> String {
        "\"" + (0..<random.below(random.below(4) == 0 ? 40 : 6)).map { _ in character() }.joined() + "\""
    }

    mutating func number() -> String {
        var text = random.below(3) == 0 ? "-" : ""
        text += random.below(4) == 0 ? "0" : digits(first: 1, max: 20)
        if random.below(3) == 0 { text += "." + digits(first: 0, max: 18) }
        if random.below(4) == 0 {
            text += pick(["e", "E"]) + pick(["", "+", "-"]) + digits(first: 0, max: 3)
        }
        return text
    }

    private mutating func digits(first: Int, max: Int) -> String {
        let rest = (0..<random.below(max)).map { _ in String(random.below(10)) }
        return String(Int.random(in: first...9, using: &random)) + rest.joined()
    }

    private mutating func character() -> String {
        switch random.below(8) {
        case 0: pick(["\\\"", "\\\\", "\\/", "\\b", "\\f", "\\n", "\\r", "\\t"])
        case 1: escaped(scalar())
        case 2: String(Character(scalar()))
        default: pick(["a", "b", "Z", "0", " ", "~", "\u{7F}", "/", "é", "e\u{301}", "語", "😀", "'"])
        }
    }

    /// Any scalar that may stand in a string as it is.
    private mutating func scalar() -> Unicode.Scalar {
        let limits: [UInt32] = [0x80, 0x800, 0x1_0000, 0x11_0000]
        while true {
            let value = UInt32.random(in: 0x20..<limits[random.below(4)], using: &random)
            if value != 0x22, value != 0x5C, let scalar = Unicode.Scalar(value) { return scalar }
        }
    }

    private mutating func escaped(_ scalar: Unicode.Scalar) -> String {
        String(Character(scalar)).utf16.map { unit in
            let digits = String(unit, radix: 16, uppercase: random.below(2) == 0)
            return "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
        }.joined()
    }

    private mutating func space() -> String { random.below(3) == 0 ? pick([" ", "\n", "\t", "\r", "  \r\n"]) : "" }

    private mutating func pick(_ choices: [String]) -> String { choices[random.below(choices.count)] }
}

extension SplitMix64 {
    /// Changes one to three places of a text: replaces, removes, inserts, swaps or cuts off.
    mutating func mutate(_ bytes: [UInt8]) -> [UInt8] {
        let suspects = Array("{}[]\",:\\ut0123456789-+.eEnfa \n".utf8) + [0, 0x1F, 0x80, 0xC0, 0xED, 0xF4, 0xFF]
        var bytes = bytes
        for _ in 0...below(3) where !bytes.isEmpty {
            let place = below(bytes.count)
            let suspect = suspects[below(suspects.count)]
            switch below(6) {
            case 0: bytes[place] = suspect
            case 1: bytes.remove(at: place)
            case 2: bytes.insert(suspect, at: place)
            case 3: bytes.swapAt(place, below(bytes.count))
            case 4: bytes[place] ^= 1 << UInt8(below(8))
            default: bytes.removeSubrange(Swift.max(place, bytes.count - 3)...)
            }
        }
        return bytes
    }
}
