/// Reads `${key}`, `${key, 'default'}`, `${*}`, `${?}` and `${$}` out of a text.
struct VariableScanner {
    private let text: String
    private let bytes: [UInt8]
    private let wildcards: Bool
    private var position = 0
    private var parts: [Template.Part] = []
    private var tokens: [Glob.Token] = []

    init(_ text: String, wildcards: Bool) {
        self.text = text
        self.bytes = text.bytes
        self.wildcards = wildcards
    }

    mutating func scan() throws(PolicyError) -> [Template.Part] {
        while position < bytes.count {
            if bytes[position] == UInt8(ascii: "$"), has(UInt8(ascii: "{"), at: position + 1) {
                position += 2
                try readVariable()
            } else {
                tokens += Glob.tokens([bytes[position]], wildcards: wildcards)
                position += 1
            }
        }
        endTokens()
        return parts
    }

    private func has(_ byte: UInt8, at index: Int) -> Bool { index < bytes.count && bytes[index] == byte }

    private mutating func endTokens() {
        if !tokens.isEmpty || parts.isEmpty { parts.append(.tokens(tokens)) }
        tokens = []
    }

    private mutating func readVariable() throws(PolicyError) {
        if let special = specialCharacter() {
            tokens.append(Glob.Token(special))
            return
        }
        let name = try readName()
        let byDefault = has(UInt8(ascii: ","), at: position) ? try readDefault() : nil
        guard has(UInt8(ascii: "}"), at: position) else { throw .invalidVariable(text) }
        position += 1
        endTokens()
        parts.append(.variable(ConditionKey(name), text: name, byDefault: byDefault))
    }

    private mutating func specialCharacter() -> UInt8? {
        guard has(UInt8(ascii: "}"), at: position + 1),
            [.star, .questionMark, UInt8(ascii: "$")].contains(bytes[position])
        else { return nil }
        position += 2
        return bytes[position - 2]
    }

    private mutating func readName() throws(PolicyError) -> String {
        let end = bytes[position...].firstIndex { [UInt8(ascii: "}"), UInt8(ascii: ",")].contains($0) }
        guard let end, end > position else { throw .invalidVariable(text) }
        let name = bytes[position..<end]
        guard !name.contains(UInt8(ascii: "$")), !name.contains(UInt8(ascii: "{")) else { throw .invalidVariable(text) }
        position = end
        return String(decoding: name, as: UTF8.self)
    }

    private mutating func readDefault() throws(PolicyError) -> [UInt8] {
        position += 1
        while has(UInt8(ascii: " "), at: position) { position += 1 }
        guard has(UInt8(ascii: "'"), at: position),
            let end = bytes[(position + 1)...].firstIndex(of: UInt8(ascii: "'"))
        else { throw .invalidVariable(text) }
        let value = Array(bytes[(position + 1)..<end])
        position = end + 1
        return value
    }
}
