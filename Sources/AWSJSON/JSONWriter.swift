/// Writes one JSON text without white space, in UTF-8. Commas and colons come by themselves.
///
/// It trusts its caller's order: containers are closed as they were opened, a name comes before each member's value.
/// Strings escape only what RFC 8259 section 7 makes them: the quote, the backslash and the control characters.
public struct JSONWriter: Sendable {
    /// What has been written so far.
    public private(set) var bytes: [UInt8] = []
    private var needsComma = false

    /// - Parameter reserving: how many bytes the text is likely to have.
    public init(reserving: Int = 256) { bytes.reserveCapacity(reserving) }

    public mutating func beginObject() { begin(.openingBrace) }
    public mutating func endObject() { end(.closingBrace) }
    public mutating func beginArray() { begin(.openingBracket) }
    public mutating func endArray() { end(.closingBracket) }

    /// Writes the name of an object's next member.
    public mutating func name(_ name: String) {
        append(name, isName: true)
        needsComma = false
    }

    public mutating func string(_ text: String) {
        append(text, isName: false)
        needsComma = true
    }

    public mutating func int(_ value: Int64) {
        beginValue()
        if value < 0 { bytes.append(.minus) }
        appendDecimal(value.magnitude)
    }

    /// Writes the shortest number that reads back as the value; `"NaN"`, `"Infinity"` or `"-Infinity"` as a string for
    /// a value that is not finite, as Smithy's awsJson1_1 protocol does.
    public mutating func double(_ value: Double) {
        if let name = value.nonFiniteName { return string(name) }
        beginValue()
        bytes.append(contentsOf: value.description.utf8)
    }

    public mutating func number(_ number: JSONNumber) {
        beginValue()
        bytes.append(contentsOf: number.text.utf8)
    }

    public mutating func bool(_ value: Bool) {
        beginValue()
        bytes.append(contentsOf: (value ? "true" : "false").utf8)
    }

    public mutating func null() {
        beginValue()
        bytes.append(contentsOf: "null".utf8)
    }

    /// Writes a string of base64 in the standard alphabet with padding.
    public mutating func blob(_ blob: Blob) {
        beginValue()
        bytes.append(.quote)
        Base64.append(blob.bytes.span, to: &bytes, alphabet: .standard)
        bytes.append(.quote)
    }

    /// Writes seconds since 1970 as a plain decimal number: three digits after the point, or no point.
    public mutating func timestamp(_ timestamp: Timestamp) {
        beginValue()
        if timestamp.milliseconds < 0 { bytes.append(.minus) }
        let (seconds, fraction) = timestamp.milliseconds.magnitude.quotientAndRemainder(dividingBy: 1000)
        appendDecimal(seconds)
        guard fraction != 0 else { return }
        bytes.append(.point)
        if fraction < 100 { bytes.append(.zero) }
        if fraction < 10 { bytes.append(.zero) }
        appendDecimal(fraction)
    }

    /// Writes a value that is JSON already. It is trusted, not checked.
    public mutating func raw(_ json: [UInt8]) {
        beginValue()
        bytes.append(contentsOf: json)
    }

    private mutating func begin(_ opener: UInt8) {
        beginValue()
        bytes.append(opener)
        needsComma = false
    }

    private mutating func end(_ closer: UInt8) {
        bytes.append(closer)
        needsComma = true
    }

    private mutating func beginValue() {
        if needsComma { bytes.append(.comma) }
        needsComma = true
    }

    private mutating func appendDecimal(_ value: UInt64) {
        if value >= 10 { appendDecimal(value / 10) }
        bytes.append(.zero + UInt8(value % 10))
    }

    /// Comma, quotes, text and colon at once where nothing needs an escape, as in most texts.
    private mutating func append(_ text: String, isName: Bool) {
        var text = text
        text.withUTF8 { utf8 in
            let plain = utf8.span.plainRunEnd(from: 0)
            if plain < utf8.count {
                if needsComma { bytes.append(.comma) }
                appendEscaped(utf8, from: plain)
                if isName { bytes.append(.colon) }
                return
            }
            let start = needsComma ? 2 : 1
            bytes.append(addingCapacity: start + plain + 2) { target in
                target.withUnsafeMutableBufferPointer { target, count in
                    if start == 2 { target[0] = .comma }
                    target[start - 1] = .quote
                    _ = UnsafeMutableBufferPointer(rebasing: target[start...]).update(fromContentsOf: utf8)
                    target[start + plain] = .quote
                    if isName { target[start + plain + 1] = .colon }
                    count = start + plain + (isName ? 2 : 1)
                }
            }
        }
    }

    /// With its quotes. `plain`: how many bytes at the start need no look.
    private mutating func appendEscaped(_ utf8: UnsafeBufferPointer<UInt8>, from plain: Int) {
        bytes.append(.quote)
        var written = 0
        var index = plain
        while index < utf8.count {
            let byte = utf8[index]
            if byte < 0x80 {
                // A buffer of its own: a slice would be appended byte by byte.
                bytes.append(contentsOf: UnsafeBufferPointer(rebasing: utf8[written..<index]))
                appendEscape(byte)
                written = index + 1
            }
            index = utf8.span.plainRunEnd(from: index + 1)
        }
        bytes.append(contentsOf: UnsafeBufferPointer(rebasing: utf8[written...]))
        bytes.append(.quote)
    }

    private mutating func appendEscape(_ byte: UInt8) {
        bytes.append(.backslash)
        switch byte {
        case .quote, .backslash: bytes.append(byte)
        case 0x08: bytes.append(UInt8(ascii: "b"))
        case 0x09: bytes.append(UInt8(ascii: "t"))
        case 0x0A: bytes.append(UInt8(ascii: "n"))
        case 0x0C: bytes.append(UInt8(ascii: "f"))
        case 0x0D: bytes.append(UInt8(ascii: "r"))
        default:
            bytes.append(contentsOf: "u00".utf8)
            bytes.append(.hexDigit(byte >> 4))
            bytes.append(.hexDigit(byte & 15))
        }
    }
}
